/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where a call to a trunk can go, and in which order that is tried.
 *
 * Pure; SIP workers and the prober's process; nothing here allocates.
 */
#include "siptrunk_trials.h"

void siptrunk_walk_begin(siptrunk_walk_t *walk, const siptrunk_trunk_t *trunk,
		const siptrunk_overlay_t *overlay)
{
	*walk = (siptrunk_walk_t){.trunk = trunk, .overlay = overlay};
}

/** The next address learned for the name of the gateway at hand. */
static bool next_learned(siptrunk_walk_t *walk)
{
	const siptrunk_overlay_t *overlay = walk->overlay;

	while(walk->next_item < overlay->count) {
		const siptrunk_learned_t *item = &overlay->items[walk->next_item++];

		if(item->origin == SIPTRUNK_ORIGIN_HOST
				&& siptrunk_text_equal(item->host, walk->gateway->host)) {
			walk->address = item->prefix.address;
			return true;
		}
	}
	return false;
}

bool siptrunk_walk_next(siptrunk_walk_t *walk)
{
	for(;;) {
		if(walk->gateway != NULL && walk->gateway->address.family == 0
				&& next_learned(walk))
			return true;
		if(walk->next_gateway == walk->trunk->gateway_count)
			return false;
		walk->gateway = &walk->trunk->gateway_list[walk->next_gateway++];
		walk->next_item = 0;
		walk->address = walk->gateway->address;
		if(walk->address.family != 0)
			return true;
	}
}

bool siptrunk_walk_reaches(const siptrunk_trunk_t *trunk,
		const siptrunk_overlay_t *overlay, const siptrunk_address_t *address)
{
	siptrunk_walk_t walk;

	siptrunk_walk_begin(&walk, trunk, overlay);
	while(siptrunk_walk_next(&walk)) {
		if(siptrunk_address_equal(&walk.address, address))
			return true;
	}
	return false;
}

/** splitmix64: any seed, also a counter, gives bits that look random. */
static uint64_t mix(uint64_t bits)
{
	bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
	bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
	return bits ^ (bits >> 31);
}

/** The same for all addresses of one gateway: the number of its addresses does
 *  not raise its chance. */
static uint64_t lot(const siptrunk_trial_t *trial, uint64_t seed)
{
	return mix(seed + (uint64_t)trial->gateway->row * 0x9e3779b97f4a7c15u);
}

static bool comes_before(const siptrunk_trial_t *a,
		const siptrunk_trial_t *b, bool random, uint64_t seed)
{
	if(a->doubt != b->doubt)
		return a->doubt < b->doubt;
	if(a->down != b->down)
		return b->down;
	return random && lot(a, seed) < lot(b, seed);
}

void siptrunk_trials_order(siptrunk_trial_t *trials, size_t count,
		bool random, uint64_t seed)
{
	siptrunk_trial_t moved;
	size_t i, place;

	for(i = 1; i < count; i++) {
		moved = trials[i];
		for(place = i; place > 0
					   && comes_before(&moved, &trials[place - 1], random,
							   seed);
				place--)
			trials[place] = trials[place - 1];
		trials[place] = moved;
	}
}

bool siptrunk_trial_deserves_another(
		const siptrunk_trial_t *trial, siptrunk_doubt_t now)
{
	return !trial->again && trial->doubt == SIPTRUNK_DOUBT_NONE
		   && now == SIPTRUNK_DOUBT_TOLERATED;
}
