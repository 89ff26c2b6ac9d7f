/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The longest-prefix table of the access lists.
 *
 * Prefixes nest or are disjoint, they never cross: so the address space falls
 * into consecutive ranges, each with one longest prefix. A lookup finds the
 * last range that starts at or before the address: an index leads to a few of
 * them, a search without branches tells these apart.
 *
 * Pure. Built by the process that reloads, in one block; read by all.
 */
#include "siptrunk_prefix_table.h"
#include "siptrunk_prefix_index.h"

#include <stdlib.h>
#include <string.h>

/** An IPv4 range; point.high >> 32. */
typedef struct range4
{
	uint32_t start;
	uint32_t row;
} range4_t;

/** A row and its counter side by side: who looks one up counts it next, and at
 *  a million rows another place is another miss of the caches. */
typedef struct slot
{
	siptrunk_prefix_row_t row;
	uint64_t hits;
} slot_t;

struct siptrunk_prefix_table
{
	siptrunk_prefix_index_t index4;
	siptrunk_prefix_index_t index6;
	range4_t *ranges4;
	siptrunk_prefix_range_t *ranges6;
	slot_t *slots;
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

static siptrunk_point_t point_of(const siptrunk_address_t *address)
{
	return (siptrunk_point_t){
			big_endian64(address->bytes), big_endian64(address->bytes + 8)};
}

/** Without a branch: for random addresses none can be predicted. */
static bool point_not_above(siptrunk_point_t a, siptrunk_point_t b)
{
	return (a.high < b.high) | ((a.high == b.high) & (a.low <= b.low));
}

/** The first point behind a prefix; false when the space ends with it. */
static bool point_behind(const siptrunk_prefix_t *prefix, siptrunk_point_t *end)
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
	siptrunk_prefix_range_t *ranges;
	size_t count;
} sweep_t;

/** From start on, row decides. An empty range is replaced. */
static void range_begin(sweep_t *sweep, siptrunk_point_t start, uint32_t row)
{
	const siptrunk_prefix_range_t *last = &sweep->ranges[sweep->count - 1];

	if(last->start.high == start.high && last->start.low == start.low)
		sweep->count--;
	sweep->ranges[sweep->count++] = (siptrunk_prefix_range_t){start, row};
}

/** Leaves the rows that end at or before next; NULL: all. */
static void rows_leave(sweep_t *sweep, const siptrunk_point_t *next)
{
	while(sweep->open != SIPTRUNK_NO_ROW) {
		const siptrunk_prefix_row_t *row = &sweep->rows[sweep->open];
		siptrunk_point_t end;
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
		uint32_t to, siptrunk_prefix_range_t *ranges)
{
	sweep_t sweep = {rows, SIPTRUNK_NO_ROW, ranges, 1};
	uint32_t i;

	ranges[0] = (siptrunk_prefix_range_t){{0, 0}, SIPTRUNK_NO_ROW};
	for(i = from; i < to; i++) {
		siptrunk_point_t start = point_of(&rows[i].prefix.address);

		rows_leave(&sweep, &start);
		rows[i].parent = sweep.open;
		sweep.open = i;
		range_begin(&sweep, start, i);
	}
	rows_leave(&sweep, NULL);
	return sweep.count;
}

/** What the table is made of, in scratch memory. */
typedef struct draft
{
	siptrunk_prefix_row_t *rows; /**< sorted */
	uint32_t row_count;
	siptrunk_prefix_range_t *ranges4;
	siptrunk_prefix_range_t *ranges6;
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

/** A search reads SIPTRUNK_PREFIX_WINDOW ranges from wherever it begins. */
#define SPARE_RANGES (SIPTRUNK_PREFIX_WINDOW - 1)

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
					 * sizeof(siptrunk_prefix_node_t)
		   + (draft->count6 + SPARE_RANGES) * sizeof(siptrunk_prefix_range_t)
		   + (draft->count4 + SPARE_RANGES) * sizeof(range4_t)
		   + (table->index4.entry_count + table->index6.entry_count)
					 * sizeof(uint32_t)
		   + draft->row_count * sizeof(slot_t);
}

/** What needs the larger alignment comes first. */
static void block_divide(siptrunk_prefix_table_t *table, const draft_t *draft)
{
	char *block = (char *)(table + 1);

	table->index4.nodes = block_take(
			&block, table->index4.node_count * sizeof(*table->index4.nodes));
	table->index6.nodes = block_take(
			&block, table->index6.node_count * sizeof(*table->index6.nodes));
	table->slots = block_take(&block, draft->row_count * sizeof(slot_t));
	table->ranges6 = block_take(
			&block, (draft->count6 + SPARE_RANGES) * sizeof(*table->ranges6));
	table->ranges4 = block_take(
			&block, (draft->count4 + SPARE_RANGES) * sizeof(*table->ranges4));
	table->index4.entries =
			block_take(&block, table->index4.entry_count * sizeof(uint32_t));
	table->index6.entries =
			block_take(&block, table->index6.entry_count * sizeof(uint32_t));
}

/** Behind the last range come copies that begin with the last address. */
static void ranges4_fill(
		range4_t *to, const siptrunk_prefix_range_t *from, size_t count)
{
	size_t i;

	for(i = 0; i < count; i++)
		to[i] = (range4_t){(uint32_t)(from[i].start.high >> 32), from[i].row};
	for(; i < count + SPARE_RANGES; i++)
		to[i] = (range4_t){UINT32_MAX, from[count - 1].row};
}

static void ranges6_fill(siptrunk_prefix_range_t *to,
		const siptrunk_prefix_range_t *from, size_t count)
{
	const siptrunk_point_t last = {UINT64_MAX, UINT64_MAX};
	size_t i;

	memcpy(to, from, count * sizeof(*to));
	for(i = count; i < count + SPARE_RANGES; i++)
		to[i] = (siptrunk_prefix_range_t){last, from[count - 1].row};
}

static void indexes_make(siptrunk_prefix_table_t *table, const draft_t *draft)
{
	siptrunk_prefix_index_make(&table->index4, draft->ranges4, draft->count4);
	siptrunk_prefix_index_make(&table->index6, draft->ranges6, draft->count6);
}

static void block_fill(siptrunk_prefix_table_t *table, const draft_t *draft)
{
	uint32_t i;

	indexes_make(table, draft);
	ranges4_fill(table->ranges4, draft->ranges4, draft->count4);
	ranges6_fill(table->ranges6, draft->ranges6, draft->count6);
	for(i = 0; i < draft->row_count; i++)
		table->slots[i] = (slot_t){.row = draft->rows[i]};
}

static siptrunk_status_t block_make(const siptrunk_allocator_t *memory,
		const draft_t *draft, siptrunk_prefix_table_t **table)
{
	siptrunk_prefix_table_t measured = {.row_count = draft->row_count};
	siptrunk_prefix_table_t *block;

	indexes_make(&measured, draft);
	measured.size = block_size(&measured, draft);
	block = memory->alloc(measured.size);
	if(block == NULL)
		return SIPTRUNK_NO_MEMORY;
	*block = measured;
	block_divide(block, draft);
	block_fill(block, draft);
	*table = block;
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_prefix_table_build(
		const siptrunk_allocator_t *memory, const siptrunk_allocator_t *scratch,
		const siptrunk_prefix_row_t *rows, size_t count,
		siptrunk_prefix_table_t **table)
{
	draft_t draft = {.row_count = (uint32_t)count};
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
		status = block_make(memory, &draft, table);
		scratch->free(draft.ranges4);
	}
	scratch->free(draft.rows);
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

/* The search halves SIPTRUNK_PREFIX_WINDOW without a branch. It may read
 * ranges of the next buckets: they begin behind the address. */

static uint32_t find4(const siptrunk_prefix_table_t *table, uint32_t address)
{
	siptrunk_point_t point = {(uint64_t)address << 32, 0};
	const range4_t *range =
			&table->ranges4[siptrunk_prefix_index_find(&table->index4, point)];

	range += range[4].start <= address ? 4 : 0;
	range += range[2].start <= address ? 2 : 0;
	range += range[1].start <= address ? 1 : 0;
	return range->row;
}

static uint32_t find6(
		const siptrunk_prefix_table_t *table, siptrunk_point_t point)
{
	const siptrunk_prefix_range_t *range =
			&table->ranges6[siptrunk_prefix_index_find(&table->index6, point)];

	range += point_not_above(range[4].start, point) ? 4 : 0;
	range += point_not_above(range[2].start, point) ? 2 : 0;
	range += point_not_above(range[1].start, point) ? 1 : 0;
	return range->row;
}

static const siptrunk_prefix_row_t *row_at(
		const siptrunk_prefix_table_t *table, uint32_t index)
{
	return index < table->row_count ? &table->slots[index].row : NULL;
}

const siptrunk_prefix_row_t *siptrunk_prefix_table_row(
		const siptrunk_prefix_table_t *table, uint32_t index)
{
	return row_at(table, index);
}

const siptrunk_prefix_row_t *siptrunk_prefix_table_find(
		const siptrunk_prefix_table_t *table, const siptrunk_address_t *address)
{
	uint32_t index = address->family == SIPTRUNK_IPV4
							 ? find4(table, big_endian32(address->bytes))
							 : find6(table, point_of(address));

	return row_at(table, index);
}

/** row is the first member of its slot. */
static uint64_t *hits_of(const siptrunk_prefix_row_t *row)
{
	return &((slot_t *)row)->hits;
}

void siptrunk_prefix_table_hit(const siptrunk_prefix_row_t *row)
{
	__atomic_fetch_add(hits_of(row), 1, __ATOMIC_RELAXED);
}

uint64_t siptrunk_prefix_table_hits(const siptrunk_prefix_row_t *row)
{
	return __atomic_load_n(hits_of(row), __ATOMIC_RELAXED);
}

void siptrunk_prefix_table_adopt_hits(siptrunk_prefix_table_t *table,
		const siptrunk_prefix_table_t *older)
{
	uint32_t i = 0;
	uint32_t j = 0;

	while(i < table->row_count && j < older->row_count) {
		slot_t *slot = &table->slots[i];
		const siptrunk_prefix_row_t *other = &older->slots[j].row;
		int order = row_compare(&slot->row, other);

		if(order == 0)
			slot->hits = siptrunk_prefix_table_hits(other);
		i += order <= 0;
		j += order >= 0;
	}
}
