/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The longest-prefix table of the access lists.
 *
 * Prefixes nest or are disjoint, they never cross: so the address space falls
 * into consecutive ranges, each with one longest prefix. A lookup finds the
 * last range that starts at or before the address. An index in front of the
 * ranges cuts the span of their starts into buckets of equal width, about as
 * many as there are ranges, and names the range in which each begins; a
 * bucket with more starts than a short search can tell apart gets an index of
 * its own. So the cost does not grow with the number of ranges, however they
 * crowd.
 *
 * Pure. Built by the process that reloads, in one block; read by all.
 */
#include "siptrunk_prefix_table.h"

#include <stdlib.h>
#include <string.h>

/** An address as a number. An IPv4 address fills the upper end, so that its
 *  prefix lengths count the same bits as those of IPv6. */
typedef struct point
{
	uint64_t high;
	uint64_t low;
} point_t;

/** The addresses from start up to the next range's start. */
typedef struct range
{
	point_t start;
	uint32_t row; /**< of the longest prefix, or SIPTRUNK_NO_ROW */
} range_t;

/** An IPv4 range; point.high >> 32. */
typedef struct range4
{
	uint32_t start;
	uint32_t row;
} range4_t;

/** Consecutive ranges that a search tells apart without an index. */
#ifndef WINDOW
#define WINDOW 4
#endif
#ifndef FACT
#define FACT 2
#endif
/** Entry of an index: the number of a node, not of a range. */
#define ENTRY_NODE (UINT32_MAX / 2 + 1)

/**
 * Buckets of 2^shift numbers from base on. Its entries: what lies before the
 * first bucket, the buckets, what lies behind the last one.
 */
typedef struct node
{
	uint64_t base;
	uint64_t buckets;
	size_t entries; /**< place of the first one */
	uint8_t shift;
	bool low; /**< the buckets are of point.low; all have one point.high */
} node_t;

/** The index of one family; the first node is where a lookup begins. */
typedef struct index
{
	node_t *nodes;
	uint32_t *entries;
	size_t node_count;
	size_t entry_count;
} index_t;

struct siptrunk_prefix_table
{
	index_t index4;
	index_t index6;
	range4_t *ranges4;
	range_t *ranges6;
	siptrunk_prefix_row_t *rows;
	uint64_t *hits; /**< one per row */
	uint32_t row_count;
	size_t size; /**< of the block */
};

static uint32_t big_endian32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16
		   | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint64_t big_endian64(const uint8_t *bytes)
{
	return (uint64_t)big_endian32(bytes) << 32 | big_endian32(bytes + 4);
}

static point_t point_of(const siptrunk_address_t *address)
{
	return (point_t){
			big_endian64(address->bytes), big_endian64(address->bytes + 8)};
}

/** Without a branch: for random addresses none can be predicted. */
static bool point_not_above(point_t a, point_t b)
{
	return (a.high < b.high) | ((a.high == b.high) & (a.low <= b.low));
}

/** The first point behind a prefix; false when the space ends with it. */
static bool point_behind(const siptrunk_prefix_t *prefix, point_t *end)
{
	unsigned length = prefix->length;

	*end = point_of(&prefix->address);
	if(length == 0)
		return false;
	if(length <= 64) {
		end->high += UINT64_C(1) << (64 - length);
		return end->high != 0;
	}
	end->low += UINT64_C(1) << (128 - length);
	if(end->low == 0)
		end->high++;
	return end->high != 0 || end->low != 0;
}

/**
 * By family and address, then outer before inner; of identical prefixes the
 * one that decides (deny, then the lower row) comes last, as the innermost.
 */
static int row_compare(const void *left, const void *right)
{
	const siptrunk_prefix_row_t *a = left;
	const siptrunk_prefix_row_t *b = right;
	int order;

	if(a->prefix.address.family != b->prefix.address.family)
		return a->prefix.address.family < b->prefix.address.family ? -1 : 1;
	order = memcmp(a->prefix.address.bytes, b->prefix.address.bytes,
			sizeof(a->prefix.address.bytes));
	if(order != 0)
		return order;
	if(a->prefix.length != b->prefix.length)
		return a->prefix.length < b->prefix.length ? -1 : 1;
	if(a->action != b->action)
		return a->action == SIPTRUNK_ALLOW ? -1 : 1;
	return (a->row < b->row) - (a->row > b->row);
}

/** A walk over the sorted rows of one family that writes the ranges. */
typedef struct sweep
{
	siptrunk_prefix_row_t *rows;
	uint32_t open; /**< innermost row that the walk is in; the outer ones hang
						on it by parent */
	range_t *ranges;
	size_t count;
} sweep_t;

/** From start on, row decides. An empty range is replaced. */
static void range_begin(sweep_t *sweep, point_t start, uint32_t row)
{
	const range_t *last = &sweep->ranges[sweep->count - 1];

	if(last->start.high == start.high && last->start.low == start.low)
		sweep->count--;
	sweep->ranges[sweep->count++] = (range_t){start, row};
}

/** Leaves the rows that end at or before next; NULL: all. */
static void rows_leave(sweep_t *sweep, const point_t *next)
{
	while(sweep->open != SIPTRUNK_NO_ROW) {
		const siptrunk_prefix_row_t *row = &sweep->rows[sweep->open];
		point_t end;
		bool ends = point_behind(&row->prefix, &end);

		if(next != NULL && (!ends || !point_not_above(end, *next)))
			return;
		sweep->open = row->parent;
		if(ends)
			range_begin(sweep, end, sweep->open);
	}
}

/** Fills ranges (room for 2 * (to - from) + 1) and the rows' parents. */
static size_t rows_sweep(siptrunk_prefix_row_t *rows, uint32_t from,
		uint32_t to, range_t *ranges)
{
	sweep_t sweep = {rows, SIPTRUNK_NO_ROW, ranges, 1};
	uint32_t i;

	ranges[0] = (range_t){{0, 0}, SIPTRUNK_NO_ROW};
	for(i = from; i < to; i++) {
		point_t start = point_of(&rows[i].prefix.address);

		rows_leave(&sweep, &start);
		rows[i].parent = sweep.open;
		sweep.open = i;
		range_begin(&sweep, start, i);
	}
	rows_leave(&sweep, NULL);
	return sweep.count;
}

/** 0: before the first bucket; node->buckets + 1: behind the last one. */
static uint64_t bucket_of(const node_t *node, point_t point)
{
	uint64_t key = node->low ? point.low : point.high;
	uint64_t bucket = (key - node->base) >> node->shift;

	bucket = bucket < node->buckets ? bucket + 1 : node->buckets + 1;
	return key < node->base ? 0 : bucket;
}

/** Whether a range begins with a bucket, so that what comes before it does
 *  not matter there. */
static bool begins_bucket(const node_t *node, point_t start, uint64_t bucket)
{
	uint64_t begin = node->base + ((bucket - 1) << node->shift);

	return node->low ? start.low == begin
					 : start.high == begin && start.low == 0;
}

/** Buckets for the starts in (first, last]: no more than twice as many,
 *  and at least two unless all are the same. */
static node_t node_shape(
		const range_t *ranges, uint32_t first, uint32_t last, bool low)
{
	point_t from = ranges[first + (first < last)].start;
	point_t to = ranges[last].start;
	uint64_t begin = low ? from.low : from.high;
	uint64_t end = low ? to.low : to.high;
	uint64_t limit = (uint64_t)(last - first) * FACT / 2 + 2;
	node_t node = {.low = low};

	while((end >> node.shift) - (begin >> node.shift) >= limit)
		node.shift++;
	node.base = begin >> node.shift << node.shift;
	node.buckets = (end >> node.shift) - (begin >> node.shift) + 1;
	return node;
}

/** An index that is being made; without nodes and entries: measured only. */
typedef struct plan
{
	const range_t *ranges;
	index_t index;
} plan_t;

static void plan_entry(plan_t *plan, size_t place, uint32_t entry)
{
	if(plan->index.entries != NULL)
		plan->index.entries[place] = entry;
}

/** Adds the node that tells ranges first to last apart, and those below it;
 *  first began before the node's span. Returns its number. */
static uint32_t plan_node(plan_t *plan, uint32_t first, uint32_t last, bool low)
{
	node_t node = node_shape(plan->ranges, first, last, low);
	uint32_t number = (uint32_t)plan->index.node_count++;
	uint32_t at = first;
	uint64_t bucket;

	node.entries = plan->index.entry_count;
	plan->index.entry_count += node.buckets + 2;
	if(plan->index.nodes != NULL)
		plan->index.nodes[number] = node;
	plan_entry(plan, node.entries, first);
	for(bucket = 1; bucket <= node.buckets; bucket++) {
		uint32_t from, entry;

		if(at < last
				&& begins_bucket(&node, plan->ranges[at + 1].start, bucket))
			at++;
		from = at;
		while(at < last
				&& bucket_of(&node, plan->ranges[at + 1].start) == bucket)
			at++;
		entry = from;
		if(at - from >= WINDOW)
			entry = ENTRY_NODE
					| plan_node(plan, from, at, low || node.shift == 0);
		plan_entry(plan, node.entries + bucket, entry);
	}
	plan_entry(plan, node.entries + node.buckets + 1, last);
	return number;
}

/** The size of an index, then (with room for it) its content. */
static void index_make(index_t *index, const range_t *ranges, size_t count)
{
	plan_t plan = {ranges, {.nodes = index->nodes, .entries = index->entries}};

	plan_node(&plan, 0, (uint32_t)count - 1, false);
	*index = plan.index;
}

/** What the table is made of, in scratch memory. */
typedef struct draft
{
	siptrunk_prefix_row_t *rows; /**< sorted */
	uint32_t row_count;
	range_t *ranges4;
	range_t *ranges6;
	size_t count4; /**< ranges, not rows */
	size_t count6;
} draft_t;

static void draft_fill(draft_t *draft, const siptrunk_prefix_row_t *rows)
{
	uint32_t from6 = 0;

	if(draft->row_count > 0) {
		memcpy(draft->rows, rows, draft->row_count * sizeof(*rows));
		qsort(draft->rows, draft->row_count, sizeof(*rows), row_compare);
	}
	while(from6 < draft->row_count
			&& draft->rows[from6].prefix.address.family == SIPTRUNK_IPV4)
		from6++;
	draft->count4 = rows_sweep(draft->rows, 0, from6, draft->ranges4);
	draft->ranges6 = draft->ranges4 + draft->count4;
	draft->count6 = rows_sweep(
			draft->rows, from6, draft->row_count, draft->ranges6);
}

/** A search reads WINDOW ranges from wherever it begins. */
#define SPARE_RANGES (WINDOW - 1)
/** As far apart as a write to one byte must be from another that everybody
 *  reads. */
#define CACHE_LINE 64

/** The next size bytes of the block. */
static void *block_take(char **block, size_t size)
{
	char *taken = *block;

	*block += size;
	return taken;
}

static size_t block_size(const siptrunk_prefix_table_t *table,
		const draft_t *draft)
{
	return sizeof(*table)
		   + (table->index4.node_count + table->index6.node_count)
					 * sizeof(node_t)
		   + (draft->count6 + SPARE_RANGES) * sizeof(range_t)
		   + (draft->count4 + SPARE_RANGES) * sizeof(range4_t)
		   + (table->index4.entry_count + table->index6.entry_count)
					 * sizeof(uint32_t)
		   + draft->row_count
					 * (sizeof(siptrunk_prefix_row_t) + sizeof(uint64_t))
		   + 3 * CACHE_LINE;
}

/** What needs the larger alignment comes first; the counters, which are
 *  written, share no cache line with anything else. */
static void block_divide(siptrunk_prefix_table_t *table, const draft_t *draft)
{
	char *block = (char *)(table + 1);

	table->index4.nodes =
			block_take(&block, table->index4.node_count * sizeof(node_t));
	table->index6.nodes =
			block_take(&block, table->index6.node_count * sizeof(node_t));
	table->ranges6 = block_take(
			&block, (draft->count6 + SPARE_RANGES) * sizeof(range_t));
	table->ranges4 = block_take(
			&block, (draft->count4 + SPARE_RANGES) * sizeof(range4_t));
	table->index4.entries =
			block_take(&block, table->index4.entry_count * sizeof(uint32_t));
	table->index6.entries =
			block_take(&block, table->index6.entry_count * sizeof(uint32_t));
	table->rows = block_take(
			&block, draft->row_count * sizeof(siptrunk_prefix_row_t));
	block += CACHE_LINE + (-(uintptr_t)block & (CACHE_LINE - 1));
	table->hits = (uint64_t *)block;
}

/** Behind the last range come copies that begin with the last address. */
static void ranges4_fill(range4_t *to, const range_t *from, size_t count)
{
	size_t i;

	for(i = 0; i < count; i++)
		to[i] = (range4_t){(uint32_t)(from[i].start.high >> 32), from[i].row};
	for(; i < count + SPARE_RANGES; i++)
		to[i] = (range4_t){UINT32_MAX, from[count - 1].row};
}

static void ranges6_fill(range_t *to, const range_t *from, size_t count)
{
	size_t i;

	memcpy(to, from, count * sizeof(*to));
	for(i = count; i < count + SPARE_RANGES; i++)
		to[i] = (range_t){{UINT64_MAX, UINT64_MAX}, from[count - 1].row};
}

static siptrunk_status_t table_make(const siptrunk_allocator_t *memory,
		const draft_t *draft, siptrunk_prefix_table_t **table)
{
	siptrunk_prefix_table_t made = {.row_count = draft->row_count};

	index_make(&made.index4, draft->ranges4, draft->count4);
	index_make(&made.index6, draft->ranges6, draft->count6);
	made.size = block_size(&made, draft);
	*table = memory->alloc(made.size);
	if(*table == NULL)
		return SIPTRUNK_NO_MEMORY;
	**table = made;
	block_divide(*table, draft);
	index_make(&(*table)->index4, draft->ranges4, draft->count4);
	index_make(&(*table)->index6, draft->ranges6, draft->count6);
	ranges4_fill((*table)->ranges4, draft->ranges4, draft->count4);
	ranges6_fill((*table)->ranges6, draft->ranges6, draft->count6);
	if(draft->row_count > 0)
		memcpy((*table)->rows, draft->rows,
				draft->row_count * sizeof(*draft->rows));
	memset((*table)->hits, 0, draft->row_count * sizeof(uint64_t));
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_prefix_table_build(
		const siptrunk_allocator_t *memory, const siptrunk_allocator_t *scratch,
		const siptrunk_prefix_row_t *rows, size_t count,
		siptrunk_prefix_table_t **table)
{
	draft_t draft = {.row_count = (uint32_t)count};
	siptrunk_prefix_table_t *made = NULL;
	siptrunk_status_t status = SIPTRUNK_NO_MEMORY;

	if(count > SIPTRUNK_PREFIX_ROWS_MAX)
		return SIPTRUNK_INVALID;
	draft.rows = scratch->alloc((count + 1) * sizeof(*draft.rows));
	if(draft.rows == NULL)
		return SIPTRUNK_NO_MEMORY;
	/* both families have one range more than twice their rows at most */
	draft.ranges4 = scratch->alloc((2 * count + 2) * sizeof(*draft.ranges4));
	if(draft.ranges4 != NULL) {
		draft_fill(&draft, rows);
		status = table_make(memory, &draft, &made);
		scratch->free(draft.ranges4);
	}
	scratch->free(draft.rows);
	if(status == SIPTRUNK_OK)
		*table = made;
	return status;
}

void siptrunk_prefix_table_free(
		siptrunk_prefix_table_t *table, const siptrunk_allocator_t *memory)
{
	if(table != NULL)
		memory->free(table);
}

size_t siptrunk_prefix_table_size(const siptrunk_prefix_table_t *table)
{
	return table->size;
}

/** The first of the WINDOW ranges among which the point's is. */
static uint32_t index_find(const index_t *index, point_t point)
{
	const node_t *node = index->nodes;
	uint32_t entry;

	while((entry = index->entries[node->entries + bucket_of(node, point)])
			>= ENTRY_NODE)
		node = &index->nodes[entry - ENTRY_NODE];
	return entry;
}

/* The search halves WINDOW without a branch. It may read ranges of the next
 * buckets: they begin behind the address. */

static uint32_t find4(const siptrunk_prefix_table_t *table, uint32_t address)
{
	point_t point = {(uint64_t)address << 32, 0};
	const range4_t *range =
			&table->ranges4[index_find(&table->index4, point)];

#if WINDOW > 8
	range += range[8].start <= address ? 8 : 0;
#endif
#if WINDOW > 4
	range += range[4].start <= address ? 4 : 0;
#endif
	range += range[2].start <= address ? 2 : 0;
	range += range[1].start <= address ? 1 : 0;
	return range->row;
}

static uint32_t find6(const siptrunk_prefix_table_t *table, point_t point)
{
	const range_t *range = &table->ranges6[index_find(&table->index6, point)];

#if WINDOW > 8
	range += point_not_above(range[8].start, point) ? 8 : 0;
#endif
#if WINDOW > 4
	range += point_not_above(range[4].start, point) ? 4 : 0;
#endif
	range += point_not_above(range[2].start, point) ? 2 : 0;
	range += point_not_above(range[1].start, point) ? 1 : 0;
	return range->row;
}

const siptrunk_prefix_row_t *siptrunk_prefix_table_row(
		const siptrunk_prefix_table_t *table, uint32_t index)
{
	return index < table->row_count ? &table->rows[index] : NULL;
}

const siptrunk_prefix_row_t *siptrunk_prefix_table_find(
		const siptrunk_prefix_table_t *table, const siptrunk_address_t *address)
{
	uint32_t index = address->family == SIPTRUNK_IPV4
							 ? find4(table, big_endian32(address->bytes))
							 : find6(table, point_of(address));

	return siptrunk_prefix_table_row(table, index);
}

const siptrunk_prefix_row_t *siptrunk_prefix_table_find_for(
		const siptrunk_prefix_table_t *table, const siptrunk_address_t *address,
		uint32_t trunk)
{
	const siptrunk_prefix_row_t *row =
			siptrunk_prefix_table_find(table, address);

	while(row != NULL && row->trunk != trunk)
		row = siptrunk_prefix_table_row(table, row->parent);
	return row;
}

void siptrunk_prefix_table_hit(const siptrunk_prefix_table_t *table,
		const siptrunk_prefix_row_t *row)
{
	__atomic_fetch_add(&table->hits[row - table->rows], 1, __ATOMIC_RELAXED);
}

uint64_t siptrunk_prefix_table_hits(const siptrunk_prefix_table_t *table,
		const siptrunk_prefix_row_t *row)
{
	return __atomic_load_n(&table->hits[row - table->rows], __ATOMIC_RELAXED);
}

void siptrunk_prefix_table_adopt_hits(const siptrunk_prefix_table_t *table,
		const siptrunk_prefix_table_t *older)
{
	uint32_t i = 0;
	uint32_t j = 0;

	while(i < table->row_count && j < older->row_count) {
		int order = row_compare(&table->rows[i], &older->rows[j]);

		if(order == 0)
			table->hits[i] =
					siptrunk_prefix_table_hits(older, &older->rows[j]);
		i += order <= 0;
		j += order >= 0;
	}
}
