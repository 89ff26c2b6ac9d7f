/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Outbound routes: which one a call takes, and in which order it tries the
 * route's trunks.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_route.h"

#include <string.h>

bool siptrunk_route_has_class(
		const siptrunk_route_t *route, siptrunk_text_t classification)
{
	size_t i;

	for(i = 0; i < route->classification_count; i++) {
		if(siptrunk_text_equal(route->classifications[i], classification))
			return true;
	}
	return false;
}

bool siptrunk_route_has_trunk(
		const siptrunk_route_t *route, const struct siptrunk_trunk *trunk)
{
	size_t i;

	for(i = 0; i < route->trunk_count; i++) {
		if(route->trunks[i] == trunk)
			return true;
	}
	return false;
}

const siptrunk_route_t *siptrunk_route_find(const siptrunk_route_t *routes,
		size_t count, siptrunk_text_t classification,
		const struct siptrunk_site *site)
{
	const siptrunk_route_t *everywhere = NULL;
	size_t i;

	for(i = 0; i < count; i++) {
		const siptrunk_route_t *route = &routes[i];

		if(!route->on || !siptrunk_route_has_class(route, classification))
			continue;
		if(route->site == NULL)
			everywhere = route;
		else if(route->site == site)
			return route;
	}
	return everywhere;
}

/** Below limit, which is small; the rest of the seed is left for the next. */
static size_t draw(uint32_t *seed, size_t limit)
{
	const size_t drawn = *seed % limit;

	*seed /= (uint32_t)limit;
	return drawn;
}

/** Each order has the same chance (Fisher and Yates): all trunks together draw
 *  8! of the seed's 2^32 values. */
static void shuffle(siptrunk_route_plan_t *plan, uint32_t seed)
{
	size_t i;

	for(i = plan->route->trunk_count - 1; i > 0; i--) {
		const size_t drawn = draw(&seed, i + 1);
		const uint8_t moved = plan->order[i];

		plan->order[i] = plan->order[drawn];
		plan->order[drawn] = moved;
	}
}

void siptrunk_route_begin(siptrunk_route_plan_t *plan,
		const siptrunk_route_t *route, uint32_t seed)
{
	size_t i;

	plan->route = route;
	plan->at = 0;
	for(i = 0; i < route->trunk_count; i++)
		plan->order[i] = (uint8_t)i;
	if(route->random)
		shuffle(plan, seed);
}

/** Appends those of order that are deferred, or those that are not. */
static size_t take(siptrunk_route_plan_t *plan, size_t at, const uint8_t *order,
		const bool *deferred, bool wanted)
{
	size_t i;

	for(i = 0; i < plan->route->trunk_count; i++) {
		if(deferred[order[i]] == wanted)
			plan->order[at++] = order[i];
	}
	return at;
}

void siptrunk_route_defer(siptrunk_route_plan_t *plan, const bool *deferred)
{
	uint8_t order[SIPTRUNK_ROUTE_TRUNKS_MAX];
	size_t at;

	memcpy(order, plan->order, sizeof(order));
	at = take(plan, 0, order, deferred, false);
	take(plan, at, order, deferred, true);
}

const struct siptrunk_trunk *siptrunk_route_trunk(
		const siptrunk_route_plan_t *plan)
{
	if(plan->route == NULL || plan->at == plan->route->trunk_count)
		return NULL;
	return plan->route->trunks[plan->order[plan->at]];
}

const struct siptrunk_trunk *siptrunk_route_next(siptrunk_route_plan_t *plan)
{
	if(siptrunk_route_trunk(plan) != NULL)
		plan->at++;
	return siptrunk_route_trunk(plan);
}
