/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_api_state.c. */
#include "siptrunk_api_state.h"
#include "unit.h"

#include <string.h>

#define NOW 100000
#define HOST T("api.retellai.com")

/** east and west are two accounts on one host; other is on another. */
static const siptrunk_api_source_t sources[] = {
		{T("east"), HOST, T("/east.key"), 0},
		{T("west"), HOST, T("/west.key"), 2},
		{T("other"), T("api.example.com:8443"), T("OTHER"), 0},
};
static siptrunk_api_states_t states, old;
static siptrunk_api_state_t *east, *west, *other;

static void look(void)
{
	east = siptrunk_api_states_find(&states, T("east"));
	west = siptrunk_api_states_find(&states, T("west"));
	other = siptrunk_api_states_find(&states, T("other"));
}

static int new_states(void **state)
{
	(void)state;
	memset(&states, 0, sizeof(states));
	siptrunk_api_states_configure(&states, sources, COUNT(sources), &old);
	look();
	return 0;
}

static siptrunk_api_ticket_t enter(siptrunk_api_state_t *state, int64_t now)
{
	siptrunk_api_ticket_t ticket;

	assert_int_equal(siptrunk_api_state_enter(&states, state, &ticket, now),
			SIPTRUNK_CAUSE_NONE);
	return ticket;
}

static siptrunk_api_change_t settle(siptrunk_api_state_t *state,
		siptrunk_api_ticket_t ticket, siptrunk_cause_t cause, long retry_after,
		int64_t now)
{
	siptrunk_api_answer_t answer = {.cause = cause};

	siptrunk_error_set(&answer.error, "%s", siptrunk_cause_name(cause));
	return siptrunk_api_state_settle(
			&states, state, &ticket, &answer, retry_after, 0, now);
}

static siptrunk_api_change_t ask(
		siptrunk_api_state_t *state, siptrunk_cause_t cause, int64_t now)
{
	return settle(state, enter(state, now), cause, 0, now);
}

static siptrunk_api_change_t host_fails(void)
{
	siptrunk_api_change_t change = SIPTRUNK_API_SAME;
	int i;

	for(i = 0; i < SIPTRUNK_API_HOST_FAILURES; i++) {
		assert_int_equal(change, SIPTRUNK_API_SAME);
		change = ask(east, SIPTRUNK_CAUSE_DEADLINE, NOW);
	}
	return change;
}

static void expect(
		siptrunk_api_state_t *state, siptrunk_cause_t cause, int64_t now)
{
	assert_string_equal(
			siptrunk_cause_name(siptrunk_api_state_admit(&states, state, now)),
			siptrunk_cause_name(cause));
}

static void a_host_fails_for_all_that_ask_it(void **state)
{
	(void)state;
	assert_int_equal(host_fails(), SIPTRUNK_API_OPENED);
	expect(east, SIPTRUNK_CAUSE_OPEN, NOW);
	expect(west, SIPTRUNK_CAUSE_OPEN, NOW);
	expect(other, SIPTRUNK_CAUSE_NONE, NOW);
	assert_int_equal(siptrunk_api_state_until(&states, west, NOW), NOW + 1000);
	assert_int_equal(
			siptrunk_api_state_until(&states, west, NOW + 1000), 0);
	assert_string_equal(east->error.text, "deadline");
	assert_int_equal(east->failure, SIPTRUNK_CAUSE_DEADLINE);
}

static void one_of_them_finds_it_well_again(void **state)
{
	siptrunk_api_ticket_t probe;

	(void)state;
	host_fails();
	probe = enter(west, NOW + 1000);
	expect(east, SIPTRUNK_CAUSE_OPEN, NOW + 1000);
	assert_int_equal(settle(west, probe, SIPTRUNK_CAUSE_NONE, 0, NOW + 1000),
			SIPTRUNK_API_CLOSED);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW + 1000);
	assert_int_equal(
			ask(east, SIPTRUNK_CAUSE_NONE, NOW + 1000), SIPTRUNK_API_SAME);
}

static void a_request_that_is_wrong_is_an_answer(void **state)
{
	int i;

	(void)state;
	for(i = 0; i < 100; i++)
		assert_int_equal(
				ask(east, SIPTRUNK_CAUSE_INVALID, NOW), SIPTRUNK_API_SAME);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW);
	for(i = 0; i < 10; i++) {
		ask(east, SIPTRUNK_CAUSE_SERVER, NOW);
		ask(west, SIPTRUNK_CAUSE_INVALID, NOW);
	}
	expect(east, SIPTRUNK_CAUSE_NONE, NOW);
}

static void what_fails_here_says_nothing_of_the_api(void **state)
{
	(void)state;
	host_fails();
	assert_int_equal(ask(east, SIPTRUNK_CAUSE_NO_MEMORY, NOW + 1000),
			SIPTRUNK_API_SAME);
	assert_int_equal(east->failure, SIPTRUNK_CAUSE_DEADLINE);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW + 1000);
	ask(east, SIPTRUNK_CAUSE_UNAUTHORIZED, NOW + 1000);
	ask(east, SIPTRUNK_CAUSE_NO_MEMORY, NOW + 61000);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW + 61000);
}

static void what_is_not_sent_is_no_call(void **state)
{
	siptrunk_api_ticket_t ticket;

	(void)state;
	siptrunk_concurrency_tell(
			&east->concurrency, &(siptrunk_api_calls_t){9, 10}, NOW + 1);
	ticket = enter(east, NOW);
	expect(east, SIPTRUNK_CAUSE_BUSY, NOW);
	siptrunk_api_state_withdraw(&states, east, &ticket, NOW);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW);
}

static void a_refused_key_is_one_account_s(void **state)
{
	(void)state;
	assert_int_equal(ask(east, SIPTRUNK_CAUSE_UNAUTHORIZED, NOW),
			SIPTRUNK_API_OPENED);
	expect(east, SIPTRUNK_CAUSE_OPEN, NOW + 59999);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW + 60000);
	expect(west, SIPTRUNK_CAUSE_NONE, NOW);
	assert_int_equal(
			ask(west, SIPTRUNK_CAUSE_PAYMENT, NOW), SIPTRUNK_API_OPENED);
	assert_int_equal(
			ask(east, SIPTRUNK_CAUSE_NONE, NOW + 60000), SIPTRUNK_API_CLOSED);
}

static void but_its_host_is_there(void **state)
{
	(void)state;
	ask(east, SIPTRUNK_CAUSE_DEADLINE, NOW);
	ask(east, SIPTRUNK_CAUSE_UNAUTHORIZED, NOW);
	assert_int_equal(siptrunk_api_state_host(&states, east)->failures, 0);
}

static void retry_after_is_kept_to(void **state)
{
	(void)state;
	settle(east, enter(east, NOW), SIPTRUNK_CAUSE_RATE_LIMITED, 7, NOW);
	expect(east, SIPTRUNK_CAUSE_OPEN, NOW + 6999);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW + 7000);
	expect(west, SIPTRUNK_CAUSE_NONE, NOW);
}

static void but_not_for_ever(void **state)
{
	(void)state;
	settle(east, enter(east, NOW), SIPTRUNK_CAUSE_RATE_LIMITED, 86400, NOW);
	expect(east, SIPTRUNK_CAUSE_OPEN, NOW + 299999);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW + 300000);
	/* without it: one second, then two */
	settle(west, enter(west, NOW), SIPTRUNK_CAUSE_RATE_LIMITED, 0, NOW);
	expect(west, SIPTRUNK_CAUSE_NONE, NOW + 1000);
	settle(west, enter(west, NOW + 1000), SIPTRUNK_CAUSE_RATE_LIMITED, 0,
			NOW + 1000);
	expect(west, SIPTRUNK_CAUSE_OPEN, NOW + 2999);
}

static void the_reserve_is_kept(void **state)
{
	const siptrunk_api_calls_t calls = {7, 10};
	siptrunk_api_ticket_t ticket;

	(void)state;
	siptrunk_concurrency_tell(&east->concurrency, &calls, NOW + 1);
	siptrunk_concurrency_tell(&west->concurrency, &calls, NOW + 1);
	ask(west, SIPTRUNK_CAUSE_NONE, NOW);
	expect(west, SIPTRUNK_CAUSE_BUSY, NOW);
	assert_int_equal(siptrunk_api_state_enter(&states, west, &ticket, NOW),
			SIPTRUNK_CAUSE_BUSY);
	ask(east, SIPTRUNK_CAUSE_NONE, NOW);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW);
	enter(east, NOW);
	enter(east, NOW);
	expect(east, SIPTRUNK_CAUSE_BUSY, NOW);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW + 1);
}

static void a_load_keeps_what_is_known(void **state)
{
	const siptrunk_api_source_t loaded[] = {
			sources[2], {T("west"), HOST, T("/new.key"), 3}};

	(void)state;
	west->counts[SIPTRUNK_CAUSE_OPEN] = 4;
	siptrunk_concurrency_tell(
			&west->concurrency, &(siptrunk_api_calls_t){7, 10}, NOW + 1);
	siptrunk_api_states_configure(&states, loaded, COUNT(loaded), &old);
	look();
	assert_null(east);
	expect(west, SIPTRUNK_CAUSE_BUSY, NOW);
	assert_int_equal(west->counts[SIPTRUNK_CAUSE_OPEN], 4);
	assert_string_equal(west->key, "/new.key");
	assert_int_equal(west->reserve, 3);
	expect(other, SIPTRUNK_CAUSE_NONE, NOW);
}

static void a_load_closes_every_breaker(void **state)
{
	siptrunk_api_ticket_t before = enter(east, NOW);

	(void)state;
	host_fails();
	ask(other, SIPTRUNK_CAUSE_UNAUTHORIZED, NOW);
	siptrunk_api_states_configure(&states, sources, COUNT(sources), &old);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW);
	expect(other, SIPTRUNK_CAUSE_NONE, NOW);
	/* what is heard of the old key does not count */
	settle(east, before, SIPTRUNK_CAUSE_UNAUTHORIZED, 0, NOW);
	expect(east, SIPTRUNK_CAUSE_NONE, NOW);
}

static void each_outcome_has_its_time(void **state)
{
	siptrunk_api_ticket_t ticket = enter(east, NOW);

	(void)state;
	settle(east, ticket, SIPTRUNK_CAUSE_NONE, 0, NOW + 300);
	settle(east, enter(east, NOW), SIPTRUNK_CAUSE_SERVER, 0, NOW + 20000);
	/* ours */
	settle(east, enter(east, NOW), SIPTRUNK_CAUSE_NO_MEMORY, 0, NOW + 50);
	assert_int_equal(east->took.counts[0], 0);
	assert_int_equal(east->took.counts[3], 1);
	assert_int_equal(east->took.counts[siptrunk_api_buckets.count], 1);
	assert_int_equal(east->took.sum, 20300);
	siptrunk_api_states_configure(&states, sources, COUNT(sources), &old);
	assert_int_equal(east->took.sum, 20300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup(
					a_host_fails_for_all_that_ask_it, new_states),
			cmocka_unit_test_setup(one_of_them_finds_it_well_again, new_states),
			cmocka_unit_test_setup(
					a_request_that_is_wrong_is_an_answer, new_states),
			cmocka_unit_test_setup(
					what_fails_here_says_nothing_of_the_api, new_states),
			cmocka_unit_test_setup(what_is_not_sent_is_no_call, new_states),
			cmocka_unit_test_setup(a_refused_key_is_one_account_s, new_states),
			cmocka_unit_test_setup(but_its_host_is_there, new_states),
			cmocka_unit_test_setup(retry_after_is_kept_to, new_states),
			cmocka_unit_test_setup(but_not_for_ever, new_states),
			cmocka_unit_test_setup(the_reserve_is_kept, new_states),
			cmocka_unit_test_setup(a_load_keeps_what_is_known, new_states),
			cmocka_unit_test_setup(a_load_closes_every_breaker, new_states),
			cmocka_unit_test_setup(each_outcome_has_its_time, new_states),
	};

	return cmocka_run_group_tests_name("api_state", tests, NULL, NULL);
}
