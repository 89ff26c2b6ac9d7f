/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What became of emergency calls and of test calls, summed up since the start.
 *
 * Pure; the caller locks who writes; any process reads. The caller's memory.
 */
#ifndef SIPTRUNK_EMERGENCY_TOTALS_H
#define SIPTRUNK_EMERGENCY_TOTALS_H

#include "siptrunk_emergency.h"
#include "siptrunk_histogram.h"

/** Of emergency calls, or of test calls. All zeros at first. */
typedef struct siptrunk_emergency_total
{
	int64_t calls[SIPTRUNK_OUTCOME_COUNT]; /**< that had this outcome */
	int64_t attempts; /**< times that one was sent somewhere */
	siptrunk_histogram_t tries;	  /**< attempts until it was answered */
	siptrunk_histogram_t answers; /**< ms until it was answered */
} siptrunk_emergency_total_t;

typedef struct siptrunk_emergency_totals
{
	siptrunk_emergency_total_t kinds[2]; /**< by entry->test */
} siptrunk_emergency_totals_t;

extern const siptrunk_buckets_t siptrunk_emergency_tries;
extern const siptrunk_buckets_t siptrunk_emergency_answers;

/** Something has happened to the call; first: it had not this outcome before
 *  (siptrunk_emergency_record()). */
void siptrunk_emergency_totals_count(siptrunk_emergency_totals_t *totals,
		const siptrunk_emergency_entry_t *entry, siptrunk_outcome_t outcome,
		bool first);

#endif
