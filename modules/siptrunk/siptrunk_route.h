/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Outbound routes: from a number's classification and its caller's site to the
 * trunks that an ordinary call tries, one after the other.
 *
 * Pure; any process; reads an immutable configuration, nothing here allocates.
 */
#ifndef SIPTRUNK_ROUTE_H
#define SIPTRUNK_ROUTE_H

#include "siptrunk_text.h"

struct siptrunk_site;
struct siptrunk_trunk;

/** A transaction has places for max_branches attempts only, and a trunk may
 *  have several gateways. */
#define SIPTRUNK_ROUTE_TRUNKS_MAX 8

typedef struct siptrunk_route
{
	int row; /**< id in the table siptrunk_outbound_route, for reports */
	siptrunk_text_t name;
	const struct siptrunk_site *site; /**< of the caller; NULL: any */
	const siptrunk_text_t *classifications;
	size_t classification_count;
	const struct siptrunk_trunk *const *trunks; /**< as in the row */
	size_t trunk_count;						   /**< 1 or more */
	bool random; /**< each call in an order of its own; else as in the row */
	bool on;
	siptrunk_text_t description;
} siptrunk_route_t;

bool siptrunk_route_has_class(
		const siptrunk_route_t *route, siptrunk_text_t classification);
bool siptrunk_route_has_trunk(
		const siptrunk_route_t *route, const struct siptrunk_trunk *trunk);

/**
 * The enabled route of the site itself for this classification, else that of
 * all sites; NULL: none. site NULL: of a caller without one.
 */
const siptrunk_route_t *siptrunk_route_find(const siptrunk_route_t *routes,
		size_t count, siptrunk_text_t classification,
		const struct siptrunk_site *site);

/** Where one call stands on its route. All zero: it has none. */
typedef struct siptrunk_route_plan
{
	const siptrunk_route_t *route;
	uint8_t order[SIPTRUNK_ROUTE_TRUNKS_MAX]; /**< indexes of its trunks */
	size_t at;								  /**< trunk_count: none is left */
} siptrunk_route_plan_t;

/** At its first trunk. Of a random route seed chooses the order. */
void siptrunk_route_begin(siptrunk_route_plan_t *plan,
		const siptrunk_route_t *route, uint32_t seed);
/** Before its first trunk is taken: puts trunks behind the others, whose order
 *  stays. deferred[]: by their place in the row. */
void siptrunk_route_defer(siptrunk_route_plan_t *plan, const bool *deferred);
/** The trunk at hand; NULL: none is left, or there is no route. */
const struct siptrunk_trunk *siptrunk_route_trunk(
		const siptrunk_route_plan_t *plan);
/** Moves on; the same. */
const struct siptrunk_trunk *siptrunk_route_next(siptrunk_route_plan_t *plan);

#endif
