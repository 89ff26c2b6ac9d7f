/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
#include "prefix_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/** Different addresses when none shall be in a cache. */
#define COLD 1000000
/** The peers in random order, but short enough to stay in the cache. */
#define WARM (8 * PREFIX_PEERS)
#define LOOKUPS 500000
#define ROUNDS 5

double prefix_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

siptrunk_address_t *prefix_ring(const prefix_set_t *set, bool hit, size_t size)
{
	siptrunk_address_t *ring = prefix_need(size, sizeof(*ring));
	unit_random_t random = {UINT64_C(0xadd2e55e5add2e55)};
	size_t i;

	for(i = 0; i < size; i++)
		ring[i] = prefix_set_address(set, hit, &random);
	return ring;
}

static siptrunk_address_t *warm_ring(const prefix_set_t *set, bool hit)
{
	siptrunk_address_t *peers = prefix_ring(set, hit, PREFIX_PEERS);
	siptrunk_address_t *ring = prefix_need(WARM, sizeof(*ring));
	unit_random_t random = {UINT64_C(0xadd2e55e5add2e55)};
	size_t i;

	for(i = 0; i < WARM; i++)
		ring[i] = peers[unit_random_below(&random, PREFIX_PEERS)];
	free(peers);
	return ring;
}

/** The best of some rounds: what else the machine does only adds. */
static double best_of(const void *table, prefix_lookups_f lookups,
		const siptrunk_address_t *ring, size_t size)
{
	double best = 0;
	int round;

	for(round = 0; round < ROUNDS; round++) {
		double start = prefix_now();
		double took;

		lookups(table, ring, size, LOOKUPS);
		took = (prefix_now() - start) / LOOKUPS;
		if(round == 0 || took < best)
			best = took;
	}
	return best;
}

void prefix_time_all(
		const prefix_set_t *set, const void *table, prefix_lookups_f lookups)
{
	int miss;

	for(miss = 0; miss < 2; miss++) {
		siptrunk_address_t *warm = warm_ring(set, miss == 0);
		siptrunk_address_t *cold = prefix_ring(set, miss == 0, COLD);

		printf("%.1f ", best_of(table, lookups, warm, WARM));
		printf("%.1f ", best_of(table, lookups, cold, COLD));
		free(warm);
		free(cold);
	}
}
