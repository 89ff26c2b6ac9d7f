/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_breaker.c. */
#include "siptrunk_breaker.h"
#include "unit.h"

#include <string.h>

#define HOLD 30000
#define NOW 5000

/** Opens behind the third failure, for 1, 2, 4, 8, 8... s. */
static const siptrunk_breaker_pace_t pace = {3, 1000, 8000};
static const siptrunk_breaker_pace_t at_once = {1, 1000, 8000};
static siptrunk_breaker_t breaker;

static int new_breaker(void **state)
{
	(void)state;
	memset(&breaker, 0, sizeof(breaker));
	return 0;
}

/** Without jitter. */
static bool settle_failed(unsigned ticket, int64_t now)
{
	return siptrunk_breaker_fail(&breaker, ticket, &pace, 0, now);
}

static bool pass_and_fail(int64_t now)
{
	return settle_failed(siptrunk_breaker_enter(&breaker, HOLD, now), now);
}

static void expect(siptrunk_breaker_state_t expected, int64_t now)
{
	assert_string_equal(
			siptrunk_breaker_state_name(siptrunk_breaker_state(&breaker, now)),
			siptrunk_breaker_state_name(expected));
}

static void open_it(void)
{
	assert_false(pass_and_fail(NOW));
	assert_false(pass_and_fail(NOW));
	assert_true(pass_and_fail(NOW));
}

static void it_opens_behind_so_many_failures(void **state)
{
	(void)state;
	expect(SIPTRUNK_BREAKER_CLOSED, NOW);
	assert_false(pass_and_fail(NOW));
	assert_false(pass_and_fail(NOW));
	expect(SIPTRUNK_BREAKER_CLOSED, NOW);
	assert_true(pass_and_fail(NOW));
	expect(SIPTRUNK_BREAKER_OPEN, NOW);
	expect(SIPTRUNK_BREAKER_OPEN, NOW + 999);
	expect(SIPTRUNK_BREAKER_HALF_OPEN, NOW + 1000);
}

static void a_success_between_them_counts(void **state)
{
	int i;

	(void)state;
	for(i = 0; i < 10; i++) {
		assert_false(pass_and_fail(NOW));
		assert_false(pass_and_fail(NOW));
		siptrunk_breaker_succeed(
				&breaker, siptrunk_breaker_enter(&breaker, HOLD, NOW));
	}
	expect(SIPTRUNK_BREAKER_CLOSED, NOW);
}

static void one_probe_is_let_through(void **state)
{
	const int64_t later = NOW + 1000;
	unsigned probe;

	(void)state;
	open_it();
	probe = siptrunk_breaker_enter(&breaker, HOLD, later);
	expect(SIPTRUNK_BREAKER_OPEN, later);
	expect(SIPTRUNK_BREAKER_OPEN, later + HOLD - 1);
	siptrunk_breaker_succeed(&breaker, probe);
	expect(SIPTRUNK_BREAKER_CLOSED, later);
	/* and the count begins anew */
	assert_false(pass_and_fail(later));
	assert_false(pass_and_fail(later));
	assert_true(pass_and_fail(later));
}

static void a_probe_that_nobody_hears_of_is_replaced(void **state)
{
	const int64_t later = NOW + 1000;
	unsigned lost, probe;

	(void)state;
	open_it();
	lost = siptrunk_breaker_enter(&breaker, HOLD, later);
	expect(SIPTRUNK_BREAKER_HALF_OPEN, later + HOLD);
	probe = siptrunk_breaker_enter(&breaker, HOLD, later + HOLD);
	siptrunk_breaker_succeed(&breaker, lost);
	expect(SIPTRUNK_BREAKER_OPEN, later + HOLD);
	siptrunk_breaker_succeed(&breaker, probe);
	expect(SIPTRUNK_BREAKER_CLOSED, later + HOLD);
}

static void a_probe_that_is_not_sent_is_replaced_at_once(void **state)
{
	const int64_t later = NOW + 1000;

	(void)state;
	open_it();
	siptrunk_breaker_withdraw(
			&breaker, siptrunk_breaker_enter(&breaker, HOLD, later), later);
	expect(SIPTRUNK_BREAKER_HALF_OPEN, later);
	assert_false(pass_and_fail(later));
	expect(SIPTRUNK_BREAKER_OPEN, later + 1999);
}

static void only_a_probe_is_replaced(void **state)
{
	const unsigned before = siptrunk_breaker_enter(&breaker, HOLD, NOW);

	(void)state;
	siptrunk_breaker_withdraw(&breaker, before, NOW);
	expect(SIPTRUNK_BREAKER_CLOSED, NOW);
	open_it();
	siptrunk_breaker_withdraw(&breaker, before, NOW);
	expect(SIPTRUNK_BREAKER_OPEN, NOW + 999);
}

static void each_failed_probe_doubles_the_pause(void **state)
{
	static const int64_t pauses[] = {2000, 4000, 8000, 8000, 8000};
	int64_t now = NOW + 1000;
	size_t i;

	(void)state;
	open_it();
	for(i = 0; i < COUNT(pauses); i++) {
		expect(SIPTRUNK_BREAKER_HALF_OPEN, now);
		assert_false(pass_and_fail(now));
		expect(SIPTRUNK_BREAKER_OPEN, now + pauses[i] - 1);
		now += pauses[i];
	}
}

/** A thousand that waited for one stalled host. */
static void what_failed_together_counts_once(void **state)
{
	const unsigned before = siptrunk_breaker_enter(&breaker, HOLD, NOW);
	int i;

	(void)state;
	open_it();
	for(i = 0; i < 1000; i++)
		assert_false(settle_failed(before, NOW + 500));
	expect(SIPTRUNK_BREAKER_HALF_OPEN, NOW + 1000);
	siptrunk_breaker_succeed(&breaker, before);
	expect(SIPTRUNK_BREAKER_HALF_OPEN, NOW + 1000);
}

static void the_pause_is_spread_by_up_to_a_quarter(void **state)
{
	int64_t least = INT64_MAX, most = 0;
	unsigned random;

	(void)state;
	for(random = 0; random < 1000; random++) {
		new_breaker(NULL);
		siptrunk_breaker_fail(&breaker, 0, &at_once, random, NOW);
		least = breaker.until < least ? breaker.until : least;
		most = breaker.until > most ? breaker.until : most;
	}
	assert_int_equal(least, NOW + 1000);
	assert_int_equal(most, NOW + 1250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup(
					it_opens_behind_so_many_failures, new_breaker),
			cmocka_unit_test_setup(a_success_between_them_counts, new_breaker),
			cmocka_unit_test_setup(one_probe_is_let_through, new_breaker),
			cmocka_unit_test_setup(
					a_probe_that_nobody_hears_of_is_replaced, new_breaker),
			cmocka_unit_test_setup(
					a_probe_that_is_not_sent_is_replaced_at_once, new_breaker),
			cmocka_unit_test_setup(only_a_probe_is_replaced, new_breaker),
			cmocka_unit_test_setup(
					each_failed_probe_doubles_the_pause, new_breaker),
			cmocka_unit_test_setup(
					what_failed_together_counts_once, new_breaker),
			cmocka_unit_test_setup(
					the_pause_is_spread_by_up_to_a_quarter, new_breaker),
	};

	return cmocka_run_group_tests_name("breaker", tests, NULL, NULL);
}
