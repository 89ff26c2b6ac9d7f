/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever a body is, where its audio goes is one short line. */
#include "fuzz.h"
#include "siptrunk_sdp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[SIPTRUNK_SDP_AUDIO_MAX];
	siptrunk_text_t audio = siptrunk_sdp_audio(fuzz_text(data, size), text);

	REQUIRE(audio.len < sizeof(text));
	REQUIRE(memchr(audio.s, '\n', audio.len) == NULL);
	REQUIRE(audio.len == 0 || memchr(audio.s, ':', audio.len) != NULL);
	return 0;
}
