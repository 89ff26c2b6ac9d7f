/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever a message is: what is undone never grows, and a body keeps its
 *  length. */
#include "fuzz.h"
#include "siptrunk_line.h"
#include "siptrunk_mask.h"

static siptrunk_seal_t seal;

static bool is_own(siptrunk_text_t uri)
{
	return uri.len > 4 && memcmp(uri.s, "sip:", 4) == 0 && uri.s[4] == 'e';
}

/** With the empty line. */
static size_t body_length(siptrunk_text_t message)
{
	siptrunk_text_t first;
	siptrunk_line_t line;
	bool request;

	if(siptrunk_line_begin(&message, &first, &request))
		while(siptrunk_line_next(&message, &line))
			;
	return message.len;
}

static void hide_and_undo(siptrunk_text_t message)
{
	static char hidden[SIPTRUNK_MASK_MAX], back[SIPTRUNK_MASK_MAX];
	siptrunk_mask_t mask = {&seal, SIPTRUNK_TEXT("e;transport=tls"), is_own};
	size_t len = siptrunk_mask_hide(&mask, message, hidden), again;

	REQUIRE(len <= sizeof(hidden));
	if(len == 0)
		return;
	REQUIRE(body_length((siptrunk_text_t){hidden, len}) == body_length(message));
	again = siptrunk_mask_undo(&mask, (siptrunk_text_t){hidden, len}, back);
	REQUIRE(again <= len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char key[SIPTRUNK_SEAL_KEY] = "secret";
	static char plain[SIPTRUNK_MASK_MAX];
	siptrunk_mask_t mask = {&seal, SIPTRUNK_TEXT(""), is_own};
	siptrunk_text_t message = fuzz_text(data, size);

	if(seal.context == NULL)
		REQUIRE(siptrunk_seal_begin(&seal, key));
	REQUIRE(siptrunk_mask_undo(&mask, message, plain) <= size);
	hide_and_undo(message);
	return 0;
}
