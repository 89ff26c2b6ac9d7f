/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_backoff.c. */
#include "siptrunk_backoff.h"
#include "unit.h"

#include <limits.h>

static void each_failure_doubles_the_pause(void **state)
{
	static const int64_t pauses[] = {
			1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000};
	unsigned i;

	(void)state;
	for(i = 0; i < COUNT(pauses); i++)
		assert_int_equal(
				siptrunk_backoff_pause(1000, 300000, i + 1), pauses[i]);
}

static void it_ends_at_the_longest(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_backoff_pause(1000, 300000, 10), 300000);
	assert_int_equal(siptrunk_backoff_pause(1000, 300000, UINT_MAX), 300000);
	assert_int_equal(siptrunk_backoff_pause(9, 5, 1), 5);
	assert_int_equal(siptrunk_backoff_pause(1000, 300000, 0), 1000);
}

static void it_is_spread_by_up_to_a_quarter(void **state)
{
	int64_t least = INT64_MAX, most = 0, pause;
	unsigned random;

	(void)state;
	for(random = 0; random < 10000; random++) {
		pause = siptrunk_backoff_spread(1000, 600, random);
		least = pause < least ? pause : least;
		most = pause > most ? pause : most;
	}
	assert_int_equal(least, 1000);
	assert_int_equal(most, 1250);
	assert_int_equal(siptrunk_backoff_spread(0, 600, 7), 0);
}

static void and_by_no_more_than_asked_for(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_backoff_spread(1000, 60, 60), 1060);
	assert_int_equal(siptrunk_backoff_spread(1000, 60, 61), 1000);
	assert_true(siptrunk_backoff_spread(300000, 60000, UINT_MAX) <= 360000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(each_failure_doubles_the_pause),
			cmocka_unit_test(it_ends_at_the_longest),
			cmocka_unit_test(it_is_spread_by_up_to_a_quarter),
			cmocka_unit_test(and_by_no_more_than_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
