/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_trunk_defaults.c; what they do to rows is test_rows_trunk.c's. */
#include "siptrunk_trunk_defaults.h"
#include "unit.h"

static siptrunk_text_t default_of(
		siptrunk_text_t text, siptrunk_role_t role)
{
	siptrunk_trunk_defaults_t defaults;

	assert_true(siptrunk_trunk_defaults_parse(text, &defaults, NULL));
	return defaults.values[role][SIPTRUNK_TRUNK_COLUMN(call_limit)];
}

static void without_a_role_it_is_every_ordinary_trunks(void **state)
{
	const siptrunk_text_t text = T(" call_limit = 100 ; ");

	(void)state;
	unit_assert_text(default_of(text, SIPTRUNK_ROLE_PBX), "100");
	unit_assert_text(default_of(text, SIPTRUNK_ROLE_CARRIER), "100");
	unit_assert_text(default_of(text, SIPTRUNK_ROLE_EMERGENCY), "");
	unit_assert_text(default_of(T(""), SIPTRUNK_ROLE_PBX), "");
}

static void a_roles_own_comes_first_wherever_it_stands(void **state)
{
	(void)state;
	unit_assert_text(default_of(T("pbx.call_limit=1;call_limit=2"),
							 SIPTRUNK_ROLE_PBX),
			"1");
	unit_assert_text(default_of(T("call_limit=2;pbx.call_limit=1"),
							 SIPTRUNK_ROLE_PBX),
			"1");
	unit_assert_text(default_of(T("call_limit=2;pbx.call_limit=1"),
							 SIPTRUNK_ROLE_AGENT),
			"2");
	unit_assert_text(default_of(T("emergency.call_limit=3"),
							 SIPTRUNK_ROLE_EMERGENCY),
			"3");
}

static void assert_refused(siptrunk_text_t text, const char *expected)
{
	siptrunk_trunk_defaults_t defaults;
	siptrunk_error_t error;

	assert_false(siptrunk_trunk_defaults_parse(text, &defaults, &error));
	assert_string_equal(error.text, expected);
}

static void what_makes_no_sense_is_refused(void **state)
{
	(void)state;
	assert_refused(
			T("call_limit"), "expected COLUMN=VALUE, found 'call_limit'");
	assert_refused(T("callers=1"),
			"expected a column of siptrunk_trunk that a row may leave empty, "
			"found 'callers'");
	assert_refused(T("name=x"),
			"expected a column of siptrunk_trunk that a row may leave empty, "
			"found 'name'");
	assert_refused(T("peer.call_limit=1"),
			"expected pbx, agent, carrier or emergency before '.', found "
			"'peer.call_limit'");
	assert_refused(T("call_limit=few"),
			"expected a number, 0 or more, found 'few'");
	assert_refused(T("agent.refer=follow"),
			"expected relay, carry_out or refuse, found 'follow'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(without_a_role_it_is_every_ordinary_trunks),
			cmocka_unit_test(a_roles_own_comes_first_wherever_it_stands),
			cmocka_unit_test(what_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests_name("trunk_defaults", tests, NULL, NULL);
}
