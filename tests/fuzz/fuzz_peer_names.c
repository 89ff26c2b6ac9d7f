/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Names of a certificate, a line each: host names come out, each of them
 *  matches, and a URI's name silences those of DNS. */
#include "fuzz.h"
#include "siptrunk_peer_names.h"
#include "siptrunk_uri.h"

static void add(siptrunk_peer_names_t *names, siptrunk_text_t line)
{
	if(memchr(line.s, ':', line.len) != NULL)
		siptrunk_peer_names_add_uri(names, line);
	else
		siptrunk_peer_names_add_dns(names, line);
}

static void require_host_names(const siptrunk_peer_names_t *names)
{
	siptrunk_text_t rest = {names->text, names->len}, name;

	REQUIRE(names->len <= sizeof(names->text));
	REQUIRE(names->len == 0 || names->text[names->len - 1] == ',');
	while(rest.len > 0) {
		name = siptrunk_text_split(rest, ',', &rest);
		REQUIRE(siptrunk_uri_is_host_name(name));
		REQUIRE(siptrunk_peer_names_match(names, name) != names->too_many);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_peer_names_t names = {0};
	siptrunk_text_t rest = fuzz_text(data, size);

	while(rest.len > 0)
		add(&names, siptrunk_text_split(rest, '\n', &rest));
	require_host_names(&names);
	siptrunk_peer_names_add_uri(&names, SIPTRUNK_TEXT("sip:the.uri"));
	siptrunk_peer_names_add_dns(&names, SIPTRUNK_TEXT("the_dns"));
	require_host_names(&names);
	REQUIRE(siptrunk_peer_names_match(&names, SIPTRUNK_TEXT("the.uri"))
			!= names.too_many);
	return 0;
}
