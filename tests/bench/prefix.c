/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The longest-prefix table by itself: its sets of prefixes, the time of a
 * lookup, its size. Run by tests/bench/prefix.
 */
#include "prefix_set.h"
#include "prefix_time.h"
#include "siptrunk_prefix_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static siptrunk_prefix_table_t *table_of(const prefix_set_t *set)
{
	siptrunk_prefix_row_t *rows = prefix_need(set->count + 1, sizeof(*rows));
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

/** A prefix_lookups_f; callgrind counts in here. */
__attribute__((noinline)) static size_t lookups(const void *table,
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

static int measure(const prefix_set_t *set)
{
	double start = prefix_now();
	siptrunk_prefix_table_t *table = table_of(set);
	double built = (prefix_now() - start) / 1e6;
	double all = (double)siptrunk_prefix_table_size(table);
	struct
	{
		siptrunk_prefix_row_t row;
		uint64_t hits;
	} slot;
	double rows = (double)set->count * sizeof(slot);

	prefix_time_all(set, table, lookups);
	printf("%.1f %.1f %.0f\n", (all - rows) / (double)set->count,
			all / (double)set->count, built);
	siptrunk_prefix_table_free(table, &heap);
	return 0;
}

static int count_lookups(
		const prefix_set_t *set, bool hit, unsigned long number)
{
	siptrunk_prefix_table_t *table = table_of(set);
	siptrunk_address_t *ring = prefix_ring(set, hit, PREFIX_PEERS);
	size_t found = lookups(table, ring, PREFIX_PEERS, number);

	free(ring);
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
