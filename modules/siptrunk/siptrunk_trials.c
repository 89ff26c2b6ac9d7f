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
	*walk = (siptrunk_walk_t){.next = trunk->gateway_list,
			.end = trunk->gateway_list + trunk->gateway_count,
			.overlay = overlay};
}

void siptrunk_walk_begin_at(siptrunk_walk_t *walk,
		const siptrunk_gateway_t *gateway, const siptrunk_overlay_t *overlay)
{
	*walk = (siptrunk_walk_t){
			.next = gateway, .end = gateway + 1, .overlay = overlay};
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
		if(walk->next == walk->end)
			return false;
		walk->gateway = walk->next++;
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

/* --- by lot --- */

static void rank_by_lot(siptrunk_trial_t *trials, size_t count, uint64_t seed)
{
	size_t i;

	for(i = 0; i < count; i++)
		trials[i].rank = mix(seed
							 + (uint64_t)trials[i].gateway->row
									   * 0x9e3779b97f4a7c15u);
}

/* --- by weight --- */

/** A gateway's first address, when the gateway has no rank yet. */
static bool waits(const siptrunk_trial_t *trials, size_t i)
{
	return trials[i].rank == 0
		   && (i == 0 || trials[i - 1].gateway != trials[i].gateway);
}

/**
 * Who comes next of those that have no rank; NULL: all have one. A number up to
 * the sum of their weights chooses, as in RFC 2782; its 0 stands for those of
 * weight 0, and is not drawn when there are none, or it would be a gift to
 * whoever is listed first.
 */
static const siptrunk_gateway_t *draw(
		const siptrunk_trial_t *trials, size_t count, uint64_t bits)
{
	const siptrunk_gateway_t *light = NULL;
	uint64_t sum = 0, number;
	size_t i;

	for(i = 0; i < count; i++) {
		if(!waits(trials, i))
			continue;
		sum += trials[i].gateway->weight;
		if(light == NULL && trials[i].gateway->weight == 0)
			light = trials[i].gateway;
	}
	if(sum == 0)
		return light;
	number = light != NULL ? bits % (sum + 1) : bits % sum + 1;
	if(number == 0)
		return light;
	for(i = 0; !waits(trials, i) || number > trials[i].gateway->weight; i++) {
		if(waits(trials, i))
			number -= trials[i].gateway->weight;
	}
	return trials[i].gateway;
}

/** Of one priority; returns the last rank given. */
static uint64_t rank_equals(siptrunk_trial_t *trials, size_t count,
		uint64_t rank, uint64_t seed)
{
	const siptrunk_gateway_t *gateway;
	size_t i;

	while((gateway = draw(trials, count,
				   mix(seed + ++rank * 0x9e3779b97f4a7c15u)))
			!= NULL) {
		for(i = 0; i < count; i++) {
			if(trials[i].gateway == gateway)
				trials[i].rank = rank;
		}
	}
	return rank;
}

static void rank_by_weight(
		siptrunk_trial_t *trials, size_t count, uint64_t seed)
{
	size_t first, end;
	uint64_t rank = 0;

	for(first = 0; first < count; first = end) {
		end = first + 1;
		while(end < count
				&& trials[end].gateway->priority
						   == trials[first].gateway->priority)
			end++;
		rank = rank_equals(&trials[first], end - first, rank, seed);
	}
}

/* --- who comes first --- */

static bool comes_before(const siptrunk_trial_t *a, const siptrunk_trial_t *b)
{
	if(a->doubt != b->doubt)
		return a->doubt < b->doubt;
	if(a->down != b->down)
		return b->down;
	return a->rank < b->rank;
}

void siptrunk_trials_order(siptrunk_trial_t *trials, size_t count,
		siptrunk_order_t order, uint64_t seed)
{
	siptrunk_trial_t moved;
	size_t i, place;

	if(order == SIPTRUNK_ORDER_RANDOM)
		rank_by_lot(trials, count, seed);
	else if(order == SIPTRUNK_ORDER_WEIGHED)
		rank_by_weight(trials, count, seed);
	for(i = 1; i < count; i++) {
		moved = trials[i];
		for(place = i; place > 0 && comes_before(&moved, &trials[place - 1]);
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
