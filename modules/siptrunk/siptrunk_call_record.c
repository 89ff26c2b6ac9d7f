/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is written down about one call.
 *
 * Pure; any process; memory of the caller's.
 */
#include "siptrunk_call_record.h"

#include "siptrunk_ascii.h"
#include "siptrunk_utf8.h"

#include <stdio.h>
#include <string.h>

/** RFC 3261 section 15.1.2: what a CANCEL is answered with. */
#define CANCELLED 487

static const char *const state_names[] = {
		[SIPTRUNK_CALL_TRYING] = "trying",
		[SIPTRUNK_CALL_REGISTERING] = "registering",
		[SIPTRUNK_CALL_RINGING] = "ringing",
		[SIPTRUNK_CALL_UP] = "up",
		[SIPTRUNK_CALL_ENDED] = "ended",
};

/** Empty: replies tell it, no route. */
static const char *const event_names[SIPTRUNK_CALL_EVENT_COUNT] = {
		[SIPTRUNK_CALL_EVENT_STARTED] = "started",
		[SIPTRUNK_CALL_EVENT_REGISTERING] = "registering",
		[SIPTRUNK_CALL_EVENT_PLACED] = "placed",
		[SIPTRUNK_CALL_EVENT_ATTEMPTED] = "attempted",
		[SIPTRUNK_CALL_EVENT_UNSENT] = "unsent",
		[SIPTRUNK_CALL_EVENT_RANG] = "",
		[SIPTRUNK_CALL_EVENT_ANSWERED] = "",
		[SIPTRUNK_CALL_EVENT_FAILED] = "",
		[SIPTRUNK_CALL_EVENT_REFUSED] = "",
		[SIPTRUNK_CALL_EVENT_CANCELLED] = "cancelled",
		[SIPTRUNK_CALL_EVENT_TRANSFERRED] = "transferred",
		[SIPTRUNK_CALL_EVENT_ENDED] = "ended",
};

static const char *const kind_names[SIPTRUNK_ID_COUNT] = {
		[SIPTRUNK_ID_CALLER] = "",
		[SIPTRUNK_ID_CONVERSATION] = "conversation",
		[SIPTRUNK_ID_AGENT] = "agent",
		[SIPTRUNK_ID_CARRIER] = "carrier",
};

bool siptrunk_id_kind_parse(siptrunk_text_t text, siptrunk_id_kind_t *kind)
{
	*kind = siptrunk_text_index(kind_names, SIPTRUNK_ID_COUNT, text);
	return *kind < SIPTRUNK_ID_COUNT;
}

bool siptrunk_call_id_is_agents(siptrunk_text_t user)
{
	bool letter = false;
	size_t i;

	for(i = 0; i < user.len; i++) {
		if(!siptrunk_ascii_alnum(user.s[i])
				&& !siptrunk_ascii_in(user.s[i], "_-"))
			return false;
		letter = letter || siptrunk_ascii_alpha(user.s[i]);
	}
	return letter;
}

bool siptrunk_call_event_parse(
		siptrunk_text_t text, siptrunk_call_event_t *event)
{
	*event = siptrunk_text_index(event_names, SIPTRUNK_CALL_EVENT_COUNT, text);
	return *event < SIPTRUNK_CALL_EVENT_COUNT;
}

const char *siptrunk_call_state_name(siptrunk_call_state_t state)
{
	return state_names[state];
}

/* --- changes --- */

static void keep(char *kept, size_t size, siptrunk_text_t text)
{
	if(text.len > 0)
		siptrunk_utf8_keep(kept, size, text);
}

#define KEEP(member, text) keep(member, sizeof(member), text)

static void keep_texts(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	KEEP(record->ids.trunk, change->trunk);
	KEEP(record->ids.target, change->target);
	KEEP(record->from, change->from);
	KEEP(record->to, change->to);
	KEEP(record->identity, change->identity);
	KEEP(record->caller, change->caller);
	KEEP(record->called, change->called);
	KEEP(record->classification, change->classification);
	KEEP(record->reason, change->reason);
	/* of an attempt it is no answer to the caller */
	if(change->code != 0 && change->event != SIPTRUNK_CALL_EVENT_ATTEMPTED)
		record->code = change->code;
}

/* --- attempts --- */

size_t siptrunk_call_record_attempts(const siptrunk_call_record_t *record)
{
	return record->attempt_count < SIPTRUNK_CALL_ATTEMPTS_MAX
				   ? (size_t)record->attempt_count
				   : SIPTRUNK_CALL_ATTEMPTS_MAX;
}

/** The latest; NULL: none. */
static siptrunk_call_attempt_t *latest_attempt(siptrunk_call_record_t *record)
{
	const size_t count = siptrunk_call_record_attempts(record);

	return count > 0 ? &record->attempts[count - 1] : NULL;
}

static void end_attempt(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	siptrunk_call_attempt_t *attempt = latest_attempt(record);

	if(attempt == NULL || attempt->took >= 0)
		return;
	attempt->code = change->code;
	/* the clock may have been set */
	attempt->took = change->now > attempt->began ? change->now - attempt->began
												 : 0;
}

/** Who is shown is another one for each gateway. */
static void begin_attempt(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	siptrunk_call_attempt_t *attempt;

	end_attempt(record, change);
	record->attempt_count++;
	attempt = latest_attempt(record);
	siptrunk_utf8_keep(
			attempt->trunk, sizeof(attempt->trunk), change->target);
	siptrunk_utf8_keep(
			attempt->gateway, sizeof(attempt->gateway), change->gateway);
	siptrunk_utf8_keep(record->caller_source, sizeof(record->caller_source),
			change->caller_source);
	attempt->began = change->now;
	attempt->took = -1;
	attempt->code = 0;
}

static void keep_time(int64_t *time, int64_t now)
{
	if(*time == 0)
		*time = now;
}

bool siptrunk_call_record_has_tag(
		const siptrunk_call_record_t *record, siptrunk_text_t tag)
{
	char kept[sizeof(record->ids.from_tag)];

	siptrunk_utf8_keep(kept, sizeof(kept), tag);
	return strcmp(record->ids.from_tag, kept) == 0;
}

static siptrunk_text_t who_ended(const siptrunk_call_record_t *record,
		const siptrunk_call_change_t *change)
{
	if(change->ended_by.len > 0)
		return change->ended_by;
	if(change->event == SIPTRUNK_CALL_EVENT_FAILED)
		return change->code == CANCELLED ? SIPTRUNK_TEXT("caller")
										 : SIPTRUNK_TEXT("callee");
	return siptrunk_call_record_has_tag(record, change->from_tag)
				   ? SIPTRUNK_TEXT("caller")
				   : SIPTRUNK_TEXT("callee");
}

static bool end(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	record->ids.state = SIPTRUNK_CALL_ENDED;
	record->ended = change->now;
	KEEP(record->ended_by, who_ended(record, change));
	return true;
}

/** The target has the place of who asked for the transfer, in whose name that
 *  is told. */
static void replace_leg(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	siptrunk_leg_t leg = siptrunk_call_record_has_tag(record, change->from_tag)
								 ? SIPTRUNK_LEG_CALLER
								 : SIPTRUNK_LEG_CALLEE;

	KEEP(record->media_tags[leg], change->target_tag);
	if(leg == SIPTRUNK_LEG_CALLER)
		KEEP(record->ids.trunk, change->target);
	else
		KEEP(record->ids.target, change->target);
}

/** A state is never gone back to, but for trying. */
static void advance(siptrunk_call_record_t *record, siptrunk_call_state_t state)
{
	if(record->ids.state < state)
		record->ids.state = state;
}

/** As siptrunk_call_record_change(), of the state alone. */
static bool move(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	switch(change->event) {
		case SIPTRUNK_CALL_EVENT_STARTED:
			keep_time(&record->started, change->now);
			KEEP(record->ids.from_tag, change->from_tag);
			KEEP(record->media_tags[SIPTRUNK_LEG_CALLER], change->from_tag);
			return false;
		case SIPTRUNK_CALL_EVENT_REGISTERING:
			advance(record, SIPTRUNK_CALL_REGISTERING);
			return false;
		case SIPTRUNK_CALL_EVENT_PLACED:
			begin_attempt(record, change);
			if(record->ids.state == SIPTRUNK_CALL_REGISTERING)
				record->ids.state = SIPTRUNK_CALL_TRYING;
			return false;
		case SIPTRUNK_CALL_EVENT_ATTEMPTED:
		case SIPTRUNK_CALL_EVENT_UNSENT:
			end_attempt(record, change);
			return false;
		case SIPTRUNK_CALL_EVENT_CANCELLED:
			return false;
		case SIPTRUNK_CALL_EVENT_RANG:
			keep_time(&record->rang, change->now);
			advance(record, SIPTRUNK_CALL_RINGING);
			return false;
		case SIPTRUNK_CALL_EVENT_ANSWERED:
			end_attempt(record, change);
			keep_time(&record->answered, change->now);
			KEEP(record->ids.to_tag, change->to_tag);
			KEEP(record->media_tags[SIPTRUNK_LEG_CALLEE], change->to_tag);
			advance(record, SIPTRUNK_CALL_UP);
			return false;
		case SIPTRUNK_CALL_EVENT_TRANSFERRED:
			replace_leg(record, change);
			return false;
		case SIPTRUNK_CALL_EVENT_REFUSED:
			keep_time(&record->started, change->now);
			KEEP(record->ids.from_tag, change->from_tag);
			return end(record, change);
		default:
			end_attempt(record, change);
			return end(record, change);
	}
}

static bool applies(siptrunk_call_event_t event, siptrunk_call_state_t state)
{
	switch(event) {
		case SIPTRUNK_CALL_EVENT_TRANSFERRED:
			return state == SIPTRUNK_CALL_UP;
		case SIPTRUNK_CALL_EVENT_ENDED:
			return state != SIPTRUNK_CALL_ENDED;
		default:
			/* of two answers the first has the call; a later one says nothing
			 * of it */
			return state < SIPTRUNK_CALL_UP;
	}
}

bool siptrunk_call_record_change(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	if(!applies(change->event, record->ids.state))
		return false;
	/* whose trunk it is told by is not the other side's */
	if(change->event != SIPTRUNK_CALL_EVENT_TRANSFERRED)
		keep_texts(record, change);
	return move(record, change);
}

/* --- fields --- */

typedef enum form
{
	FORM_TEXT,
	FORM_STATE,
	FORM_NUMBER, /**< int; 0: none */
	FORM_TIME	 /**< int64_t, ms since 1970; 0: none */
} form_t;

#define FIELD(name, form, member) \
	{name, form, offsetof(siptrunk_call_record_t, member)}

static const struct
{
	const char *name;
	form_t form;
	size_t offset;
} fields[SIPTRUNK_CALL_SIGNALLING_FIELDS] = {
		FIELD("call_id", FORM_TEXT, ids.ids[SIPTRUNK_ID_CALLER]),
		FIELD("conversation", FORM_TEXT, ids.ids[SIPTRUNK_ID_CONVERSATION]),
		FIELD("agent_call_id", FORM_TEXT, ids.ids[SIPTRUNK_ID_AGENT]),
		FIELD("carrier_call_id", FORM_TEXT, ids.ids[SIPTRUNK_ID_CARRIER]),
		FIELD("trunk", FORM_TEXT, ids.trunk),
		FIELD("target", FORM_TEXT, ids.target),
		FIELD("from", FORM_TEXT, from),
		FIELD("to", FORM_TEXT, to),
		FIELD("class", FORM_TEXT, classification),
		FIELD("state", FORM_STATE, ids.state),
		FIELD("code", FORM_NUMBER, code),
		FIELD("ended_by", FORM_TEXT, ended_by),
		FIELD("started", FORM_TIME, started),
		FIELD("rang", FORM_TIME, rang),
		FIELD("answered", FORM_TIME, answered),
		FIELD("ended", FORM_TIME, ended),
		FIELD("identity", FORM_TEXT, identity),
		FIELD("caller", FORM_TEXT, caller),
		FIELD("caller_source", FORM_TEXT, caller_source),
		FIELD("called", FORM_TEXT, called),
		FIELD("reason", FORM_TEXT, reason),
};

static siptrunk_text_t number_of(const void *at, siptrunk_call_field_t *field)
{
	int number = *(const int *)at;

	snprintf(field->written, sizeof(field->written), "%d", number);
	return number != 0 ? siptrunk_text(field->written) : SIPTRUNK_TEXT("");
}

static siptrunk_text_t time_of(const void *at, siptrunk_call_field_t *field)
{
	int64_t time = *(const int64_t *)at;

	return siptrunk_text(
			time != 0 ? siptrunk_time_ms_format(time, field->written) : "");
}

static void media_field(const siptrunk_call_record_t *record, unsigned number,
		siptrunk_call_field_t *field)
{
	siptrunk_leg_t leg = number / SIPTRUNK_MEDIA_LEG_FIELDS;

	number %= SIPTRUNK_MEDIA_LEG_FIELDS;
	field->name = siptrunk_media_leg_name(leg, number);
	field->value = siptrunk_media_leg_text(
			&record->legs[leg], number, field->written);
	field->number = siptrunk_media_leg_is_number(number);
}

static void signalling_field(const siptrunk_call_record_t *record,
		unsigned number, siptrunk_call_field_t *field)
{
	const void *at = (const char *)record + fields[number].offset;

	field->name = fields[number].name;
	field->number = fields[number].form == FORM_NUMBER;
	switch(fields[number].form) {
		case FORM_NUMBER:
			field->value = number_of(at, field);
			break;
		case FORM_TIME:
			field->value = time_of(at, field);
			break;
		case FORM_STATE:
			field->value =
					siptrunk_text(siptrunk_call_state_name(record->ids.state));
			break;
		default:
			field->value = siptrunk_text(at);
	}
}

void siptrunk_call_record_field(const siptrunk_call_record_t *record,
		unsigned number, siptrunk_call_field_t *field)
{
	if(number < SIPTRUNK_CALL_SIGNALLING_FIELDS)
		signalling_field(record, number, field);
	else
		media_field(
				record, number - SIPTRUNK_CALL_SIGNALLING_FIELDS, field);
}

/** Where it ends. */
static char *write_quoted(char *line, siptrunk_text_t value)
{
	size_t i;

	*line++ = '"';
	for(i = 0; i < value.len; i++) {
		if(value.s[i] == '"' || value.s[i] == '\\')
			*line++ = '\\';
		*line++ = value.s[i];
	}
	*line++ = '"';
	return line;
}

/** Behind what is in the line already; the fields from first to before last. */
static char *write_fields(const siptrunk_call_record_t *record, unsigned first,
		unsigned last, const char *line, char *end)
{
	siptrunk_call_field_t field;
	unsigned i;

	for(i = first; i < last; i++) {
		siptrunk_call_record_field(record, i, &field);
		if(field.value.len == 0)
			continue;
		end += sprintf(end, "%s%s=", end > line ? " " : "", field.name);
		end = write_quoted(end, field.value);
	}
	*end = '\0';
	return end;
}

size_t siptrunk_call_record_write(const siptrunk_call_record_t *record,
		char line[SIPTRUNK_CALL_LINE_MAX])
{
	return (size_t)(write_fields(record, 0, SIPTRUNK_CALL_SIGNALLING_FIELDS,
							line, line)
					- line);
}

/** Of fields: where it is. */
#define CALL_ID 0
#define TRUNK 4
#define TARGET 5

size_t siptrunk_call_record_write_media(const siptrunk_call_record_t *record,
		char line[SIPTRUNK_CALL_LINE_MAX])
{
	char *end = write_fields(record, CALL_ID, CALL_ID + 1, line, line);

	end = write_fields(record, TRUNK, TARGET + 1, line, end);
	end = write_fields(record, SIPTRUNK_CALL_SIGNALLING_FIELDS,
			SIPTRUNK_CALL_FIELDS, line, end);
	return (size_t)(end - line);
}
