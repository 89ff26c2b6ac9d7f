/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the API is told of a call that is to be registered.
 *
 * Pure; SIP workers; the caller's memory.
 */
#include "siptrunk_registration.h"

#include "siptrunk_check.h"
#include "siptrunk_json.h"
#include "siptrunk_uri.h"
#include "siptrunk_utf8.h"

#include <stdio.h>
#include <string.h>

/** C0, DEL and C1 (U+0080 to U+009F). */
static bool is_control(const char *character, size_t len)
{
	unsigned char first = (unsigned char)character[0];

	return (len == 1 && (first < 0x20 || first == 0x7f))
		   || (len == 2 && first == 0xc2
				   && (unsigned char)character[1] < 0xa0);
}

/** Bytes of room that hold what may be told of value. */
static siptrunk_text_t clean(
		siptrunk_text_t value, char room[SIPTRUNK_REGISTRATION_VALUE_MAX])
{
	size_t kept = 0, len;

	for(; value.len > 0; value.s += len, value.len -= len) {
		len = siptrunk_utf8_length(value);
		if(len == 0) {
			len = 1;
			continue;
		}
		if(is_control(value.s, len))
			continue;
		if(kept + len > SIPTRUNK_REGISTRATION_VALUE_MAX)
			break;
		memcpy(room + kept, value.s, len);
		kept += len;
	}
	return (siptrunk_text_t){room, kept};
}

static void write_told(siptrunk_json_t *json, const siptrunk_told_t *told)
{
	char room[SIPTRUNK_REGISTRATION_VALUE_MAX];
	char name[SIPTRUNK_VARIABLE_NAME_MAX + 1];

	snprintf(name, sizeof(name), "%.*s",
			SIPTRUNK_TEXT_FMT(told->variable->name));
	siptrunk_json_text(json, name, clean(told->value, room));
}

/** The first count of those of a kind; without any there is no object. */
static void write_kind(siptrunk_json_t *json, const char *name,
		const siptrunk_registration_t *registration,
		siptrunk_variable_kind_t kind, size_t count)
{
	bool open = false;
	size_t i;

	for(i = 0; i < count; i++) {
		if(registration->told[i].variable->kind != kind)
			continue;
		if(!open)
			siptrunk_json_open(json, name, '{');
		open = true;
		write_told(json, &registration->told[i]);
	}
	if(open)
		siptrunk_json_close(json, '}');
}

/** A version that has a number is a number to Retell, too. */
static void write_version(siptrunk_json_t *json, siptrunk_text_t version)
{
	int number;

	if(siptrunk_parse_int(version, &number))
		siptrunk_json_number(json, "agent_version", number);
	else if(version.len > 0)
		siptrunk_json_text(json, "agent_version", version);
}

static void write_number(
		siptrunk_json_t *json, const char *name, siptrunk_text_t number)
{
	if(siptrunk_uri_is_e164(number))
		siptrunk_json_text(json, name, number);
}

static siptrunk_text_t write_with(const siptrunk_registration_t *registration,
		size_t told, char text[SIPTRUNK_REGISTRATION_MAX])
{
	siptrunk_json_t json;

	siptrunk_json_init(&json, text, SIPTRUNK_REGISTRATION_MAX);
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_text(&json, "agent_id", registration->agent_id);
	write_version(&json, registration->agent_version);
	siptrunk_json_text(&json, "direction", registration->direction);
	write_number(&json, "from_number", registration->from);
	write_number(&json, "to_number", registration->to);
	write_kind(&json, "metadata", registration, SIPTRUNK_METADATA, told);
	write_kind(&json, "retell_llm_dynamic_variables", registration,
			SIPTRUNK_VARIABLE, told);
	siptrunk_json_close(&json, '}');
	return siptrunk_json_done(&json);
}

siptrunk_text_t siptrunk_registration_write(
		const siptrunk_registration_t *registration,
		char text[SIPTRUNK_REGISTRATION_MAX])
{
	size_t told = registration->told_count;
	siptrunk_text_t written = write_with(registration, told, text);

	while(written.s == NULL && told > 0)
		written = write_with(registration, --told, text);
	return written;
}
