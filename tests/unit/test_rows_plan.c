/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_plan.c: one bad column at a time, and what is kept. */
#include "sample.h"

#include <stdio.h>

#define IN_ROW "table siptrunk_number_plan, row 8, column "

static const siptrunk_number_plan_row_t local = {8,
		SIPTRUNK_TEXT("number_list"), SIPTRUNK_TEXT("411"),
		SIPTRUNK_TEXT("directory"), SIPTRUNK_TEXT(""), SIPTRUNK_TEXT("5")};

#define BAD(member, value, expected) \
	REFUSED(NUMBER_PLAN, number_plan, local, member, value, IN_ROW expected)
#define GOOD(member, value) \
	ACCEPTED(NUMBER_PLAN, number_plan, local, member, value)

/** The row with these numbers is refused so; expected NULL: accepted. */
static void numbers(
		const char *match_type, const char *numbers, const char *expected)
{
	siptrunk_number_plan_row_t row = local;
	siptrunk_builder_t *builder = sample_begin(NUMBER_PLAN);
	siptrunk_status_t status;

	row.match_type = siptrunk_text(match_type);
	row.numbers = siptrunk_text(numbers);
	status = siptrunk_builder_add_number_plan(builder, &row);
	if(expected == NULL)
		sample_accepted(builder, status);
	else
		sample_refused(builder, status, expected);
}

static void columns(void **state)
{
	(void)state;
	BAD(match_type, "glob",
			"match_type: expected number_list, digit_length, prefix, "
			"country_code or regex, found 'glob'");
	BAD(classification, "Emergency",
			"classification: expected a classification that is not called "
			"Emergency, such as e911, found 'Emergency'");
	BAD(site, "boston",
			"site: expected a name in siptrunk_site, found 'boston'");
	BAD(priority, "first", "priority: expected a number, 0 or more, found "
						   "'first'");
	BAD(priority, "-1", "priority: expected a number, 0 or more, found '-1'");
	GOOD(numbers, "611 , +1411");
	GOOD(priority, "0");
}

#define LIST IN_ROW "numbers: expected a number of 1 to 15 digits, '+' " \
					"before it or not, found "
#define LENGTH IN_ROW "numbers: expected a number of digits, 1 to 32, or two " \
					  "with '-' between them, found "
#define PREFIX IN_ROW "numbers: expected 1 to 16 characters of 0-9, +, * and " \
					  "#, found "
#define CODE IN_ROW "numbers: expected a country code of 1 to 3 digits, found "

static void each_match_type_has_its_numbers(void **state)
{
	(void)state;
	numbers("number_list", "", LIST "''");
	numbers("number_list", "411, 9x", LIST "'9x'");
	numbers("number_list", "411,", LIST "''");
	numbers("number_list", "411,411",
			IN_ROW "numbers: expected a number that the plan has not yet, for "
				   "this site or for all, found '411'");
	numbers("digit_length", "7-10", NULL);
	numbers("digit_length", "11, 4", NULL);
	numbers("digit_length", "32", NULL);
	numbers("digit_length", "33", LENGTH "'33'");
	numbers("digit_length", "0", LENGTH "'0'");
	numbers("digit_length", "10-7", LENGTH "'10-7'");
	numbers("digit_length", "7-", LENGTH "'7-'");
	numbers("digit_length", "-7", LENGTH "'-7'");
	numbers("digit_length", "7-8-9", LENGTH "'7-8-9'");
	numbers("prefix", "1900, +1900,*6", NULL);
	numbers("prefix", "9x", PREFIX "'9x'");
	numbers("prefix", "", PREFIX "''");
	numbers("country_code", "44,33, 1,353", NULL);
	numbers("country_code", "+44", CODE "'+44'");
	numbers("country_code", "044", CODE "'044'");
	numbers("country_code", "3531", CODE "'3531'");
	numbers("country_code", "", CODE "''");
	numbers("regex", "^1(800|888),?\\d{7}$", NULL);
	numbers("regex", "", IN_ROW "numbers: expected a regular expression, found "
								"''");
	numbers("regex", "^(\\d{7}",
			IN_ROW "numbers: expected a regular expression, found "
				   "'^(\\x5cd{7}': missing closing parenthesis at position 7");
}

/** Nothing that fits more than it names makes a call an emergency. */
static void an_emergency_is_of_a_list(void **state)
{
	static const char *const types[] = {
			"digit_length", "prefix", "country_code", "regex"};
	static const char *const classes[] = {"e911", "e911_test"};
	siptrunk_number_plan_row_t row = local;
	siptrunk_builder_t *builder;
	char expected[200];
	size_t i;

	(void)state;
	for(i = 0; i < 2 * COUNT(types); i++) {
		builder = sample_begin(NUMBER_PLAN);
		row.match_type = siptrunk_text(types[i / 2]);
		row.classification = siptrunk_text(classes[i % 2]);
		row.numbers = T("11");
		snprintf(expected, sizeof(expected),
				IN_ROW "match_type: expected number_list, because the "
					   "classification is an emergency's, found '%s'",
				types[i / 2]);
		sample_refused(builder,
				siptrunk_builder_add_number_plan(builder, &row), expected);
	}
	GOOD(classification, "e911");
}

/** No site makes another site's emergency its own, nor one of all sites. */
static void a_number_is_once_in_the_plan_of_a_site(void **state)
{
	siptrunk_number_plan_row_t row = sample_plan_911;
	siptrunk_site_row_t boston = sample_site;
	siptrunk_builder_t *builder = sample_begin(SITE);
	siptrunk_status_t status;

	(void)state;
	boston.name = T("boston");
	siptrunk_builder_add_site(builder, &sample_site);
	siptrunk_builder_add_site(builder, &boston);
	row.site = T("chicago");
	siptrunk_builder_add_number_plan(builder, &row);
	row.site = T("boston");
	assert_int_equal(
			siptrunk_builder_add_number_plan(builder, &row), SIPTRUNK_OK);
	row.site = T("");
	status = siptrunk_builder_add_number_plan(builder, &row);
	sample_refused(builder, status,
			IN_ROW "numbers: expected a number that the plan has not yet, for "
				   "this site or for all, found '911'");
	REFUSED(NUMBER, number_plan, sample_plan_911, site, "chicago",
			IN_ROW "numbers: expected a number that the plan has not yet, for "
				   "this site or for all, found '911'");
	REFUSED(NUMBER, number_plan, sample_plan_911, site, "",
			IN_ROW "numbers: expected a number that the plan has not yet, for "
				   "this site or for all, found '911'");
}

static void what_is_kept(void **state)
{
	const siptrunk_number_rule_t *rule;
	siptrunk_number_plan_row_t row = local;
	siptrunk_builder_t *builder = sample_begin(NUMBER);
	siptrunk_config_t *config;

	(void)state;
	row.match_type = T("digit_length");
	row.numbers = T("4, 7-10");
	row.site = T("chicago");
	siptrunk_builder_add_number_plan(builder, &row);
	row.match_type = T("regex");
	row.numbers = T("^1800,");
	row.priority = T("4");
	siptrunk_builder_add_number_plan(builder, &row);
	config = sample_finish(builder);
	assert_int_equal(config->plan.count, 6);
	assert_int_equal(config->plan.listed, 3);
	assert_true(config->plan.has_sites);
	rule = &config->plan.rules[3];
	assert_int_equal(rule->match.type, SIPTRUNK_MATCH_REGEX);
	unit_assert_text(rule->match.pattern.text, "^1800,");
	unit_assert_text(rule->classification, "directory");
	rule++;
	assert_int_equal(rule->match.type, SIPTRUNK_MATCH_DIGIT_LENGTH);
	assert_int_equal(rule[0].match.least + rule[1].match.least, 4 + 7);
	assert_int_equal(rule[0].match.most + rule[1].match.most, 4 + 10);
	assert_int_equal(rule->priority, 5);
	assert_int_equal(rule->row, 8);
	assert_ptr_equal(rule->site, config->sites);
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(each_match_type_has_its_numbers),
			cmocka_unit_test(an_emergency_is_of_a_list),
			cmocka_unit_test(a_number_is_once_in_the_plan_of_a_site),
			cmocka_unit_test(what_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
