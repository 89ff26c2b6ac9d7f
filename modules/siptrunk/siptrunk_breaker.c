/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A door that closes behind too many failures.
 *
 * Pure; any process; the caller's memory.
 */
#include "siptrunk_breaker.h"

#include "siptrunk_backoff.h"

siptrunk_breaker_state_t siptrunk_breaker_state(
		const siptrunk_breaker_t *breaker, int64_t now)
{
	if(breaker->until == 0)
		return SIPTRUNK_BREAKER_CLOSED;
	return now < breaker->until ? SIPTRUNK_BREAKER_OPEN
								: SIPTRUNK_BREAKER_HALF_OPEN;
}

const char *siptrunk_breaker_state_name(siptrunk_breaker_state_t state)
{
	static const char *const names[] = {
			[SIPTRUNK_BREAKER_CLOSED] = "closed",
			[SIPTRUNK_BREAKER_OPEN] = "open",
			[SIPTRUNK_BREAKER_HALF_OPEN] = "half_open",
	};

	return names[state];
}

unsigned siptrunk_breaker_enter(
		siptrunk_breaker_t *breaker, int64_t hold_ms, int64_t now)
{
	if(siptrunk_breaker_state(breaker, now) == SIPTRUNK_BREAKER_HALF_OPEN) {
		breaker->until = now + hold_ms;
		breaker->epoch++;
	}
	return breaker->epoch;
}

void siptrunk_breaker_withdraw(
		siptrunk_breaker_t *breaker, unsigned ticket, int64_t now)
{
	/* who passed while it was closed has another ticket by now */
	if(ticket == breaker->epoch && breaker->until > now)
		breaker->until = now;
}

void siptrunk_breaker_succeed(siptrunk_breaker_t *breaker, unsigned ticket)
{
	if(ticket != breaker->epoch)
		return;
	breaker->failures = 0;
	breaker->until = 0;
}

bool siptrunk_breaker_fail(siptrunk_breaker_t *breaker, unsigned ticket,
		const siptrunk_breaker_pace_t *pace, unsigned random, int64_t now)
{
	const bool was_closed = breaker->until == 0;
	int64_t pause;

	if(ticket != breaker->epoch || ++breaker->failures < pace->threshold)
		return false;
	pause = siptrunk_backoff_pause(pace->first, pace->most,
			breaker->failures - pace->threshold + 1);
	breaker->until = now + siptrunk_backoff_spread(pause, pause, random);
	breaker->epoch++;
	return was_closed;
}
