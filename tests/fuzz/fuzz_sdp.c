/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever a body is, where its audio goes is one short line, and its codecs are a
 *  list of names. */
#include "fuzz.h"
#include "siptrunk_codec.h"
#include "siptrunk_sdp.h"

#include <ctype.h>

static void fuzz_audio(siptrunk_text_t body)
{
	char text[SIPTRUNK_SDP_AUDIO_MAX];
	siptrunk_text_t audio = siptrunk_sdp_audio(body, text);

	REQUIRE(audio.len < sizeof(text));
	REQUIRE(memchr(audio.s, '\n', audio.len) == NULL);
	REQUIRE(audio.len == 0 || memchr(audio.s, ':', audio.len) != NULL);
}

/** Goes into a header between quotes, and into RTPengine's flags. */
static void require_list(const char *list)
{
	REQUIRE(strlen(list) < SIPTRUNK_CODECS_MAX);
	for(; *list != '\0'; list++)
		REQUIRE(isalnum((unsigned char)*list) || strchr("-._,", *list) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char offered[SIPTRUNK_CODECS_MAX], chosen[SIPTRUNK_CODECS_MAX];
	siptrunk_text_t body = fuzz_text(data, size);
	siptrunk_text_t list = siptrunk_codecs_offered(body, offered);

	fuzz_audio(body);
	require_list(offered);
	siptrunk_codecs_choose(list, SIPTRUNK_TEXT(""), list, true, chosen);
	REQUIRE(strcmp(offered, chosen) == 0);
	if(siptrunk_codecs_choose(list, SIPTRUNK_TEXT("opus,AMR"),
			   SIPTRUNK_TEXT("PCMU,AMR"), true, chosen)
			!= SIPTRUNK_CODECS_SHARED)
		REQUIRE(strcmp(chosen, "PCMU") == 0);
	return 0;
}
