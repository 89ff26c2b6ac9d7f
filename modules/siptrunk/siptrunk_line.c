/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A SIP message as text, line by line.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_line.h"

#include "siptrunk_ascii.h"

#include <string.h>

#define SIP_VERSION SIPTRUNK_TEXT("SIP/2.0")

/** RFC 3261 section 7.3.3. */
static siptrunk_line_kind_t kind_of(siptrunk_text_t name)
{
	static const struct
	{
		const char *name;
		siptrunk_line_kind_t kind;
	} names[] = {{"Via", SIPTRUNK_LINE_VIA}, {"v", SIPTRUNK_LINE_VIA},
			{"Record-Route", SIPTRUNK_LINE_RECORD_ROUTE},
			{"Route", SIPTRUNK_LINE_ROUTE},
			{"Contact", SIPTRUNK_LINE_CONTACT}, {"m", SIPTRUNK_LINE_CONTACT},
			{"Call-ID", SIPTRUNK_LINE_CALL_ID}, {"i", SIPTRUNK_LINE_CALL_ID}};
	size_t i;

	for(i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if(siptrunk_text_equal_nocase(name, siptrunk_text(names[i].name)))
			return names[i].kind;
	}
	return SIPTRUNK_LINE_OTHER;
}

static siptrunk_text_t without_crlf(siptrunk_text_t text)
{
	while(text.len > 0 && siptrunk_ascii_in(text.s[text.len - 1], "\r\n"))
		text.len--;
	return text;
}

/** How long the line at the beginning of text is, with what continues it and
 *  its CRLF; 0: it has no end. Nothing continues an empty line. */
static size_t line_end(siptrunk_text_t text)
{
	const char *end = text.s + text.len, *feed;
	siptrunk_text_t line = {text.s, 0};

	for(;;) {
		feed = memchr(line.s + line.len, '\n', text.len - line.len);
		if(feed == NULL)
			return 0;
		line.len = (size_t)(feed + 1 - text.s);
		if(feed + 1 == end || !siptrunk_ascii_in(feed[1], " \t")
				|| without_crlf(line).len == 0)
			return line.len;
	}
}

static void skip(siptrunk_text_t *text, size_t count)
{
	text->s += count;
	text->len -= count;
}

/** "SIP/2.0 200 OK" or "INVITE sip:... SIP/2.0". */
static bool is_sip(siptrunk_text_t line, bool *request)
{
	size_t end = line.len - SIP_VERSION.len;

	if(line.len <= SIP_VERSION.len)
		return false;
	*request = memcmp(line.s, SIP_VERSION.s, SIP_VERSION.len) != 0;
	if(!*request)
		return line.s[SIP_VERSION.len] == ' ';
	return line.s[end - 1] == ' '
		   && memcmp(line.s + end, SIP_VERSION.s, SIP_VERSION.len) == 0;
}

bool siptrunk_line_begin(
		siptrunk_text_t *message, siptrunk_text_t *first, bool *request)
{
	*first = (siptrunk_text_t){message->s, line_end(*message)};
	if(!is_sip(without_crlf(*first), request))
		return false;
	skip(message, first->len);
	return true;
}

bool siptrunk_line_next(siptrunk_text_t *rest, siptrunk_line_t *line)
{
	siptrunk_text_t name;

	line->all = (siptrunk_text_t){rest->s, line_end(*rest)};
	if(without_crlf(line->all).len == 0)
		return false;
	name = siptrunk_text_split(without_crlf(line->all), ':', &line->body);
	line->kind = line->body.s != NULL ? kind_of(siptrunk_text_trim(name))
									  : SIPTRUNK_LINE_OTHER;
	line->body = siptrunk_text_trim(line->body);
	skip(rest, line->all.len);
	return true;
}

siptrunk_text_t siptrunk_line_find(
		siptrunk_text_t headers, siptrunk_line_kind_t kind)
{
	siptrunk_line_t line;

	while(siptrunk_line_next(&headers, &line)) {
		if(line.kind == kind)
			return line.body;
	}
	return SIPTRUNK_TEXT("");
}
