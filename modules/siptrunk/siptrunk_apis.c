/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is known of the agents' APIs, for all processes.
 *
 * Shared memory, allocated once; a lock held for one look.
 */
#include "siptrunk_apis.h"

#include "siptrunk_clock.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"
#include "core/rand/fastrand.h"

#include <string.h>

typedef struct apis
{
	gen_lock_t lock;
	siptrunk_api_states_t states;
} apis_t;

static apis_t *apis;

int siptrunk_apis_init(void)
{
	apis = shm_malloc(sizeof(*apis));
	if(apis == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(apis, 0, sizeof(*apis));
	lock_init(&apis->lock);
	return 0;
}

void siptrunk_apis_fini(void)
{
	if(apis != NULL)
		shm_free(apis);
	apis = NULL;
}

/** Locked; NULL: no row of this trunk, or not yet. */
static siptrunk_api_state_t *lock_state(siptrunk_text_t trunk)
{
	lock_get(&apis->lock);
	return siptrunk_api_states_find(&apis->states, trunk);
}

/* --- the rows --- */

/** HOST[:PORT] of a URL. */
static siptrunk_text_t host_of(siptrunk_text_t url)
{
	siptrunk_text_t rest;

	siptrunk_text_split(url, '/', &rest); /* https: */
	siptrunk_text_split(rest, '/', &rest);
	return siptrunk_text_split(rest, '/', &rest);
}

static void configure(const siptrunk_config_t *config)
{
	static siptrunk_api_states_t old;
	siptrunk_api_source_t sources[SIPTRUNK_APIS_MAX];
	unsigned count;

	for(count = 0; count < config->api_count; count++) {
		const siptrunk_api_t *api = &config->apis[count];

		sources[count] = (siptrunk_api_source_t){
				.trunk = config->trunks[api->trunk].name,
				.host = host_of(api->url),
				.key = api->key.name,
				.reserve = api->reserve};
	}
	lock_get(&apis->lock);
	siptrunk_api_states_configure(&apis->states, sources, count, &old);
	lock_release(&apis->lock);
}

void siptrunk_apis_follow(void)
{
	static unsigned generation;
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();

	if(snapshot->generation != generation) {
		generation = snapshot->generation;
		configure(snapshot->config);
	}
	siptrunk_snapshot_put(snapshot);
}

/* --- whether to ask --- */

siptrunk_cause_t siptrunk_apis_admit(siptrunk_text_t trunk)
{
	siptrunk_cause_t cause = SIPTRUNK_CAUSE_NONE;
	const siptrunk_api_state_t *state = lock_state(trunk);

	if(state != NULL)
		cause = siptrunk_api_state_admit(
				&apis->states, state, siptrunk_clock_steady_ms());
	lock_release(&apis->lock);
	return cause;
}

siptrunk_cause_t siptrunk_apis_enter(
		siptrunk_text_t trunk, siptrunk_api_ticket_t *ticket)
{
	siptrunk_cause_t cause = SIPTRUNK_CAUSE_NO_AGENT;
	siptrunk_api_state_t *state = lock_state(trunk);

	if(state != NULL)
		cause = siptrunk_api_state_enter(
				&apis->states, state, ticket, siptrunk_clock_steady_ms());
	lock_release(&apis->lock);
	return cause;
}

void siptrunk_apis_withdraw(
		siptrunk_text_t trunk, const siptrunk_api_ticket_t *ticket)
{
	siptrunk_api_state_t *state = lock_state(trunk);

	if(state != NULL)
		siptrunk_api_state_withdraw(
				&apis->states, state, ticket, siptrunk_clock_steady_ms());
	lock_release(&apis->lock);
}

/* --- what became of it --- */

static void log_account(const siptrunk_api_state_t *state, long pause_s)
{
	switch(state->failure) {
		case SIPTRUNK_CAUSE_UNAUTHORIZED:
			LM_ERR("the API of trunk %s, %s, refuses the key of %s: check it, "
				   "then kamcmd siptrunk.reload; for %ld s it is not asked "
				   "again, and calls take their agent's fallback\n",
					state->trunk, state->host, state->key, pause_s);
			return;
		case SIPTRUNK_CAUSE_PAYMENT:
			LM_ERR("the API of trunk %s, %s, demands a payment: see the "
				   "dashboard of the account; for %ld s it is not asked again, "
				   "and calls take their agent's fallback\n",
					state->trunk, state->host, pause_s);
			return;
		default:
			LM_WARN("the API of trunk %s, %s, has had too many requests; for "
					"%ld s it is not asked again, and calls take their agent's "
					"fallback\n",
					state->trunk, state->host, pause_s);
	}
}

static void log_change(siptrunk_api_change_t change,
		const siptrunk_api_state_t *state, int64_t pause_ms)
{
	const long pause_s = (long)((pause_ms + 999) / 1000);

	if(change == SIPTRUNK_API_CLOSED)
		LM_NOTICE("the API of trunk %s, %s, answers again: calls are "
				  "registered\n",
				state->trunk, state->host);
	else if(siptrunk_cause_blame(state->failure) == SIPTRUNK_BLAME_ACCOUNT)
		log_account(state, pause_s);
	else
		LM_ERR("the API of trunk %s, %s, failed %d times in a row (%s: %s); "
			   "for %ld s it is not asked again, and calls take their agent's "
			   "fallback\n",
				state->trunk, state->host, SIPTRUNK_API_HOST_FAILURES,
				siptrunk_cause_name(state->failure), state->error.text,
				pause_s);
}

void siptrunk_apis_settle(siptrunk_text_t trunk,
		const siptrunk_api_ticket_t *ticket,
		const siptrunk_api_answer_t *answer, long retry_after)
{
	static siptrunk_api_state_t copy; /* the HTTP process' alone */
	const int64_t now = siptrunk_clock_steady_ms();
	siptrunk_api_change_t change = SIPTRUNK_API_SAME;
	siptrunk_api_state_t *state = lock_state(trunk);
	int64_t until = 0;

	if(state != NULL) {
		change = siptrunk_api_state_settle(&apis->states, state, ticket, answer,
				retry_after, fastrand(), now);
		until = siptrunk_api_state_until(&apis->states, state, now);
		copy = *state;
	}
	lock_release(&apis->lock);
	if(change != SIPTRUNK_API_SAME)
		log_change(change, &copy, until - now);
}

void siptrunk_apis_ask_concurrency(siptrunk_text_t trunk)
{
	siptrunk_api_state_t *state = lock_state(trunk);

	if(state != NULL)
		siptrunk_concurrency_ask(&state->concurrency);
	lock_release(&apis->lock);
}

void siptrunk_apis_tell_concurrency(siptrunk_text_t trunk,
		const siptrunk_api_calls_t *calls, int64_t believed_ms)
{
	siptrunk_api_state_t *state = lock_state(trunk);

	if(state != NULL)
		siptrunk_concurrency_tell(&state->concurrency, calls,
				siptrunk_clock_steady_ms() + believed_ms);
	lock_release(&apis->lock);
}

void siptrunk_apis_count(siptrunk_text_t trunk, siptrunk_cause_t cause)
{
	siptrunk_api_state_t *state = lock_state(trunk);

	if(state != NULL)
		state->counts[cause]++;
	lock_release(&apis->lock);
	siptrunk_stats_add(SIPTRUNK_STAT_REGISTRATION_BY_CAUSE + cause, 1);
}

/* --- as it is now --- */

static siptrunk_breaker_state_t stricter(
		const siptrunk_api_state_t *state, int64_t now)
{
	siptrunk_breaker_state_t host = siptrunk_breaker_state(
			siptrunk_api_state_host(&apis->states, state), now);
	siptrunk_breaker_state_t account =
			siptrunk_breaker_state(&state->account, now);

	if(host == SIPTRUNK_BREAKER_OPEN || account == SIPTRUNK_BREAKER_CLOSED)
		return host;
	return account;
}

static void view_of(const siptrunk_api_state_t *state, int64_t now,
		siptrunk_api_view_t *view)
{
	int64_t until = siptrunk_api_state_until(&apis->states, state, now);

	view->state = *state;
	view->breaker = stricter(state, now);
	view->next = until > now ? until - now : 0;
	view->failed = now - state->failed;
	view->is_told = now < state->concurrency.until;
	view->admits = siptrunk_api_state_admit(&apis->states, state, now);
}

bool siptrunk_apis_read(unsigned place, siptrunk_api_view_t *view)
{
	bool exists;

	lock_get(&apis->lock);
	exists = place < apis->states.count;
	if(exists)
		view_of(&apis->states.items[place], siptrunk_clock_steady_ms(), view);
	lock_release(&apis->lock);
	return exists;
}
