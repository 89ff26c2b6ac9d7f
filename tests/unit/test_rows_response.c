/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_response.c: one bad column at a time, and whose row counts. */
#include "sample.h"

#include <stdio.h>

#define IN_ROW "table siptrunk_response, row 20, column "

#define BAD(member, value, expected) \
	REFUSED(RESPONSE, response, sample_response, member, value, IN_ROW expected)

static void columns(void **state)
{
	(void)state;
	BAD(trunk, "mars",
			"trunk: expected a name in siptrunk_trunk, found 'mars'");
	BAD(trunk, "redsky",
			"trunk: expected no emergency trunk, whose calls go on at "
			"everything, found 'redsky'");
	BAD(codes, "5xx",
			"codes: expected codes and ranges of 400 to 699 with commas "
			"between them, such as 408,500-504, found '5xx'");
	BAD(class, "fatal",
			"class: expected technical, busy, declined, auth or policy, found "
			"'fatal'");
	BAD(action, "next",
			"action: expected next_gateway, next_trunk or end, found 'next'");
	BAD(counts, "1", "counts: expected yes or no, found '1'");
	ACCEPTED(RESPONSE, response, sample_response, trunk, "");
}

static void a_code_is_in_one_row_of_a_trunk(void **state)
{
	siptrunk_response_row_t row = sample_response;
	siptrunk_builder_t *builder = sample_begin(TERMINATION);

	(void)state;
	row.id = 21;
	row.codes = T("408,502");
	sample_refused(builder, siptrunk_builder_add_response(builder, &row),
			"table siptrunk_response, row 21, column codes: expected a code in "
			"one row of its trunk, found '502' also in row 20");
	builder = sample_begin(TERMINATION);
	row.trunk = T("");
	assert_int_equal(
			siptrunk_builder_add_response(builder, &row), SIPTRUNK_OK);
	row.trunk = T("agents");
	sample_accepted(builder, siptrunk_builder_add_response(builder, &row));
}

/** "ROW CLASS ACTION COUNTS" of a code. */
static const char *treated(
		const siptrunk_config_t *config, siptrunk_text_t trunk, int code)
{
	static char text[60];
	const siptrunk_responses_t *responses =
			siptrunk_config_trunk(config, trunk)->responses;
	siptrunk_response_t response = siptrunk_responses_find(responses, code);

	snprintf(text, sizeof(text), "%d %.*s %.*s %d",
			responses->row[code - SIPTRUNK_RESPONSE_FIRST],
			SIPTRUNK_TEXT_FMT(siptrunk_response_class_name(response.class)),
			SIPTRUNK_TEXT_FMT(siptrunk_response_action_name(response.action)),
			response.counts);
	return text;
}

static void a_trunks_rows_go_first(void **state)
{
	const siptrunk_response_row_t every = {21, T(""), T("403,480"),
			T("policy"), T("next_trunk"), T("yes")};
	siptrunk_builder_t *builder = sample_begin(TERMINATION);
	siptrunk_config_t *config;

	(void)state;
	assert_int_equal(
			siptrunk_builder_add_response(builder, &every), SIPTRUNK_OK);
	config = sample_finish(builder);
	assert_string_equal(
			treated(config, T("genesys"), 480), "20 declined next_trunk 0");
	assert_string_equal(
			treated(config, T("genesys"), 403), "21 policy next_trunk 1");
	assert_string_equal(
			treated(config, T("agents"), 480), "21 policy next_trunk 1");
	assert_string_equal(
			treated(config, T("agents"), 503), "-1 technical next_gateway 1");
	sample_end(config);
}

static void without_rows_the_default_holds(void **state)
{
	siptrunk_config_t *config = sample_finish(sample_begin(RESPONSE));

	(void)state;
	assert_string_equal(
			treated(config, T("genesys"), 503), "-1 technical next_gateway 1");
	assert_ptr_equal(siptrunk_config_trunk(config, T("genesys"))->responses,
			siptrunk_config_trunk(config, T("agents"))->responses);
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(a_code_is_in_one_row_of_a_trunk),
			cmocka_unit_test(a_trunks_rows_go_first),
			cmocka_unit_test(without_rows_the_default_holds),
	};

	return cmocka_run_group_tests_name("rows_response", tests, NULL, NULL);
}
