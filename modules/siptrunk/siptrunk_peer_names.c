/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The SIP domain names that a certificate vouches for.
 *
 * Pure; any process; no memory beyond the caller's structure.
 */
#include "siptrunk_peer_names.h"
#include "siptrunk_uri.h"

#include <string.h>

static void add(siptrunk_peer_names_t *names, siptrunk_text_t name)
{
	/* the comma between names is no character of one */
	if(!siptrunk_uri_is_host_name(name))
		return;
	if(name.len + 1 > sizeof(names->text) - names->len) {
		names->too_many = true;
		return;
	}
	memcpy(names->text + names->len, name.s, name.len);
	names->len += name.len;
	names->text[names->len++] = ',';
}

void siptrunk_peer_names_add_uri(
		siptrunk_peer_names_t *names, siptrunk_text_t uri)
{
	siptrunk_uri_t parts;

	if(!siptrunk_uri_parse(uri, &parts) || parts.user.len > 0
			|| !siptrunk_text_equal_nocase(parts.scheme, SIPTRUNK_TEXT("sip")))
		return;
	if(!names->by_uri)
		*names = (siptrunk_peer_names_t){.by_uri = true};
	add(names, parts.host);
}

void siptrunk_peer_names_add_dns(
		siptrunk_peer_names_t *names, siptrunk_text_t dns)
{
	if(!names->by_uri)
		add(names, dns);
}

bool siptrunk_peer_names_match(
		const siptrunk_peer_names_t *names, siptrunk_text_t wanted)
{
	const siptrunk_text_t found = {names->text, names->len};

	while(wanted.len > 0 && !names->too_many) {
		if(siptrunk_text_list_has(found,
				   siptrunk_text_trim(
						   siptrunk_text_split(wanted, ',', &wanted))))
			return true;
	}
	return false;
}
