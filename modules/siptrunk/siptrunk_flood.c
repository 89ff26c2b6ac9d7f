/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A rate limit per source in memory of a fixed size.
 *
 * Pure. Any process; the caller's memory.
 */
#include "siptrunk_flood.h"

#include <string.h>

#define SECOND 1000000u

void siptrunk_flood_init(
		siptrunk_flood_t *flood, unsigned rate, const uint64_t key[2])
{
	memset(flood, 0, sizeof(*flood));
	flood->key[0] = key[0];
	flood->key[1] = key[1];
	flood->period = rate < SECOND ? SECOND / rate : 1;
	flood->tolerance = 2 * rate * flood->period;
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

static uint64_t *slot_of(
		siptrunk_flood_t *flood, const siptrunk_address_t *source)
{
	uint64_t network;

	/* of IPv4 all and four zeros, of IPv6 the /64 */
	memcpy(&network, source->bytes, sizeof(network));
	network = mix(network ^ source->family ^ flood->key[0]);
	return &flood->slots[mix(network ^ flood->key[1]) % SIPTRUNK_FLOOD_SLOTS];
}

bool siptrunk_flood_pass(siptrunk_flood_t *flood,
		const siptrunk_address_t *source, uint64_t now)
{
	uint64_t *slot = slot_of(flood, source);
	uint64_t spent = __atomic_load_n(slot, __ATOMIC_RELAXED), next;

	do {
		next = (spent > now ? spent : now) + flood->period;
		if(next > now + flood->tolerance)
			return false;
	} while(!__atomic_compare_exchange_n(
			slot, &spent, next, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	return true;
}

unsigned siptrunk_flood_sources(const siptrunk_flood_t *flood, uint64_t since)
{
	unsigned count = 0;
	size_t i;

	for(i = 0; i < SIPTRUNK_FLOOD_SLOTS; i++)
		count += __atomic_load_n(&flood->slots[i], __ATOMIC_RELAXED) > since;
	return count;
}
