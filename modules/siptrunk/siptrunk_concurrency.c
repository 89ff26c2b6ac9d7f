/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How many calls an account of the API has.
 *
 * Pure; any process; the caller's memory.
 */
#include "siptrunk_concurrency.h"

void siptrunk_concurrency_enter(siptrunk_concurrency_t *concurrency)
{
	concurrency->waiting++;
}

void siptrunk_concurrency_leave(
		siptrunk_concurrency_t *concurrency, bool registered)
{
	/* a trunk that was taken away and put back knows nothing of it */
	if(concurrency->waiting > 0)
		concurrency->waiting--;
	concurrency->since += registered;
	concurrency->since_asked += registered;
}

void siptrunk_concurrency_ask(siptrunk_concurrency_t *concurrency)
{
	concurrency->since_asked = 0;
}

/** What was registered while the answer was on its way may be in it or not: it
 *  is counted, because a call too few is better than one that is refused. */
void siptrunk_concurrency_tell(siptrunk_concurrency_t *concurrency,
		const siptrunk_api_calls_t *calls, int64_t until)
{
	concurrency->told = *calls;
	concurrency->until = until;
	concurrency->since = concurrency->since_asked;
}

bool siptrunk_concurrency_exhausted(
		const siptrunk_concurrency_t *concurrency, int reserve, int64_t now)
{
	long calls = concurrency->told.current + (long)concurrency->waiting
				 + (long)concurrency->since;

	return now < concurrency->until
		   && concurrency->told.limit - calls <= reserve;
}
