/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Numbers that are called back: a spelling of a spelling is the same number;
 *  what rings fits into a Request-URI. */
#include "fuzz.h"
#include "siptrunk_rings.h"

static void spellings(siptrunk_text_t text)
{
	char digits[SIPTRUNK_CALLBACK_DIGITS_MAX + 1];
	char plus[1 + sizeof(digits)];
	uint64_t key = siptrunk_callback_key(text);

	siptrunk_callback_digits(text, digits);
	REQUIRE((key == 0) == (digits[0] == '\0'));
	snprintf(plus, sizeof(plus), "+%s", digits);
	REQUIRE(siptrunk_callback_key(siptrunk_text(plus)) == key);
}

static void rings(siptrunk_text_t text, uint8_t flags)
{
	siptrunk_text_t desk;
	siptrunk_text_t caller = siptrunk_text_split(text, '\n', &desk);
	siptrunk_text_t dialled;
	siptrunk_rings_input_t input = {caller,
			siptrunk_text_split(desk, '\n', &dialled), flags & 1, dialled,
			flags & 2};
	siptrunk_rings_t rings;
	const char *user;

	siptrunk_rings_plan(&input, &rings);
	REQUIRE(rings.count <= SIPTRUNK_RINGS_MAX);
	while((user = siptrunk_rings_next(&rings)) != NULL)
		REQUIRE(user[0] != '\0' && user == siptrunk_rings_now(&rings));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t text = fuzz_text(data, size);

	spellings(text);
	rings(text, size > 0 ? data[0] : 0);
	return 0;
}
