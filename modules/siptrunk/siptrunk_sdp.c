/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where an SDP body wants its audio.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_sdp.h"

#include <stdio.h>
#include <string.h>

static bool begins_with(siptrunk_text_t line, const char *begin)
{
	const size_t len = strlen(begin);

	return line.len >= len && memcmp(line.s, begin, len) == 0;
}

/** The word at index, 0 the first, between single spaces. */
static siptrunk_text_t word(siptrunk_text_t line, int index)
{
	siptrunk_text_t found;

	do {
		found = siptrunk_text_split(line, ' ', &line);
	} while(index-- > 0 && line.s != NULL);
	return index < 0 ? found : SIPTRUNK_TEXT("");
}

siptrunk_text_t siptrunk_sdp_audio(
		siptrunk_text_t body, char text[SIPTRUNK_SDP_AUDIO_MAX])
{
	siptrunk_text_t line, address = {"", 0}, port = {"", 0};
	int len;

	text[0] = '\0';
	while(body.len > 0) {
		line = siptrunk_text_split(body, '\n', &body);
		if(line.len > 0 && line.s[line.len - 1] == '\r')
			line.len--;
		/* the next stream: what follows is not about ours (section 5) */
		if(begins_with(line, "m=") && port.len > 0)
			break;
		if(begins_with(line, "m=audio "))
			port = word(line, 1);
		else if(begins_with(line, "c=IN "))
			address = word(line, 2);
	}
	if(port.len == 0 || address.len == 0)
		return SIPTRUNK_TEXT("");
	len = snprintf(text, SIPTRUNK_SDP_AUDIO_MAX, "%.*s:%.*s",
			SIPTRUNK_TEXT_FMT(address), SIPTRUNK_TEXT_FMT(port));
	if(len >= SIPTRUNK_SDP_AUDIO_MAX)
		len = text[0] = '\0';
	return (siptrunk_text_t){text, (size_t)len};
}
