/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A line of JSON as a row of the table siptrunk_call.
 *
 * Pure, with libjansson; the process that brings records to the database;
 * memory of libjansson.
 */
#include "siptrunk_call_row.h"

#include "siptrunk_detail.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define TEXT(name, most) {#name, #name, SIPTRUNK_CALL_KIND_TEXT, most}
#define OTHER(kind, name) {#name, #name, SIPTRUNK_CALL_KIND_##kind, 0}
#define LEG(leg)                                                           \
	OTHER(FIGURE, leg##_sent), OTHER(FIGURE, leg##_lost),                  \
			OTHER(DECIMAL, leg##_mos), OTHER(FIGURE, leg##_jitter),        \
			OTHER(FIGURE, leg##_loss), OTHER(DECIMAL, leg##_round_trip),   \
			OTHER(TIME, leg##_silent)

/** from and to are words of SQL. */
const siptrunk_call_column_t siptrunk_call_columns[SIPTRUNK_CALL_COLUMNS] = {
		TEXT(uid, 32), TEXT(outcome, 16), TEXT(call_id, 127),
		TEXT(conversation, 127), TEXT(agent_call_id, 127),
		TEXT(carrier_call_id, 127), TEXT(trunk, 64), TEXT(target, 64),
		{"from_uri", "from", SIPTRUNK_CALL_KIND_TEXT, 128},
		{"to_uri", "to", SIPTRUNK_CALL_KIND_TEXT, 128},
		TEXT(identity, 128), TEXT(class, 32), OTHER(NUMBER, code),
		TEXT(ended_by, 8), OTHER(TIME, started), OTHER(TIME, rang),
		OTHER(TIME, answered), OTHER(TIME, ended), OTHER(NUMBER, duration),
		TEXT(caller, 64), TEXT(caller_source, 16), TEXT(called, 64),
		TEXT(reason, 128), TEXT(gateway, 64), OTHER(JSON, attempts),
		LEG(caller), LEG(callee)};

/* --- a value --- */

/** Texts are cut already when the line is written. */
static bool read_text(json_t *json, const siptrunk_call_column_t *column,
		siptrunk_call_value_t *value)
{
	value->text = (siptrunk_text_t){
			json_string_value(json), json_string_length(json)};
	return json_is_string(json) && value->text.len <= column->most;
}

static bool read_number(json_t *json, siptrunk_call_value_t *value)
{
	value->number = json_integer_value(json);
	return json_is_integer(json);
}

/** "2026-11-21T18:00:00.123Z" */
static bool read_time(json_t *json, siptrunk_call_value_t *value)
{
	siptrunk_text_t ms;
	siptrunk_text_t seconds = siptrunk_text_split(
			siptrunk_text(json_is_string(json) ? json_string_value(json) : ""),
			'.', &ms);
	char whole[SIPTRUNK_TIME_TEXT_MAX];

	if(ms.s == NULL || strspn(ms.s, "0123456789") != 3
			|| strcmp(ms.s + 3, "Z") != 0
			|| seconds.len >= sizeof(whole) - sizeof("Z"))
		return false;
	memcpy(whole, seconds.s, seconds.len);
	strcpy(whole + seconds.len, "Z");
	if(!siptrunk_time_parse(siptrunk_text(whole), false, &value->number))
		return false;
	value->number = value->number * 1000 + atoi(ms.s);
	return true;
}

static bool read_list(
		json_t *json, siptrunk_call_value_t *value, siptrunk_call_row_t *row)
{
	row->list = json_is_array(json)
						? json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER)
						: NULL;
	value->text = siptrunk_text(row->list != NULL ? row->list : "");
	return row->list != NULL;
}

static bool read_known(json_t *json, const siptrunk_call_column_t *column,
		siptrunk_call_value_t *value, siptrunk_call_row_t *row)
{
	value->known = true;
	switch(column->kind) {
		case SIPTRUNK_CALL_KIND_TEXT:
			return read_text(json, column, value);
		case SIPTRUNK_CALL_KIND_TIME:
			return read_time(json, value);
		case SIPTRUNK_CALL_KIND_DECIMAL:
			value->decimal = json_number_value(json);
			return json_is_number(json);
		case SIPTRUNK_CALL_KIND_JSON:
			return read_list(json, value, row);
		default:
			return read_number(json, value);
	}
}

/* --- a row --- */

static bool read_column(json_t *object, const siptrunk_call_column_t *column,
		siptrunk_call_value_t *value, siptrunk_call_row_t *row)
{
	json_t *json = json_object_get(object, column->name);

	value->text = SIPTRUNK_TEXT("");
	return json == NULL || read_known(json, column, value, row);
}

static bool read_columns(
		json_t *object, siptrunk_call_row_t *row, siptrunk_error_t *error)
{
	size_t i;

	for(i = 0; i < SIPTRUNK_CALL_COLUMNS; i++) {
		if(read_column(object, &siptrunk_call_columns[i], &row->values[i],
				   row))
			continue;
		siptrunk_error_set(error, "%s is not what a record has there",
				siptrunk_call_columns[i].name);
		return false;
	}
	if(row->values[0].known)
		return true;
	siptrunk_error_set(error, "expected a uid");
	return false;
}

bool siptrunk_call_row_read(siptrunk_text_t line, siptrunk_call_row_t *row,
		siptrunk_error_t *error)
{
	json_error_t where;
	json_t *object = json_loadb(line.s, line.len, 0, &where);

	memset(row, 0, sizeof(*row));
	row->owned = object;
	if(object == NULL)
		siptrunk_error_set(error, "column %d: %s", where.column, where.text);
	else if(read_columns(object, row, error))
		return true;
	siptrunk_call_row_free(row);
	return false;
}

void siptrunk_call_row_free(siptrunk_call_row_t *row)
{
	free(row->list);
	json_decref(row->owned);
	memset(row, 0, sizeof(*row));
}
