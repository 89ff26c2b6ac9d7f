/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the audio of each trunk's calls was like, summed up since the start.
 *
 * Pure; written by the media process alone, read by any. Of a fixed size, in
 * memory of the caller's. Kept by the trunk's name, so that a reload changes
 * nothing.
 */
#ifndef SIPTRUNK_MEDIA_TOTALS_H
#define SIPTRUNK_MEDIA_TOTALS_H

#include "siptrunk_media_leg.h"

typedef enum siptrunk_media_total
{
	SIPTRUNK_MEDIA_LEGS,	  /**< of calls that were answered and have ended */
	SIPTRUNK_MEDIA_SENT,	  /**< packets that came */
	SIPTRUNK_MEDIA_LOST,	  /**< that did not */
	SIPTRUNK_MEDIA_MOS_GOOD,  /**< legs that heard 4.0 or better */
	SIPTRUNK_MEDIA_MOS_FAIR,  /**< 3.1 or better */
	SIPTRUNK_MEDIA_MOS_POOR,  /**< worse; all three: of those that report */
	SIPTRUNK_MEDIA_MOS_SUM,	  /**< tenths */
	SIPTRUNK_MEDIA_MOS_WORST, /**< tenths; 0: none yet */
	SIPTRUNK_MEDIA_SILENT,	  /**< legs from which nothing came */
	SIPTRUNK_MEDIA_HUNG_UP,	  /**< calls that were ended for that */
	SIPTRUNK_MEDIA_TOTAL_COUNT
} siptrunk_media_total_t;

#define SIPTRUNK_MEDIA_TRUNK_MAX 64
/** All zeros at first. */
typedef struct siptrunk_media_totals
{
	char trunk[SIPTRUNK_MEDIA_TRUNK_MAX + 1];
	long values[SIPTRUNK_MEDIA_TOTAL_COUNT];
} siptrunk_media_totals_t;

#define SIPTRUNK_MEDIA_TRUNKS_MAX 256
/** All zeros at first. */
typedef struct siptrunk_media_table
{
	unsigned count;
	siptrunk_media_totals_t trunks[SIPTRUNK_MEDIA_TRUNKS_MAX];
} siptrunk_media_table_t;

/** That trunk's, made when there is none; NULL: the table is full, or the name
 *  empty. */
siptrunk_media_totals_t *siptrunk_media_totals_of(
		siptrunk_media_table_t *table, const char *trunk);

/** totals may be NULL. */
void siptrunk_media_totals_add(siptrunk_media_totals_t *totals,
		siptrunk_media_total_t total, long count);
/** A leg of a call that has ended. totals may be NULL. */
void siptrunk_media_totals_add_leg(
		siptrunk_media_totals_t *totals, const siptrunk_media_leg_t *leg);

/** Which of the three a MOS is. */
siptrunk_media_total_t siptrunk_media_rate(int mos);

long siptrunk_media_totals_value(const siptrunk_media_totals_t *totals,
		siptrunk_media_total_t total);

#endif
