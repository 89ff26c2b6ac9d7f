/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_transfer.c. */
#include "siptrunk_transfer.h"
#include "sample.h"

static void assert_number(const char *uri, const char *expected)
{
	char number[SIPTRUNK_NUMBER_MAX + 1];

	assert_true(siptrunk_transfer_number(unit_slice(uri), number));
	assert_string_equal(number, expected);
}

static void refuse_number(const char *uri)
{
	char number[SIPTRUNK_NUMBER_MAX + 1];

	assert_false(siptrunk_transfer_number(unit_slice(uri), number));
}

static void a_number_in_its_spellings(void **state)
{
	(void)state;
	assert_number("sip:+13125550188@203.0.113.10", "+13125550188");
	assert_number("sips:2001@example.com:5061;transport=tls?X-A=b", "2001");
	assert_number("sip:%2B1312555%30188@x;a=b", "+13125550188");
	assert_number(" tel:+1-312-555-0188 ", "+13125550188");
	assert_number("2001", "2001");
	assert_number("2001@anything", "2001");
	unit_slices_free();
}

static void a_parameter_makes_another_number(void **state)
{
	(void)state;
	refuse_number("tel:0188;phone-context=+1312555");
	refuse_number("tel:+13125550188;ext=12");
	refuse_number("sip:0188;phone-context=+1312555@example.com");
	refuse_number("sip:0188;phone%2Dcontext=+1312555@example.com");
	refuse_number("0188;");
	unit_slices_free();
}

static void no_number(void **state)
{
	(void)state;
	refuse_number("");
	refuse_number("sip:example.com");
	refuse_number("sip:alice@example.com");
	refuse_number("sip:@example.com");
	refuse_number("urn:service:sos");
	refuse_number("http://2001@example.com");
	unit_slices_free();
}

/** genesys, the sample's, with a list and in this role. */
static siptrunk_config_t *config_of(siptrunk_role_t role)
{
	siptrunk_config_t *config = sample_finish(sample_begin(TABLES));

	config->trunks[0].role = role;
	return config;
}

static bool is_anothers(siptrunk_text_t call_id)
{
	return !siptrunk_text_equal(call_id, T("own@x"));
}

static void assert_may(siptrunk_role_t role, const char *uri, bool may)
{
	siptrunk_config_t *config = config_of(role);

	assert_int_equal(siptrunk_transfer_may(config, &config->trunks[0],
							 unit_slice(uri), is_anothers),
			may);
	unit_slices_free();
	sample_end(config);
}

static void an_agent_and_a_carrier_have_a_list(void **state)
{
	siptrunk_role_t role;

	(void)state;
	for(role = SIPTRUNK_ROLE_AGENT; role <= SIPTRUNK_ROLE_CARRIER; role++) {
		assert_may(role, "sip:+13125550188@203.0.113.10", true);
		assert_may(role, "tel:2001", true);
		assert_may(role, "tel:2002", false);
		assert_may(role, "sip:13125550188@203.0.113.10", false);
		assert_may(role, "sip:alice@example.com", false);
		assert_may(role, "tel:2001;phone-context=+1", false);
	}
}

static void anothers_list_is_not_ones_own(void **state)
{
	siptrunk_config_t *config = config_of(SIPTRUNK_ROLE_AGENT);

	(void)state;
	config->trunks[1].role = SIPTRUNK_ROLE_AGENT;
	assert_false(siptrunk_transfer_may(
			config, &config->trunks[1], T("sip:2001@x"), is_anothers));
	sample_end(config);
}

static void a_pbx_has_none(void **state)
{
	(void)state;
	assert_may(SIPTRUNK_ROLE_PBX, "sip:2002@x", true);
	assert_may(SIPTRUNK_ROLE_PBX, "sip:2002@x?Replaces=a", true);
	assert_may(SIPTRUNK_ROLE_EMERGENCY, "sip:alice@x", true);
}

static void no_other_call_is_taken_over(void **state)
{
	(void)state;
	assert_may(
			SIPTRUNK_ROLE_AGENT, "sip:2001@x?Replaces=a%3Bto-tag%3Db", false);
	assert_may(SIPTRUNK_ROLE_AGENT, "sip:2001@x?X-A=b&join=a", false);
	assert_may(SIPTRUNK_ROLE_AGENT, "sip:2001@x?X-A=b&Subject=join", true);
	assert_may(SIPTRUNK_ROLE_AGENT,
			"sip:2001@x?Replaces=own%40x%3Bto-tag%3Db", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_number_in_its_spellings),
			cmocka_unit_test(a_parameter_makes_another_number),
			cmocka_unit_test(no_number),
			cmocka_unit_test(an_agent_and_a_carrier_have_a_list),
			cmocka_unit_test(anothers_list_is_not_ones_own),
			cmocka_unit_test(a_pbx_has_none),
			cmocka_unit_test(no_other_call_is_taken_over),
	};

	return cmocka_run_group_tests_name("transfer", tests, NULL, NULL);
}
