/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Addresses and prefixes in text: what is accepted has one canonical form. */
#include "fuzz.h"
#include "siptrunk_prefix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t text = fuzz_text(data, size);
	char first[SIPTRUNK_PREFIX_TEXT_MAX], second[SIPTRUNK_PREFIX_TEXT_MAX];
	siptrunk_address_t address, raw;
	siptrunk_prefix_t prefix, again;
	siptrunk_error_t error;
	size_t len;

	if(!siptrunk_prefix_parse(text, &prefix, &error)) {
		require_log_line(error.text);
		return 0;
	}
	len = siptrunk_prefix_format(&prefix, first);
	REQUIRE(len == strlen(first) && len < sizeof(first));
	REQUIRE(siptrunk_prefix_parse(siptrunk_text(first), &again, NULL));
	REQUIRE(memcmp(&prefix.address, &again.address, sizeof(prefix.address))
			== 0);
	REQUIRE(prefix.length == again.length);
	siptrunk_prefix_format(&again, second);
	REQUIRE(strcmp(first, second) == 0);

	if(siptrunk_address_parse(text, &address)) {
		REQUIRE(prefix.length == (address.family == SIPTRUNK_IPV4 ? 32 : 128));
		siptrunk_address_set(
				&raw, (siptrunk_family_t)address.family, address.bytes);
		REQUIRE(memcmp(&raw, &address, sizeof(raw)) == 0);
	}
	return 0;
}
