/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** DNS messages: whatever a server sends, what is learned from it is sound. */
#include "fuzz.h"
#include "siptrunk_lookup.h"

#define NOW 1000

static void require_sound(const siptrunk_answer_t *answer)
{
	size_t i;

	REQUIRE((answer->kind == SIPTRUNK_ANSWER_ADDRESSES)
			== (answer->count + answer->refused > 0));
	REQUIRE((answer->kind == SIPTRUNK_ANSWER_ADDRESSES)
			== (answer->problem == NULL));
	for(i = 0; i < answer->count && i < SIPTRUNK_ANSWER_ADDRESSES_MAX; i++) {
		REQUIRE(answer->addresses[i].family == SIPTRUNK_IPV6
				|| (answer->addresses[i].bytes[0] != 127
						&& answer->addresses[i].bytes[0] < 224));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static siptrunk_answer_t ipv4, ipv6;
	static siptrunk_lookup_t lookup;

	siptrunk_answer_read(&ipv4, "sip.example.com", SIPTRUNK_IPV4, data, size);
	siptrunk_answer_read(&ipv6, "sip.example.com", SIPTRUNK_IPV6, data, size);
	require_sound(&ipv4);
	require_sound(&ipv6);

	siptrunk_lookup_init(&lookup, SIPTRUNK_TEXT("sip.example.com"), NOW);
	siptrunk_lookup_answered(&lookup, &ipv4, &ipv6, NOW, (unsigned)size);
	REQUIRE(lookup.count <= SIPTRUNK_ANSWER_ADDRESSES_MAX);
	REQUIRE((lookup.state == SIPTRUNK_LOOKUP_UNRESOLVED)
			== (lookup.count == 0));
	REQUIRE(lookup.due >= NOW + SIPTRUNK_LOOKUP_RETRY_MIN);
	if(lookup.trouble != SIPTRUNK_TROUBLE_NONE)
		require_log_line(lookup.error);
	else
		REQUIRE(lookup.state == SIPTRUNK_LOOKUP_FRESH);
	return 0;
}
