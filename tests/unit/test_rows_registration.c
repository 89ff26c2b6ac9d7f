/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_registration.c: one bad column at a time, and what is kept. */
#include "sample.h"

#include <stdio.h>
#include <string.h>

#define IN_ROW "table siptrunk_registration, row 27, column "

#define BAD(member, value, expected) \
	REFUSED(REGISTRATION, registration, sample_registration, member, value, \
			IN_ROW expected)
#define GOOD(member, value) \
	ACCEPTED(REGISTRATION, registration, sample_registration, member, value)

static void trunks(void **state)
{
	(void)state;
	BAD(trunk, "mars",
			"trunk: expected a name in siptrunk_trunk, found 'mars'");
	BAD(trunk, "redsky",
			"trunk: expected a trunk whose role is not emergency, found "
			"'redsky'");
	GOOD(trunk, "genesys");
}

#define NO_NAME                                                       \
	"username: expected 1 to 64 printable characters without quotes, " \
	"backslashes and colons, found "
#define NO_USER                                                        \
	"username: expected a SIP URI's user of letters, digits and "      \
	"-_.!~*'()&=+$,/%, found "

static void usernames(void **state)
{
	char longest[66];

	(void)state;
	memset(longest, 'a', sizeof(longest));
	longest[64] = '\0';
	GOOD(username, longest);
	GOOD(username, "+13125550150");
	GOOD(username, "alice%40example.com");
	BAD(username, "", NO_NAME "''");
	BAD(username, "alice:secret", NO_NAME "'alice:secret'");
	BAD(username, "alice smith", NO_USER "'alice smith'");
	BAD(username, "alice@example.com", NO_USER "'alice@example.com'");
	BAD(username, "alice;x", NO_USER "'alice;x'");
}

#define NO_DOMAIN \
	"domain: expected a host name, an IPv4 address or [an IPv6 address], found "

static void domains(void **state)
{
	(void)state;
	GOOD(domain, "203.0.113.10");
	GOOD(domain, "[2001:db8::1]");
	BAD(domain, "", NO_DOMAIN "''");
	BAD(domain, "2001:db8::1", NO_DOMAIN "'2001:db8::1'");
	BAD(domain, "203.0.113.310", NO_DOMAIN "'203.0.113.310'");
	BAD(domain, "sip.example.com:5061", NO_DOMAIN "'sip.example.com:5061'");
	BAD(domain, "sip.example.com;x", NO_DOMAIN "'sip.example.com;x'");
}

static void times(void **state)
{
	(void)state;
	GOOD(expires, "60");
	GOOD(expires, "86400");
	BAD(expires, "59", "expires: expected 60 to 86400 seconds, found '59'");
	BAD(expires, "86401",
			"expires: expected 60 to 86400 seconds, found '86401'");
	BAD(expires, "", "expires: expected 60 to 86400 seconds, found ''");
	BAD(expires, "1h", "expires: expected 60 to 86400 seconds, found '1h'");
}

static void a_trunk_has_one_row(void **state)
{
	siptrunk_registration_row_t row = sample_registration;
	siptrunk_builder_t *builder = sample_begin(TABLES);

	(void)state;
	row.id = 28;
	row.username = T("other");
	sample_refused(builder, siptrunk_builder_add_registration(builder, &row),
			"table siptrunk_registration, row 28, column trunk: expected a "
			"trunk that no other row has, found 'agents'");
}

/** The rows of all tables but one before it. */
static siptrunk_builder_t *begin_without(int left_out)
{
	siptrunk_builder_t *builder = sample_builder();
	int table;

	for(table = 0; table < REGISTRATION; table++) {
		if(table != left_out)
			sample_add_table(builder, table);
	}
	return builder;
}

static void warned(int left_out, const char *expected)
{
	siptrunk_builder_t *builder = begin_without(left_out);

	sample_warnings = 0; /* another: nor has redsky a gateway */
	sample_accepted(builder,
			siptrunk_builder_add_registration(builder, &sample_registration));
	assert_int_equal(sample_warnings, 1);
	assert_string_equal(sample_warning, expected);
}

static void what_is_missing_is_told(void **state)
{
	(void)state;
	warned(GATEWAY,
			IN_ROW "trunk: expected a trunk with a gateway, with which the "
				   "edge could register, found 'agents'");
	warned(CREDENTIAL,
			IN_ROW "trunk: expected a trunk with outbound credentials in "
				   "siptrunk_credential, unless its registrar knows the edge "
				   "by its address, found 'agents'");
}

/** What it shows the edge is not what the edge shows it. */
static void an_inbound_credential_is_no_outbound_one(void **state)
{
	siptrunk_registration_row_t row = sample_registration;
	siptrunk_builder_t *builder = sample_begin(REGISTRATION);

	(void)state;
	row.trunk = T("genesys");
	sample_accepted(builder, siptrunk_builder_add_registration(builder, &row));
	assert_int_equal(sample_warnings, 2); /* nor has it a gateway */
	assert_non_null(strstr(sample_warning, "outbound credentials"));
}

static void what_is_kept(void **state)
{
	siptrunk_registration_row_t row = {
			26, T("genesys"), T("pbx"), T("[2001:db8::1]"), T("60")};
	siptrunk_builder_t *builder = sample_begin(TABLES);
	const siptrunk_own_registration_t *found;
	siptrunk_config_t *config;

	(void)state;
	siptrunk_builder_add_registration(builder, &row);
	config = sample_finish(builder);
	assert_int_equal(config->registration_count, 2);
	found = siptrunk_config_trunk(config, T("agents"))->registration;
	assert_int_equal(found->row, 27);
	unit_assert_text(found->username, "edge+1");
	unit_assert_text(found->domain, "sip.agents.example");
	assert_int_equal(found->expires, 3600);
	found = siptrunk_config_trunk(config, T("genesys"))->registration;
	assert_int_equal(found->row, 26);
	unit_assert_text(found->username, "pbx");
	assert_int_equal(found->expires, 60);
	assert_null(siptrunk_config_trunk(config, T("redsky"))->registration);
	sample_end(config);
}

#define CROWD 20

/** Each of as many trunks has a row. */
static siptrunk_status_t crowd_build(void)
{
	siptrunk_builder_t *builder = sample_builder();
	siptrunk_trunk_row_t trunk = sample_agent_trunk;
	siptrunk_registration_row_t row = sample_registration;
	siptrunk_config_t *config = NULL;
	siptrunk_status_t status;
	char name[16];
	int i;

	if(builder == NULL)
		return SIPTRUNK_NO_MEMORY;
	sample_add(builder, TRUNK);
	trunk.name = row.trunk = (siptrunk_text_t){name, 3};
	for(i = 0; i < CROWD; i++) {
		snprintf(name, sizeof(name), "t%02d", i);
		trunk.id = 100 + i;
		siptrunk_builder_add_trunk(builder, &trunk);
	}
	sample_add_table(builder, NUMBER_PLAN);
	for(i = 0; i < CROWD; i++) {
		snprintf(name, sizeof(name), "t%02d", i);
		row.id = 200 + i;
		siptrunk_builder_add_registration(builder, &row);
	}
	status = siptrunk_builder_finish(builder, &config);
	for(i = 0; config != NULL && i < CROWD; i++)
		assert_int_equal(config->trunks[i].registration->row, 200 + i);
	siptrunk_builder_free(builder);
	siptrunk_config_free(config);
	return status;
}

static void rows_survive_every_failed_allocation(void **state)
{
	(void)state;
	unit_fail_each_allocation(crowd_build, 2 * CROWD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(trunks),
			cmocka_unit_test(usernames),
			cmocka_unit_test(domains),
			cmocka_unit_test(times),
			cmocka_unit_test(a_trunk_has_one_row),
			cmocka_unit_test(what_is_missing_is_told),
			cmocka_unit_test(an_inbound_credential_is_no_outbound_one),
			cmocka_unit_test(what_is_kept),
			cmocka_unit_test(rows_survive_every_failed_allocation),
	};

	return cmocka_run_group_tests_name("rows_registration", tests, NULL, NULL);
}
