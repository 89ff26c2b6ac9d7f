/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Audio codecs: which ones an SDP offers, and which of them the other side
 * gets.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_codec.h"
#include "siptrunk_sdp.h"

#include <stdio.h>
#include <string.h>

#define EVENTS "telephone-event"
#define NAME_MAX_LENGTH 32
#define DYNAMIC (-1)

/** Payload types of RFC 3551; those that RTPengine can encode and decode. */
static const struct codec
{
	const char *name;
	int type;
	bool spoken;
} codecs[] = {
		{"PCMU", 0, true},
		{"PCMA", 8, true},
		{"G722", 9, true},
		{"opus", DYNAMIC, true},
		{"G729", 18, true},
		{"G723", 4, true},
		{"GSM", 3, true},
		{"speex", DYNAMIC, true},
		{"iLBC", DYNAMIC, false},
		{"AMR", DYNAMIC, false},
		{"AMR-WB", DYNAMIC, false},
		{"EVS", DYNAMIC, false},
};

#define CODEC_COUNT (sizeof(codecs) / sizeof(codecs[0]))
#define CODEC_NAMES \
	"PCMU,PCMA,G722,opus,G729,G723,GSM,speex,iLBC,AMR,AMR-WB,EVS"

static const struct codec *codec_find(siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < CODEC_COUNT; i++) {
		if(siptrunk_text_equal_nocase(name, siptrunk_text(codecs[i].name)))
			return &codecs[i];
	}
	return NULL;
}

static bool is_spoken(siptrunk_text_t name)
{
	const struct codec *codec = codec_find(name);

	return codec != NULL && codec->spoken;
}

/** What is no audio of its own. */
static bool goes_along(siptrunk_text_t name)
{
	return siptrunk_text_list_has(SIPTRUNK_TEXT(EVENTS ",CN,red"), name);
}

/* --- lists --- */

static bool list_has(const char *list, siptrunk_text_t name)
{
	return siptrunk_text_list_has(siptrunk_text(list), name);
}

/** False: there is no room left. */
static bool list_add(char list[SIPTRUNK_CODECS_MAX], siptrunk_text_t name)
{
	const size_t used = strlen(list);

	if(used + 1 + name.len >= SIPTRUNK_CODECS_MAX)
		return false;
	snprintf(list + used, SIPTRUNK_CODECS_MAX - used, "%s%.*s",
			used > 0 ? "," : "", SIPTRUNK_TEXT_FMT(name));
	return true;
}

bool siptrunk_codecs_parse(siptrunk_text_t list,
		char text[SIPTRUNK_CODECS_MAX], siptrunk_error_t *error)
{
	siptrunk_text_t rest = list;

	text[0] = '\0';
	while(list.len > 0 && rest.s != NULL) {
		siptrunk_text_t name =
				siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest));
		const struct codec *codec = codec_find(name);

		if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT(EVENTS)))
			continue;
		if(codec == NULL || list_has(text, name))
			return siptrunk_error_found(
					error, "codecs of " CODEC_NAMES "," EVENTS ", each once",
					list);
		list_add(text, siptrunk_text(codec->name));
	}
	return list.len == 0 || text[0] != '\0'
		   || siptrunk_error_found(
				   error, "a codec beside " EVENTS ", or nothing", list);
}

/* --- SDP --- */

/** "a=rtpmap:TYPE NAME/RATE..." of this type, or empty. */
static siptrunk_text_t mapped_name(siptrunk_text_t stream, siptrunk_text_t type)
{
	while(stream.len > 0) {
		siptrunk_text_t line = siptrunk_sdp_line(&stream), rest;

		if(siptrunk_text_take(&line, SIPTRUNK_TEXT("a=rtpmap:"))
				&& siptrunk_text_equal(
						siptrunk_text_split(line, ' ', &rest), type))
			return siptrunk_text_split(
					siptrunk_text_trim(rest), '/', &rest);
	}
	return SIPTRUNK_TEXT("");
}

/** Of a type that RFC 3551 has given away, or empty. */
static siptrunk_text_t static_name(siptrunk_text_t type)
{
	char number[4];
	size_t i;

	for(i = 0; i < CODEC_COUNT; i++) {
		snprintf(number, sizeof(number), "%d", codecs[i].type);
		if(codecs[i].type != DYNAMIC
				&& siptrunk_text_equal(type, siptrunk_text(number)))
			return siptrunk_text(codecs[i].name);
	}
	return SIPTRUNK_TEXT("");
}

static void add_type(char text[SIPTRUNK_CODECS_MAX], siptrunk_text_t stream,
		siptrunk_text_t type)
{
	siptrunk_text_t name = mapped_name(stream, type);

	if(name.len == 0)
		name = static_name(type);
	if(siptrunk_text_is_word(name, NAME_MAX_LENGTH, "-._") && !goes_along(name)
			&& !list_has(text, name))
		list_add(text, name);
}

siptrunk_text_t siptrunk_codecs_offered(
		siptrunk_text_t body, char text[SIPTRUNK_CODECS_MAX])
{
	siptrunk_text_t stream = siptrunk_sdp_stream(body);
	siptrunk_text_t types, port;

	text[0] = '\0';
	types = stream;
	types = siptrunk_sdp_line(&types);
	siptrunk_text_split(types, ' ', &types); /* m=audio */
	port = siptrunk_text_split(types, ' ', &types);
	siptrunk_text_split(types, ' ', &types); /* RTP/AVP */
	if(siptrunk_text_equal(port, SIPTRUNK_TEXT("0")))
		return SIPTRUNK_TEXT("");
	while(types.len > 0)
		add_type(text, stream, siptrunk_text_split(types, ' ', &types));
	return siptrunk_text(text);
}

/* --- policy --- */

/** What of list both of the others have as well; an empty one has all. */
static void share(char chosen[SIPTRUNK_CODECS_MAX], siptrunk_text_t list,
		siptrunk_text_t one, siptrunk_text_t other)
{
	chosen[0] = '\0';
	while(list.len > 0) {
		siptrunk_text_t name = siptrunk_text_split(list, ',', &list);

		if((one.len == 0 || siptrunk_text_list_has(one, name))
				&& (other.len == 0 || siptrunk_text_list_has(other, name)))
			list_add(chosen, name);
	}
}

static bool can_be_heard(siptrunk_text_t offered, siptrunk_text_t sender)
{
	while(offered.len > 0) {
		siptrunk_text_t name = siptrunk_text_split(offered, ',', &offered);

		if(is_spoken(name)
				&& (sender.len == 0 || siptrunk_text_list_has(sender, name)))
			return true;
	}
	return false;
}

static void spoken(char chosen[SIPTRUNK_CODECS_MAX], siptrunk_text_t list)
{
	chosen[0] = '\0';
	while(list.len > 0) {
		siptrunk_text_t name = siptrunk_text_split(list, ',', &list);

		if(is_spoken(name))
			list_add(chosen, name);
	}
}

siptrunk_codecs_verdict_t siptrunk_codecs_choose(siptrunk_text_t offered,
		siptrunk_text_t sender, siptrunk_text_t reader, bool transcode,
		char chosen[SIPTRUNK_CODECS_MAX])
{
	chosen[0] = '\0';
	if(offered.len == 0 || (sender.len == 0 && reader.len == 0))
		return SIPTRUNK_CODECS_SHARED;
	share(chosen,
			reader.len > 0 ? reader : sender, offered,
			reader.len > 0 ? sender : reader);
	if(chosen[0] != '\0')
		return SIPTRUNK_CODECS_SHARED;
	spoken(chosen, reader);
	return transcode && chosen[0] != '\0' && can_be_heard(offered, sender)
				   ? SIPTRUNK_CODECS_TRANSCODED
				   : SIPTRUNK_CODECS_NONE;
}
