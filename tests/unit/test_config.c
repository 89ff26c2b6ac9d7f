/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_config.c: what a configuration is asked. */
#include "sample.h"

static siptrunk_config_t *config;

static int build(void **state)
{
	siptrunk_builder_t *builder = sample_builder();
	siptrunk_status_t status = sample_add(builder, GATEWAY);
	siptrunk_number_row_t number = {11, T("+1312555015"), T("redsky")};

	(void)state;
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_add_number(builder, &number);
	number.number = T("+499");
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_add_number(builder, &number);
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_add_gateway(builder, &sample_gateway);
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

/** A configuration of the sample in which the pbx has this state. */
static siptrunk_config_t *config_in_state(siptrunk_text_t state)
{
	siptrunk_builder_t *builder = sample_builder();
	siptrunk_trunk_row_t pbx = sample_pbx;
	const siptrunk_text_t values[] = {pbx.name, pbx.role, state};
	siptrunk_config_t *made = NULL;

	pbx.state = state;
	assert_int_equal(sample_add(builder, TRUNK), SIPTRUNK_OK);
	siptrunk_builder_add_trunk(builder, &pbx);
	siptrunk_builder_add_fingerprint(builder, pbx.id, values, COUNT(values));
	siptrunk_builder_add_number_plan(builder, &sample_plan_911);
	siptrunk_builder_add_number_plan(builder, &sample_plan_933);
	assert_int_equal(siptrunk_builder_finish(builder, &made), SIPTRUNK_OK);
	siptrunk_builder_free(builder);
	return made;
}

static void assert_changed_trunks(const siptrunk_config_t *before,
		const siptrunk_config_t *after, size_t expected)
{
	siptrunk_changes_t changes[SIPTRUNK_STAGE_COUNT];
	siptrunk_stage_t stage;

	siptrunk_config_compare(before, after, changes);
	for(stage = 0; stage < SIPTRUNK_STAGE_COUNT; stage++) {
		assert_int_equal(changes[stage].count[SIPTRUNK_CHANGE_CHANGED],
				stage == SIPTRUNK_STAGE_TRUNK ? expected : 0);
	}
}

/** In the database, too: a state that was set is no change to come. */
static void a_state_that_is_set_is_as_if_it_was_read(void **state)
{
	siptrunk_config_t *in = config_in_state(T("in_service"));
	siptrunk_config_t *out = config_in_state(T("out_of_service"));

	(void)state;
	assert_changed_trunks(in, out, 1);
	siptrunk_config_set_state(in, &in->trunks[0], SIPTRUNK_OUT_OF_SERVICE);
	assert_int_equal(in->trunks[0].state, SIPTRUNK_OUT_OF_SERVICE);
	assert_changed_trunks(in, out, 0);
	siptrunk_config_set_state(in, &in->trunks[0], SIPTRUNK_IN_SERVICE);
	assert_changed_trunks(in, out, 1);
	siptrunk_config_free(in);
	siptrunk_config_free(out);
}

static void states_are_taken_by_name(void **state)
{
	siptrunk_config_t *out = config_in_state(T("out_of_service"));

	(void)state;
	config->trunks[0].state = SIPTRUNK_IN_SERVICE;
	config->trunks[1].state = SIPTRUNK_OUT_OF_SERVICE;
	siptrunk_config_take_states(config, out);
	assert_int_equal(config->trunks[0].state, SIPTRUNK_OUT_OF_SERVICE);
	/* out has no trunk of that name */
	assert_int_equal(config->trunks[1].state, SIPTRUNK_OUT_OF_SERVICE);
	config->trunks[1].state = SIPTRUNK_IN_SERVICE;
	siptrunk_config_take_states(config, out);
	assert_int_equal(config->trunks[1].state, SIPTRUNK_IN_SERVICE);
	siptrunk_config_free(out);
}

static void first_trunk_of_a_role_is_in_service_if_any_is(void **state)
{
	siptrunk_trunk_t *first = &config->trunks[0];
	siptrunk_trunk_t *second = &config->trunks[1];

	(void)state;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), first);
	assert_ptr_equal(
			siptrunk_config_first(config, SIPTRUNK_ROLE_EMERGENCY), second);
	assert_null(siptrunk_config_first(config, SIPTRUNK_ROLE_CARRIER));
	second->role = SIPTRUNK_ROLE_PBX;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), first);
	first->state = SIPTRUNK_OUT_OF_SERVICE;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), second);
	second->state = SIPTRUNK_OUT_OF_SERVICE;
	assert_ptr_equal(siptrunk_config_first(config, SIPTRUNK_ROLE_PBX), first);
}

static void a_gateway_has_a_name_and_a_host(void **state)
{
	const siptrunk_trunk_t *redsky = &config->trunks[1];

	(void)state;
	assert_true(siptrunk_config_is_gateway(redsky, T("SIP1.redsky.lab")));
	assert_true(siptrunk_config_is_gateway(redsky, T("198.51.100.11")));
	assert_false(siptrunk_config_is_gateway(redsky, T("198.51.100.1")));
	assert_false(siptrunk_config_is_gateway(redsky, T("")));
	assert_false(siptrunk_config_is_gateway(
			&config->trunks[0], T("sip1.redsky.lab")));
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
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, build, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(trunk_is_found_by_its_name),
			TEST(a_state_that_is_set_is_as_if_it_was_read),
			TEST(states_are_taken_by_name),
			TEST(first_trunk_of_a_role_is_in_service_if_any_is),
			TEST(a_gateway_has_a_name_and_a_host),
			TEST(owner_is_found_with_and_without_plus),
			TEST(names_are_those_of_the_data),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
