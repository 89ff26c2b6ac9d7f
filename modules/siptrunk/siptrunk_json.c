/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Writes JSON.
 *
 * Pure; any process; memory of the caller's.
 */
#include "siptrunk_json.h"

#include "siptrunk_utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void siptrunk_json_init(siptrunk_json_t *json, char *text, size_t room)
{
	*json = (siptrunk_json_t){.text = text, .room = room};
	text[0] = '\0';
}

static void put(siptrunk_json_t *json, const char *bytes, size_t len)
{
	if(json->cut || len >= json->room - json->len) {
		json->cut = true;
		return;
	}
	memcpy(json->text + json->len, bytes, len);
	json->len += len;
	json->text[json->len] = '\0';
}

static void put_character(siptrunk_json_t *json, char character)
{
	put(json, &character, 1);
}

static void put_escaped(siptrunk_json_t *json, unsigned char control)
{
	char escaped[sizeof("\\u0000")];

	snprintf(escaped, sizeof(escaped), "\\u%04x", control);
	put(json, escaped, sizeof(escaped) - 1);
}

/** The first character of text; what is left of it. */
static siptrunk_text_t put_next(siptrunk_json_t *json, siptrunk_text_t text)
{
	size_t len = siptrunk_utf8_length(text);
	unsigned char first = (unsigned char)text.s[0];

	if(len == 0) {
		put(json, "\\ufffd", 6);
		len = 1;
	} else if(first < 0x20 || first == 0x7f) {
		put_escaped(json, first);
	} else {
		if(first == '"' || first == '\\')
			put_character(json, '\\');
		put(json, text.s, len);
	}
	return (siptrunk_text_t){text.s + len, text.len - len};
}

static void put_quoted(siptrunk_json_t *json, siptrunk_text_t text)
{
	put_character(json, '"');
	while(text.len > 0)
		text = put_next(json, text);
	put_character(json, '"');
}

static void put_name(siptrunk_json_t *json, const char *name)
{
	if(json->comma)
		put_character(json, ',');
	json->comma = true;
	if(name == NULL)
		return;
	put_quoted(json, siptrunk_text(name));
	put_character(json, ':');
}

void siptrunk_json_open(siptrunk_json_t *json, const char *name, char bracket)
{
	put_name(json, name);
	put_character(json, bracket);
	json->comma = false;
}

void siptrunk_json_close(siptrunk_json_t *json, char bracket)
{
	put_character(json, bracket);
	json->comma = true;
}

void siptrunk_json_text(
		siptrunk_json_t *json, const char *name, siptrunk_text_t text)
{
	put_name(json, name);
	put_quoted(json, text);
}

void siptrunk_json_number(
		siptrunk_json_t *json, const char *name, int64_t number)
{
	char text[sizeof("-9223372036854775808")];
	int len = snprintf(text, sizeof(text), "%" PRId64, number);

	put_name(json, name);
	put(json, text, (size_t)len);
}

void siptrunk_json_decimal(
		siptrunk_json_t *json, const char *name, siptrunk_text_t number)
{
	put_name(json, name);
	put(json, number.s, number.len);
}

void siptrunk_json_bool(siptrunk_json_t *json, const char *name, bool value)
{
	put_name(json, name);
	if(value)
		put(json, "true", 4);
	else
		put(json, "false", 5);
}

siptrunk_text_t siptrunk_json_done(const siptrunk_json_t *json)
{
	if(json->cut)
		return (siptrunk_text_t){NULL, 0};
	return (siptrunk_text_t){json->text, json->len};
}
