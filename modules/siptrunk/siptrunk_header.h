/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What may be a custom SIP header.
 *
 * Pure; used at load.
 */
#ifndef SIPTRUNK_HEADER_H
#define SIPTRUNK_HEADER_H

#include "siptrunk_text.h"

/** One custom header of a trunk. */
typedef struct siptrunk_header
{
	siptrunk_text_t name;
	siptrunk_text_t value; /**< may be a secret: nobody else is told */
	int row;			   /**< of siptrunk_header; 0: the edge's own */
} siptrunk_header_t;

/**
 * A token (RFC 3261 section 25.1) of at most 64 characters that is not a
 * header the edge or the SIP stack itself manages (Via, From, Contact, ...,
 * nor their compact forms). error says what was found.
 */
bool siptrunk_header_name_check(
		siptrunk_text_t name, siptrunk_error_t *error);

/**
 * Not empty, at most 1024 bytes, no CR, LF, NUL or other control character:
 * a value can never start a second header. error does not tell the value: it
 * may be a secret, such as RedSky's company id.
 */
bool siptrunk_header_value_check(
		siptrunk_text_t value, siptrunk_error_t *error);

/** As the HELD company id is: a UUID, 8-4-4-4-12 hex. */
bool siptrunk_header_value_is_uuid(siptrunk_text_t value);

#endif
