/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * From where somebody has shown lately who he is, in memory of a fixed size.
 *
 * Pure. Any process; the caller's memory.
 */
#include "siptrunk_shown.h"

#include <string.h>

#define HASH_BITS ((uint64_t)UINT32_MAX << 32)

void siptrunk_shown_init(siptrunk_shown_t *shown, const uint64_t key[2])
{
	memset(shown, 0, sizeof(*shown));
	shown->key[0] = key[0];
	shown->key[1] = key[1];
}

/** The finalizer of MurmurHash3: every bit of x changes half of the result. */
static uint64_t mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdu;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53u;
	return x ^ x >> 33;
}

static uint64_t hash_of(
		const siptrunk_shown_t *shown, const siptrunk_flow_t *flow)
{
	uint64_t halves[2], rest;

	memcpy(halves, flow->address.bytes, sizeof(halves));
	rest = (uint64_t)flow->address.family << 32
		   | (uint64_t)flow->transport << 16 | flow->port;
	rest = mix(rest ^ shown->key[0]);
	rest = mix(rest ^ halves[0]);
	return mix(mix(rest ^ halves[1]) ^ shown->key[1]);
}

static size_t bucket_of(uint64_t hash)
{
	return hash % SIPTRUNK_SHOWN_BUCKETS;
}

static bool is_same(uint64_t slot, uint64_t hash)
{
	return ((slot ^ hash) & HASH_BITS) == 0;
}

static uint32_t until(uint64_t slot)
{
	return (uint32_t)slot;
}

/** Its own, or the one that ends first. */
static uint64_t *place_for(uint64_t *slots, uint64_t hash)
{
	uint64_t slot, first = UINT64_MAX;
	uint64_t *place = slots;
	size_t i;

	for(i = 0; i < SIPTRUNK_SHOWN_WAYS; i++) {
		slot = __atomic_load_n(&slots[i], __ATOMIC_RELAXED);
		if(is_same(slot, hash))
			return &slots[i];
		if(until(slot) < first) {
			first = until(slot);
			place = &slots[i];
		}
	}
	return place;
}

/* two who take one place at the same time: one is noted when it shows it
 * again */
void siptrunk_shown_note(
		siptrunk_shown_t *shown, const siptrunk_flow_t *flow, uint32_t now)
{
	const uint64_t hash = hash_of(shown, flow);
	uint64_t *place = place_for(shown->slots[bucket_of(hash)], hash);

	__atomic_store_n(place,
			(hash & HASH_BITS) | (now + SIPTRUNK_SHOWN_SECONDS),
			__ATOMIC_RELAXED);
}

bool siptrunk_shown_has(const siptrunk_shown_t *shown,
		const siptrunk_flow_t *flow, uint32_t now)
{
	const uint64_t hash = hash_of(shown, flow);
	const uint64_t *slots = shown->slots[bucket_of(hash)];
	uint64_t slot;
	size_t i;

	for(i = 0; i < SIPTRUNK_SHOWN_WAYS; i++) {
		slot = __atomic_load_n(&slots[i], __ATOMIC_RELAXED);
		if(is_same(slot, hash) && until(slot) > now)
			return true;
	}
	return false;
}
