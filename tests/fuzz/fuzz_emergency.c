/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** A file of the spool that is read can be written and is read as the same. */
#include "fuzz.h"
#include "siptrunk_emergency.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static siptrunk_emergency_entry_t entry, again;
	char text[SIPTRUNK_EMERGENCY_FILE_MAX], second[sizeof(text)];
	siptrunk_error_t error;
	size_t len;

	if(!siptrunk_emergency_read(fuzz_text(data, size), &entry, &error)) {
		require_log_line(error.text);
		return 0;
	}
	len = siptrunk_emergency_write(&entry, text);
	REQUIRE(len == strlen(text) && len < sizeof(text));
	REQUIRE(siptrunk_emergency_read(
			(siptrunk_text_t){text, len}, &again, &error));
	REQUIRE(siptrunk_emergency_write(&again, second) == len);
	REQUIRE(strcmp(text, second) == 0);
	return 0;
}
