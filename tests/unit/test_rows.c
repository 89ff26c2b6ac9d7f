/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_rows.c: one bad column at a time, in a sample that is good
 * otherwise; every error names table, row, column and value.
 */
#include "sample.h"

#include <stdio.h>
#include <string.h>

static void site_columns(void **state)
{
	(void)state;
	REFUSED(SITE, site, sample_site, name, "",
			"table siptrunk_site, row 1, column name: expected a name of 1 to "
			"64 printable characters, found ''");
	REFUSED(SITE, site, sample_site, ani, "3125550100",
			"table siptrunk_site, row 1, column ani: expected an E.164 number "
			"with its '+', found '3125550100'");
	ACCEPTED(SITE, site, sample_site, ani, "");
	REFUSED(SITE, site, sample_site, desk, "front desk",
			"table siptrunk_site, row 1, column desk: expected an extension or "
			"an E.164 number, found 'front desk'");
	ACCEPTED(SITE, site, sample_site, desk, "");
	ACCEPTED(SITE, site, sample_site, desk, "+13125550100");
	REFUSED(SITE, site, sample_site, callback, "agent",
			"table siptrunk_site, row 1, column callback: expected desk or "
			"caller, found 'agent'");
	ACCEPTED(SITE, site, sample_site, callback, "caller");
}

static void caller_order_columns(void **state)
{
	(void)state;
	REFUSED(CALLER_ORDER, caller_order, sample_order, name, "site",
			"table siptrunk_caller_order, row 2, column name: expected a name "
			"that is no source, found 'site'");
	REFUSED(CALLER_ORDER, caller_order, sample_order, sources, "site,bogus",
			"table siptrunk_caller_order, row 2, column sources: expected "
			"call_source, user_extension, site, trunk or user_email, "
			"found 'bogus'");
	REFUSED(CALLER_ORDER, caller_order, sample_order, sources, "",
			"table siptrunk_caller_order, row 2, column sources: expected at "
			"least one source, found ''");
}

static void trunk_columns(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_pbx, name, "a\nb",
			"table siptrunk_trunk, row 3, column name: expected a name of 1 "
			"to 64 printable characters, found 'a\\x0ab'");
	REFUSED(TRUNK, trunk, sample_pbx, gateways, "0",
			"table siptrunk_trunk, row 3, column gateways: expected a "
			"dispatcher set, 1 or more, found '0'");
	REFUSED(TRUNK, trunk, sample_pbx, caller_order, "extension_first",
			"table siptrunk_trunk, row 3, column caller_order: expected a "
			"name in siptrunk_caller_order or a list of sources, "
			"found 'extension_first'");
	REFUSED(TRUNK, trunk, sample_pbx, ani, "911",
			"table siptrunk_trunk, row 3, column ani: expected an E.164 "
			"number with its '+', found '911'");
	REFUSED(TRUNK, trunk, sample_pbx, outside_prefix, "9,",
			"table siptrunk_trunk, row 3, column outside_prefix: expected "
			"digits only, found '9,'");
	REFUSED(TRUNK, trunk, sample_pbx, site, "boston",
			"table siptrunk_trunk, row 3, column site: expected a name in "
			"siptrunk_site, found 'boston'");
	REFUSED(TRUNK, trunk, sample_pbx, call_limit, "-1",
			"table siptrunk_trunk, row 3, column call_limit: expected a "
			"number, 0 or more, found '-1'");
	REFUSED(TRUNK, trunk, sample_pbx, description, "a\rb",
			"table siptrunk_trunk, row 3, column description: expected "
			"printable text, found 'a\\x0db'");
	ACCEPTED(TRUNK, trunk, sample_pbx, caller_order, "trunk,site");
	ACCEPTED(TRUNK, trunk, sample_pbx, site, "");
	REFUSED(TRUNK, trunk, sample_pbx, header_limit, "-1",
			"table siptrunk_trunk, row 3, column header_limit: expected a "
			"number, 0 or more, found '-1'");
	REFUSED(TRUNK, trunk, sample_pbx, header_size, "1k",
			"table siptrunk_trunk, row 3, column header_size: expected a "
			"number, 0 or more, found '1k'");
}

static void trunk_words(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_pbx, role, "peer",
			"table siptrunk_trunk, row 3, column role: expected pbx, agent, "
			"carrier or emergency, found 'peer'");
	REFUSED(TRUNK, trunk, sample_pbx, state, "up",
			"table siptrunk_trunk, row 3, column state: expected in_service "
			"or out_of_service, found 'up'");
	REFUSED(TRUNK, trunk, sample_pbx, transport, "ws",
			"table siptrunk_trunk, row 3, column transport: expected udp, "
			"tcp, tls or nothing, found 'ws'");
	REFUSED(TRUNK, trunk, sample_pbx, distribution, "",
			"table siptrunk_trunk, row 3, column distribution: expected "
			"sequential or random, found ''");
	REFUSED(TRUNK, trunk, sample_pbx, bad_certificate, "allow",
			"table siptrunk_trunk, row 3, column bad_certificate: expected "
			"refuse or allow_and_alarm, found 'allow'");
	REFUSED(TRUNK, trunk, sample_pbx, psap_callback, "yes",
			"table siptrunk_trunk, row 3, column psap_callback: expected "
			"ignored or trusted, found 'yes'");
	REFUSED(TRUNK, trunk, sample_pbx, identity, "anonymous",
			"table siptrunk_trunk, row 3, column identity: expected pass or "
			"hide, found 'anonymous'");
	REFUSED(TRUNK, trunk, sample_pbx, refer, "follow",
			"table siptrunk_trunk, row 3, column refer: expected relay, "
			"carry_out or refuse, found 'follow'");
	REFUSED(TRUNK, trunk, sample_pbx, refer, "carry_out",
			"table siptrunk_trunk, row 3, column refer: expected relay or "
			"refuse, because role is not agent, found 'carry_out'");
	REFUSED(TRUNK, trunk, sample_pbx, transfer_caller, "both",
			"table siptrunk_trunk, row 3, column transfer_caller: expected "
			"own or transferee, found 'both'");
	REFUSED(TRUNK, trunk, sample_pbx, topology, "some",
			"table siptrunk_trunk, row 3, column topology: expected show or "
			"hide, found 'some'");
	REFUSED(TRUNK, trunk, sample_pbx, topology, "hide",
			"table siptrunk_trunk, row 3, column topology: expected show, "
			"because role is not agent, found 'hide'");
	ACCEPTED(TRUNK, trunk, sample_pbx, state, "out_of_service");
}

static void who_hides_users_has_a_number_to_show(void **state)
{
	siptrunk_trunk_row_t row = sample_pbx;
	const siptrunk_trunk_t *trunk;
	siptrunk_config_t *config;

	(void)state;
	REFUSED(TRUNK, trunk, sample_pbx, identity, "hide",
			"table siptrunk_trunk, row 3, column ani: expected an E.164 "
			"number, because identity is hide, found ''");
	REFUSED(TRUNK, trunk, sample_emergency, identity, "hide",
			"table siptrunk_trunk, row 4, column identity: expected pass, "
			"because role is emergency, found 'hide'");
	row.id = 33;
	row.name = T("retell");
	row.role = T("agent");
	row.identity = T("hide");
	row.ani = T("+13125550142");
	row.caller_order = T("user_extension,site,call_source,user_email");
	siptrunk_builder_t *builder = sample_begin(CREDENTIAL);
	assert_int_equal(siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_OK);
	sample_add_table(builder, NUMBER_PLAN);
	config = sample_finish(builder);
	trunk = siptrunk_config_trunk(config, row.name);
	assert_int_equal(trunk->identity, SIPTRUNK_IDENTITY_HIDE);
	assert_int_equal(trunk->caller_order.count, 2);
	assert_int_equal(trunk->caller_order.sources[0], SIPTRUNK_SOURCE_SITE);
	assert_int_equal(trunk->caller_order.sources[1], SIPTRUNK_SOURCE_TRUNK);
	sample_end(config);
}

static void what_only_an_agents_trunk_may_have(void **state)
{
	siptrunk_trunk_row_t row = sample_pbx;
	const siptrunk_trunk_t *trunk;
	siptrunk_config_t *config;

	(void)state;
	row.id = 33;
	row.name = T("retell");
	row.role = T("agent");
	row.refer = T("carry_out");
	row.transfer_caller = T("transferee");
	row.topology = T("hide");
	siptrunk_builder_t *builder = sample_begin(CREDENTIAL);
	assert_int_equal(siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_OK);
	sample_add_table(builder, NUMBER_PLAN);
	config = sample_finish(builder);
	trunk = siptrunk_config_trunk(config, row.name);
	assert_int_equal(trunk->refer, SIPTRUNK_REFER_CARRY_OUT);
	unit_assert_text(siptrunk_refer_name(trunk->refer), "carry_out");
	assert_int_equal(trunk->transfer_caller,
			SIPTRUNK_TRANSFER_CALLER_TRANSFEREE);
	unit_assert_text(
			siptrunk_transfer_caller_name(trunk->transfer_caller),
			"transferee");
	unit_assert_text(
			siptrunk_topology_policy_name(trunk->topology), "hide");
	sample_end(config);
}

static const char *transport_of(const char *role)
{
	siptrunk_builder_t *builder = sample_begin(TRUNK);
	siptrunk_trunk_row_t row = sample_pbx;
	siptrunk_config_t *config;
	const char *found;

	row.role = siptrunk_text(role);
	row.transport = T("");
	siptrunk_builder_add_trunk(builder, &row);
	sample_add_table(builder, NUMBER_PLAN);
	config = sample_finish(builder);
	found = siptrunk_text_equal(config->trunks[0].transport, T("tcp"))
					? "tcp"
					: "udp";
	sample_end(config);
	return found;
}

static void only_an_agents_default_is_tcp(void **state)
{
	(void)state;
	assert_string_equal(transport_of("agent"), "tcp");
	assert_string_equal(transport_of("carrier"), "udp");
	assert_string_equal(transport_of("pbx"), "udp");
}

static void authorities_are_digests(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_pbx, authority, "root.crt",
			"table siptrunk_trunk, row 3, column authority: expected SHA-256 "
			"fingerprints, AB:CD:..., with commas between them, "
			"found 'root.crt'");
	ACCEPTED(TRUNK, trunk, sample_pbx, authority, "");
}

static void emergency_trunk_demands_ani_and_order(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_emergency, ani, "",
			"table siptrunk_trunk, row 4, column ani: expected an E.164 "
			"number, because role is emergency, found ''");
	REFUSED(TRUNK, trunk, sample_emergency, caller_order, "",
			"table siptrunk_trunk, row 4, column caller_order: expected an "
			"order, because role is emergency, found ''");
	REFUSED(TRUNK, trunk, sample_emergency, caller_order, " ",
			"table siptrunk_trunk, row 4, column caller_order: expected an "
			"order, because role is emergency, found ' '");
	REFUSED(TRUNK, trunk, sample_emergency, role, "carrier",
			"table siptrunk_trunk, row 4, column bad_certificate: expected "
			"refuse, because role is not emergency, found 'allow_and_alarm'");
	REFUSED(TRUNK, trunk, sample_emergency, refer, "refuse",
			"table siptrunk_trunk, row 4, column refer: expected relay, "
			"because role is emergency, found 'refuse'");
}

static void header_columns(void **state)
{
	(void)state;
	REFUSED(HEADER, header, sample_header, trunk, "nobody",
			"table siptrunk_header, row 5, column trunk: expected a name in "
			"siptrunk_trunk, found 'nobody'");
	REFUSED(HEADER, header, sample_header, name, "X Y",
			"table siptrunk_header, row 5, column name: expected a header "
			"name of 1 to 64 token characters, found 'X Y'");
	REFUSED(HEADER, header, sample_header, name, "f",
			"table siptrunk_header, row 5, column name: expected a header "
			"that SIP or the edge does not manage, found 'f'");
	REFUSED(HEADER, header, sample_header, value, "x\r\nFrom: y",
			"table siptrunk_header, row 5, column value: expected no control "
			"character, found 'x\\x0d\\x0aFrom: y'");
	REFUSED(HEADER, header, sample_header, value, "",
			"table siptrunk_header, row 5, column value: expected a value of "
			"1 to 1024 bytes, found ''");
}

static void header_is_set_once_per_trunk(void **state)
{
	siptrunk_builder_t *builder = sample_begin(HEADER + 1);
	siptrunk_header_row_t again = sample_header;

	(void)state;
	again.id = 55;
	again.name = T("e911-ORGANIZATION-id");
	sample_refused(builder, siptrunk_builder_add_header(builder, &again),
			"table siptrunk_header, row 55, column name: expected a header "
			"that the trunk has not yet, found 'e911-ORGANIZATION-id'");
	again.trunk = T("genesys");
	builder = sample_begin(HEADER + 1);
	sample_accepted(builder, siptrunk_builder_add_header(builder, &again));
}

static void organization_id_that_is_no_uuid_is_warned_of(void **state)
{
	(void)state;
	ACCEPTED(HEADER, header, sample_header, value, "12345");
	assert_int_equal(sample_warnings, 1);
	assert_string_equal(sample_warning,
			"table siptrunk_header, row 5, column value: expected the HELD "
			"Company ID, a UUID, found '12345'");
	ACCEPTED(HEADER, header, sample_header, name, "X-Other");
	assert_int_equal(sample_warnings, 0);
	ACCEPTED(HEADER, header, sample_header, trunk, "redsky");
	assert_int_equal(sample_warnings, 0);
}

static void carrier_without_a_number_is_warned_of(void **state)
{
	siptrunk_builder_t *builder = sample_begin(TRUNK);
	siptrunk_trunk_row_t row = sample_emergency;

	(void)state;
	row.role = T("carrier");
	row.bad_certificate = T("refuse");
	sample_accepted(builder, siptrunk_builder_add_trunk(builder, &row));
	assert_int_equal(sample_warnings, 0);
	row.ani = T("");
	builder = sample_begin(TRUNK);
	sample_accepted(builder, siptrunk_builder_add_trunk(builder, &row));
	assert_int_equal(sample_warnings, 1);
	assert_string_equal(sample_warning,
			"table siptrunk_trunk, row 4, column ani: expected the number "
			"registered with this carrier, for emergency calls that fall back "
			"to it, found ''");
}

static void warnings_need_no_listener(void **state)
{
	siptrunk_builder_t *builder =
			siptrunk_builder_new(&unit_allocator, &unit_allocator, NULL);
	siptrunk_header_row_t row = sample_header;

	(void)state;
	row.value = T("12345");
	assert_int_equal(sample_add(builder, HEADER), SIPTRUNK_OK);
	sample_accepted(builder, siptrunk_builder_add_header(builder, &row));
}

static void caller_columns(void **state)
{
	(void)state;
	REFUSED(CALLER, caller, sample_caller, aor, "",
			"table siptrunk_caller, row 7, column aor: expected user@host "
			"without escapes and parameters, found ''");
	REFUSED(CALLER, caller, sample_caller, email, "alice",
			"table siptrunk_caller, row 7, column email: expected an e-mail "
			"address, found 'alice'");
	REFUSED(CALLER, caller, sample_caller, extension, "20-01",
			"table siptrunk_caller, row 7, column extension: expected an "
			"extension of 1 to 15 digits, found '20-01'");
	REFUSED(CALLER, caller, sample_caller, did, "3125550101",
			"table siptrunk_caller, row 7, column did: expected an E.164 "
			"number with its '+', found '3125550101'");
	REFUSED(CALLER, caller, sample_caller, site, "boston",
			"table siptrunk_caller, row 7, column site: expected a name in "
			"siptrunk_site, found 'boston'");
	ACCEPTED(CALLER, caller, sample_caller, email, "");
	ACCEPTED(CALLER, caller, sample_caller, extension, "");
	ACCEPTED(CALLER, caller, sample_caller, did, "");
	ACCEPTED(CALLER, caller, sample_caller, site, "");
}

static void number_plan_columns(void **state)
{
	(void)state;
	REFUSED(NUMBER_PLAN, number_plan, sample_plan_911, match_type, "regex",
			"table siptrunk_number_plan, row 8, column match_type: expected "
			"number_list, found 'regex'");
	REFUSED(NUMBER_PLAN, number_plan, sample_plan_911, classification,
			"Emergency",
			"table siptrunk_number_plan, row 8, column classification: "
			"expected a classification that is not called Emergency, such as "
			"e911, found 'Emergency'");
	REFUSED(NUMBER_PLAN, number_plan, sample_plan_911, numbers, "",
			"table siptrunk_number_plan, row 8, column numbers: expected a "
			"number of 1 to 15 digits, '+' before it or not, found ''");
	REFUSED(NUMBER_PLAN, number_plan, sample_plan_911, numbers, "911, 9x",
			"table siptrunk_number_plan, row 8, column numbers: expected a "
			"number of 1 to 15 digits, '+' before it or not, found '9x'");
	REFUSED(NUMBER_PLAN, number_plan, sample_plan_911, numbers, "911,",
			"table siptrunk_number_plan, row 8, column numbers: expected a "
			"number of 1 to 15 digits, '+' before it or not, found ''");
	REFUSED(NUMBER_PLAN, number_plan, sample_plan_911, numbers, "911,911",
			"table siptrunk_number_plan, row 8, column numbers: expected a "
			"number that the plan has not yet, for this site or for all, found "
			"'911'");
	REFUSED(NUMBER_PLAN, number_plan, sample_plan_911, site, "boston",
			"table siptrunk_number_plan, row 8, column site: expected a name "
			"in siptrunk_site, found 'boston'");
	ACCEPTED(NUMBER_PLAN, number_plan, sample_plan_911, numbers, "911 , +1411");
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
			"table siptrunk_number_plan, row 8, column numbers: expected a "
			"number that the plan has not yet, for this site or for all, found "
			"'911'");
	REFUSED(NUMBER, number_plan, sample_plan_911, site, "chicago",
			"table siptrunk_number_plan, row 8, column numbers: expected a "
			"number that the plan has not yet, for this site or for all, found "
			"'911'");
}

static void number_columns(void **state)
{
	(void)state;
	REFUSED(NUMBER, number, sample_number, number, "13125550150",
			"table siptrunk_number, row 10, column number: expected an E.164 "
			"number with its '+', found '13125550150'");
	REFUSED(NUMBER, number, sample_number, trunk, "nobody",
			"table siptrunk_number, row 10, column trunk: expected a name in "
			"siptrunk_trunk, found 'nobody'");
}

static void names_are_unique(void **state)
{
	siptrunk_builder_t *builder = sample_begin(SITE + 1);

	(void)state;
	sample_refused(builder, siptrunk_builder_add_site(builder, &sample_site),
			"table siptrunk_site, row 1, column name: expected a new site, "
			"found 'chicago'");
	builder = sample_begin(CALLER_ORDER + 1);
	sample_refused(builder,
			siptrunk_builder_add_caller_order(builder, &sample_order),
			"table siptrunk_caller_order, row 2, column name: expected a new "
			"caller order, found 'did_first'");
	builder = sample_begin(TRUNK + 1);
	sample_refused(builder, siptrunk_builder_add_trunk(builder, &sample_pbx),
			"table siptrunk_trunk, row 3, column name: expected a new trunk, "
			"found 'genesys'");
}

static void found_values_are_cut_and_printable(void **state)
{
	siptrunk_builder_t *builder = sample_begin(TRUNK);
	siptrunk_trunk_row_t row = sample_pbx;
	char value[300];
	const char *error;

	(void)state;
	memset(value, 0xff, sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	row.role = siptrunk_text(value);
	assert_int_equal(
			siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_INVALID);
	error = strstr(siptrunk_builder_error(builder), "found '");
	assert_non_null(error);
	assert_memory_equal(error, "found '\\xff\\xff", 15);
	assert_string_equal(error + strlen(error) - 8, "\\xff...'");
	assert_int_equal(strlen(error), strlen("found '") + 80 + strlen("...'"));
	siptrunk_builder_free(builder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(site_columns),
			cmocka_unit_test(caller_order_columns),
			cmocka_unit_test(trunk_columns),
			cmocka_unit_test(trunk_words),
			cmocka_unit_test(who_hides_users_has_a_number_to_show),
			cmocka_unit_test(what_only_an_agents_trunk_may_have),
			cmocka_unit_test(only_an_agents_default_is_tcp),
			cmocka_unit_test(authorities_are_digests),
			cmocka_unit_test(emergency_trunk_demands_ani_and_order),
			cmocka_unit_test(header_columns),
			cmocka_unit_test(header_is_set_once_per_trunk),
			cmocka_unit_test(organization_id_that_is_no_uuid_is_warned_of),
			cmocka_unit_test(carrier_without_a_number_is_warned_of),
			cmocka_unit_test(warnings_need_no_listener),
			cmocka_unit_test(caller_columns),
			cmocka_unit_test(number_plan_columns),
			cmocka_unit_test(a_number_is_once_in_the_plan_of_a_site),
			cmocka_unit_test(number_columns),
			cmocka_unit_test(names_are_unique),
			cmocka_unit_test(found_values_are_cut_and_printable),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
