/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever others write into a call, its record is one line that becomes a row
 *  with the same texts; and whatever a line in the spool is, it is a row or
 *  none. A line of the input is what happens to a call, as in fuzz_calls.c. */
#include "fuzz.h"
#include "siptrunk_call_json.h"
#include "siptrunk_call_row.h"

static char line[SIPTRUNK_CALL_JSON_MAX];

static void require_text(const siptrunk_call_row_t *row, const char *column,
		const char *expected)
{
	size_t i = 0;

	while(strcmp(siptrunk_call_columns[i].column, column) != 0)
		REQUIRE(++i < SIPTRUNK_CALL_COLUMNS);
	REQUIRE(siptrunk_text_equal(
			row->values[i].text, siptrunk_text(expected)));
}

static void require_row(const siptrunk_call_record_t *record)
{
	const size_t len = siptrunk_call_json_write(record, 1, line);
	siptrunk_call_row_t row;
	siptrunk_error_t error;

	REQUIRE(len == strlen(line) && strchr(line, '\n') == line + len - 1);
	REQUIRE(siptrunk_call_row_read(
			(siptrunk_text_t){line, len}, &row, &error));
	require_text(&row, "from_uri", record->from);
	require_text(&row, "caller", record->caller);
	require_text(&row, "reason", record->reason);
	require_text(&row, "trunk", record->ids.trunk);
	siptrunk_call_row_free(&row);
}

static void happen(
		siptrunk_call_record_t *record, siptrunk_text_t text, int64_t now)
{
	siptrunk_call_change_t change = {.from_tag = SIPTRUNK_TEXT("t"),
			.to_tag = SIPTRUNK_TEXT(""), .now = now};
	siptrunk_text_t event = siptrunk_text_split(text, '|', &text);

	change.event = (event.len > 0 ? (unsigned char)event.s[0] - '0' : 0u)
				   % SIPTRUNK_CALL_EVENT_COUNT;
	change.from = change.caller = change.target =
			siptrunk_text_split(text, '|', &text);
	change.to = change.called = change.reason = change.trunk =
			change.gateway = siptrunk_text_split(text, '|', &text);
	change.code = (int)text.len;
	siptrunk_call_record_change(record, &change);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t rest = fuzz_text(data, size);
	siptrunk_call_record_t record = {.started = 1700000000000};
	siptrunk_call_row_t row;
	siptrunk_error_t error;
	int64_t now = 1700000000000;

	if(siptrunk_call_row_read(rest, &row, &error))
		siptrunk_call_row_free(&row);
	while(rest.s != NULL)
		happen(&record, siptrunk_text_split(rest, '\n', &rest), now++);
	require_row(&record);
	siptrunk_call_hide(&record, (int)(size % 16));
	require_row(&record);
	return 0;
}
