/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Who rings at the pbx, one after the other, when a PSAP calls back.
 *
 * Pure; any process; no memory beyond the caller's.
 */
#ifndef SIPTRUNK_RINGS_H
#define SIPTRUNK_RINGS_H

#include "siptrunk_callback_map.h"

/** The caller and the desk. */
#define SIPTRUNK_RINGS_MAX 2

typedef struct siptrunk_rings
{
	unsigned count;
	unsigned next; /**< how many have been tried */
	/** User parts for a Request-URI, escaped; terminated. */
	char users[SIPTRUNK_RINGS_MAX][SIPTRUNK_CALLBACK_NAME_MAX + 1];
} siptrunk_rings_t;

/** All that it depends on. Texts may be empty. */
typedef struct siptrunk_rings_input
{
	siptrunk_text_t caller;	 /**< what rings the caller at the pbx */
	siptrunk_text_t desk;	 /**< of the caller's site */
	bool desk_first;
	siptrunk_text_t dialled; /**< user part of the call-back, as it came */
	bool from_pbx;			 /**< the pbx sent it */
} siptrunk_rings_input_t;

/**
 * The caller, then the desk, or the other way round; when neither is known,
 * what was dialled, which the pbx may know. Never what was dialled to the pbx
 * that sent it: it would send it here again.
 */
void siptrunk_rings_plan(
		const siptrunk_rings_input_t *input, siptrunk_rings_t *rings);

/** What rings next, or NULL. */
const char *siptrunk_rings_next(siptrunk_rings_t *rings);
/** What rings now: NULL before the first, the last one behind the last. */
const char *siptrunk_rings_now(const siptrunk_rings_t *rings);

#endif
