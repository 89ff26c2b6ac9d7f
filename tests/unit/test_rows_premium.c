/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_premium.c */
#include "sample.h"
#include "unit.h"

#define IN_ROW "table siptrunk_premium_range, row 16, column "

#define BAD(member, value, expected)                                  \
	REFUSED(PREMIUM_RANGE, premium_range, sample_premium, member, value, \
			IN_ROW expected)

static void columns(void **state)
{
	(void)state;
	BAD(prefix, "870", "prefix: expected '+' and 1 to 15 digits, found '870'");
	BAD(dated, "today",
			"dated: expected 2026, 2026-11, 2026-11-21 or nothing, found "
			"'today'");
}

static siptrunk_builder_t *add(const char *const *prefixes, int count)
{
	siptrunk_builder_t *builder = sample_begin(RESPONSE);
	siptrunk_premium_range_row_t row = sample_premium;
	int i;

	for(i = 0; i < count; i++) {
		row.id = 20 + i;
		row.prefix = siptrunk_text(prefixes[i]);
		assert_int_equal(siptrunk_builder_add_premium_range(builder, &row),
				SIPTRUNK_OK);
	}
	return builder;
}

static void ranges_are_sorted_and_kept(void **state)
{
	const char *const prefixes[] = {"+979", "+8816"};
	const siptrunk_premium_range_t *found;
	siptrunk_config_t *config = sample_finish(add(prefixes, 2));

	(void)state;
	assert_int_equal(config->premium.count, 3);
	unit_assert_text(config->premium.items[1].prefix, "+8816");
	found = siptrunk_premium_find(&config->premium, T("+8702"));
	assert_non_null(found);
	assert_int_equal(found->row, 16);
	unit_assert_text(found->description, "Inmarsat");
	unit_assert_text(found->source, "ITU");
	unit_assert_text(found->dated, "2026-11-22");
	sample_end(config);
}

static void a_prefix_has_one_row(void **state)
{
	const char *const prefixes[] = {"+979", "+1900", "+979"};

	(void)state;
	sample_finish_refused(add(prefixes, 3),
			"table siptrunk_premium_range, row 22, column prefix: expected a "
			"prefix in one row, found '+979' also in row 20");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(ranges_are_sorted_and_kept),
			cmocka_unit_test(a_prefix_has_one_row),
	};

	return cmocka_run_group_tests_name("rows_premium", tests, NULL, NULL);
}
