/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** The time of a lookup, whatever the table: the same addresses for each. */
#ifndef PREFIX_TIME_H
#define PREFIX_TIME_H

#include "prefix_set.h"

/** Addresses that a working day has. */
#define PREFIX_PEERS 1000

/**
 * Looks up `number` addresses of a ring of `size`; returns how many the table
 * has. Which comes next depends on what was found, so that the processor
 * cannot begin with it earlier: a call's lookup is not followed by another
 * one either.
 */
typedef size_t (*prefix_lookups_f)(const void *table,
		const siptrunk_address_t *ring, size_t size, size_t number);

/** Nanoseconds that this process has run, not those that others took. */
double prefix_now(void);

/** Random addresses that the set has (hit) or lacks; to be freed. */
siptrunk_address_t *prefix_ring(
		const prefix_set_t *set, bool hit, size_t size);

/** Prints ns a lookup: hit warm, hit cold, miss warm, miss cold, and a blank.
 *  Warm is PREFIX_PEERS over and over; cold is another one every time. */
void prefix_time_all(const prefix_set_t *set, const void *table,
		prefix_lookups_f lookups);

#endif
