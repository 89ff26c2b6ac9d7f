/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What became of each trunk's calls, summed up since the start.
 *
 * Pure; the caller locks who writes; any process reads. Of a fixed size, in the
 * caller's memory. Kept by the trunk's name, so that a reload changes nothing.
 */
#ifndef SIPTRUNK_CALL_TOTALS_H
#define SIPTRUNK_CALL_TOTALS_H

#include "siptrunk_call_record.h"

typedef enum siptrunk_call_result
{
	SIPTRUNK_CALL_ANSWERED,
	SIPTRUNK_CALL_BUSY,		 /**< 486, 600 */
	SIPTRUNK_CALL_CANCELLED, /**< by its caller */
	SIPTRUNK_CALL_NO_ANSWER, /**< 408, 480 */
	SIPTRUNK_CALL_REJECTED,	 /**< any other 3xx, 4xx, 6xx */
	SIPTRUNK_CALL_FAILED,	 /**< 5xx, or none at all */
	SIPTRUNK_CALL_RESULT_COUNT
} siptrunk_call_result_t;

const char *siptrunk_call_result_name(siptrunk_call_result_t result);
/** Of a call that has ended. */
siptrunk_call_result_t siptrunk_call_result(
		const siptrunk_call_record_t *record);

/** As the edge sees it. */
typedef enum siptrunk_call_direction
{
	SIPTRUNK_CALL_FROM_TRUNK,
	SIPTRUNK_CALL_TO_TRUNK,
	SIPTRUNK_CALL_DIRECTION_COUNT
} siptrunk_call_direction_t;

/** "from", "to". */
const char *siptrunk_call_direction_name(siptrunk_call_direction_t direction);

typedef struct siptrunk_call_total
{
	char trunk[SIPTRUNK_CALL_NAME_MAX + 1];
	int64_t calls[SIPTRUNK_CALL_DIRECTION_COUNT][SIPTRUNK_CALL_RESULT_COUNT];
	int64_t talked[SIPTRUNK_CALL_DIRECTION_COUNT]; /**< ms since the answers */
} siptrunk_call_total_t;

#define SIPTRUNK_CALL_TOTALS_MAX 256
/** All zeros at first. Trunks that find no place are not counted. */
typedef struct siptrunk_call_totals
{
	unsigned count;
	siptrunk_call_total_t trunks[SIPTRUNK_CALL_TOTALS_MAX];
} siptrunk_call_totals_t;

/** A call that has ended, with its trunk and its target. */
void siptrunk_call_totals_count(siptrunk_call_totals_t *totals,
		const siptrunk_call_record_t *record);

#endif
