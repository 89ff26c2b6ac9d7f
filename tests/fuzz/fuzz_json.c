/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever a text holds, it is one string of JSON, or does not fit. */
#include "fuzz.h"
#include "siptrunk_json.h"
#include "siptrunk_utf8.h"

/** Between the quotes: printable or UTF-8, and every escape complete. */
static void require_string(siptrunk_text_t text)
{
	size_t len;

	for(; text.len > 0; text.s += len, text.len -= len) {
		len = siptrunk_utf8_length(text);
		REQUIRE(len > 0 && text.s[0] != '"' && text.s[0] != 0x7f);
		REQUIRE((unsigned char)text.s[0] >= 0x20);
		if(text.s[0] == '\\') {
			len = text.len > 1 && text.s[1] == 'u' ? 6 : 2;
			REQUIRE(len <= text.len && strchr("\"\\u", text.s[1]) != NULL);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char room[4000];
	siptrunk_json_t json;
	siptrunk_text_t written;

	siptrunk_json_init(&json, room, sizeof(room));
	siptrunk_json_text(&json, NULL, fuzz_text(data, size));
	written = siptrunk_json_done(&json);
	REQUIRE(strlen(room) == json.len && json.len < sizeof(room));
	if(written.s == NULL) {
		REQUIRE(size * 6 + 2 >= sizeof(room));
		return 0;
	}
	REQUIRE(written.len >= 2 && room[0] == '"');
	REQUIRE(room[written.len - 1] == '"');
	require_string((siptrunk_text_t){written.s + 1, written.len - 2});
	return 0;
}
