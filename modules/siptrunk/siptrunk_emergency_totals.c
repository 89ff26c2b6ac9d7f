/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What became of emergency calls and of test calls.
 *
 * Pure; the caller's memory and lock.
 */
#include "siptrunk_emergency_totals.h"

const siptrunk_buckets_t siptrunk_emergency_tries = {
		5, {1000, 2000, 3000, 4000, 6000}};

/* A silent gateway costs 2 s, one that does not ring 8 s. A PSAP should answer
 * nine calls of ten within 15 s (NENA-STA-020). */
const siptrunk_buckets_t siptrunk_emergency_answers = {
		10, {500, 1000, 2000, 4000, 6000, 10000, 15000, 20000, 40000, 60000}};

static void count_answer(siptrunk_emergency_total_t *total,
		const siptrunk_emergency_entry_t *entry)
{
	siptrunk_histogram_observe(&total->tries, &siptrunk_emergency_tries,
			(int64_t)entry->tries * 1000);
	siptrunk_histogram_observe(&total->answers, &siptrunk_emergency_answers,
			entry->answered - entry->received);
}

void siptrunk_emergency_totals_count(siptrunk_emergency_totals_t *totals,
		const siptrunk_emergency_entry_t *entry, siptrunk_outcome_t outcome,
		bool first)
{
	siptrunk_emergency_total_t *total = &totals->kinds[entry->test];

	if(outcome == SIPTRUNK_OUTCOME_PLACED)
		__atomic_fetch_add(&total->attempts, 1, __ATOMIC_RELAXED);
	if(!first)
		return;
	__atomic_fetch_add(&total->calls[outcome], 1, __ATOMIC_RELAXED);
	if(outcome == SIPTRUNK_OUTCOME_ANSWERED)
		count_answer(total, entry);
}
