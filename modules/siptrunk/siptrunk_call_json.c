/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The record of a call that is over as one line of JSON.
 *
 * Pure; the process that writes records; memory of the caller's.
 */
#include "siptrunk_call_json.h"

#include "siptrunk_ascii.h"
#include "siptrunk_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- numbers of people --- */

/** Of a URI, or of a user alone; a URI that names only a host has none. */
static siptrunk_text_t user_of(siptrunk_text_t text)
{
	siptrunk_text_t host, rest;
	siptrunk_text_t before = siptrunk_text_split(text, '@', &host);

	if(siptrunk_text_take(&text, SIPTRUNK_TEXT("tel:")))
		return text;
	siptrunk_text_split(before, ':', &rest);
	if(rest.s == NULL)
		return before;
	return host.s != NULL ? rest : SIPTRUNK_TEXT("");
}

static bool is_number(siptrunk_text_t user)
{
	size_t i;

	for(i = 0; i < user.len; i++) {
		if(!siptrunk_ascii_digit(user.s[i])
				&& !siptrunk_ascii_in(user.s[i], "+-.()*#"))
			return false;
	}
	return true;
}

/** number is a part of text. */
static void hide_number(char *text, siptrunk_text_t number, int digits)
{
	char *c;

	if(number.len == 0 || !is_number(number))
		return;
	c = text + (number.s - text) + number.len;
	while(digits > 0 && c > number.s) {
		if(siptrunk_ascii_digit(*--c)) {
			*c = 'x';
			digits--;
		}
	}
}

/** Of the user and of its parameters (rn, phone-context). */
static void hide(char *text, int digits)
{
	siptrunk_text_t value, rest = user_of(siptrunk_text(text));

	hide_number(text, siptrunk_text_split(rest, ';', &rest), digits);
	while(rest.len > 0) {
		siptrunk_text_split(
				siptrunk_text_split(rest, ';', &rest), '=', &value);
		hide_number(text, value, digits);
	}
}

void siptrunk_call_hide(siptrunk_call_record_t *record, int digits)
{
	const size_t count = siptrunk_call_record_attempts(record);
	size_t i;

	hide(record->from, digits);
	hide(record->to, digits);
	hide(record->identity, digits);
	hide(record->caller, digits);
	hide(record->called, digits);
	/* its URI may be the one that is called */
	for(i = 0; i < count; i++)
		hide(record->attempts[i].gateway, digits);
}

/* --- what is told beside the fields --- */

static const char *outcome_of(const siptrunk_call_record_t *record)
{
	if(strcmp(record->ended_by, "restart") == 0)
		return "lost";
	if(record->answered != 0)
		return "answered";
	if(strcmp(record->ended_by, "caller") == 0)
		return "cancelled";
	return record->attempt_count > 0 ? "failed" : "refused";
}

/** From its answer to its end. */
static void write_duration(
		siptrunk_json_t *json, const siptrunk_call_record_t *record)
{
	if(record->answered != 0 && record->ended >= record->answered)
		siptrunk_json_number(
				json, "duration", record->ended - record->answered);
}

static void write_attempt(
		siptrunk_json_t *json, const siptrunk_call_attempt_t *attempt)
{
	siptrunk_json_open(json, NULL, '{');
	siptrunk_json_text(json, "trunk", siptrunk_text(attempt->trunk));
	siptrunk_json_text(json, "gateway", siptrunk_text(attempt->gateway));
	siptrunk_json_number(json, "code", attempt->code);
	if(attempt->took >= 0)
		siptrunk_json_number(json, "ms", attempt->took);
	siptrunk_json_close(json, '}');
}

static void write_attempts(
		siptrunk_json_t *json, const siptrunk_call_record_t *record)
{
	const size_t count = siptrunk_call_record_attempts(record);
	size_t i;

	siptrunk_json_number(json, "attempt_count", record->attempt_count);
	siptrunk_json_open(json, "attempts", '[');
	for(i = 0; i < count; i++)
		write_attempt(json, &record->attempts[i]);
	siptrunk_json_close(json, ']');
}

/** The gateway that has, or had last, the call. */
static void write_gateway(
		siptrunk_json_t *json, const siptrunk_call_record_t *record)
{
	const size_t count = siptrunk_call_record_attempts(record);

	if(count > 0)
		siptrunk_json_text(json, "gateway",
				siptrunk_text(record->attempts[count - 1].gateway));
}

static void write_fields(
		siptrunk_json_t *json, const siptrunk_call_record_t *record)
{
	siptrunk_call_field_t field;
	unsigned i;

	for(i = 0; i < SIPTRUNK_CALL_FIELDS; i++) {
		siptrunk_call_record_field(record, i, &field);
		if(field.value.len == 0)
			continue;
		if(field.number)
			siptrunk_json_decimal(json, field.name, field.value);
		else
			siptrunk_json_text(json, field.name, field.value);
	}
}

void siptrunk_call_uid(
		uint64_t start, uint64_t serial, char uid[SIPTRUNK_CALL_UID_LEN + 1])
{
	snprintf(uid, SIPTRUNK_CALL_UID_LEN + 1, "%016" PRIx64 "%016" PRIx64,
			start, serial);
}

size_t siptrunk_call_json_write(const siptrunk_call_record_t *record,
		uint64_t start, char line[SIPTRUNK_CALL_JSON_MAX])
{
	char uid[SIPTRUNK_CALL_UID_LEN + 1];
	siptrunk_json_t json;

	siptrunk_call_uid(start, record->serial, uid);
	/* room for the end of the line */
	siptrunk_json_init(&json, line, SIPTRUNK_CALL_JSON_MAX - 1);
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_text(&json, "uid", siptrunk_text(uid));
	siptrunk_json_text(&json, "outcome", siptrunk_text(outcome_of(record)));
	write_fields(&json, record);
	write_duration(&json, record);
	write_gateway(&json, record);
	write_attempts(&json, record);
	siptrunk_json_close(&json, '}');
	strcpy(line + json.len, "\n");
	return json.len + 1;
}
