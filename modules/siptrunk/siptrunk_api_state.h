/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is known of the agents' APIs: whether to ask them at all.
 *
 * A host that fails does so to all that ask it; a key that is refused or has
 * had its share is that of one trunk. So there is a breaker for each host and
 * one for each account.
 *
 * Pure; any process; the caller's memory, lock and clock.
 */
#ifndef SIPTRUNK_API_STATE_H
#define SIPTRUNK_API_STATE_H

#include "siptrunk_agent.h"
#include "siptrunk_breaker.h"
#include "siptrunk_concurrency.h"
#include "siptrunk_histogram.h"

/** A row of siptrunk_api, as far as it matters here. */
typedef struct siptrunk_api_source
{
	siptrunk_text_t trunk;
	siptrunk_text_t host; /**< HOST[:PORT] of its URL */
	siptrunk_text_t key;  /**< where its key is, never the key */
	int reserve;
} siptrunk_api_source_t;

typedef struct siptrunk_api_state
{
	char trunk[65];
	char host[256];
	char key[256];
	int reserve;
	unsigned first; /**< the first of this host, whose host_breaker counts */
	siptrunk_breaker_t host_breaker, account;
	siptrunk_concurrency_t concurrency;
	unsigned counts[SIPTRUNK_CAUSE_COUNT]; /**< calls */
	siptrunk_histogram_t took; /**< ms, of each request that had an outcome */
	siptrunk_cause_t failure; /**< why a request failed last, or NONE */
	int64_t failed;			  /**< and when */
	siptrunk_error_t error;	  /**< and what exactly was wrong */
} siptrunk_api_state_t;

typedef struct siptrunk_api_states
{
	unsigned count;
	siptrunk_api_state_t items[SIPTRUNK_APIS_MAX];
} siptrunk_api_states_t;

/** By which the outcome of a request is told. */
typedef struct siptrunk_api_ticket
{
	unsigned host, account;
	int64_t entered; /**< when it went */
} siptrunk_api_ticket_t;

/** Of siptrunk_api_state_t's took. */
extern const siptrunk_buckets_t siptrunk_api_buckets;

/** What an outcome has changed, which is worth a line in the log. */
typedef enum siptrunk_api_change
{
	SIPTRUNK_API_SAME,
	SIPTRUNK_API_OPENED, /**< a breaker: calls take their fallback now */
	SIPTRUNK_API_CLOSED	 /**< all is well again */
} siptrunk_api_change_t;

/** How a breaker takes the failures of a host; of an account its first. */
#define SIPTRUNK_API_HOST_FAILURES 5

/** The sources, SIPTRUNK_APIS_MAX at most, are what there is from now on. What
 *  is known of them stays, but their breakers close: whoever loads has mended
 *  something. old: memory for the time of the call. */
void siptrunk_api_states_configure(siptrunk_api_states_t *states,
		const siptrunk_api_source_t *sources, unsigned count,
		siptrunk_api_states_t *old);

/** NULL: there is none. */
siptrunk_api_state_t *siptrunk_api_states_find(
		siptrunk_api_states_t *states, siptrunk_text_t trunk);
/** Of its host. */
const siptrunk_breaker_t *siptrunk_api_state_host(
		const siptrunk_api_states_t *states, const siptrunk_api_state_t *state);

/** May a call be registered now? NONE, OPEN or BUSY. */
siptrunk_cause_t siptrunk_api_state_admit(const siptrunk_api_states_t *states,
		const siptrunk_api_state_t *state, int64_t now);
/** The same, and its request is under way: siptrunk_api_state_settle() is to
 *  follow, or siptrunk_api_state_withdraw(). */
siptrunk_cause_t siptrunk_api_state_enter(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, siptrunk_api_ticket_t *ticket,
		int64_t now);
/** It is not sent after all, so nothing is known of the API; was it the probe,
 *  the next one is. */
void siptrunk_api_state_withdraw(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, const siptrunk_api_ticket_t *ticket,
		int64_t now);
/** What became of it. retry_after: seconds, 0: the API has not said. */
siptrunk_api_change_t siptrunk_api_state_settle(siptrunk_api_states_t *states,
		siptrunk_api_state_t *state, const siptrunk_api_ticket_t *ticket,
		const siptrunk_api_answer_t *answer, long retry_after, unsigned random,
		int64_t now);

/** Until when nobody asks it, at the longest; 0: it may be asked. */
int64_t siptrunk_api_state_until(const siptrunk_api_states_t *states,
		const siptrunk_api_state_t *state, int64_t now);

#endif
