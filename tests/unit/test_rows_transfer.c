/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_transfer.c: one bad column at a time, and what is kept. */
#include "sample.h"

#define IN_ROW "table siptrunk_transfer, row 15, column "

#define BAD(member, value, expected) \
	REFUSED(TRANSFER, transfer, sample_transfer, member, value, IN_ROW expected)

static void columns(void **state)
{
	(void)state;
	BAD(trunk, "mars",
			"trunk: expected a name in siptrunk_trunk, found 'mars'");
	BAD(match_type, "prefix",
			"match_type: expected number_list, found 'prefix'");
	BAD(numbers, "",
			"numbers: expected a number of 1 to 15 digits, '+' before it or "
			"not, found ''");
	BAD(numbers, "2001,alice",
			"numbers: expected a number of 1 to 15 digits, '+' before it or "
			"not, found 'alice'");
}

static void nobody_is_transferred_to_an_emergency_call(void **state)
{
	siptrunk_builder_t *builder;
	const siptrunk_number_plan_row_t london = {8, T("number_list"), T("999"),
			T("e911"), T("chicago"), T("100")};
	siptrunk_transfer_row_t row = sample_transfer;

	(void)state;
	BAD(numbers, "2001,+1911",
			"numbers: expected no emergency number, found '+1911'");
	builder = sample_begin(NUMBER_PLAN);
	assert_int_equal(siptrunk_builder_add_number_plan(builder, &london),
			SIPTRUNK_OK);
	sample_add_table(builder, NUMBER_PLAN);
	row.numbers = T("999"); /* at one site alone, but an agent has none */
	sample_refused(builder, siptrunk_builder_add_transfer(builder, &row),
			IN_ROW "numbers: expected no emergency number, found '999'");
}

static void each_number_is_kept(void **state)
{
	siptrunk_config_t *config = sample_finish(sample_begin(TABLES));

	(void)state;
	assert_int_equal(config->transfer_count, 2);
	unit_assert_text(config->transfers[0].number, "2001");
	unit_assert_text(config->transfers[1].number, "+13125550188");
	assert_int_equal(config->transfers[1].trunk, 0);
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(nobody_is_transferred_to_an_emergency_call),
			cmocka_unit_test(each_number_is_kept),
	};

	return cmocka_run_group_tests_name("rows_transfer", tests, NULL, NULL);
}
