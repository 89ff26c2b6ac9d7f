/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What became of each trunk's calls.
 *
 * Pure; the caller's memory and lock.
 */
#include "siptrunk_call_totals.h"

#include <string.h>

static const char *const result_names[SIPTRUNK_CALL_RESULT_COUNT] = {
		[SIPTRUNK_CALL_ANSWERED] = "answered",
		[SIPTRUNK_CALL_BUSY] = "busy",
		[SIPTRUNK_CALL_CANCELLED] = "cancelled",
		[SIPTRUNK_CALL_NO_ANSWER] = "no_answer",
		[SIPTRUNK_CALL_REJECTED] = "rejected",
		[SIPTRUNK_CALL_FAILED] = "failed",
};

const char *siptrunk_call_result_name(siptrunk_call_result_t result)
{
	return result_names[result];
}

const char *siptrunk_call_direction_name(siptrunk_call_direction_t direction)
{
	return direction == SIPTRUNK_CALL_FROM_TRUNK ? "from" : "to";
}

/** A caller who gives up may have no answer yet (a BYE before it). */
static siptrunk_call_result_t result_of(int code, const char *ended_by)
{
	switch(code) {
		case 486:
		case 600:
			return SIPTRUNK_CALL_BUSY;
		case 487:
			return SIPTRUNK_CALL_CANCELLED;
		case 408:
		case 480:
			return SIPTRUNK_CALL_NO_ANSWER;
		default:
			break;
	}
	if(code < 300)
		return strcmp(ended_by, "caller") == 0 ? SIPTRUNK_CALL_CANCELLED
											   : SIPTRUNK_CALL_FAILED;
	return code / 100 == 5 ? SIPTRUNK_CALL_FAILED : SIPTRUNK_CALL_REJECTED;
}

siptrunk_call_result_t siptrunk_call_result(
		const siptrunk_call_record_t *record)
{
	return record->answered != 0 ? SIPTRUNK_CALL_ANSWERED
								 : result_of(record->code, record->ended_by);
}

/** NULL: no name, or no place. */
static siptrunk_call_total_t *total_of(
		siptrunk_call_totals_t *totals, const char *trunk)
{
	unsigned i;

	for(i = 0; i < totals->count; i++) {
		if(strcmp(totals->trunks[i].trunk, trunk) == 0)
			return &totals->trunks[i];
	}
	if(trunk[0] == '\0' || i == SIPTRUNK_CALL_TOTALS_MAX)
		return NULL;
	strcpy(totals->trunks[i].trunk, trunk);
	/* who reads it finds the name */
	__atomic_store_n(&totals->count, i + 1, __ATOMIC_RELEASE);
	return &totals->trunks[i];
}

static void add(int64_t *word, int64_t count)
{
	__atomic_fetch_add(word, count, __ATOMIC_RELAXED);
}

static void count_for(siptrunk_call_total_t *total,
		siptrunk_call_direction_t direction,
		const siptrunk_call_record_t *record)
{
	if(total == NULL)
		return;
	add(&total->calls[direction][siptrunk_call_result(record)], 1);
	if(record->answered != 0 && record->ended > record->answered)
		add(&total->talked[direction], record->ended - record->answered);
}

void siptrunk_call_totals_count(siptrunk_call_totals_t *totals,
		const siptrunk_call_record_t *record)
{
	count_for(total_of(totals, record->ids.trunk), SIPTRUNK_CALL_FROM_TRUNK,
			record);
	count_for(total_of(totals, record->ids.target), SIPTRUNK_CALL_TO_TRUNK,
			record);
}
