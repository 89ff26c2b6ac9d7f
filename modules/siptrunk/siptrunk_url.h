/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The URLs and authorities that tables name.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_URL_H
#define SIPTRUNK_URL_H

#include "siptrunk_prefix.h"

/** HOST[:PORT] of a URL or SIP URI; no user. */
typedef struct siptrunk_authority
{
	siptrunk_text_t host; /**< an IPv6 address with its brackets */
	bool is_address;
	siptrunk_address_t address;
} siptrunk_authority_t;

/** false: it is none. */
bool siptrunk_authority_parse(
		siptrunk_text_t text, siptrunk_authority_t *authority);

typedef struct siptrunk_url
{
	bool secure;				 /**< https */
	siptrunk_text_t origin;		 /**< of the text, without path and query */
	siptrunk_authority_t authority;
	siptrunk_text_t path; /**< and query; begins with '/' or '?', or empty */
} siptrunk_url_t;

/** http:// or https://HOST[:PORT][/PATH][?QUERY]; no user, no fragment, visible
 *  ASCII. false: it is none. */
bool siptrunk_url_parse(siptrunk_text_t text, siptrunk_url_t *url);

/** https:// without a query and without a '/' at its end: what paths of an API
 *  are appended to. A siptrunk_check_f. */
bool siptrunk_url_check_base(siptrunk_text_t text, siptrunk_error_t *error);

#endif
