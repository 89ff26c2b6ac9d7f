/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * DPDK's FIB (DIR24_8 for IPv4, TRIE for IPv6) with the sets and addresses of
 * prefix.c: the published structure to compare with. A next hop is the number
 * of a prefix, as a row is in the module's table.
 */
#include "prefix_set.h"
#include "prefix_time.h"

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_fib.h>
#include <rte_fib6.h>
#include <rte_malloc.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** No row; a next hop of four bytes has one bit less. */
#define NOTHING 0x7fffffff

static uint32_t number_of(const siptrunk_address_t *address)
{
	uint32_t bytes;

	memcpy(&bytes, address->bytes, sizeof(bytes));
	return __builtin_bswap32(bytes);
}

/** NULL when the prefixes need more groups of 256. */
static struct rte_fib *fib4_of(const prefix_set_t *set, uint32_t groups)
{
	struct rte_fib_conf conf = {.type = RTE_FIB_DIR24_8,
			.default_nh = NOTHING,
			.max_routes = (int)(2 * set->count + 16),
			.dir24_8 = {RTE_FIB_DIR24_8_4B, groups}};
	struct rte_fib *fib = rte_fib_create("bench", 0, &conf);
	size_t i;

	for(i = 0; fib != NULL && i < set->count; i++) {
		const siptrunk_prefix_t *prefix = &set->prefixes[i];

		if(rte_fib_add(fib, number_of(&prefix->address), prefix->length, i)
				== 0)
			continue;
		rte_fib_free(fib);
		fib = NULL;
	}
	return fib;
}

static struct rte_fib6 *fib6_of(const prefix_set_t *set, uint32_t groups)
{
	struct rte_fib6_conf conf = {.type = RTE_FIB6_TRIE,
			.default_nh = NOTHING,
			.max_routes = (int)(2 * set->count + 16),
			.trie = {RTE_FIB6_TRIE_4B, groups}};
	struct rte_fib6 *fib = rte_fib6_create("bench", 0, &conf);
	size_t i;

	for(i = 0; fib != NULL && i < set->count; i++) {
		const siptrunk_prefix_t *prefix = &set->prefixes[i];
		struct rte_ipv6_addr address;

		memcpy(&address, prefix->address.bytes, sizeof(address));
		if(rte_fib6_add(fib, &address, prefix->length, i) == 0)
			continue;
		rte_fib6_free(fib);
		fib = NULL;
	}
	return fib;
}

/** With as few groups as do, in steps of a quarter. */
static void *fib_of(const prefix_set_t *set)
{
	uint32_t groups = 64;

	for(; groups < NOTHING / 2; groups += groups / 4) {
		void *fib = set->family == SIPTRUNK_IPV4 ? (void *)fib4_of(set, groups)
												 : (void *)fib6_of(set, groups);

		if(fib != NULL)
			return fib;
		if(rte_errno == ENOMEM)
			break;
	}
	return NULL;
}

/** prefix_lookups_f */
static size_t lookups4(const void *table, const siptrunk_address_t *ring,
		size_t size, size_t number)
{
	struct rte_fib *fib = (struct rte_fib *)table;
	size_t found = 0;
	size_t i = 0;

	while(number-- > 0) {
		uint32_t address = number_of(&ring[i]);
		uint64_t hop;
		size_t hit;

		rte_fib_lookup_bulk(fib, &address, &hop, 1);
		hit = hop != NOTHING;
		found += hit;
		i += 1 + hit;
		i = i < size ? i : 0;
	}
	return found;
}

/** prefix_lookups_f */
static size_t lookups6(const void *table, const siptrunk_address_t *ring,
		size_t size, size_t number)
{
	struct rte_fib6 *fib = (struct rte_fib6 *)table;
	size_t found = 0;
	size_t i = 0;

	while(number-- > 0) {
		const struct rte_ipv6_addr *address =
				(const struct rte_ipv6_addr *)ring[i].bytes;
		uint64_t hop;
		size_t hit;

		rte_fib6_lookup_bulk(fib, address, &hop, 1);
		hit = hop != NOTHING;
		found += hit;
		i += 1 + hit;
		i = i < size ? i : 0;
	}
	return found;
}

static size_t allocated(void)
{
	struct rte_malloc_socket_stats stats;

	rte_malloc_get_socket_stats(0, &stats);
	return stats.heap_allocsz_bytes;
}

static int measure(const prefix_set_t *set)
{
	size_t before = allocated();
	double start = prefix_now();
	void *fib = fib_of(set);
	double built = (prefix_now() - start) / 1e6;

	if(fib == NULL) {
		fprintf(stderr, "no memory for %zu prefixes\n", set->count);
		return 1;
	}
	prefix_time_all(
			set, fib, set->family == SIPTRUNK_IPV4 ? lookups4 : lookups6);
	printf("%.1f %.0f\n",
			(double)(allocated() - before) / (double)set->count, built);
	return 0;
}

int main(int argc, char **argv)
{
	char *eal[] = {argv[0], "--no-huge", "--no-pci", "--no-telemetry",
			"--no-shconf", "--log-level=4", "-m", argv[argc - 1]};
	prefix_set_t set;
	int status;

	if(argc != 4) {
		fputs("usage: prefix_dpdk FAMILY COUNT MEGABYTES\n"
			  "\n"
			  "ns a lookup (hit warm, hit cold, miss warm, miss cold), bytes\n"
			  "a prefix (all of it), ms to build in all attempts at its size\n",
				stderr);
		return 2;
	}
	if(rte_eal_init((int)(sizeof(eal) / sizeof(eal[0])), eal) < 0) {
		fprintf(stderr, "DPDK does not start: %s\n", rte_strerror(rte_errno));
		return 1;
	}
	prefix_set_make(&set,
			strcmp(argv[1], "6") == 0 ? SIPTRUNK_IPV6 : SIPTRUNK_IPV4,
			strtoul(argv[2], NULL, 10));
	status = measure(&set);
	prefix_set_free(&set);
	return status;
}
