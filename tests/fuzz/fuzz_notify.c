/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Targets of notifications, and the names of their files: what is shown lies
 *  inside the text, and a name that is taken is written the same. */
#include "fuzz.h"
#include "siptrunk_notify_target.h"
#include "siptrunk_notify_text.h"

static void target(siptrunk_text_t text)
{
	siptrunk_notify_target_t parsed;
	siptrunk_error_t error;
	size_t i;

	if(!siptrunk_notify_target_parse(text, &parsed, &error)) {
		require_log_line(error.text);
		return;
	}
	REQUIRE(parsed.shown.s == text.s && parsed.shown.len <= text.len);
	for(i = 0; i < text.len; i++)
		REQUIRE(text.s[i] > ' ' && text.s[i] <= '~');
}

static void name(siptrunk_text_t text)
{
	char file[SIPTRUNK_NOTICE_FILE_MAX];
	siptrunk_notice_name_t parsed;

	if(siptrunk_notice_name_parse(text, &parsed))
		REQUIRE(siptrunk_text_equal(text,
				siptrunk_text(siptrunk_notice_name_format(&parsed, file))));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	target(fuzz_text(data, size));
	name(fuzz_text(data, size));
	return 0;
}
