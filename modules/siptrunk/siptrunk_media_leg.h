/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is written down about the audio of one leg of a call, and how it is
 * measured: from one look at RTPengine's figures to the next.
 *
 * Pure; any process; memory of the caller's.
 */
#ifndef SIPTRUNK_MEDIA_LEG_H
#define SIPTRUNK_MEDIA_LEG_H

#include "siptrunk_detail.h"
#include "siptrunk_media_report.h"

/** The two legs of a call. */
typedef enum siptrunk_leg
{
	SIPTRUNK_LEG_CALLER,
	SIPTRUNK_LEG_CALLEE,
	SIPTRUNK_LEG_COUNT
} siptrunk_leg_t;

/** All zeros: nothing is known. */
typedef struct siptrunk_media_leg
{
	bool seen;	   /**< there was a look; else nothing below is known */
	bool measured; /**< lost is known */
	uint64_t sent; /**< packets that came from it */
	uint64_t lost; /**< that it sent and that did not come */
	siptrunk_heard_t heard;
	int64_t silent; /**< since when nothing came, ms since 1970; 0: it did */
} siptrunk_media_leg_t;

/** From where packets are counted; all zeros: nowhere yet. */
typedef struct siptrunk_media_base
{
	bool set;
	uint32_t ssrc;
	uint64_t last;	  /**< number of the last packet then */
	uint64_t packets; /**< that had come by then */
	uint64_t latest;  /**< number of the last packet at the last look */
	uint64_t lost;	  /**< of the streams before this one */
} siptrunk_media_base_t;

/** One more look. What was lost before the first look, nobody knows. */
void siptrunk_media_leg_look(siptrunk_media_leg_t *leg,
		siptrunk_media_base_t *base, const siptrunk_media_side_t *side);

/* --- for RPC and the log: the same names --- */

#define SIPTRUNK_MEDIA_LEG_FIELDS 7
/** "caller_mos", ... */
const char *siptrunk_media_leg_name(siptrunk_leg_t which, unsigned field);
/** It is a number; else a time. */
bool siptrunk_media_leg_is_number(unsigned field);
/** Its text, written to room; empty: not known. */
siptrunk_text_t siptrunk_media_leg_text(const siptrunk_media_leg_t *leg,
		unsigned field, char room[SIPTRUNK_TIME_MS_TEXT_MAX]);

#endif
