/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The pieces of SIP, tel and service URIs that siptrunk looks at, and what
 * counts as an E.164 number, an extension, an e-mail address.
 *
 * Pure; any process; no memory beyond the caller's buffers.
 */
#ifndef SIPTRUNK_URI_H
#define SIPTRUNK_URI_H

#include "siptrunk_text.h"

/** Slices into the text that was parsed. */
typedef struct siptrunk_uri
{
	siptrunk_text_t scheme; /**< "" when the text has none */
	siptrunk_text_t user;	/**< escaped, without password and parameters;
								 for tel: the number; for urn: all after it */
	siptrunk_text_t host;	/**< without port and brackets; "" if none */
} siptrunk_uri_t;

/**
 * Takes a URI of scheme sip, sips, tel or urn, or a bare "user@host" or
 * number. false when it is none of these.
 */
bool siptrunk_uri_parse(siptrunk_text_t text, siptrunk_uri_t *uri);

/**
 * The same for a URI of which only scheme and user count: whatever stands
 * behind the '@' is not looked at, and host stays empty. false when there is
 * no user.
 */
bool siptrunk_uri_parse_user(siptrunk_text_t text, siptrunk_uri_t *uri);

/** '+' and 2 to 15 digits, the first not 0 (ITU-T E.164). */
bool siptrunk_uri_is_e164(siptrunk_text_t text);
/** '+' and 15 digits. */
#define SIPTRUNK_E164_MAX 16
/** The number of at most 15 digits, '+' before it or not, that is the user of a
 *  URI (or a bare number), escapes undone. Terminated; its length, 0 when it is
 *  none. */
size_t siptrunk_uri_number(
		siptrunk_text_t uri, char number[SIPTRUNK_E164_MAX + 1]);
/** The same, when it is an E.164 number. */
size_t siptrunk_uri_e164(
		siptrunk_text_t uri, char number[SIPTRUNK_E164_MAX + 1]);
/** The same number without its '+', if it has one. */
siptrunk_text_t siptrunk_uri_without_plus(siptrunk_text_t number);
/** Letters, digits, '-', '.' and '_', at least one: no wildcard. */
bool siptrunk_uri_is_host_name(siptrunk_text_t text);
/** One of a domain name's, up to 63 characters (RFC 1123 section 2.1). */
bool siptrunk_uri_is_label(siptrunk_text_t text);
/** 1 to 15 digits. */
bool siptrunk_uri_is_extension(siptrunk_text_t text);
/** local@domain, one '@', no space or control character, both non-empty,
 *  only characters of RFC 5321's dot-atom (local) and host names (domain). */
bool siptrunk_uri_is_email(siptrunk_text_t text);

/**
 * Writes value as a SIP URI user part: everything outside RFC 3261's user
 * grammar is %-escaped (an e-mail's '@' becomes %40). Terminated. Returns
 * the length, or 0 when size is too small.
 */
size_t siptrunk_uri_escape_user(
		siptrunk_text_t value, char *escaped, size_t size);

/** Undoes %HH; a broken escape stays as it is, and so does %00, which would
 *  cut a terminated text. Terminated. Returns the length, or 0 when size is
 *  too small or value empty. */
size_t siptrunk_uri_unescape(siptrunk_text_t value, char *plain, size_t size);
/** The same for the first character of value (not empty); value moves on. */
char siptrunk_uri_unescape_next(siptrunk_text_t *value);

#endif
