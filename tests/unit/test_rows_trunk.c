/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_rows_trunk.c: one bad column at a time, what columns say together,
 * and where a value comes from.
 */
#include "sample.h"
#include "siptrunk_trunk_defaults.h"

#include <stdio.h>
#include <string.h>

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
	REFUSED(TRUNK, trunk, sample_pbx, distribution, "any",
			"table siptrunk_trunk, row 3, column distribution: expected "
			"sequential or random, found 'any'");
	REFUSED(TRUNK, trunk, sample_pbx, state, "",
			"table siptrunk_trunk, row 3, column state: expected in_service "
			"or out_of_service, found ''");
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
	assert_int_equal(trunk->topology, SIPTRUNK_TOPOLOGY_HIDE);
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

static void settings_of_ordinary_calls(void **state)
{
	siptrunk_trunk_row_t carrier = sample_pbx;

	(void)state;
	carrier.role = T("carrier");
	REFUSED(TRUNK, trunk, sample_pbx, country, "us",
			"table siptrunk_trunk, row 3, column country: expected two "
			"capital letters (ISO 3166), as US, or nothing, found 'us'");
	REFUSED(TRUNK, trunk, sample_pbx, countries, "US,USA",
			"table siptrunk_trunk, row 3, column countries: expected "
			"countries as US,CA (ISO 3166), *, or nothing, found 'US,USA'");
	ACCEPTED(TRUNK, trunk, carrier, countries, "US, CA");
	ACCEPTED(TRUNK, trunk, carrier, countries, "*");
	ACCEPTED(TRUNK, trunk, carrier, premium, "yes");
	REFUSED(TRUNK, trunk, sample_pbx, countries, "*",
			"table siptrunk_trunk, row 3, column countries: expected nothing, "
			"because role is not carrier, found '*'");
	REFUSED(TRUNK, trunk, sample_pbx, premium, "yes",
			"table siptrunk_trunk, row 3, column premium: expected no, because "
			"role is not carrier, found 'yes'");
	REFUSED(TRUNK, trunk, sample_pbx, number_format, "E164",
			"table siptrunk_trunk, row 3, column number_format: expected any "
			"or e164, found 'E164'");
	REFUSED(TRUNK, trunk, sample_pbx, call_limit_code, "480",
			"table siptrunk_trunk, row 3, column call_limit_code: expected "
			"486 or 503, found '480'");
	REFUSED(TRUNK, trunk, sample_pbx, unverified_caller, "Refuse",
			"table siptrunk_trunk, row 3, column unverified_caller: expected "
			"pass, replace or refuse, found 'Refuse'");
	REFUSED(TRUNK, trunk, sample_pbx, unverified_caller, "replace",
			"table siptrunk_trunk, row 3, column ani: expected an E.164 "
			"number, because unverified_caller is replace, found ''");
	REFUSED(TRUNK, trunk, sample_pbx, use_source_address, "no",
			"table siptrunk_trunk, row 3, column proof: expected certificate "
			"or digest, because use_source_address is no, found ''");
	REFUSED(TRUNK, trunk, sample_pbx, registration_rate, "many",
			"table siptrunk_trunk, row 3, column registration_rate: expected "
			"a number, 0 or more, found 'many'");
}

static void an_emergency_trunk_has_none_of_them(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_emergency, registrar, "yes",
			"table siptrunk_trunk, row 4, column registrar: expected no, "
			"because role is emergency, found 'yes'");
	REFUSED(TRUNK, trunk, sample_emergency, number_format, "e164",
			"table siptrunk_trunk, row 4, column number_format: expected any, "
			"because role is emergency, found 'e164'");
	REFUSED(TRUNK, trunk, sample_emergency, unverified_caller, "refuse",
			"table siptrunk_trunk, row 4, column unverified_caller: expected "
			"pass, because role is emergency, found 'refuse'");
#define NO_LIMIT(column) \
	REFUSED(TRUNK, trunk, sample_emergency, column, "1", \
			"table siptrunk_trunk, row 4, column " #column \
			": expected 0, because role is emergency, found '1'")
	NO_LIMIT(call_limit_in);
	NO_LIMIT(call_limit_out);
	NO_LIMIT(calls_per_second);
	NO_LIMIT(caller_calls_per_second);
	NO_LIMIT(minutes_per_hour);
	NO_LIMIT(caller_minutes_per_hour);
	NO_LIMIT(destination_alarm);
	ACCEPTED(TRUNK, trunk, sample_emergency, call_limit, "1");
	ACCEPTED(TRUNK, trunk, sample_emergency, registrar, "no");
}

/** The values in effect of a column of the sample's three trunks, in their
 *  order, with the first letter of their origins. */
static void assert_in_effect(siptrunk_text_t local,
		siptrunk_trunk_column_t column, const char *expected)
{
	siptrunk_builder_t *builder = sample_builder();
	siptrunk_trunk_defaults_t defaults;
	siptrunk_config_t *config;
	char found[200] = "";
	size_t i, len = 0;

	assert_true(siptrunk_trunk_defaults_parse(local, &defaults, NULL));
	siptrunk_builder_use_defaults(builder, &defaults);
	assert_int_equal(sample_add(builder, TABLES), SIPTRUNK_OK);
	config = sample_finish(builder);
	for(i = 0; i < config->trunk_count; i++)
		len += (size_t)snprintf(found + len, sizeof(found) - len, "%.*s %.1s;",
				SIPTRUNK_TEXT_FMT(config->trunks[i].values[column]),
				siptrunk_setting_origin_name(
						config->trunks[i].origins[column])
						.s);
	assert_string_equal(found, expected);
	sample_end(config);
}

static void a_value_has_an_origin(void **state)
{
	const siptrunk_trunk_column_t column = SIPTRUNK_TRUNK_COLUMN(transcode);

	(void)state;
	assert_in_effect(T(""), column, "no d;yes r;no d;");
	assert_in_effect(T("transcode=yes"), column, "yes l;yes r;yes l;");
	assert_in_effect(T("agent.transcode=yes"), column, "no d;yes r;yes l;");
	assert_in_effect(T("countries=US"), SIPTRUNK_TRUNK_COLUMN(countries),
			"US l; d;US l;");
	assert_in_effect(T("description=x"), SIPTRUNK_TRUNK_COLUMN(description),
			"the contact centre r; d;x l;");
}

static void what_is_in_effect_is_shown_in_our_words(void **state)
{
	(void)state;
	assert_in_effect(T(""), SIPTRUNK_TRUNK_COLUMN(transport),
			"udp r;tls r;tcp r;");
	assert_in_effect(T(""), SIPTRUNK_TRUNK_COLUMN(codecs),
			" d;PCMU,PCMA r; d;");
	assert_in_effect(T("pbx.proof= digest;pbx.realm=edge"),
			SIPTRUNK_TRUNK_COLUMN(proof), "digest l; d; d;");
}

static void a_default_is_checked_with_the_row(void **state)
{
	siptrunk_builder_t *builder = sample_builder();
	siptrunk_trunk_defaults_t defaults;

	(void)state;
	assert_true(siptrunk_trunk_defaults_parse(
			T("topology=hide"), &defaults, NULL));
	siptrunk_builder_use_defaults(builder, &defaults);
	sample_add(builder, TRUNK);
	sample_refused(builder, siptrunk_builder_add_trunk(builder, &sample_pbx),
			"table siptrunk_trunk, row 3, column topology: expected show, "
			"because role is not agent, found 'hide'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(caller_order_columns),
			cmocka_unit_test(trunk_columns),
			cmocka_unit_test(trunk_words),
			cmocka_unit_test(who_hides_users_has_a_number_to_show),
			cmocka_unit_test(what_only_an_agents_trunk_may_have),
			cmocka_unit_test(only_an_agents_default_is_tcp),
			cmocka_unit_test(authorities_are_digests),
			cmocka_unit_test(emergency_trunk_demands_ani_and_order),
			cmocka_unit_test(carrier_without_a_number_is_warned_of),
			cmocka_unit_test(settings_of_ordinary_calls),
			cmocka_unit_test(an_emergency_trunk_has_none_of_them),
			cmocka_unit_test(a_value_has_an_origin),
			cmocka_unit_test(what_is_in_effect_is_shown_in_our_words),
			cmocka_unit_test(a_default_is_checked_with_the_row),
	};

	return cmocka_run_group_tests_name("rows_trunk", tests, NULL, NULL);
}
