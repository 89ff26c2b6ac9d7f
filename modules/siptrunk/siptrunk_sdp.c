/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an SDP body says about its audio.
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

siptrunk_text_t siptrunk_sdp_line(siptrunk_text_t *text)
{
	siptrunk_text_t line = siptrunk_text_split(*text, '\n', text);

	if(line.len > 0 && line.s[line.len - 1] == '\r')
		line.len--;
	return line;
}

siptrunk_text_t siptrunk_sdp_stream(siptrunk_text_t body)
{
	siptrunk_text_t stream = {"", 0};

	while(body.len > 0) {
		siptrunk_text_t at = body, line = siptrunk_sdp_line(&body);

		if(stream.len > 0 && begins_with(line, "m="))
			return (siptrunk_text_t){stream.s, (size_t)(at.s - stream.s)};
		if(stream.len == 0 && begins_with(line, "m=audio "))
			stream = at;
	}
	return stream;
}

/** The address of the last "c=IN IP4 ADDRESS" of these lines, or empty. */
static siptrunk_text_t connection(siptrunk_text_t lines)
{
	siptrunk_text_t address = {"", 0};

	while(lines.len > 0) {
		siptrunk_text_t line = siptrunk_sdp_line(&lines);

		if(begins_with(line, "c=IN "))
			address = word(line, 2);
	}
	return address;
}

siptrunk_text_t siptrunk_sdp_audio(
		siptrunk_text_t body, char text[SIPTRUNK_SDP_AUDIO_MAX])
{
	siptrunk_text_t stream = siptrunk_sdp_stream(body), rest = stream;
	siptrunk_text_t port = word(siptrunk_sdp_line(&rest), 1);
	siptrunk_text_t address = connection(stream);
	int len;

	text[0] = '\0';
	if(stream.len == 0)
		return SIPTRUNK_TEXT("");
	/* for the session (section 5.7): before the streams */
	if(address.len == 0)
		address = connection((siptrunk_text_t){
				body.s, (size_t)(stream.s - body.s)});
	if(port.len == 0 || address.len == 0)
		return SIPTRUNK_TEXT("");
	len = snprintf(text, SIPTRUNK_SDP_AUDIO_MAX, "%.*s:%.*s",
			SIPTRUNK_TEXT_FMT(address), SIPTRUNK_TEXT_FMT(port));
	if(len >= SIPTRUNK_SDP_AUDIO_MAX)
		len = text[0] = '\0';
	return (siptrunk_text_t){text, (size_t)len};
}
