/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_gateway.c; in which order gateways come test_builder.c
 *  tells. */
#include "sample.h"

#define IN_GATEWAY "table dispatcher, row 13, column "

static void columns(void **state)
{
	(void)state;
	REFUSED(GATEWAY, gateway, sample_gateway, destination, "tel:911",
			IN_GATEWAY "destination: expected "
					   "sip:HOST[:PORT][;transport=udp|tcp|tls], "
					   "found 'tel:911'");
	REFUSED(GATEWAY, gateway, sample_gateway, flags, "x",
			IN_GATEWAY "flags: expected a number, 0 or more, found 'x'");
	REFUSED(GATEWAY, gateway, sample_gateway, priority, "high",
			IN_GATEWAY "priority: expected a number, found 'high'");
	REFUSED(GATEWAY, gateway, sample_gateway, attrs, "name=a b",
			IN_GATEWAY "attrs: expected name= with a host name or an address, "
					   "found 'a b'");
	REFUSED(GATEWAY, gateway, sample_gateway, destination, "sip:a.b ",
			IN_GATEWAY "destination: expected a URI without a space: if "
					   "there's a space in the termination SIP URI, remove it, "
					   "found 'sip:a.b '");
	REFUSED(GATEWAY, gateway, sample_gateway, attrs, "name=a.lab;weight=-1",
			IN_GATEWAY "attrs: expected weight= with 0 to 65535, found '-1'");
	REFUSED(GATEWAY, gateway, sample_gateway, attrs, "weight=65536",
			IN_GATEWAY
			"attrs: expected weight= with 0 to 65535, found '65536'");
	ACCEPTED(GATEWAY, gateway, sample_gateway, attrs, "weight=65535");
	ACCEPTED(GATEWAY, gateway, sample_gateway, attrs, "weight=");
	ACCEPTED(GATEWAY, gateway, sample_gateway, priority, "-1");
	ACCEPTED(GATEWAY, gateway, sample_gateway, attrs, "");
	ACCEPTED(GATEWAY, gateway, sample_gateway, attrs, "name=198.51.100.11");
}

static void srtp_demands_tls(void **state)
{
	(void)state;
	REFUSED(GATEWAY, gateway, sample_gateway, destination,
			"sip:198.51.100.11:5061;transport=tcp",
			IN_GATEWAY "destination: expected ;transport=tls, as trunk redsky "
					   "has it, found tcp");
	REFUSED(GATEWAY, gateway, sample_gateway, destination, "sip:198.51.100.11",
			IN_GATEWAY "destination: expected ;transport=tls, as trunk redsky "
					   "has it, found udp");
}

/** What is wrong in other sets is not this module's business. */
static void other_sets(void **state)
{
	siptrunk_gateway_row_t row = sample_gateway;
	siptrunk_builder_t *builder = sample_begin(GATEWAY);

	(void)state;
	row.set = SIPTRUNK_TEXT("7");
	row.destination = SIPTRUNK_TEXT("nonsense");
	assert_int_equal(siptrunk_builder_add_gateway(builder, &row), SIPTRUNK_OK);
	row.set = SIPTRUNK_TEXT("-1");
	sample_accepted(builder, siptrunk_builder_add_gateway(builder, &row));
}

/** A builder that takes such rows. */
typedef struct given
{
	int id;
	const char *set, *destination, *flags, *priority, *attrs;
} given_t;

static siptrunk_config_t *configure(const given_t *rows, size_t count)
{
	siptrunk_builder_t *builder = sample_begin(GATEWAY);
	siptrunk_config_t *config = NULL;
	size_t i;

	for(i = 0; i < count; i++) {
		siptrunk_gateway_row_t row = {rows[i].id, siptrunk_text(rows[i].set),
				siptrunk_text(rows[i].destination),
				siptrunk_text(rows[i].flags), siptrunk_text(rows[i].priority),
				siptrunk_text(rows[i].attrs)};

		assert_int_equal(
				siptrunk_builder_add_gateway(builder, &row), SIPTRUNK_OK);
	}
	assert_int_equal(siptrunk_builder_finish(builder, &config), SIPTRUNK_OK);
	siptrunk_builder_free(builder);
	return config;
}

static void what_is_disabled_is_not_there(void **state)
{
	static const given_t rows[] = {
			{1, "3", "sip:10.0.0.1;transport=tls", "4", "0", ""},
			{2, "3", "sip:10.0.0.2;transport=udp", "12", "0", ""},
			{3, "9", "sip:10.0.0.3", "0", "0", ""},
			{4, "3", "sip:10.0.0.4;transport=tls", "0", "-5", ""}};
	siptrunk_config_t *config = configure(rows, COUNT(rows));

	(void)state;
	assert_int_equal(config->gateway_count, 1);
	assert_int_equal(config->gateways[0].row, 4);
	assert_int_equal(config->gateways[0].priority, -5);
	siptrunk_config_free(config);
}

static void names_and_flags(void **state)
{
	static const given_t rows[] = {
			{1, "3", "sip:SIP1.RedSky.lab;transport=tls", "0", "1",
					"name=Other.Lab"},
			{2, "3", "sip:SIP2.RedSky.lab;transport=tls", "1", "0", "x=y"},
			{3, "3", "sip:[2001:DB8::1];transport=tls", "9", "-1", ""}};
	siptrunk_config_t *config = configure(rows, COUNT(rows));
	const siptrunk_gateway_t *gateways =
			siptrunk_config_trunk(config, T("redsky"))->gateway_list;

	(void)state;
	unit_assert_text(gateways[0].name, "other.lab");
	unit_assert_text(gateways[0].host, "sip1.redsky.lab");
	unit_assert_text(gateways[1].name, "sip2.redsky.lab");
	unit_assert_text(gateways[2].name, "[2001:db8::1]");
	assert_false(gateways[0].inactive || gateways[0].probed);
	assert_true(gateways[1].inactive && !gateways[1].probed);
	assert_true(gateways[2].inactive && gateways[2].probed);
	siptrunk_config_free(config);
}

static void gateways_may_differ_in_transport_and_weight(void **state)
{
	static const given_t rows[] = {
			{1, "1", "sip:192.0.2.10:5060;transport=tcp", "0", "0", "weight=7"},
			{2, "3", "sip:198.51.100.11;transport=tls", "0", "0", ""},
			{3, "1", "sip:192.0.2.10", "0", "0", ""},
			{4, "1", "sip:192.0.2.10;transport=tls", "0", "0", "weight=0"}};
	siptrunk_config_t *config = configure(rows, COUNT(rows));
	const siptrunk_gateway_t *gateways =
			siptrunk_config_trunk(config, T("genesys"))->gateway_list;

	(void)state;
	assert_int_equal(sample_warnings, 0);
	assert_int_equal(gateways[0].transport, SIPTRUNK_TCP);
	assert_int_equal(gateways[0].weight, 7);
	assert_int_equal(gateways[1].transport, SIPTRUNK_UDP);
	assert_int_equal(gateways[1].weight, 0);
	assert_int_equal(gateways[2].transport, SIPTRUNK_TLS);
	assert_int_equal(gateways[2].port, 5061);
	siptrunk_config_free(config);
}

static void a_host_of_twilios_without_a_region_is_warned_of(void **state)
{
	siptrunk_gateway_row_t row = sample_gateway;
	siptrunk_builder_t *builder = sample_begin(GATEWAY);

	(void)state;
	row.destination = T("sip:acme.pstn.ashburn.twilio.com;transport=tls");
	assert_int_equal(siptrunk_builder_add_gateway(builder, &row), SIPTRUNK_OK);
	assert_int_equal(sample_warnings, 0);
	row.id = 14;
	row.destination = T("sip:Acme.PSTN.twilio.com;transport=tls");
	sample_accepted(builder, siptrunk_builder_add_gateway(builder, &row));
	assert_int_equal(sample_warnings, 1);
	assert_string_equal(sample_warning,
			"table dispatcher, row 14, column destination: expected a "
			"localized termination URI that is near the edge, such as "
			"NAME.pstn.ashburn.twilio.com, found 'Acme.PSTN.twilio.com'");
}

static void an_emergency_trunk_without_a_gateway_is_warned_of(void **state)
{
	siptrunk_config_t *config = configure(NULL, 0);

	(void)state;
	assert_int_equal(sample_warnings, 1);
	assert_string_equal(sample_warning,
			"table siptrunk_trunk, row 4, column gateways: expected a set of "
			"table dispatcher with a gateway, found none in set 3: emergency "
			"calls have only the fallback carrier");
	siptrunk_config_free(config);
	assert_int_equal(unit_live_blocks, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(columns),
			cmocka_unit_test(srtp_demands_tls), cmocka_unit_test(other_sets),
			cmocka_unit_test(what_is_disabled_is_not_there),
			cmocka_unit_test(names_and_flags),
			cmocka_unit_test(a_host_of_twilios_without_a_region_is_warned_of),
			cmocka_unit_test(gateways_may_differ_in_transport_and_weight),
			cmocka_unit_test(
					an_emergency_trunk_without_a_gateway_is_warned_of)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
