/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_config.c: what a configuration is asked. */
#include "sample.h"

static siptrunk_config_t *config;

static int build(void **state)
{
	siptrunk_builder_t *builder = sample_builder();
	siptrunk_status_t status = sample_add(builder, TABLES);
	siptrunk_number_row_t number = {11, T("+1312555015"), T("redsky")};

	(void)state;
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_add_number(builder, &number);
	number.number = T("+499");
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_add_number(builder, &number);
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_finish(builder, &config);
	siptrunk_builder_free(builder);
	return status == SIPTRUNK_OK ? 0 : -1;
}

static int drop(void **state)
{
	(void)state;
	siptrunk_config_free(config);
	return unit_live_blocks == 0 ? 0 : -1;
}

static void trunk_is_found_by_its_name(void **state)
{
	(void)state;
	assert_ptr_equal(
			siptrunk_config_trunk(config, T("genesys")), &config->trunks[0]);
	assert_ptr_equal(
			siptrunk_config_trunk(config, T("redsky")), &config->trunks[1]);
	assert_null(siptrunk_config_trunk(config, T("Genesys")));
	assert_null(siptrunk_config_trunk(config, T("genesys ")));
	assert_null(siptrunk_config_trunk(config, T("")));
}

static void first_trunk_of_a_role_is_in_service_if_any_is(void **state)
{
	siptrunk_trunk_t *first = &config->trunks[0];
	siptrunk_trunk_t *second = &config->trunks[1];

	(void)state;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), first);
	assert_ptr_equal(
			siptrunk_config_first(config, SIPTRUNK_ROLE_EMERGENCY), second);
	assert_null(siptrunk_config_first(config, SIPTRUNK_ROLE_AGENT));
	second->role = SIPTRUNK_ROLE_PBX;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), first);
	first->state = SIPTRUNK_OUT_OF_SERVICE;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), second);
	second->state = SIPTRUNK_OUT_OF_SERVICE;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), first);
}

static void owner_is_found_with_and_without_plus(void **state)
{
	(void)state;
	assert_ptr_equal(siptrunk_config_owner(config, T("+13125550150")),
			&config->trunks[0]);
	assert_ptr_equal(siptrunk_config_owner(config, T("13125550150")),
			&config->trunks[0]);
	assert_ptr_equal(siptrunk_config_owner(config, T("+1312555015")),
			&config->trunks[1]);
	assert_ptr_equal(
			siptrunk_config_owner(config, T("499")), &config->trunks[1]);
	assert_null(siptrunk_config_owner(config, T("+131255501501")));
	assert_null(siptrunk_config_owner(config, T("+131255501")));
	assert_null(siptrunk_config_owner(config, T("0")));
	assert_null(siptrunk_config_owner(config, T("++499")));
	assert_null(siptrunk_config_owner(config, T("+")));
	assert_null(siptrunk_config_owner(config, T("")));
	assert_null(siptrunk_config_owner(config, (siptrunk_text_t){NULL, 0}));
}

static void names_are_those_of_the_data(void **state)
{
	static const char *const roles[] = {"pbx", "agent", "carrier", "emergency"};
	siptrunk_role_t role;
	siptrunk_state_t value;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(roles); i++) {
		unit_assert_text(siptrunk_role_name((siptrunk_role_t)i), roles[i]);
		assert_true(siptrunk_role_parse(siptrunk_text(roles[i]), &role));
		assert_int_equal(role, i);
	}
	assert_false(siptrunk_role_parse(T("pb"), &role));
	unit_assert_text(siptrunk_role_name(SIPTRUNK_ROLE_COUNT), "none");
	unit_assert_text(siptrunk_state_name(SIPTRUNK_IN_SERVICE), "in_service");
	unit_assert_text(
			siptrunk_state_name(SIPTRUNK_OUT_OF_SERVICE), "out_of_service");
	assert_true(siptrunk_state_parse(T("in_service"), &value));
	assert_int_equal(value, SIPTRUNK_IN_SERVICE);
	assert_true(siptrunk_state_parse(T("out_of_service"), &value));
	assert_int_equal(value, SIPTRUNK_OUT_OF_SERVICE);
	assert_false(siptrunk_state_parse(T("service"), &value));
	unit_assert_text(siptrunk_media_name(SIPTRUNK_MEDIA_RTP), "rtp");
	unit_assert_text(siptrunk_media_name(SIPTRUNK_MEDIA_SRTP), "srtp");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, build, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(trunk_is_found_by_its_name),
			TEST(first_trunk_of_a_role_is_in_service_if_any_is),
			TEST(owner_is_found_with_and_without_plus),
			TEST(names_are_those_of_the_data),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
