/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_builder_agent.c: what each agent trunk has in the end. */
#include "sample.h"

#include <stdio.h>
#include <string.h>

static siptrunk_builder_t *builder;

/** The sample without its one agent, of which these come one after another. */
static siptrunk_status_t add_agent(int id, const char *number)
{
	siptrunk_agent_row_t row = sample_agent;

	row.id = id;
	row.number = siptrunk_text(number);
	return siptrunk_builder_add_agent(builder, &row);
}

static void the_sample(void **state)
{
	siptrunk_config_t *config;
	const siptrunk_trunk_t *trunk;

	(void)state;
	builder = sample_begin(TABLES);
	config = sample_finish(builder);
	trunk = siptrunk_config_trunk(config, T("agents"));
	assert_int_equal(config->api_count, 1);
	assert_ptr_equal(trunk->api, config->apis);
	unit_assert_text(trunk->api->url, "https://api.retellai.com");
	assert_int_equal(trunk->api->key.kind, SIPTRUNK_KEY_OF_FILE);
	unit_assert_text(trunk->api->key.name, "/etc/kamailio/retell.key");
	assert_int_equal(trunk->api->deadline, 2000);
	assert_int_equal(trunk->api->reserve, 5);
	assert_int_equal(trunk->agent_count, 1);
	unit_assert_text(trunk->agents->agent_id, "agent_1");
	unit_assert_text(trunk->agents->agent_version, "prod");
	unit_assert_text(trunk->agents->direction, "inbound");
	assert_int_equal(trunk->agents->fallback.kind, SIPTRUNK_FALLBACK_QUEUE);
	unit_assert_text(trunk->agents->fallback.number, "2000");
	assert_int_equal(trunk->variable_count, 1);
	unit_assert_text(trunk->variables->header, "X-Customer");
	assert_null(siptrunk_config_trunk(config, T("genesys"))->api);
	sample_end(config);
}

static void agents_are_found_by_number(void **state)
{
	siptrunk_config_t *config;
	const siptrunk_trunk_t *trunk;

	(void)state;
	builder = sample_begin(AGENT);
	assert_int_equal(add_agent(20, "+13125550179"), SIPTRUNK_OK);
	assert_int_equal(add_agent(21, "+13125550171"), SIPTRUNK_OK);
	assert_int_equal(add_agent(22, ""), SIPTRUNK_OK);
	config = sample_finish(builder);
	trunk = siptrunk_config_trunk(config, T("agents"));
	assert_int_equal(trunk->agent_count, 3);
	assert_int_equal(trunk->agents[0].row, 22);
	assert_int_equal(trunk->agents[2].row, 20);
	sample_end(config);
}

/** In whatever order: the later row is to blame. */
static void a_number_has_one_agent(void **state)
{
	(void)state;
	builder = sample_begin(AGENT);
	assert_int_equal(add_agent(20, "+13125550179"), SIPTRUNK_OK);
	assert_int_equal(add_agent(21, "+13125550171"), SIPTRUNK_OK);
	assert_int_equal(add_agent(22, "+13125550179"), SIPTRUNK_OK);
	sample_finish_refused(builder,
			"table siptrunk_agent, row 22, column number: expected a number in "
			"one row of the trunk, found '+13125550179' also in row 20");
}

static siptrunk_status_t add_fallback(const char *fallback)
{
	siptrunk_agent_row_t row = sample_agent;

	row.fallback = siptrunk_text(fallback);
	return siptrunk_builder_add_agent(builder, &row);
}

static void no_queue_is_an_emergency_number(void **state)
{
	static const char *const queues[] = {
			"queue:911", "queue:933", "queue:9911"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(queues); i++) {
		char expected[160];

		snprintf(expected, sizeof(expected),
				"table siptrunk_agent, row %d, column fallback: expected a "
				"queue that is no emergency number, found '%s'",
				sample_agent.id, queues[i] + strlen("queue:"));
		builder = sample_begin(AGENT);
		assert_int_equal(add_fallback(queues[i]), SIPTRUNK_OK);
		sample_finish_refused(builder, expected);
	}
	/* an answer may have any code */
	builder = sample_begin(AGENT);
	assert_int_equal(add_fallback("480 911"), SIPTRUNK_OK);
	sample_end(sample_finish(builder));
}

static void variables_stay_in_their_order(void **state)
{
	siptrunk_variable_row_t row = sample_variable;
	siptrunk_config_t *config;
	const siptrunk_trunk_t *trunk;

	(void)state;
	builder = sample_begin(CALL_ID_HEADER);
	row.id = 20;
	row.name = T("account");
	assert_int_equal(
			siptrunk_builder_add_variable(builder, &row), SIPTRUNK_OK);
	config = sample_finish(builder);
	trunk = siptrunk_config_trunk(config, T("agents"));
	assert_int_equal(trunk->variable_count, 2);
	unit_assert_text(trunk->variables[0].name, "customer");
	unit_assert_text(trunk->variables[1].name, "account");
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_sample),
			cmocka_unit_test(agents_are_found_by_number),
			cmocka_unit_test(a_number_has_one_agent),
			cmocka_unit_test(no_queue_is_an_emergency_number),
			cmocka_unit_test(variables_stay_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
