/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where a call to a trunk can go, and in which order that is tried.
 *
 * Pure; SIP workers and the prober's process; nothing here allocates.
 */
#ifndef SIPTRUNK_TRIALS_H
#define SIPTRUNK_TRIALS_H

#include "siptrunk_learned.h"

/** Goes through the addresses of a trunk's gateways; those of a name are what
 *  was learned for it. Memory stays the configuration's and the overlay's. */
typedef struct siptrunk_walk
{
	const siptrunk_gateway_t *gateway; /**< of the address at hand */
	siptrunk_address_t address;
	const siptrunk_trunk_t *trunk;
	const siptrunk_overlay_t *overlay;
	size_t next_gateway, next_item;
} siptrunk_walk_t;

void siptrunk_walk_begin(siptrunk_walk_t *walk, const siptrunk_trunk_t *trunk,
		const siptrunk_overlay_t *overlay);
/** false: there are no more. A name that never resolved has none. */
bool siptrunk_walk_next(siptrunk_walk_t *walk);
/** Is the address one of them? */
bool siptrunk_walk_reaches(const siptrunk_trunk_t *trunk,
		const siptrunk_overlay_t *overlay, const siptrunk_address_t *address);

/** What speaks against a gateway's certificate. */
typedef enum siptrunk_doubt
{
	SIPTRUNK_DOUBT_NONE,
	SIPTRUNK_DOUBT_TOLERATED, /**< it is let in, with an alarm */
	SIPTRUNK_DOUBT_REFUSED	  /**< it is not, unless it has mended its ways */
} siptrunk_doubt_t;

typedef struct siptrunk_trial
{
	const siptrunk_gateway_t *gateway;
	siptrunk_address_t address;
	bool down;
	siptrunk_doubt_t doubt; /**< when the order was made */
	bool again;				/**< its second trial, see below */
} siptrunk_trial_t;

/**
 * Puts trials, which come as a walk gives them, in the order of trial:
 * without a doubt before with one, up before down, then as they came or, when
 * random, each gateway with the same chance to be first. None is left out:
 * what is believed down may answer all the same.
 */
void siptrunk_trials_order(siptrunk_trial_t *trials, size_t count,
		bool random, uint64_t seed);

/** A gateway that was tried without a doubt, and has shown one by doing so
 *  that is tolerated, is tried once more after all others. */
bool siptrunk_trial_deserves_another(
		const siptrunk_trial_t *trial, siptrunk_doubt_t now);

#endif
