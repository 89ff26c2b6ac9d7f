/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Sets of prefixes for the benchmarks, the same in every run, and addresses
 * that such a set has or lacks.
 */
#ifndef PREFIX_SET_H
#define PREFIX_SET_H

#include "random.h"
#include "siptrunk_prefix.h"

/** Different prefixes, in no order. */
typedef struct prefix_set
{
	siptrunk_family_t family;
	siptrunk_prefix_t *prefixes;
	size_t count;
	uint32_t *slots; /**< hash of the prefixes: index + 1, 0 is empty */
	size_t slot_mask;
} prefix_set_t;

/**
 * Lengths are spread as in the routing tables of the Internet, single hosts
 * added: half of all are a /24 or a /48. Half lie near another of the set.
 * A smaller set is the beginning of a larger one. Exits without memory.
 */
void prefix_set_make(prefix_set_t *set, siptrunk_family_t family, size_t count);
void prefix_set_free(prefix_set_t *set);

/** Any unicast address. */
siptrunk_address_t prefix_set_any(
		siptrunk_family_t family, unit_random_t *random);
/** One that a prefix of the set covers (hit) or none does. */
siptrunk_address_t prefix_set_address(
		const prefix_set_t *set, bool hit, unit_random_t *random);

/** Zeroed; exits when there is no memory. */
void *prefix_need(size_t count, size_t size);

#endif
