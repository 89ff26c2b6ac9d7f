/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_belief.c: when a gateway is believed up or down.
 */
#include "siptrunk_belief.h"
#include "unit.h"

#include <string.h>

static const siptrunk_patience_t patience = {3, 2};
static const siptrunk_patience_t at_once = {1, 1};

/** After each of these ('+' a good answer, '-' a failure) what it is believed
 *  to be from then on, u(p) or d(own); a dot where that is no news. */
static const char *heard(const char *answers, siptrunk_health_t begin,
		siptrunk_patience_t how)
{
	static char text[40];
	siptrunk_belief_t belief = {.health = begin};
	size_t i;

	for(i = 0; answers[i] != '\0'; i++) {
		bool news = siptrunk_belief_hears(&belief, answers[i] == '+', how, 1);

		text[i] = news ? siptrunk_health_name(belief.health)[0] : '.';
	}
	text[i] = '\0';
	return text;
}

static void it_takes_several_in_a_row(void **state)
{
	(void)state;
	assert_string_equal(
			heard("--+---", SIPTRUNK_HEALTH_UP, patience), ".....d");
	assert_string_equal(
			heard("----+-++", SIPTRUNK_HEALTH_UP, patience), "..d....u");
	assert_string_equal(heard("+", SIPTRUNK_HEALTH_DOWN, patience), ".");
	assert_string_equal(heard("++", SIPTRUNK_HEALTH_DOWN, patience), ".u");
}

/** Of what nothing is known a good answer is enough. */
static void unknown_is_up_at_once(void **state)
{
	(void)state;
	assert_string_equal(heard("+", SIPTRUNK_HEALTH_UNKNOWN, patience), "u");
	assert_string_equal(heard("--+", SIPTRUNK_HEALTH_UNKNOWN, patience), "..u");
	assert_string_equal(heard("---", SIPTRUNK_HEALTH_UNKNOWN, patience), "..d");
}

static void or_one(void **state)
{
	(void)state;
	assert_string_equal(heard("-+-", SIPTRUNK_HEALTH_UP, at_once), "dud");
	assert_string_equal(heard("-", SIPTRUNK_HEALTH_UNKNOWN, at_once), "d");
}

static void one_call_a_minute_is_let_by(void **state)
{
	siptrunk_belief_t belief = {.health = SIPTRUNK_HEALTH_UP};

	(void)state;
	assert_true(siptrunk_belief_lets_by(&belief, 1000));
	siptrunk_belief_hears(&belief, false, at_once, 1000);
	assert_false(siptrunk_belief_lets_by(&belief, 1000));
	assert_false(siptrunk_belief_lets_by(&belief, 1059));
	assert_true(siptrunk_belief_lets_by(&belief, 1060));
	assert_false(siptrunk_belief_lets_by(&belief, 1061));
	assert_true(siptrunk_belief_lets_by(&belief, 1120));
	/* a call that fails meanwhile is as good as one that was let by */
	siptrunk_belief_hears(&belief, false, at_once, 1170);
	assert_false(siptrunk_belief_lets_by(&belief, 1180));
	siptrunk_belief_hears(&belief, true, at_once, 1181);
	assert_true(siptrunk_belief_lets_by(&belief, 1181));
}

static void counting_has_no_end(void **state)
{
	siptrunk_belief_t belief = {
			.health = SIPTRUNK_HEALTH_DOWN, .bad = INT32_MAX};

	(void)state;
	assert_false(siptrunk_belief_hears(&belief, false, patience, 1));
	assert_int_equal(belief.bad, INT32_MAX);
}

static void parts_make_a_status(void **state)
{
	(void)state;
	assert_string_equal(siptrunk_trunk_status_name(
								siptrunk_trunk_status_of(2, 0, 2)),
			"up");
	assert_string_equal(siptrunk_trunk_status_name(
								siptrunk_trunk_status_of(1, 1, 2)),
			"degraded");
	assert_int_equal(
			siptrunk_trunk_status_of(0, 1, 2), SIPTRUNK_TRUNK_DEGRADED);
	assert_int_equal(
			siptrunk_trunk_status_of(1, 0, 2), SIPTRUNK_TRUNK_DEGRADED);
	assert_string_equal(siptrunk_trunk_status_name(
								siptrunk_trunk_status_of(0, 2, 2)),
			"down");
	assert_int_equal(siptrunk_trunk_status_of(0, 0, 0), SIPTRUNK_TRUNK_DOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(it_takes_several_in_a_row),
			cmocka_unit_test(unknown_is_up_at_once),
			cmocka_unit_test(or_one),
			cmocka_unit_test(one_call_a_minute_is_let_by),
			cmocka_unit_test(counting_has_no_end),
			cmocka_unit_test(parts_make_a_status)};

	return cmocka_run_group_tests_name("belief", tests, NULL, NULL);
}
