/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_concurrency.c. */
#include "siptrunk_concurrency.h"
#include "unit.h"

#include <string.h>

#define NOW 1000
#define UNTIL 2000

static siptrunk_concurrency_t calls;

/** Of ten calls, so many are there. */
static void tell(long current)
{
	siptrunk_concurrency_ask(&calls);
	siptrunk_concurrency_tell(
			&calls, &(siptrunk_api_calls_t){current, 10}, UNTIL);
}

static int nothing_known(void **state)
{
	(void)state;
	memset(&calls, 0, sizeof(calls));
	return 0;
}

static void register_one(void)
{
	siptrunk_concurrency_enter(&calls);
	siptrunk_concurrency_leave(&calls, true);
}

static void what_is_not_known_stops_nobody(void **state)
{
	int i;

	(void)state;
	for(i = 0; i < 100; i++)
		register_one();
	assert_false(siptrunk_concurrency_exhausted(&calls, 5, NOW));
}

static void the_reserve_is_kept(void **state)
{
	(void)state;
	tell(7);
	assert_false(siptrunk_concurrency_exhausted(&calls, 2, NOW));
	tell(8);
	assert_true(siptrunk_concurrency_exhausted(&calls, 2, NOW));
	assert_false(siptrunk_concurrency_exhausted(&calls, 1, NOW));
	tell(9);
	assert_false(siptrunk_concurrency_exhausted(&calls, 0, NOW));
	tell(10);
	assert_true(siptrunk_concurrency_exhausted(&calls, 0, NOW));
	tell(12);
	assert_true(siptrunk_concurrency_exhausted(&calls, 0, NOW));
}

static void what_is_old_is_not_believed(void **state)
{
	(void)state;
	tell(10);
	assert_true(siptrunk_concurrency_exhausted(&calls, 0, UNTIL - 1));
	assert_false(siptrunk_concurrency_exhausted(&calls, 0, UNTIL));
}

static void what_came_since_counts(void **state)
{
	(void)state;
	tell(8);
	siptrunk_concurrency_enter(&calls);
	assert_false(siptrunk_concurrency_exhausted(&calls, 0, NOW));
	siptrunk_concurrency_enter(&calls);
	assert_true(siptrunk_concurrency_exhausted(&calls, 0, NOW));
	siptrunk_concurrency_leave(&calls, true);
	assert_true(siptrunk_concurrency_exhausted(&calls, 0, NOW));
	siptrunk_concurrency_leave(&calls, false);
	assert_false(siptrunk_concurrency_exhausted(&calls, 0, NOW));
}

/** It may be in the answer or not. */
static void what_came_with_the_answer_counts_once_more(void **state)
{
	(void)state;
	register_one();
	siptrunk_concurrency_ask(&calls);
	register_one();
	siptrunk_concurrency_tell(&calls, &(siptrunk_api_calls_t){9, 10}, UNTIL);
	assert_true(siptrunk_concurrency_exhausted(&calls, 0, NOW));
	tell(9);
	assert_false(siptrunk_concurrency_exhausted(&calls, 0, NOW));
}

static void an_outcome_of_before_is_none(void **state)
{
	(void)state;
	siptrunk_concurrency_leave(&calls, false);
	tell(9);
	assert_false(siptrunk_concurrency_exhausted(&calls, 0, NOW));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup(
					what_is_not_known_stops_nobody, nothing_known),
			cmocka_unit_test_setup(the_reserve_is_kept, nothing_known),
			cmocka_unit_test_setup(what_is_old_is_not_believed, nothing_known),
			cmocka_unit_test_setup(what_came_since_counts, nothing_known),
			cmocka_unit_test_setup(
					what_came_with_the_answer_counts_once_more, nothing_known),
			cmocka_unit_test_setup(an_outcome_of_before_is_none, nothing_known),
	};

	return cmocka_run_group_tests_name("concurrency", tests, NULL, NULL);
}
