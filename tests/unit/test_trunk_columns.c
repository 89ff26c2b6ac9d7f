/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_trunk_columns.c */
#include "siptrunk_trunk_columns.h"
#include "unit.h"

static void every_column_is_found_by_its_name(void **state)
{
	siptrunk_trunk_column_t i;

	(void)state;
	for(i = 0; i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++)
		assert_int_equal(siptrunk_trunk_column_find(
								 siptrunk_text(siptrunk_trunk_columns[i].name)),
				i);
	assert_int_equal(siptrunk_trunk_column_find(T("call_limit")),
			SIPTRUNK_TRUNK_COLUMN(call_limit));
	assert_int_equal(
			siptrunk_trunk_column_find(T("call")), SIPTRUNK_TRUNK_COLUMN_COUNT);
	assert_int_equal(
			siptrunk_trunk_column_find(T("")), SIPTRUNK_TRUNK_COLUMN_COUNT);
}

/** A row that has it would be refused otherwise, and one that does not, not. */
static void every_fallback_is_a_value(void **state)
{
	const siptrunk_column_t *column = siptrunk_trunk_columns;
	siptrunk_error_t error;
	int i;

	(void)state;
	for(i = 0; i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++, column++) {
		error.text[0] = '\0';
		if(column->fallback != NULL
				&& !column->check(siptrunk_text(column->fallback), &error))
			fail_msg("%s: %s", column->name, error.text);
	}
}

static void a_row_is_its_columns(void **state)
{
	const siptrunk_trunk_row_t row = {.name = T("a"), .description = T("z")};

	(void)state;
	unit_assert_text(row.values[0], "a");
	unit_assert_text(row.values[SIPTRUNK_TRUNK_COLUMN_COUNT - 1], "z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(every_column_is_found_by_its_name),
			cmocka_unit_test(every_fallback_is_a_value),
			cmocka_unit_test(a_row_is_its_columns),
	};

	return cmocka_run_group_tests_name("trunk_columns", tests, NULL, NULL);
}
