/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_alarm.c */
#include "siptrunk_alarm.h"
#include "unit.h"

#define DAY ((int64_t)86400000)
#define NOW (1000 * DAY)

static void trunks(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_alarm_of_status(SIPTRUNK_TRUNK_UP),
			SIPTRUNK_ALARM_NONE);
	assert_int_equal(siptrunk_alarm_of_status(SIPTRUNK_TRUNK_DEGRADED),
			SIPTRUNK_ALARM_WARNING);
	assert_int_equal(siptrunk_alarm_of_status(SIPTRUNK_TRUNK_DOWN),
			SIPTRUNK_ALARM_CRITICAL);
}

static void certificates(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_alarm_of_certificate(-1),
			SIPTRUNK_ALARM_CRITICAL);
	assert_int_equal(siptrunk_alarm_of_certificate(7),
			SIPTRUNK_ALARM_CRITICAL);
	assert_int_equal(siptrunk_alarm_of_certificate(8),
			SIPTRUNK_ALARM_WARNING);
	assert_int_equal(siptrunk_alarm_of_certificate(30),
			SIPTRUNK_ALARM_WARNING);
	assert_int_equal(siptrunk_alarm_of_certificate(31), SIPTRUNK_ALARM_NONE);
}

static siptrunk_alarm_t of_call(
		siptrunk_outcome_t outcome, int test, int64_t age)
{
	const siptrunk_emergency_entry_t entry = {
			.outcome = outcome, .test = test, .received = NOW - age};

	return siptrunk_alarm_of_emergency(&entry, NOW);
}

static void emergencies(void **state)
{
	(void)state;
	assert_int_equal(of_call(SIPTRUNK_OUTCOME_FAILED, 0, DAY - 1),
			SIPTRUNK_ALARM_CRITICAL);
	assert_int_equal(
			of_call(SIPTRUNK_OUTCOME_FAILED, 0, DAY), SIPTRUNK_ALARM_NONE);
	assert_int_equal(
			of_call(SIPTRUNK_OUTCOME_FAILED, 1, 0), SIPTRUNK_ALARM_WARNING);
	assert_int_equal(
			of_call(SIPTRUNK_OUTCOME_REFUSED, 0, 0), SIPTRUNK_ALARM_WARNING);
	assert_int_equal(
			of_call(SIPTRUNK_OUTCOME_ANSWERED, 0, 0), SIPTRUNK_ALARM_NONE);
	assert_int_equal(
			of_call(SIPTRUNK_OUTCOME_ENDED, 0, 0), SIPTRUNK_ALARM_NONE);
}

static void tests(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_alarm_of_test(0, NOW), SIPTRUNK_ALARM_WARNING);
	assert_int_equal(siptrunk_alarm_of_test(NOW - 31 * DAY - 1, NOW),
			SIPTRUNK_ALARM_WARNING);
	assert_int_equal(siptrunk_alarm_of_test(NOW - 31 * DAY, NOW),
			SIPTRUNK_ALARM_NONE);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(siptrunk_alarm_name(SIPTRUNK_ALARM_NONE), "none");
	assert_string_equal(
			siptrunk_alarm_name(SIPTRUNK_ALARM_WARNING), "warning");
	assert_string_equal(
			siptrunk_alarm_name(SIPTRUNK_ALARM_CRITICAL), "critical");
}

int main(void)
{
	const struct CMUnitTest all[] = {
			cmocka_unit_test(trunks),
			cmocka_unit_test(certificates),
			cmocka_unit_test(emergencies),
			cmocka_unit_test(tests),
			cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("alarm", all, NULL, NULL);
}
