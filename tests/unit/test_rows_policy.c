/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_policy.c: one bad column at a time, and what is kept. */
#include "sample.h"

#include <stdio.h>

#define IN_POLICY "table siptrunk_header_policy, row 16, column "
#define IN_VERIFIED "table siptrunk_verified_caller, row 17, column "

#define BAD(member, value, expected)                                      \
	REFUSED(HEADER_POLICY, header_policy, sample_header_policy, member, \
			value, IN_POLICY expected)

static void policy_columns(void **state)
{
	(void)state;
	BAD(trunk, "mars",
			"trunk: expected a name in siptrunk_trunk, found 'mars'");
	BAD(trunk, "redsky",
			"trunk: expected a trunk whose role is not emergency, found "
			"'redsky'");
	BAD(position, "first",
			"position: expected a number, 0 or more, found 'first'");
	BAD(field, "Via",
			"field: expected a header that SIP or the edge does not manage, "
			"found 'Via'");
	BAD(field, "E911-Organization-ID",
			"field: expected a header that is not the edge's own, found "
			"'E911-Organization-ID'");
	BAD(action, "set", "action: expected replace, add or remove, found 'set'");
	BAD(action, "add",
			"action: expected replace, because a call without a From there is "
			"none, found 'add'");
	BAD(value, "8881230987",
			"value: expected an E.164 number, found '8881230987'");
	BAD(numbers, "alice",
			"numbers: expected numbers, or how they begin and a '*' (+1312*), "
			"with commas between them, found 'alice'");
	BAD(classification, "e911",
			"classification: expected a classification that is no emergency "
			"call's, found 'e911'");
}

static void a_removal_has_no_value(void **state)
{
	siptrunk_header_policy_row_t row = sample_header_policy;
	siptrunk_builder_t *builder = sample_begin(HEADER_POLICY);
	int table;

	(void)state;
	row.field = T("X-Account");
	row.action = T("remove");
	sample_refused(builder, siptrunk_builder_add_header_policy(builder, &row),
			IN_POLICY "value: expected nothing, because action is remove, "
					  "found '+18881230987'");
	row.value = T("");
	builder = sample_begin(HEADER_POLICY);
	sample_accepted(builder, siptrunk_builder_add_header_policy(builder, &row));
	/* the header of a trunk's own is stripped from what others get */
	row.action = T("add");
	row.field = T("X-Own");
	row.value = T("1");
	builder = sample_begin(HEADER);
	assert_int_equal(siptrunk_builder_add_header(builder,
							 &(siptrunk_header_row_t){
									 20, T("genesys"), T("x-own"), T("1")}),
			SIPTRUNK_OK);
	for(table = HEADER; table < HEADER_POLICY; table++)
		assert_int_equal(sample_add_table(builder, table), SIPTRUNK_OK);
	sample_refused(builder, siptrunk_builder_add_header_policy(builder, &row),
			IN_POLICY "field: expected a header that siptrunk_header does not "
					  "set, found 'X-Own'");
}

static void a_trunk_has_32_at_most(void **state)
{
	siptrunk_builder_t *builder = sample_begin(HEADER_POLICY);
	siptrunk_header_policy_row_t row = sample_header_policy;

	(void)state;
	for(row.id = 100; row.id < 132; row.id++)
		assert_int_equal(siptrunk_builder_add_header_policy(builder, &row),
				SIPTRUNK_OK);
	sample_refused(builder, siptrunk_builder_add_header_policy(builder, &row),
			"table siptrunk_header_policy, row 132, column trunk: expected a "
			"trunk that has fewer than 32 of these rows, found 'genesys'");
}

/** By position, then by id, whatever the order of the rows. */
static void they_stand_in_their_order(void **state)
{
	siptrunk_builder_t *builder = sample_begin(HEADER_POLICY);
	siptrunk_header_policy_row_t row = sample_header_policy;
	siptrunk_config_t *config;
	const siptrunk_policies_t *policies;

	(void)state;
	row.value = T("+12");
	row.position = T("7");
	siptrunk_builder_add_header_policy(builder, &row);
	row.id = 15;
	row.value = T("+11");
	siptrunk_builder_add_header_policy(builder, &row);
	row.id = 90;
	row.value = T("+10");
	row.position = T("3");
	siptrunk_builder_add_header_policy(builder, &row);
	config = sample_finish(builder);
	policies = &siptrunk_config_trunk(config, T("genesys"))->policies;
	assert_int_equal(policies->count, 3);
	unit_assert_text(policies->items[0].value, "+10");
	unit_assert_text(policies->items[1].value, "+11");
	unit_assert_text(policies->items[2].value, "+12");
	assert_int_equal(
			siptrunk_config_trunk(config, T("redsky"))->policies.count, 0);
	sample_end(config);
}

static void verified_columns(void **state)
{
	(void)state;
	REFUSED(VERIFIED_CALLER, verified_caller, sample_verified_caller, number,
			"alice",
			IN_VERIFIED "number: expected an E.164 number with its '+', found "
						"'alice'");
	REFUSED(VERIFIED_CALLER, verified_caller, sample_verified_caller, trunk,
			"redsky",
			IN_VERIFIED "trunk: expected a trunk whose role is not emergency, "
						"found 'redsky'");
}

static void who_is_verified(void **state)
{
	siptrunk_builder_t *builder = sample_begin(VERIFIED_CALLER);
	siptrunk_verified_caller_row_t row = sample_verified_caller;
	siptrunk_config_t *config;
	const siptrunk_trunk_t *pbx, *other;
	char number[16];
	int i;

	(void)state;
	for(i = 0; i < 20; i++) {
		snprintf(number, sizeof(number), "+4930%d", 1000 - 7 * i);
		row.number = siptrunk_text(number);
		assert_int_equal(siptrunk_builder_add_verified_caller(builder, &row),
				SIPTRUNK_OK);
	}
	config = sample_finish(builder);
	pbx = siptrunk_config_trunk(config, T("genesys"));
	other = siptrunk_config_trunk(config, T("redsky"));
	for(i = 0; i < 20; i++) {
		snprintf(number, sizeof(number), "+4930%d", 1000 - 7 * i);
		assert_true(siptrunk_config_is_verified(
				config, pbx, siptrunk_text(number)));
		assert_true(siptrunk_config_is_verified(
				config, pbx, siptrunk_text(number + 1)));
		assert_false(siptrunk_config_is_verified(
				config, other, siptrunk_text(number)));
	}
	assert_false(siptrunk_config_is_verified(config, pbx, T("+49301001")));
	assert_false(siptrunk_config_is_verified(config, pbx, T("")));
	assert_false(siptrunk_config_is_verified(config, pbx, T("+")));
	assert_true(siptrunk_config_is_verified(config, other, other->ani));
	assert_true(siptrunk_config_is_verified(config,
			&config->trunks[config->owned[0].trunk], config->owned[0].number));
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(policy_columns),
			cmocka_unit_test(a_removal_has_no_value),
			cmocka_unit_test(a_trunk_has_32_at_most),
			cmocka_unit_test(they_stand_in_their_order),
			cmocka_unit_test(verified_columns),
			cmocka_unit_test(who_is_verified),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
