/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_header_rule.c: one bad column at a time, and what is kept. */
#include "sample.h"

#define IN_ROW "table siptrunk_header_rule, row 19, column "

#define BAD(member, value, expected) \
	REFUSED(HEADER_RULE, header_rule, sample_header_rule, member, value, \
			IN_ROW expected)
#define GOOD(member, value) \
	ACCEPTED(HEADER_RULE, header_rule, sample_header_rule, member, value)

static void columns(void **state)
{
	(void)state;
	BAD(trunk, "mars",
			"trunk: expected a name in siptrunk_trunk, found 'mars'");
	BAD(direction, "both", "direction: expected to or from, found 'both'");
	BAD(action, "keep", "action: expected pass, drop or rename, found 'keep'");
	BAD(header, "", "header: expected a header name of 1 to 64 token "
					"characters, found ''");
	BAD(header, "Via", "header: expected a header that SIP or the edge does "
					   "not manage, found 'Via'");
	BAD(header, "e911-organization-id",
			"header: expected a header that is no emergency trunk's, found "
			"'e911-organization-id'");
	BAD(header, "P-*", "header: expected 'X-' where the name ends with '*', "
					   "found 'P-*'");
	BAD(header, "*", "header: expected 'X-' where the name ends with '*', "
					 "found '*'");
	BAD(header, "X-*-Id", "header: expected no '*' but at the end of the name, "
						  "found 'X-*-Id'");
	GOOD(header, "User-to-User");
	GOOD(header, "Diversion");
	GOOD(direction, "from");
}

static void what_is_renamed_has_one_name(void **state)
{
	siptrunk_header_rule_row_t row = sample_header_rule;

	(void)state;
	BAD(header, "X-*", "header: expected one name, because action is rename, "
					   "found 'X-*'");
	BAD(new_name, "X-*", "new_name: expected one name, found 'X-*'");
	BAD(new_name, "", "new_name: expected a header name of 1 to 64 token "
					  "characters, found ''");
	BAD(new_name, "P-Asserted-Identity",
			"new_name: expected a header that SIP or the edge does not manage, "
			"found 'P-Asserted-Identity'");
	BAD(action, "drop", "new_name: expected nothing, because action is not "
						"rename, found 'X-Agent-Id'");
	row.action = T("drop");
	row.new_name = T("");
	row.header = T("x-Internal-*");
	siptrunk_builder_t *builder = sample_begin(HEADER_RULE);
	sample_accepted(builder, siptrunk_builder_add_header_rule(builder, &row));
}

/** The sample's custom header is another one's name then. */
static void nothing_becomes_a_custom_header(void **state)
{
	siptrunk_header_row_t header = sample_header;
	siptrunk_header_rule_row_t row = sample_header_rule;

	(void)state;
	header.name = T("X-Site");
	row.new_name = T("x-site");
	siptrunk_builder_t *builder = sample_begin(HEADER);
	assert_int_equal(
			siptrunk_builder_add_header(builder, &header), SIPTRUNK_OK);
	assert_int_equal(sample_add_table(builder, NUMBER_PLAN), SIPTRUNK_OK);
	sample_refused(builder, siptrunk_builder_add_header_rule(builder, &row),
			IN_ROW "new_name: expected a header that siptrunk_header does not "
				   "set, found 'x-site'");
}

static void an_emergency_trunk_has_no_rules(void **state)
{
	(void)state;
	BAD(trunk, "redsky",
			"trunk: expected a trunk whose role is not emergency, found "
			"'redsky'");
}

static void what_is_kept(void **state)
{
	siptrunk_header_rule_row_t row = sample_header_rule;
	const siptrunk_header_rules_t *rules;
	siptrunk_config_t *config;

	(void)state;
	siptrunk_builder_t *builder = sample_begin(TRANSFER);
	row.action = T("pass");
	row.direction = T("from");
	row.new_name = T("");
	siptrunk_builder_add_header_rule(builder, &row);
	config = sample_finish(builder);
	assert_int_equal(config->trunks[1].header_rules.count, 0);
	rules = &config->trunks[0].header_rules;
	assert_int_equal(rules->count, 2);
	assert_int_equal(rules->items[0].direction, SIPTRUNK_HEADER_TO);
	assert_int_equal(rules->items[0].action, SIPTRUNK_HEADER_RENAME);
	unit_assert_text(rules->items[0].header, "X-Retell-Id");
	unit_assert_text(rules->items[0].new_name, "X-Agent-Id");
	assert_int_equal(rules->items[1].direction, SIPTRUNK_HEADER_FROM);
	assert_int_equal(rules->items[1].action, SIPTRUNK_HEADER_PASS);
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(what_is_renamed_has_one_name),
			cmocka_unit_test(nothing_becomes_a_custom_header),
			cmocka_unit_test(an_emergency_trunk_has_no_rules),
			cmocka_unit_test(what_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
