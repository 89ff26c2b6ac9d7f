/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_dial_rule.c: one bad column at a time, and what is kept. */
#include "sample.h"

#define IN_ROW "table siptrunk_dial_rule, row 20, column "

#define BAD(member, value, expected) \
	REFUSED(DIAL_RULE, dial_rule, sample_dial_rule, member, value, \
			IN_ROW expected)
#define GOOD(member, value) \
	ACCEPTED(DIAL_RULE, dial_rule, sample_dial_rule, member, value)

static void columns(void **state)
{
	(void)state;
	BAD(trunk, "mars",
			"trunk: expected a name in siptrunk_trunk, found 'mars'");
	BAD(trunk, "redsky",
			"trunk: expected a trunk whose role is not emergency, found "
			"'redsky'");
	BAD(direction, "both", "direction: expected to or from, found 'both'");
	BAD(position, "last", "position: expected a number, 0 or more, found "
						  "'last'");
	BAD(pattern, "", "pattern: expected a regular expression, found ''");
	BAD(pattern, "^9(\\d{7$",
			"pattern: expected a regular expression, found '^9(\\x5cd{7$': "
			"missing closing parenthesis at position 8");
	BAD(prefix, "+1 415", "prefix: expected up to 16 characters of 0-9, +, * "
						  "and #, found '+1 415'");
	BAD(replacement, "$2",
			"replacement: expected up to 64 characters of 0-9, +, *, # and $0 "
			"to $1, which are what the pattern has groups for, found '$2'");
	BAD(pattern, "^9\\d{7}$",
			"replacement: expected up to 64 characters of 0-9, +, *, # and $0 "
			"to $0, which are what the pattern has groups for, found '415$1'");
	BAD(replacement, "933",
			"replacement: expected no emergency number: more numbers that "
			"reach it are rows of siptrunk_number_plan, found '+1933'");
	GOOD(replacement, "93$1");
	GOOD(replacement, "9330");
	GOOD(direction, "to");
	GOOD(prefix, "");
	GOOD(replacement, "");
	GOOD(position, "0");
}

static void what_is_kept(void **state)
{
	siptrunk_dial_rule_row_t row = sample_dial_rule;
	siptrunk_builder_t *builder = sample_begin(DIAL_RULE);
	const siptrunk_dial_rules_t *rules;
	siptrunk_config_t *config;

	(void)state;
	siptrunk_builder_add_dial_rule(builder, &row);
	row = (siptrunk_dial_rule_row_t){25, T("agents"), T("to"), T("10"), T("^5"),
			T("9"), T("")};
	siptrunk_builder_add_dial_rule(builder, &row);
	row.id = 24;
	row.trunk = T("genesys");
	row.position = T("20");
	siptrunk_builder_add_dial_rule(builder, &row);
	row.id = 30;
	row.position = T("3");
	siptrunk_builder_add_dial_rule(builder, &row);
	config = sample_finish(builder);
	rules = &siptrunk_config_trunk(config, T("genesys"))->dial_rules;
	assert_int_equal(rules->count, 3);
	assert_int_equal(rules->items[0].row, 30);
	assert_int_equal(rules->items[1].row, 20);
	assert_int_equal(rules->items[2].row, 24);
	assert_int_equal(rules->items[0].direction, SIPTRUNK_HEADER_TO);
	assert_int_equal(rules->items[1].direction, SIPTRUNK_HEADER_FROM);
	assert_int_equal(rules->items[1].position, 20);
	unit_assert_text(rules->items[1].pattern.text, "^9(\\d{7})$");
	unit_assert_text(rules->items[1].prefix, "+1");
	unit_assert_text(rules->items[1].replacement, "415$1");
	rules = &siptrunk_config_trunk(config, T("agents"))->dial_rules;
	assert_int_equal(rules->count, 1);
	assert_int_equal(rules->items[0].row, 25);
	rules = &siptrunk_config_trunk(config, T("redsky"))->dial_rules;
	assert_int_equal(rules->count, 0);
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(what_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
