/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is known of the agents' APIs.
 *
 * Pure; any process; the caller's memory.
 */
#include "siptrunk_api_state.h"

#include <stdio.h>
#include <string.h>

/** Longer than a request may take. */
#define PROBE_MS 30000
#define RETRY_AFTER_MOST_S 300

/* a caller hears nothing meanwhile; an API's deadline is 2 s if its row has no
 * other */
const siptrunk_buckets_t siptrunk_api_buckets = {
		10, {50, 100, 250, 500, 1000, 1500, 2000, 3000, 5000, 10000}};

/* --- which there are --- */

static const siptrunk_api_state_t *find(
		const siptrunk_api_states_t *states, siptrunk_text_t trunk)
{
	unsigned i;

	for(i = 0; i < states->count; i++) {
		if(siptrunk_text_equal(siptrunk_text(states->items[i].trunk), trunk))
			return &states->items[i];
	}
	return NULL;
}

siptrunk_api_state_t *siptrunk_api_states_find(
		siptrunk_api_states_t *states, siptrunk_text_t trunk)
{
	return (siptrunk_api_state_t *)find(states, trunk);
}

/** The index of the first of this host; states->count: there is none. */
static unsigned first_of(const siptrunk_api_states_t *states, const char *host)
{
	unsigned i = 0;

	while(i < states->count && strcmp(states->items[i].host, host) != 0)
		i++;
	return i;
}

static void add(siptrunk_api_states_t *states,
		const siptrunk_api_source_t *source, const siptrunk_api_states_t *old)
{
	siptrunk_api_state_t *state = &states->items[states->count];
	const siptrunk_api_state_t *before = find(old, source->trunk);

	if(before != NULL)
		*state = *before;
	snprintf(state->trunk, sizeof(state->trunk), "%.*s",
			SIPTRUNK_TEXT_FMT(source->trunk));
	snprintf(state->host, sizeof(state->host), "%.*s",
			SIPTRUNK_TEXT_FMT(source->host));
	snprintf(state->key, sizeof(state->key), "%.*s",
			SIPTRUNK_TEXT_FMT(source->key));
	state->reserve = source->reserve;
	/* an outcome that is on its way is one of before */
	state->account = (siptrunk_breaker_t){.epoch = state->account.epoch + 1};
	state->host_breaker =
			(siptrunk_breaker_t){.epoch = state->host_breaker.epoch + 1};
	state->first = first_of(states, state->host);
	states->count++;
}

void siptrunk_api_states_configure(siptrunk_api_states_t *states,
		const siptrunk_api_source_t *sources, unsigned count,
		siptrunk_api_states_t *old)
{
	unsigned i;

	*old = *states;
	memset(states, 0, sizeof(*states));
	for(i = 0; i < count; i++)
		add(states, &sources[i], old);
}

const siptrunk_breaker_t *siptrunk_api_state_host(
		const siptrunk_api_states_t *states, const siptrunk_api_state_t *state)
{
	return &states->items[state->first].host_breaker;
}

/* --- whether to ask --- */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t siptrunk_api_state_until(const siptrunk_api_states_t *states,
		const siptrunk_api_state_t *state, int64_t now)
{
	int64_t until = later(siptrunk_api_state_host(states, state)->until,
			state->account.until);

	return until > now ? until : 0;
}

siptrunk_cause_t siptrunk_api_state_admit(const siptrunk_api_states_t *states,
		const siptrunk_api_state_t *state, int64_t now)
{
	if(siptrunk_api_state_until(states, state, now) > 0)
		return SIPTRUNK_CAUSE_OPEN;
	return siptrunk_concurrency_exhausted(
				   &state->concurrency, state->reserve, now)
				   ? SIPTRUNK_CAUSE_BUSY
				   : SIPTRUNK_CAUSE_NONE;
}

siptrunk_cause_t siptrunk_api_state_enter(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, siptrunk_api_ticket_t *ticket,
		int64_t now)
{
	siptrunk_cause_t cause = siptrunk_api_state_admit(states, state, now);

	if(cause != SIPTRUNK_CAUSE_NONE)
		return cause;
	ticket->host = siptrunk_breaker_enter(
			&states->items[state->first].host_breaker, PROBE_MS, now);
	ticket->account = siptrunk_breaker_enter(&state->account, PROBE_MS, now);
	ticket->entered = now;
	siptrunk_concurrency_enter(&state->concurrency);
	return SIPTRUNK_CAUSE_NONE;
}

void siptrunk_api_state_withdraw(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, const siptrunk_api_ticket_t *ticket,
		int64_t now)
{
	siptrunk_concurrency_leave(&state->concurrency, false);
	siptrunk_breaker_withdraw(
			&states->items[state->first].host_breaker, ticket->host, now);
	siptrunk_breaker_withdraw(&state->account, ticket->account, now);
}

/* --- what became of it --- */

/** What nobody but an operator can mend is not tried every few seconds. */
static siptrunk_breaker_pace_t pace_of(siptrunk_cause_t cause, long retry_after)
{
	static const siptrunk_breaker_pace_t
			host = {SIPTRUNK_API_HOST_FAILURES, 1000, 60000},
			account = {1, 60000, 600000}, rate = {1, 1000, 60000};
	int64_t pause = 1000
					* (retry_after < RETRY_AFTER_MOST_S ? retry_after
														: RETRY_AFTER_MOST_S);

	if(siptrunk_cause_blame(cause) == SIPTRUNK_BLAME_HOST)
		return host;
	if(cause != SIPTRUNK_CAUSE_RATE_LIMITED)
		return account;
	return retry_after > 0 ? (siptrunk_breaker_pace_t){1, pause, pause} : rate;
}

static bool is_closed(
		const siptrunk_api_states_t *states, const siptrunk_api_state_t *state)
{
	return siptrunk_api_state_host(states, state)->until == 0
		   && state->account.until == 0;
}

/** Whoever answers is there, whatever he says. */
static siptrunk_api_change_t succeed(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, const siptrunk_api_ticket_t *ticket)
{
	const bool was_closed = is_closed(states, state);

	siptrunk_breaker_succeed(
			&states->items[state->first].host_breaker, ticket->host);
	siptrunk_breaker_succeed(&state->account, ticket->account);
	return !was_closed && is_closed(states, state) ? SIPTRUNK_API_CLOSED
												   : SIPTRUNK_API_SAME;
}

static siptrunk_api_change_t fail(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, const siptrunk_api_ticket_t *ticket,
		const siptrunk_breaker_pace_t *pace, unsigned random, int64_t now)
{
	siptrunk_breaker_t *host = &states->items[state->first].host_breaker;
	bool opened;

	if(siptrunk_cause_blame(state->failure) == SIPTRUNK_BLAME_HOST) {
		opened = siptrunk_breaker_fail(host, ticket->host, pace, random, now);
	} else {
		siptrunk_breaker_succeed(host, ticket->host);
		opened = siptrunk_breaker_fail(
				&state->account, ticket->account, pace, random, now);
	}
	return opened ? SIPTRUNK_API_OPENED : SIPTRUNK_API_SAME;
}

siptrunk_api_change_t siptrunk_api_state_settle(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, const siptrunk_api_ticket_t *ticket,
		const siptrunk_api_answer_t *answer, long retry_after, unsigned random,
		int64_t now)
{
	const siptrunk_breaker_pace_t pace = pace_of(answer->cause, retry_after);

	/* ours */
	if(answer->cause == SIPTRUNK_CAUSE_NO_MEMORY) {
		siptrunk_api_state_withdraw(states, state, ticket, now);
		return SIPTRUNK_API_SAME;
	}
	siptrunk_histogram_observe(
			&state->took, &siptrunk_api_buckets, now - ticket->entered);
	siptrunk_concurrency_leave(
			&state->concurrency, answer->cause == SIPTRUNK_CAUSE_NONE);
	if(answer->cause != SIPTRUNK_CAUSE_NONE) {
		state->failure = answer->cause;
		state->failed = now;
		state->error = answer->error;
	}
	if(siptrunk_cause_blame(answer->cause) == SIPTRUNK_BLAME_NOBODY)
		return succeed(states, state, ticket);
	return fail(states, state, ticket, &pace, random, now);
}
