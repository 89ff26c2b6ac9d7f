/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A door that closes behind too many failures: for a while nobody is let
 * through, then one, and what becomes of him decides for the others.
 *
 * Pure; any process; the caller's memory, the caller's lock and clock.
 */
#ifndef SIPTRUNK_BREAKER_H
#define SIPTRUNK_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

/** Zeroed: closed, as electricians say it: all pass. */
typedef struct siptrunk_breaker
{
	int64_t until;	   /**< nobody passes before; 0: all pass */
	unsigned failures; /**< in a row */
	unsigned epoch;	   /**< changes when it opens and with each probe */
} siptrunk_breaker_t;

typedef enum siptrunk_breaker_state
{
	SIPTRUNK_BREAKER_CLOSED,
	SIPTRUNK_BREAKER_OPEN,
	SIPTRUNK_BREAKER_HALF_OPEN /**< the next one passes, as a probe */
} siptrunk_breaker_state_t;

/** How a breaker takes a failure; in ms. */
typedef struct siptrunk_breaker_pace
{
	unsigned threshold; /**< failures in a row that open it, 1.. */
	int64_t first;		/**< how long, doubled when the probe fails, ... */
	int64_t most;		/**< ... up to this; and up to a quarter more */
} siptrunk_breaker_pace_t;

/** now: ms of a clock that nobody sets; above 0. */
siptrunk_breaker_state_t siptrunk_breaker_state(
		const siptrunk_breaker_t *breaker, int64_t now);
const char *siptrunk_breaker_state_name(siptrunk_breaker_state_t state);

/**
 * One passes who may (not SIPTRUNK_BREAKER_OPEN). Of a half-open breaker it is
 * the probe: for hold_ms, or until it is settled, it is the only one. Returns
 * the ticket by which its outcome is told.
 */
unsigned siptrunk_breaker_enter(
		siptrunk_breaker_t *breaker, int64_t hold_ms, int64_t now);

/** He has not passed after all: was he the probe, the next one is. */
void siptrunk_breaker_withdraw(
		siptrunk_breaker_t *breaker, unsigned ticket, int64_t now);

/** The outcome; of one who passed before the breaker last opened it is old news
 *  and changes nothing: what failed together counts once. */
void siptrunk_breaker_succeed(siptrunk_breaker_t *breaker, unsigned ticket);
/** true: it has opened (from closed; a failed probe leaves it open). */
bool siptrunk_breaker_fail(siptrunk_breaker_t *breaker, unsigned ticket,
		const siptrunk_breaker_pace_t *pace, unsigned random, int64_t now);

#endif
