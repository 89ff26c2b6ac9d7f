/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How much of one address is listened to: a rate limit per source in memory
 * of a fixed size, whatever number of sources there is.
 *
 * Pure. Any process, at the same time: each slot is one atomic word, so there
 * is no lock and nothing to clean up. Sources that share a slot share its
 * rate. Of strangers, for whom this is meant, that may silence one too many,
 * which is the side to err on; so no address is kept.
 */
#ifndef SIPTRUNK_FLOOD_H
#define SIPTRUNK_FLOOD_H

#include "siptrunk_prefix.h"

/** A power of two. Two of 1,000 sources that speak at the same time are on
 *  average 8 pairs that share a slot. */
#define SIPTRUNK_FLOOD_SLOTS 65536

typedef struct siptrunk_flood
{
	uint64_t key[2];	/**< random: nobody can choose whose slot to share */
	uint64_t period;	/**< microseconds that one message costs */
	uint64_t tolerance; /**< and how many may be spent in advance */
	uint64_t slots[SIPTRUNK_FLOOD_SLOTS]; /**< spent until this time */
} siptrunk_flood_t;

/** rate: messages a second, at least 1; twice as many may come at once. */
void siptrunk_flood_init(
		siptrunk_flood_t *flood, unsigned rate, const uint64_t key[2]);

/**
 * May this message be looked at? An IPv6 source is counted by its /64, the
 * least that anybody is given. now: microseconds, never going back. Messages
 * that may not do not count, so that a flood gets its rate and no less.
 */
bool siptrunk_flood_pass(siptrunk_flood_t *flood,
		const siptrunk_address_t *source, uint64_t now);

/** About how many sources have spoken since: never too many, too few when
 *  some share a slot. */
unsigned siptrunk_flood_sources(const siptrunk_flood_t *flood, uint64_t since);

#endif
