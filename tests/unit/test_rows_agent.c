/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_agent.c: one bad column at a time, and what rows together must
 *  not say. */
#include "sample.h"

#include <stdio.h>

#define IN(table, row) "table siptrunk_" table ", row " row ", column "

#define BAD_API(member, value, expected) \
	REFUSED(API, api, sample_api, member, value, IN("api", "16") expected)
#define GOOD_API(member, value) ACCEPTED(API, api, sample_api, member, value)
#define BAD_AGENT(member, value, expected) \
	REFUSED(AGENT, agent, sample_agent, member, value, \
			IN("agent", "17") expected)
#define GOOD_AGENT(member, value) \
	ACCEPTED(AGENT, agent, sample_agent, member, value)
#define BAD_VARIABLE(member, value, expected) \
	REFUSED(VARIABLE, variable, sample_variable, member, value, \
			IN("variable", "18") expected)
#define GOOD_VARIABLE(member, value) \
	ACCEPTED(VARIABLE, variable, sample_variable, member, value)

static void columns_of_an_api(void **state)
{
	(void)state;
	BAD_API(trunk, "mars", "trunk: expected a name in siptrunk_trunk, found "
						   "'mars'");
	BAD_API(trunk, "genesys",
			"trunk: expected a trunk of role agent, found 'genesys'");
	BAD_API(url, "http://api.retellai.com",
			"url: expected https://HOST[:PORT][/PATH] without user, query and "
			"'/' at its end; found something else, 23 characters long");
	BAD_API(api_key, "key_0123456789abcdef",
			"api_key: expected file:/PATH or env:NAME; found something else, "
			"20 characters long");
	BAD_API(ca_file, "ca.crt",
			"ca_file: expected the path of a file, which begins with '/', or "
			"nothing, found 'ca.crt'");
	BAD_API(deadline, "99",
			"deadline: expected milliseconds, 100 to 10000, found '99'");
	BAD_API(reserve, "-1", "reserve: expected a number, 0 or more, found "
						   "'-1'");
	GOOD_API(api_key, "env:RETELL_API_KEY");
	GOOD_API(deadline, "100");
	GOOD_API(ca_file, "/etc/ssl/ca.crt");
}

static void columns_of_an_agent(void **state)
{
	(void)state;
	BAD_AGENT(trunk, "redsky", "trunk: expected a trunk with a row in "
							   "siptrunk_api, found 'redsky'");
	BAD_AGENT(number, "2001",
			"number: expected an E.164 number with its '+', found '2001'");
	BAD_AGENT(agent_id, "agent 1",
			"agent_id: expected an agent's id of letters, digits, - and _, "
			"found 'agent 1'");
	BAD_AGENT(agent_version, "1.2",
			"agent_version: expected a version's number or tag, or nothing, "
			"found '1.2'");
	BAD_AGENT(direction, "both",
			"direction: expected inbound, outbound or nothing, found 'both'");
	BAD_AGENT(fallback, "queue",
			"fallback: expected trunk, queue:NUMBER, or a SIP answer such as "
			"503 No Agent, found 'queue'");
	GOOD_AGENT(number, "");
	GOOD_AGENT(agent_version, "");
	GOOD_AGENT(direction, "outbound");
}

static void columns_of_a_variable(void **state)
{
	(void)state;
	BAD_VARIABLE(trunk, "genesys", "trunk: expected a trunk with a row in "
								   "siptrunk_api, found 'genesys'");
	BAD_VARIABLE(header, "Authorization",
			"header: expected a header that SIP or the edge does not manage, "
			"found 'Authorization'");
	BAD_VARIABLE(header, "e911-organization-id",
			"header: expected a header that is not for emergency calls, found "
			"'e911-organization-id'");
	BAD_VARIABLE(kind, "text",
			"kind: expected variable or metadata, found 'text'");
	BAD_VARIABLE(name, "customer name",
			"name: expected a name of 1 to 64 letters, digits and _, found "
			"'customer name'");
	GOOD_VARIABLE(kind, "metadata");
}

static void a_trunk_has_one_api(void **state)
{
	siptrunk_builder_t *builder = sample_begin(AGENT);
	siptrunk_api_row_t row = sample_api;

	(void)state;
	row.id = 20;
	sample_refused(builder, siptrunk_builder_add_api(builder, &row),
			IN("api", "20") "trunk: expected a trunk that no other row names, "
							"found 'agents'");
}

static siptrunk_trunk_row_t agent_trunk(int number, char name[16])
{
	siptrunk_trunk_row_t row = sample_agent_trunk;

	snprintf(name, 16, "agent_%d", number);
	row.id = 100 + number;
	row.name = siptrunk_text(name);
	return row;
}

/** The sample, and agent_1 to agent_COUNT. */
static siptrunk_builder_t *begin_with_agent_trunks(int count)
{
	siptrunk_builder_t *builder = sample_begin(CREDENTIAL);
	siptrunk_trunk_row_t row;
	char name[16];
	int i, table;

	for(i = 1; i <= count; i++) {
		row = agent_trunk(i, name);
		assert_int_equal(
				siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_OK);
	}
	for(table = CREDENTIAL; table <= API; table++)
		assert_int_equal(sample_add_table(builder, table), SIPTRUNK_OK);
	return builder;
}

static void so_many_trunks_have_an_api(void **state)
{
	siptrunk_builder_t *builder = begin_with_agent_trunks(SIPTRUNK_APIS_MAX);
	siptrunk_api_row_t row = sample_api;
	siptrunk_status_t status = SIPTRUNK_OK;
	char name[16];
	int i;

	(void)state;
	for(i = 1; i <= SIPTRUNK_APIS_MAX; i++) {
		assert_int_equal(status, SIPTRUNK_OK);
		row.id = 200 + i;
		row.trunk = agent_trunk(i, name).name;
		status = siptrunk_builder_add_api(builder, &row);
	}
	sample_refused(builder, status,
			IN("api", "232") "trunk: expected 32 rows at most, found one more, "
							 "for 'agent_32'");
}

static void a_name_has_one_header(void **state)
{
	siptrunk_builder_t *builder = sample_begin(CALL_ID_HEADER);
	siptrunk_variable_row_t row = sample_variable;

	(void)state;
	row.id = 20;
	row.header = T("X-Other");
	row.kind = T("metadata");
	assert_int_equal(
			siptrunk_builder_add_variable(builder, &row), SIPTRUNK_OK);
	row.id = 21;
	sample_refused(builder, siptrunk_builder_add_variable(builder, &row),
			IN("variable", "21") "name: expected a name that no other header "
								 "has, found 'customer'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns_of_an_api),
			cmocka_unit_test(columns_of_an_agent),
			cmocka_unit_test(columns_of_a_variable),
			cmocka_unit_test(a_trunk_has_one_api),
			cmocka_unit_test(so_many_trunks_have_an_api),
			cmocka_unit_test(a_name_has_one_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
