/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is written down about one emergency call.
 *
 * Pure; any process; memory of the caller's.
 */
#include "siptrunk_emergency.h"

#include "siptrunk_ascii.h"
#include "siptrunk_number.h"
#include "siptrunk_utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool siptrunk_emergency_is_id(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(siptrunk_ascii_hex(text.s[i]) < 0)
			return false;
	}
	return text.len == SIPTRUNK_EMERGENCY_ID_LEN;
}

static const char *const outcome_names[SIPTRUNK_OUTCOME_COUNT] = {
		[SIPTRUNK_OUTCOME_RECEIVED] = "received",
		[SIPTRUNK_OUTCOME_PLACED] = "placed",
		[SIPTRUNK_OUTCOME_ATTEMPTED] = "attempted",
		[SIPTRUNK_OUTCOME_REFUSED] = "refused",
		[SIPTRUNK_OUTCOME_ANSWERED] = "answered",
		[SIPTRUNK_OUTCOME_FAILED] = "failed",
		[SIPTRUNK_OUTCOME_ENDED] = "ended",
};

const char *siptrunk_outcome_name(siptrunk_outcome_t outcome)
{
	return outcome_names[outcome];
}

bool siptrunk_outcome_parse(siptrunk_text_t text, siptrunk_outcome_t *outcome)
{
	*outcome = siptrunk_text_index(outcome_names, SIPTRUNK_OUTCOME_COUNT, text);
	return *outcome < SIPTRUNK_OUTCOME_COUNT;
}

/* --- fields --- */

#define TEXT(name, member) \
	{name, SIPTRUNK_FIELD_TEXT, offsetof(siptrunk_emergency_entry_t, member), \
			sizeof(((siptrunk_emergency_entry_t *)0)->member)}
#define OTHER(kind, member) \
	{#member, kind, offsetof(siptrunk_emergency_entry_t, member), 0}
#define NUMBER(member) OTHER(SIPTRUNK_FIELD_NUMBER, member)
#define TIME(member) OTHER(SIPTRUNK_FIELD_TIME, member)

const siptrunk_field_t siptrunk_emergency_fields[SIPTRUNK_EMERGENCY_FIELDS] = {
		TEXT("id", id),
		NUMBER(version),
		TEXT("call_id", call_id),
		TEXT("conversation", conversation),
		TEXT("trunk", trunk),
		TEXT("site", site),
		TEXT("dialled", dialled),
		TEXT("number", number),
		TEXT("class", classification),
		NUMBER(test),
		TEXT("identity", identity),
		TEXT("extension", extension),
		TEXT("caller", caller),
		TEXT("caller_source", caller_source),
		TEXT("why", why),
		TEXT("target", target),
		TEXT("gateway", gateway),
		TEXT("attempts", attempts),
		OTHER(SIPTRUNK_FIELD_OUTCOME, outcome),
		NUMBER(code),
		TIME(received),
		TIME(placed),
		TIME(answered),
		TIME(ended),
		TEXT("ended_by", ended_by),
		TEXT("media_caller", media_caller),
		TEXT("media_gateway", media_gateway),
};

/** Where the field is in the entry. */
static const void *at(
		const siptrunk_emergency_entry_t *entry, const siptrunk_field_t *field)
{
	return (const char *)entry + field->offset;
}

static void *place(
		siptrunk_emergency_entry_t *entry, const siptrunk_field_t *field)
{
	return (char *)entry + field->offset;
}

siptrunk_text_t siptrunk_emergency_text(
		const siptrunk_emergency_entry_t *entry, const siptrunk_field_t *field)
{
	return siptrunk_text(field->kind == SIPTRUNK_FIELD_OUTCOME
								 ? siptrunk_outcome_name(entry->outcome)
								 : at(entry, field));
}

int64_t siptrunk_emergency_number(
		const siptrunk_emergency_entry_t *entry, const siptrunk_field_t *field)
{
	return field->kind == SIPTRUNK_FIELD_TIME
				   ? *(const int64_t *)at(entry, field)
				   : *(const int *)at(entry, field);
}

/** Digits only: 0 to 10^15 - 1, which any of the kinds that is a time holds. */
static bool read_number(siptrunk_text_t text, int64_t *number)
{
	size_t i;

	*number = 0;
	if(text.len == 0 || text.len > 15)
		return false;
	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_digit(text.s[i]))
			return false;
		*number = *number * 10 + (text.s[i] - '0');
	}
	return true;
}

bool siptrunk_emergency_set(siptrunk_emergency_entry_t *entry,
		const siptrunk_field_t *field, siptrunk_text_t value)
{
	int64_t number;

	switch(field->kind) {
		case SIPTRUNK_FIELD_TEXT:
			siptrunk_utf8_keep(place(entry, field), field->size, value);
			return true;
		case SIPTRUNK_FIELD_OUTCOME:
			return siptrunk_outcome_parse(value, &entry->outcome);
		case SIPTRUNK_FIELD_TIME:
			return read_number(value, place(entry, field));
		default:
			if(!read_number(value, &number) || number > INT32_MAX)
				return false;
			*(int *)place(entry, field) = (int)number;
			return true;
	}
}

/* --- recording --- */

#define KEEP(field)                                           \
	if(emergency->field.len > 0)                              \
		siptrunk_utf8_keep(                                   \
				entry->field, sizeof(entry->field), emergency->field)

static void keep_texts(siptrunk_emergency_entry_t *entry,
		const siptrunk_emergency_t *emergency)
{
	KEEP(call_id);
	KEEP(conversation);
	KEEP(trunk);
	KEEP(target);
	KEEP(dialled);
	KEEP(number);
	KEEP(classification);
	KEEP(identity);
	KEEP(extension);
	KEEP(site);
	KEEP(caller);
	KEEP(caller_source);
	KEEP(why);
	KEEP(gateway);
	KEEP(media_caller);
	KEEP(media_gateway);
	KEEP(ended_by);
}

static void keep_time(int64_t *time, int64_t now)
{
	if(*time == 0)
		*time = now;
}

static void keep_times(siptrunk_emergency_entry_t *entry,
		siptrunk_outcome_t outcome, int64_t now)
{
	keep_time(&entry->received, now);
	switch(outcome) {
		case SIPTRUNK_OUTCOME_PLACED:
			keep_time(&entry->placed, now);
			entry->attempted = now;
			break;
		case SIPTRUNK_OUTCOME_ANSWERED:
			keep_time(&entry->answered, now);
			break;
		case SIPTRUNK_OUTCOME_REFUSED:
		case SIPTRUNK_OUTCOME_FAILED:
			if(entry->ended == 0)
				strcpy(entry->ended_by, "edge");
			/* fall through */
		case SIPTRUNK_OUTCOME_ENDED:
			keep_time(&entry->ended, now);
			break;
		default:
			break;
	}
}

/** Of many the oldest gives way. */
static void add_attempt(siptrunk_emergency_entry_t *entry, const char *attempt)
{
	const char *separator = entry->attempts[0] != '\0' ? ", " : "";
	char *next;

	while(strlen(entry->attempts) + strlen(separator) + strlen(attempt)
			>= sizeof(entry->attempts)) {
		next = strstr(entry->attempts, ", ");
		if(next == NULL) {
			entry->attempts[0] = '\0';
			separator = "";
			continue;
		}
		memmove(entry->attempts, next + 2, strlen(next + 2) + 1);
	}
	strcat(strcat(entry->attempts, separator), attempt);
}

/** The gateway that the call was sent to last has done something; or one before
 *  it that was given up answers after all. */
static void end_attempt(siptrunk_emergency_entry_t *entry,
		const siptrunk_emergency_t *emergency)
{
	const bool answers = emergency->outcome == SIPTRUNK_OUTCOME_ANSWERED
						 && emergency->gateway.len > 0;
	const siptrunk_text_t gateway =
			answers ? emergency->gateway : siptrunk_text(entry->gateway);
	char attempt[sizeof(entry->gateway) + 64];

	if(entry->attempted == 0)
		return;
	snprintf(attempt, sizeof(attempt), "%.*s %d %" PRId64 " ms",
			SIPTRUNK_TEXT_FMT(gateway), emergency->code,
			emergency->now - entry->attempted);
	add_attempt(entry, attempt);
	entry->attempted = 0;
}

/** A part says nothing about the whole, and an end takes no answer away. */
static bool is_latest(const siptrunk_emergency_entry_t *entry,
		siptrunk_outcome_t outcome)
{
	return outcome != SIPTRUNK_OUTCOME_ATTEMPTED
		   && (outcome != SIPTRUNK_OUTCOME_ENDED || entry->answered == 0);
}

bool siptrunk_emergency_record(siptrunk_emergency_entry_t *entry,
		const siptrunk_emergency_t *emergency)
{
	const unsigned bit = 1u << emergency->outcome;
	const bool first = (entry->outcomes & bit) == 0;

	if(emergency->outcome != SIPTRUNK_OUTCOME_RECEIVED)
		end_attempt(entry, emergency);
	keep_texts(entry, emergency);
	keep_times(entry, emergency->outcome, emergency->now);
	entry->test = strcmp(entry->classification, SIPTRUNK_CLASS_E911_TEST) == 0;
	if(is_latest(entry, emergency->outcome))
		entry->outcome = emergency->outcome;
	if(emergency->code != 0)
		entry->code = emergency->code;
	entry->outcomes |= bit;
	entry->tries += emergency->outcome == SIPTRUNK_OUTCOME_PLACED;
	entry->version++;
	return first;
}

/* --- as a file --- */

/** A field's line; its length. */
static size_t write_field(const siptrunk_emergency_entry_t *entry,
		const siptrunk_field_t *field, char *line, size_t room)
{
	int len;

	if(field->kind == SIPTRUNK_FIELD_TEXT
			|| field->kind == SIPTRUNK_FIELD_OUTCOME)
		len = snprintf(line, room, "%s=%s\n", field->name,
				siptrunk_emergency_text(entry, field).s);
	else
		len = snprintf(line, room, "%s=%" PRId64 "\n", field->name,
				siptrunk_emergency_number(entry, field));
	return (size_t)len;
}

size_t siptrunk_emergency_write(const siptrunk_emergency_entry_t *entry,
		char text[SIPTRUNK_EMERGENCY_FILE_MAX])
{
	size_t i, len = 0;

	for(i = 0; i < SIPTRUNK_EMERGENCY_FIELDS; i++)
		len += write_field(entry, &siptrunk_emergency_fields[i], text + len,
				SIPTRUNK_EMERGENCY_FILE_MAX - len);
	return len;
}

static const siptrunk_field_t *find_field(siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < SIPTRUNK_EMERGENCY_FIELDS; i++) {
		if(siptrunk_text_equal(
				   name, siptrunk_text(siptrunk_emergency_fields[i].name)))
			return &siptrunk_emergency_fields[i];
	}
	return NULL;
}

static bool read_line(siptrunk_text_t line, siptrunk_emergency_entry_t *entry,
		siptrunk_error_t *error)
{
	siptrunk_text_t value;
	const siptrunk_field_t *field =
			find_field(siptrunk_text_split(line, '=', &value));

	if(value.s == NULL)
		return siptrunk_error_found(error, "NAME=VALUE", line);
	if(field == NULL || siptrunk_emergency_set(entry, field, value))
		return true;
	return siptrunk_error_found(error, field->name, value);
}

bool siptrunk_emergency_read(siptrunk_text_t text,
		siptrunk_emergency_entry_t *entry, siptrunk_error_t *error)
{
	siptrunk_text_t line;

	memset(entry, 0, sizeof(*entry));
	while(text.len > 0) {
		line = siptrunk_text_split(text, '\n', &text);
		if(text.s == NULL)
			return siptrunk_error_found(error, "the end of a line", line);
		if(!read_line(line, entry, error))
			return false;
	}
	if(entry->id[0] != '\0' && entry->received != 0)
		return true;
	siptrunk_error_set(error, "expected an id and when it was received");
	return false;
}
