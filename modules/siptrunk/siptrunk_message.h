/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reading who calls from a SIP message, and editing custom headers in it.
 *
 * SIP workers. Reads the message as it arrived; edits through lumps, in
 * private memory, so that in branch_route they belong to the branch alone
 * (tm copies the list of lumps before the route and drops it after).
 */
#ifndef SIPTRUNK_MESSAGE_H
#define SIPTRUNK_MESSAGE_H

#include "siptrunk_config.h"
#include "siptrunk_uri.h"

#include "core/parser/msg_parser.h"

/** The address that a message came from, and how. */
void siptrunk_message_source(const receive_info_t *received,
		siptrunk_address_t *source, siptrunk_situation_t *situation);
/** Of an address of Kamailio's. */
void siptrunk_message_address(
		const struct ip_addr *ip, siptrunk_address_t *address);
/** siptrunk_transport_t of a protocol of Kamailio's. */
uint8_t siptrunk_message_transport(int protocol);

/** Who the message says is calling. */
typedef struct siptrunk_identity
{
	/** The first P-Asserted-Identity value, else the From, that the directory
	 *  knows; NULL: none. */
	const siptrunk_caller_t *caller;
	/** The first P-Asserted-Identity value's URI, else the From's; in the
	 *  message. */
	siptrunk_text_t claimed;
	/** User of the first P-Asserted-Identity value that is an E.164 number, of
	 *  the first that is any number if there is none; escapes undone and
	 *  terminated, or empty. */
	char asserted[SIPTRUNK_E164_MAX + 1];
} siptrunk_identity_t;

void siptrunk_message_identity(sip_msg_t *message,
		const siptrunk_directory_t *directory, siptrunk_identity_t *identity);

/** The first header of that name, of those parsed so far; empty: none. */
siptrunk_text_t siptrunk_message_header(
		const sip_msg_t *message, siptrunk_text_t name);

/** Removes a header that came in: 1; 0 when it was removed before, -1 when
 *  there is no memory. */
int siptrunk_message_remove_header(
		sip_msg_t *message, const hdr_field_t *header);

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

/** The Call-ID's text, or empty. */
siptrunk_text_t siptrunk_message_call_id(sip_msg_t *message);

/** The tag of a From or To as far as it is parsed, or empty. header may be
 *  NULL. */
siptrunk_text_t siptrunk_message_tag(const hdr_field_t *header);

/** What the first of the headers of siptrunk_call_id_header of that kind holds,
 *  or empty; of a message that tm keeps, of those parsed so far. */
siptrunk_text_t siptrunk_message_id(sip_msg_t *message,
		const siptrunk_config_t *config, siptrunk_id_kind_t kind);

/** The status of a reply, or in a failure route of the one that led there;
 *  0 elsewhere. */
int siptrunk_message_status(const sip_msg_t *message);

/** Where a reply came from as a URI, written to text; or where the request
 *  goes next, in the message. */
siptrunk_text_t siptrunk_message_gateway(
		const sip_msg_t *message, char text[SIPTRUNK_GATEWAY_URI_MAX]);

#endif
