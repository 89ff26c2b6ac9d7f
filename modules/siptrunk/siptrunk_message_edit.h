/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Editing the headers of a SIP message.
 *
 * SIP workers. Edits through lumps, in private memory, so that in branch_route
 * they belong to the branch alone (tm copies the list of lumps before the route
 * and drops it after).
 */
#ifndef SIPTRUNK_MESSAGE_EDIT_H
#define SIPTRUNK_MESSAGE_EDIT_H

#include "siptrunk_config.h"

#include "core/parser/msg_parser.h"

/** Removes a header that came in: 1; 0 when it was removed before, -1 when
 *  there is no memory. */
int siptrunk_message_remove_header(
		sip_msg_t *message, const hdr_field_t *header);

/** Removes all that came in under that name: 0, or -1. */
int siptrunk_message_remove_named(sip_msg_t *message, siptrunk_text_t name);

/**
 * Removes all custom headers of all trunks: those that came in, and those
 * that an earlier siptrunk_message_add_headers() put in. Calling it again
 * changes nothing. How many came in and were removed now, or -1.
 */
int siptrunk_message_strip_headers(
		sip_msg_t *message, const siptrunk_config_t *config);

/**
 * Drops and renames headers that came in as filter says; what was removed
 * before stays so. How many were excessive, or -1 when there is no memory.
 */
int siptrunk_message_filter(
		sip_msg_t *message, siptrunk_header_filter_t *filter);

/** Removes names and users from Contact; its addresses stay, by which the
 *  sender is reached. 0, or -1 when there is no memory. */
int siptrunk_message_hide_contact(sip_msg_t *message);

/**
 * Removes what withholds the caller, and the signatures that its new From
 * breaks (RFC 3323 section 4.2; RFC 8224 section 4, RFC 4474 section 9). How
 * many signatures there were, or -1.
 */
int siptrunk_message_reveal(sip_msg_t *message);

/** Adds headers after all others. 0 or -1. */
int siptrunk_message_add_headers(
		sip_msg_t *message, const siptrunk_header_t *headers, size_t count);

#endif
