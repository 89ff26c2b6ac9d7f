/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_call_row.c: a line as a row, and lines that are none. */
#include "siptrunk_call_row.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define UID "\"uid\":\"00000000000000010000000000000002\""

static siptrunk_call_row_t row;
static siptrunk_error_t error;

static const siptrunk_call_value_t *value(const char *column)
{
	size_t i = 0;

	while(strcmp(siptrunk_call_columns[i].column, column) != 0)
		assert_true(++i < SIPTRUNK_CALL_COLUMNS);
	return &row.values[i];
}

static bool reads(const char *line)
{
	return siptrunk_call_row_read(siptrunk_text(line), &row, &error);
}

static void a_line_becomes_a_row(void **state)
{
	(void)state;
	assert_true(reads("{" UID ",\"outcome\":\"answered\",\"from\":\"sip:a@b\","
						  "\"code\":200,\"state\":\"ended\","
						  "\"started\":\"2023-11-14T22:13:20.123Z\","
						  "\"duration\":4000,\"caller_sent\":0,"
						  "\"caller_mos\":4.4,\"callee_mos\":5,"
						  "\"attempts\":[{\"code\":503, \"ms\":1}],"
						  "\"of_a_later_version\":[null]}"));
	unit_assert_text(value("uid")->text, "00000000000000010000000000000002");
	unit_assert_text(value("outcome")->text, "answered");
	unit_assert_text(value("from_uri")->text, "sip:a@b");
	unit_assert_text(value("to_uri")->text, "");
	unit_assert_text(
			value("attempts")->text, "[{\"code\":503,\"ms\":1}]");
	assert_int_equal(value("code")->number, 200);
	assert_int_equal(value("duration")->number, 4000);
	assert_true(value("started")->number == 1700000000123);
	assert_int_equal(value("answered")->number, 0);
	assert_true(value("caller_sent")->known);
	assert_false(value("callee_sent")->known);
	assert_true(value("caller_mos")->decimal == 4.4);
	assert_true(value("callee_mos")->decimal == 5.0);
	siptrunk_call_row_free(&row);
}

static void is_refused(const char *line, const char *why)
{
	assert_false(reads(line));
	if(strstr(error.text, why) == NULL)
		fail_msg("expected '%s', found '%s'", why, error.text);
	assert_null(row.owned);
}

static void what_is_no_record_is_refused(void **state)
{
	char line[300];

	(void)state;
	is_refused("", "column");
	is_refused("{" UID ",", "column");
	is_refused("[1]", "expected a uid");
	is_refused("{}", "expected a uid");
	is_refused("{\"uid\":1}", "uid is not what a record has there");
	is_refused("{" UID ",\"code\":\"200\"}", "code is not");
	is_refused("{" UID ",\"code\":2.5}", "code is not");
	is_refused("{" UID ",\"caller_mos\":\"4\"}", "caller_mos is not");
	is_refused("{" UID ",\"attempts\":{}}", "attempts is not");
	is_refused("{" UID ",\"ended\":1}", "ended is not");
	is_refused("{" UID ",\"ended\":\"2023-11-14T22:13:20Z\"}", "ended is not");
	is_refused("{" UID ",\"ended\":\"2023-11-14T22:13:20.12Z\"}", "ended is");
	is_refused("{" UID ",\"ended\":\"2023-11-14T22:13:20.123\"}", "ended is");
	is_refused("{" UID ",\"ended\":\"2023-11-34T22:13:20.123Z\"}", "ended is");
	is_refused("{" UID ",\"ended\":\"00000000002023-11-14T22:13:20.123Z00\"}",
			"ended is");
	snprintf(line, sizeof(line), "{" UID ",\"trunk\":\"%065d\"}", 0);
	is_refused(line, "trunk is not");
}

static int left;
static size_t live;

static void *fail_in_turn(size_t size)
{
	void *block = left-- > 0 ? malloc(size) : NULL;

	live += block != NULL;
	return block;
}

static void count_free(void *block)
{
	live -= block != NULL;
	free(block);
}

/** The list's text is freed by free(): of that it is one more. */
static void each_allocation_may_fail(void **state)
{
	int failed = -1;
	bool read;

	(void)state;
	json_set_alloc_funcs(fail_in_turn, count_free);
	do {
		left = ++failed;
		live = 0;
		read = reads("{" UID ",\"attempts\":[{\"code\":503}]}");
		if(read)
			siptrunk_call_row_free(&row);
		assert_int_equal(live, read);
	} while(!read);
	json_set_alloc_funcs(malloc, free);
	assert_true(failed > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_line_becomes_a_row),
			cmocka_unit_test(what_is_no_record_is_refused),
			cmocka_unit_test(each_allocation_may_fail),
	};

	return cmocka_run_group_tests_name("call_row", tests, NULL, NULL);
}
