/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is known of the agents' APIs, for all processes.
 *
 * The HTTP process tells what becomes of its requests; SIP workers ask whether
 * to wait for one at all; RPC reads. Shared memory, allocated once; a lock that
 * is held for one look.
 */
#ifndef SIPTRUNK_APIS_H
#define SIPTRUNK_APIS_H

#include "siptrunk_api_state.h"
#include "siptrunk_config.h"

/** In mod_init; 0 or -1. */
int siptrunk_apis_init(void);
void siptrunk_apis_fini(void);

/* For the HTTP process alone. */

/** Takes up what a load has changed; to be called now and then. */
void siptrunk_apis_follow(void);
/** A request to the API of trunk may go: NONE, and what becomes of it is told
 *  with this ticket; else the cause why not. */
siptrunk_cause_t siptrunk_apis_enter(
		siptrunk_text_t trunk, siptrunk_api_ticket_t *ticket);
/** It is not sent after all. */
void siptrunk_apis_withdraw(
		siptrunk_text_t trunk, const siptrunk_api_ticket_t *ticket);
/** What became of it; retry_after as in siptrunk_http_response_t. Logs when
 *  calls take their fallback from now on, or do no longer. */
void siptrunk_apis_settle(siptrunk_text_t trunk,
		const siptrunk_api_ticket_t *ticket,
		const siptrunk_api_answer_t *answer, long retry_after);
/** How many calls the account has is asked for; and the answer, believed for so
 *  many ms. */
void siptrunk_apis_ask_concurrency(siptrunk_text_t trunk);
void siptrunk_apis_tell_concurrency(siptrunk_text_t trunk,
		const siptrunk_api_calls_t *calls, int64_t believed_ms);

/* For any process. */

/** NONE: a call may be registered now; else it takes its fallback at once. */
siptrunk_cause_t siptrunk_apis_admit(siptrunk_text_t trunk);
/** Counts a call, once: registered (NONE) or why not. */
void siptrunk_apis_count(siptrunk_text_t trunk, siptrunk_cause_t cause);

/** One of them as it is now. */
typedef struct siptrunk_api_view
{
	siptrunk_api_state_t state;
	siptrunk_breaker_state_t breaker; /**< the stricter of its two */
	int64_t next;	   /**< ms until it is asked again; 0: it may be now */
	int64_t failed;	   /**< ms since state.failure */
	bool is_told;	   /**< state.concurrency.told counts */
	siptrunk_cause_t admits; /**< what a call would be told */
} siptrunk_api_view_t;

/** Of place 0.. until it is false. */
bool siptrunk_apis_read(unsigned place, siptrunk_api_view_t *view);

#endif
