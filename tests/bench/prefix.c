/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The longest-prefix table by itself: its sets of prefixes, the time of a
 * lookup, its size. Run by tests/bench/prefix.
 */
#include "prefix_set.h"
#include "siptrunk_prefix_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
		"usage: prefix_bench generate FAMILY COUNT\n"
		"       prefix_bench addresses FAMILY COUNT hit|miss NUMBER\n"
		"       prefix_bench measure FAMILY COUNT\n"
		"       prefix_bench lookups FAMILY COUNT hit|miss NUMBER\n"
		"\n"
		"generate   COUNT different prefixes, one a line, the same every time\n"
		"addresses  NUMBER random addresses that this set has or lacks\n"
		"measure    one line: ns a lookup (hit warm, hit cold, miss warm,\n"
		"           miss cold), bytes a prefix (index and ranges; all), ms to\n"
		"           build\n"
		"lookups    NUMBER lookups in the function lookups(), to be counted\n"
		"\n"
		"FAMILY is 4 or 6.\n";

static const siptrunk_allocator_t heap = {malloc, free};

static void print_prefix(const siptrunk_prefix_t *prefix)
{
	char text[SIPTRUNK_PREFIX_TEXT_MAX];

	siptrunk_prefix_format(prefix, text);
	puts(text);
}

static int generate(const prefix_set_t *set)
{
	size_t i;

	for(i = 0; i < set->count; i++)
		print_prefix(&set->prefixes[i]);
	return 0;
}

static int addresses(const prefix_set_t *set, bool hit, unsigned long number)
{
	unit_random_t random = {UINT64_C(0xadd2e55e5add2e55)};

	while(number-- > 0) {
		siptrunk_prefix_t host = {prefix_set_address(set, hit, &random), 0};
		char text[SIPTRUNK_PREFIX_TEXT_MAX];

		siptrunk_prefix_format(&host, text);
		*strchr(text, '/') = '\0';
		puts(text);
	}
	return 0;
}

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void *need(size_t size)
{
	void *memory = malloc(size);

	if(memory == NULL) {
		fprintf(stderr, "no memory for %zu bytes\n", size);
		exit(1);
	}
	return memory;
}

static siptrunk_prefix_table_t *table_of(const prefix_set_t *set)
{
	siptrunk_prefix_row_t *rows = need((set->count + 1) * sizeof(*rows));
	siptrunk_prefix_table_t *table;
	size_t i;

	for(i = 0; i < set->count; i++)
		rows[i] = (siptrunk_prefix_row_t){.prefix = set->prefixes[i],
				.action = SIPTRUNK_ALLOW,
				.row = (int)i + 1};
	if(siptrunk_prefix_table_build(&heap, &heap, rows, set->count, &table)
			!= SIPTRUNK_OK) {
		fprintf(stderr, "no memory for a table of %zu\n", set->count);
		exit(1);
	}
	free(rows);
	return table;
}

/** Looks up `number` addresses of a ring of `size`. Which comes next depends
 *  on what was found, so that the processor cannot begin with it earlier: a
 *  call's lookup is not followed by another one either. */
__attribute__((noinline)) static size_t lookups(
		const siptrunk_prefix_table_t *table,
		const siptrunk_address_t *ring, size_t size, size_t number)
{
	size_t found = 0;
	size_t i = 0;

	while(number-- > 0) {
		const siptrunk_prefix_row_t *row =
				siptrunk_prefix_table_find(table, &ring[i]);
		size_t hit = row != NULL;

		found += hit;
		i += 1 + hit + (hit ? row->trunk : 0);
		i = i < size ? i : 0;
	}
	return found;
}

#define RING 1000000
#define PEERS 1000

/** Nanoseconds of one lookup, the best of some rounds: what else the machine
 *  does only adds. peers 0: every address is another one. */
static double measure_one(const prefix_set_t *set,
		const siptrunk_prefix_table_t *table, bool hit, uint32_t peers)
{
	siptrunk_address_t *ring = need(RING * sizeof(*ring));
	unit_random_t random = {UINT64_C(0xadd2e55e5add2e55)};
	double best = 0;
	size_t i, round;

	for(i = 0; i < RING; i++)
		ring[i] = peers > 0 && i >= peers
						  ? ring[unit_random_below(&random, peers)]
						  : prefix_set_address(set, hit, &random);
	for(round = 0; round < 5; round++) {
		/* the peers' ring is short enough to stay in the cache as well */
		size_t size = peers > 0 ? 8 * peers : RING;
		double start = now_ns();
		double took;

		lookups(table, ring, size, RING / 2);
		took = (now_ns() - start) / (RING / 2);
		if(round == 0 || took < best)
			best = took;
	}
	free(ring);
	return best;
}

static int measure(const prefix_set_t *set)
{
	double start = now_ns();
	siptrunk_prefix_table_t *table = table_of(set);
	double built = (now_ns() - start) / 1e6;
	double all = (double)siptrunk_prefix_table_size(table);
	double rows = (double)set->count
				  * (sizeof(siptrunk_prefix_row_t) + sizeof(uint64_t));

	printf("%.1f %.1f %.1f %.1f %.1f %.1f %.0f\n",
			measure_one(set, table, true, PEERS),
			measure_one(set, table, true, 0),
			measure_one(set, table, false, PEERS),
			measure_one(set, table, false, 0),
			(all - rows) / (double)set->count, all / (double)set->count, built);
	siptrunk_prefix_table_free(table, &heap);
	return 0;
}

static int count_lookups(
		const prefix_set_t *set, bool hit, unsigned long number)
{
	siptrunk_prefix_table_t *table = table_of(set);
	siptrunk_address_t ring[PEERS];
	unit_random_t random = {UINT64_C(0xadd2e55e5add2e55)};
	size_t i, found;

	for(i = 0; i < PEERS; i++)
		ring[i] = prefix_set_address(set, hit, &random);
	found = lookups(table, ring, PEERS, number);
	siptrunk_prefix_table_free(table, &heap);
	return found == (hit ? number : 0) ? 0 : 1;
}

static int run(int argc, char **argv, const prefix_set_t *set)
{
	if(argc == 4 && strcmp(argv[1], "generate") == 0)
		return generate(set);
	if(argc == 6 && strcmp(argv[1], "addresses") == 0)
		return addresses(set, strcmp(argv[4], "hit") == 0,
				strtoul(argv[5], NULL, 10));
	if(argc == 4 && strcmp(argv[1], "measure") == 0)
		return measure(set);
	if(argc == 6 && strcmp(argv[1], "lookups") == 0)
		return count_lookups(set, strcmp(argv[4], "hit") == 0,
				strtoul(argv[5], NULL, 10));
	fputs(usage, stderr);
	return 2;
}

int main(int argc, char **argv)
{
	prefix_set_t set;
	int status;

	if(argc < 4) {
		fputs(usage, argc == 2 ? stdout : stderr);
		return argc == 2 ? 0 : 2;
	}
	prefix_set_make(&set,
			strcmp(argv[2], "6") == 0 ? SIPTRUNK_IPV6 : SIPTRUNK_IPV4,
			strtoul(argv[3], NULL, 10));
	status = run(argc, argv, &set);
	prefix_set_free(&set);
	return status;
}
