/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The SIP domain names that a certificate vouches for (RFC 5922), collected
 * from its subject alternative names one by one.
 *
 * Pure; any process; no memory beyond the caller's structure.
 */
#ifndef SIPTRUNK_PEER_NAMES_H
#define SIPTRUNK_PEER_NAMES_H

#include "siptrunk_text.h"

typedef struct siptrunk_peer_names
{
	char text[1024]; /**< names with a comma behind each */
	size_t len;
	bool by_uri;   /**< a URI gave a name: DNS names do not count */
	bool too_many; /**< they did not all fit: none counts */
} siptrunk_peer_names_t;

/** The host of "sip:HOST". Other schemes and URIs with a user name nobody's
 *  domain (RFC 5922 section 7.1) and are skipped. */
void siptrunk_peer_names_add_uri(
		siptrunk_peer_names_t *names, siptrunk_text_t uri);

/** Counts only as long as no URI gives a name (RFC 5922 section 7.1). What is
 *  no host name is skipped: wildcards (section 7.2), embedded NULs. */
void siptrunk_peer_names_add_dns(
		siptrunk_peer_names_t *names, siptrunk_text_t dns);

/** Is one of them in wanted, a list with commas? Without regard to case
 *  (RFC 5922 section 7.2). */
bool siptrunk_peer_names_match(
		const siptrunk_peer_names_t *names, siptrunk_text_t wanted);

#endif
