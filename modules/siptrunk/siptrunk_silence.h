/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Is anything heard of a side of a call that says that it sends; and when not,
 * why probably not.
 *
 * Pure; the media process; memory of the caller's.
 */
#ifndef SIPTRUNK_SILENCE_H
#define SIPTRUNK_SILENCE_H

#include "siptrunk_media_profile.h"
#include "siptrunk_media_report.h"

/** From one look to the next; all zeros at first. */
typedef struct siptrunk_silence
{
	bool expected;	 /**< it was to send at the last look */
	bool told;		 /**< that nothing comes */
	int64_t since;	 /**< nothing has come; ms of a steady clock */
	int64_t clock;	 /**< the same in ms since 1970 */
	unsigned round;	 /**< of the last look */
	uint64_t packets, errors, rtcp, rtp; /**< until then */
} siptrunk_silence_t;

typedef enum siptrunk_silence_news
{
	SIPTRUNK_SILENCE_NO_NEWS,
	SIPTRUNK_SILENCE_BEGINS, /**< it has lasted as long as is borne; once */
	SIPTRUNK_SILENCE_ENDS	 /**< of one that was told */
} siptrunk_silence_news_t;

/** When a look happens. */
typedef struct siptrunk_moment
{
	int64_t steady; /**< ms of a clock that nobody sets */
	int64_t clock;	/**< ms since 1970 */
	unsigned round; /**< counted up each time that all calls are looked at */
} siptrunk_moment_t;

/** It has to be heard: both send. Who says that it only sends, or names no
 *  address, holds the other, and need not play music. */
bool siptrunk_silence_is_expected(const siptrunk_media_side_t *side,
		const siptrunk_media_side_t *other);

/** expected: the call is up, and nobody is on hold. limit: seconds; 0: any
 *  silence is borne. After a few rounds without a look nobody knows what was
 *  meanwhile: it begins anew. */
siptrunk_silence_news_t siptrunk_silence_look(siptrunk_silence_t *silence,
		const siptrunk_media_side_t *side, bool expected, int limit,
		siptrunk_moment_t now);

#define SIPTRUNK_SILENCE_CAUSE_MAX 400
/** Of a silence that has begun: what probably is the matter, and what would
 *  help a trunk with this profile (NULL: not known). */
void siptrunk_silence_cause(const siptrunk_silence_t *silence,
		const siptrunk_media_side_t *side,
		const siptrunk_media_profile_t *profile,
		char text[SIPTRUNK_SILENCE_CAUSE_MAX]);

#endif
