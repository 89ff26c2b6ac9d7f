/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_builder_plan.c. */
#include "sample.h"

#include <stdio.h>
#include <string.h>

static siptrunk_builder_t *builder;

static void plan_must_have_911_and_933(void **state)
{
	siptrunk_number_plan_row_t row = sample_plan_911;

	(void)state;
	builder = sample_begin(NUMBER_PLAN);
	sample_finish_refused(builder,
			"table siptrunk_number_plan: expected number 911 with "
				   "classification e911, found 'none'");
	builder = sample_begin(NUMBER_PLAN);
	siptrunk_builder_add_number_plan(builder, &sample_plan_911);
	sample_finish_refused(builder,
			"table siptrunk_number_plan: expected number 933 with "
				   "classification e911_test, found 'none'");
	builder = sample_begin(NUMBER_PLAN);
	row.classification = T("local");
	siptrunk_builder_add_number_plan(builder, &row);
	sample_finish_refused(builder,
			"table siptrunk_number_plan: expected number 911 with "
				   "classification e911, found 'local'");
}

static void emergency_extension_is_refused(void **state)
{
	static const char *const extensions[] = {
			"911", "933", "1911", "9911", "91933"};
	siptrunk_caller_row_t row = sample_caller;
	char expected[200];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(extensions); i++) {
		builder = sample_begin(CALLER);
		row.extension = siptrunk_text(extensions[i]);
		siptrunk_builder_add_caller(builder, &row);
		sample_add_table(builder, NUMBER_PLAN);
		snprintf(expected, sizeof(expected),
				"table siptrunk_caller, row 7, column extension: expected an "
				"extension that is no emergency number, found '%s'",
				extensions[i]);
		sample_finish_refused(builder, expected);
	}
}

/** London's 999 in row 80; the caller of row 7 is at a site, by default at the
 *  pbx trunk's, chicago. */
static void begin_with_london(siptrunk_text_t site, siptrunk_text_t extension)
{
	const siptrunk_site_row_t london = {
			.id = 20, .name = T("london"), .callback = T("desk")};
	const siptrunk_number_plan_row_t plan = {80, T("number_list"),
			T("999, 000"), T("e911"), T("london"), T("1")};
	siptrunk_caller_row_t caller = sample_caller;
	int table;

	builder = sample_begin(SITE);
	siptrunk_builder_add_site(builder, &london);
	caller.site = site;
	caller.extension = extension;
	for(table = SITE; table < TABLES; table++) {
		if(table == CALLER)
			siptrunk_builder_add_caller(builder, &caller);
		else
			sample_add_table(builder, table);
		if(table == NUMBER_PLAN)
			siptrunk_builder_add_number_plan(builder, &plan);
	}
}

static void an_extension_is_checked_at_its_own_site(void **state)
{
	static const char *const refused[] = {"999", "9999", "000", "9000"};
	char expected[200];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(refused); i++) {
		begin_with_london(T("london"), siptrunk_text(refused[i]));
		snprintf(expected, sizeof(expected),
				"table siptrunk_caller, row 7, column extension: expected an "
				"extension that is no emergency number, found '%s'",
				refused[i]);
		sample_finish_refused(builder, expected);
		begin_with_london(T("chicago"), siptrunk_text(refused[i]));
		sample_end(sample_finish(builder));
		begin_with_london(T(""), siptrunk_text(refused[i]));
		sample_end(sample_finish(builder));
	}
	begin_with_london(T("london"), T("1000"));
	sample_end(sample_finish(builder));
}

static void a_site_alone_is_not_enough_for_911(void **state)
{
	siptrunk_number_plan_row_t row = sample_plan_911;

	(void)state;
	builder = sample_begin(NUMBER_PLAN);
	row.site = T("chicago");
	siptrunk_builder_add_number_plan(builder, &row);
	siptrunk_builder_add_number_plan(builder, &sample_plan_933);
	sample_finish_refused(builder,
			"table siptrunk_number_plan: expected number 911 with "
				   "classification e911, found 'none'");
}

static void a_row_that_never_matches_is_refused(void **state)
{
	static const char *const numbers[] = {"1911", "+911", "9911", "91933"};
	siptrunk_number_plan_row_t row = sample_plan_911;
	char expected[200];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(numbers); i++) {
		builder = sample_begin(NUMBER_PLAN);
		sample_add_table(builder, NUMBER_PLAN);
		row.numbers = siptrunk_text(numbers[i]);
		row.classification = T("internal");
		siptrunk_builder_add_number_plan(builder, &row);
		snprintf(expected, sizeof(expected),
				"table siptrunk_number_plan, row 8, column numbers: expected "
				"no spelling of an emergency number in another row, found "
				"'%s'",
				numbers[i]);
		sample_finish_refused(builder, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(plan_must_have_911_and_933),
			cmocka_unit_test(emergency_extension_is_refused),
			cmocka_unit_test(an_extension_is_checked_at_its_own_site),
			cmocka_unit_test(a_site_alone_is_not_enough_for_911),
			cmocka_unit_test(a_row_that_never_matches_is_refused),
	};

	return cmocka_run_group_tests_name("builder_plan", tests, NULL, NULL);
}
