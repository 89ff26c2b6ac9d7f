/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_json.c */
#include "siptrunk_json.h"
#include "unit.h"

#include <string.h>

static void values_of_all_kinds_are_written(void **state)
{
	char text[256];
	siptrunk_json_t json;

	(void)state;
	siptrunk_json_init(&json, text, sizeof(text));
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_text(&json, "a", T("x"));
	siptrunk_json_number(&json, "b", -9223372036854775807 - 1);
	siptrunk_json_bool(&json, "c", true);
	siptrunk_json_open(&json, "d", '[');
	siptrunk_json_close(&json, ']');
	siptrunk_json_open(&json, "e", '[');
	siptrunk_json_text(&json, NULL, T(""));
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_bool(&json, "f", false);
	siptrunk_json_close(&json, '}');
	siptrunk_json_close(&json, ']');
	siptrunk_json_number(&json, "g", 0);
	siptrunk_json_decimal(&json, "h", T("4.4"));
	siptrunk_json_close(&json, '}');
	unit_assert_text(siptrunk_json_done(&json),
			"{\"a\":\"x\",\"b\":-9223372036854775808,\"c\":true,\"d\":[],"
			"\"e\":[\"\",{\"f\":false}],\"g\":0,\"h\":4.4}");
	assert_int_equal(strlen(text), json.len);
}

static void assert_written(siptrunk_text_t text, const char *expected)
{
	char room[128];
	siptrunk_json_t json;

	siptrunk_json_init(&json, room, sizeof(room));
	siptrunk_json_text(&json, NULL, text);
	unit_assert_text(siptrunk_json_done(&json), expected);
}

static void texts_are_escaped(void **state)
{
	(void)state;
	assert_written(T("a\"b\\c/"), "\"a\\\"b\\\\c/\"");
	assert_written(T("\n\x1f\x7f\0 "), "\"\\u000a\\u001f\\u007f\\u0000 \"");
	assert_written(T("Z\xc3\xbcrich"), "\"Z\xc3\xbcrich\"");
	assert_written((siptrunk_text_t){NULL, 0}, "\"\"");
}

static void what_is_no_utf_8_is_replaced(void **state)
{
	(void)state;
	assert_written(T("a\xffz"), "\"a\\ufffdz\"");
	assert_written(T("\xc3\""), "\"\\ufffd\\\"\"");
	assert_written(unit_slice("\xe2\x82"), "\"\\ufffd\\ufffd\"");
	unit_slices_free();
}

static void names_are_escaped(void **state)
{
	char text[64];
	siptrunk_json_t json;

	(void)state;
	siptrunk_json_init(&json, text, sizeof(text));
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_bool(&json, "\"", true);
	siptrunk_json_close(&json, '}');
	unit_assert_text(siptrunk_json_done(&json), "{\"\\\"\":true}");
}

/** A document that needs all of 13 bytes and the NUL. */
static siptrunk_text_t write_in(size_t room, char *text)
{
	siptrunk_json_t json;

	siptrunk_json_init(&json, text, room);
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_text(&json, "a", T("\x01"));
	siptrunk_json_close(&json, '}');
	return siptrunk_json_done(&json);
}

static void what_does_not_fit_is_no_document(void **state)
{
	char text[15];
	size_t room;

	(void)state;
	unit_assert_text(write_in(15, text), "{\"a\":\"\\u0001\"}");
	for(room = 1; room < 15; room++) {
		memset(text, 'x', sizeof(text));
		assert_null(write_in(room, text).s);
		assert_true(strlen(text) < room);
		assert_int_equal(text[14], 'x');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(values_of_all_kinds_are_written),
			cmocka_unit_test(texts_are_escaped),
			cmocka_unit_test(what_is_no_utf_8_is_replaced),
			cmocka_unit_test(names_are_escaped),
			cmocka_unit_test(what_does_not_fit_is_no_document),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
