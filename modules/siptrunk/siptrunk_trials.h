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
	const siptrunk_gateway_t *next, *end;
	const siptrunk_overlay_t *overlay;
	size_t next_item;
} siptrunk_walk_t;

void siptrunk_walk_begin(siptrunk_walk_t *walk, const siptrunk_trunk_t *trunk,
		const siptrunk_overlay_t *overlay);
/** The same of one gateway. */
void siptrunk_walk_begin_at(siptrunk_walk_t *walk,
		const siptrunk_gateway_t *gateway, const siptrunk_overlay_t *overlay);
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
	uint64_t rank; /**< among those of the same doubt and state; 0: none */
} siptrunk_trial_t;

/** Who of several that are equally good comes first. */
typedef enum siptrunk_order
{
	SIPTRUNK_ORDER_LISTED,	/**< by priority, then by row */
	SIPTRUNK_ORDER_WEIGHED, /**< by priority, then by weight (RFC 2782); by row
								  where none has a weight */
	SIPTRUNK_ORDER_RANDOM	/**< each gateway has the same chance */
} siptrunk_order_t;

/**
 * Puts trials, which come as a walk gives them, in the order of trial:
 * without a doubt before with one, up before down, then as order says. None is
 * left out: what is believed down may answer all the same. A gateway's chance
 * is its own, however many addresses it has.
 */
void siptrunk_trials_order(siptrunk_trial_t *trials, size_t count,
		siptrunk_order_t order, uint64_t seed);

/** A gateway that was tried without a doubt, and has shown one by doing so
 *  that is tolerated, is tried once more after all others. */
bool siptrunk_trial_deserves_another(
		const siptrunk_trial_t *trial, siptrunk_doubt_t now);

#endif
