/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The calls whose audio is looked at again and again, and what has to be known
 * from one look to the next.
 *
 * Pure; the media process; memory of an allocator.
 */
#ifndef SIPTRUNK_WATCHES_H
#define SIPTRUNK_WATCHES_H

#include "siptrunk_media_leg.h"
#include "siptrunk_silence.h"

#define SIPTRUNK_WATCH_ID_MAX 255

/** One call at one RTPengine. Zeroed when it is new. */
typedef struct siptrunk_watch
{
	char call_id[SIPTRUNK_WATCH_ID_MAX + 1];
	unsigned instance;
	int64_t listed; /**< when RTPengine last listed it, ms of a steady clock */
	unsigned round; /**< in which it is looked at */
	uint64_t serial; /**< of its record; 0: it has none */
	bool seen;		/**< both sides, at that RTPengine */
	bool done;		/**< it has ended, and all is written down */
	siptrunk_media_base_t bases[SIPTRUNK_LEG_COUNT];
	siptrunk_silence_t silences[SIPTRUNK_LEG_COUNT];
	struct siptrunk_watch *next;
} siptrunk_watch_t;

typedef struct siptrunk_watches siptrunk_watches_t;

/** For at most so many. NULL: no memory. */
siptrunk_watches_t *siptrunk_watches_new(
		const siptrunk_allocator_t *memory, unsigned most);
/** watches may be NULL. */
void siptrunk_watches_free(siptrunk_watches_t *watches);

/** That call, added when it is new. NULL: the id is empty or too long, there
 *  are too many, or no memory. */
siptrunk_watch_t *siptrunk_watches_get(siptrunk_watches_t *watches,
		unsigned instance, siptrunk_text_t call_id);

/** Of the record with that serial it is from now on: another call's with the
 *  same Call-ID begins anew. */
void siptrunk_watch_follow(siptrunk_watch_t *watch, uint64_t serial);

/** Calls look with each of an instance; one for which it is false is taken
 *  out. */
void siptrunk_watches_sweep(siptrunk_watches_t *watches, unsigned instance,
		bool (*look)(siptrunk_watch_t *watch));

unsigned siptrunk_watches_count(const siptrunk_watches_t *watches);

#endif
