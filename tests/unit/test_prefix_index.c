/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_prefix_index.c: wherever ranges begin, a point's own is in the
 * window that the index names.
 */
#include "siptrunk_prefix_index.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define RANGES 600

static siptrunk_prefix_range_t ranges[RANGES];
static size_t count;
static siptrunk_prefix_index_t index_made;

static int compare(const void *left, const void *right)
{
	const siptrunk_point_t *a = &((const siptrunk_prefix_range_t *)left)->start;
	const siptrunk_point_t *b =
			&((const siptrunk_prefix_range_t *)right)->start;

	if(a->high != b->high)
		return a->high < b->high ? -1 : 1;
	return (a->low > b->low) - (a->low < b->low);
}

/** Sorts the starts and drops what is there twice; the first one is 0. */
static void ranges_finish(void)
{
	size_t from, to = 0;

	ranges[0].start = (siptrunk_point_t){0, 0};
	qsort(ranges, count, sizeof(*ranges), compare);
	for(from = 1; from < count; from++)
		if(compare(&ranges[to], &ranges[from]) != 0)
			ranges[++to] = ranges[from];
	count = to + 1;
}

static void make(void)
{
	index_made = (siptrunk_prefix_index_t){NULL};
	siptrunk_prefix_index_make(&index_made, ranges, count);
	index_made.nodes = malloc(
			index_made.node_count * sizeof(*index_made.nodes));
	index_made.entries = malloc(
			index_made.entry_count * sizeof(*index_made.entries));
	assert_true(index_made.nodes != NULL && index_made.entries != NULL);
	siptrunk_prefix_index_make(&index_made, ranges, count);
}

static void drop(void)
{
	free(index_made.nodes);
	free(index_made.entries);
}

static void check(siptrunk_point_t point)
{
	siptrunk_prefix_range_t at = {point, 0};
	size_t found = siptrunk_prefix_index_find(&index_made, point);
	size_t own = count - 1;

	while(compare(&ranges[own], &at) > 0)
		own--;
	if(found > own || own - found >= SIPTRUNK_PREFIX_WINDOW)
		fail_msg("range %zu of %zu: window at %zu", own, count, found);
}

/** At, before and behind every start, and at the ends of the space. */
static void check_all(void)
{
	size_t i;

	make();
	for(i = 0; i < count; i++) {
		siptrunk_point_t p = ranges[i].start;

		check(p);
		check((siptrunk_point_t){p.high - (p.low == 0), p.low - 1});
		check((siptrunk_point_t){p.high + (p.low == UINT64_MAX), p.low + 1});
		check((siptrunk_point_t){p.high + 1, 0});
		check((siptrunk_point_t){p.high, UINT64_MAX});
	}
	drop();
}

static void one_range_is_found(void **state)
{
	(void)state;
	count = 1;
	ranges_finish();
	check_all();
}

/** Starts with `bits` random bits, shifted up by `shift` and with the others
 *  as in base. */
static void random_starts(siptrunk_point_t base, unsigned bits, unsigned shift,
		unit_random_t *random)
{
	size_t i;

	count = RANGES;
	for(i = 0; i < count; i++) {
		uint64_t number = unit_random(random) >> (64 - bits);

		ranges[i].start = base;
		if(shift < 64)
			ranges[i].start.low += number << shift;
		else
			ranges[i].start.high += number << (shift - 64);
	}
}

static void spread_starts_are_found(void **state)
{
	static const unsigned shapes[][2] = {{64, 64}, {32, 96}, {16, 64}, {3, 64},
			{64, 0}, {16, 0}, {9, 30}, {2, 126}};
	unit_random_t random = {UINT64_C(0x9e3779b97f4a7c15)};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(shapes); i++) {
		random_starts((siptrunk_point_t){0, 0}, shapes[i][0], shapes[i][1],
				&random);
		ranges_finish();
		check_all();
	}
}

/** Half in one spot; the other half everywhere. */
static void crowded_starts_are_found(void **state)
{
	unit_random_t random = {UINT64_C(0x9e3779b97f4a7c15)};
	unsigned shift;
	size_t i;

	(void)state;
	for(shift = 0; shift < 110; shift += 10) {
		random_starts((siptrunk_point_t){UINT64_C(0x20010db800000000), 0}, 12,
				shift, &random);
		for(i = 0; i < count / 2; i++)
			ranges[i].start = (siptrunk_point_t){
					unit_random(&random), unit_random(&random)};
		ranges_finish();
		check_all();
	}
}

/** As many starts in one bucket as a window holds, one less, one more... */
static void windows_of_every_size_are_found(void **state)
{
	uint64_t i;

	(void)state;
	for(count = 3; count < 3 * SIPTRUNK_PREFIX_WINDOW; count++) {
		for(i = 0; i < count; i++)
			ranges[i].start = (siptrunk_point_t){(UINT64_C(1) << 40) + i, 0};
		ranges[count - 1].start.high = UINT64_C(1) << 60;
		ranges_finish();
		check_all();
	}
}

/** 128 nested prefixes: every bucket is as crowded as can be. */
static void halving_starts_are_found(void **state)
{
	unsigned i;

	(void)state;
	count = 129;
	for(i = 0; i < 64; i++) {
		ranges[1 + i].start = (siptrunk_point_t){0, UINT64_C(1) << i};
		ranges[65 + i].start = (siptrunk_point_t){UINT64_C(1) << i, 0};
	}
	ranges_finish();
	check_all();
}

static void index_is_no_larger_than_it_must_be(void **state)
{
	size_t i;

	(void)state;
	count = RANGES;
	for(i = 0; i < count; i++)
		ranges[i].start = (siptrunk_point_t){(uint64_t)i << 32, 0};
	ranges_finish();
	make();
	assert_int_equal(index_made.node_count, 1);
	assert_true(index_made.entry_count <= 2 * count + 3);
	drop();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(one_range_is_found),
			cmocka_unit_test(spread_starts_are_found),
			cmocka_unit_test(crowded_starts_are_found),
			cmocka_unit_test(windows_of_every_size_are_found),
			cmocka_unit_test(halving_starts_are_found),
			cmocka_unit_test(index_is_no_larger_than_it_must_be),
	};

	return cmocka_run_group_tests_name("prefix_index", tests, NULL, NULL);
}
