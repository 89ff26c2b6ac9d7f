/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** A header "NAME: VALUE" that is accepted is one line of a message. */
#include "fuzz.h"
#include "siptrunk_header.h"

static void require_none_of(siptrunk_text_t text, const char *forbidden)
{
	size_t i;

	for(i = 0; i < text.len; i++)
		REQUIRE(text.s[i] != '\0' && strchr(forbidden, text.s[i]) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t value;
	siptrunk_text_t name =
			siptrunk_text_split(fuzz_text(data, size), ':', &value);
	siptrunk_error_t error;

	if(siptrunk_header_name_check(name, &error)) {
		REQUIRE(name.len >= 1 && name.len <= 64);
		require_none_of(name, "\r\n\t :;,\"<>@()[]{}?=/\\");
	} else {
		require_log_line(error.text);
	}
	if(siptrunk_header_value_check(value, &error)) {
		REQUIRE(value.len >= 1 && value.len <= 1024);
		require_none_of(value, "\r\n\t");
	} else {
		require_log_line(error.text);
	}
	if(siptrunk_header_value_is_uuid(value))
		REQUIRE(siptrunk_header_value_check(value, NULL));
	return 0;
}
