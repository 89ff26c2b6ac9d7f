/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Addresses, CIDR prefixes and the longest-prefix table of the access lists.
 *
 * Prefixes nest or are disjoint, they never cross: so the address space falls
 * into consecutive ranges, each with one longest prefix. The table holds the
 * start of every range; a lookup finds the last start that is not above the
 * address.
 *
 * Pure. Built by the process that reloads, in its arena; read by all.
 */
#include "siptrunk_prefix.h"
#include "siptrunk_ascii.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** ::ffff:0:0/96, where IPv6 keeps the IPv4 addresses (RFC 4291, 2.5.5.2). */
static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
#define MAPPED_BITS 96

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

/** Starts and rows are apart: a search reads starts only. */
struct siptrunk_prefix_table
{
	const siptrunk_prefix_row_t *rows;
	uint32_t row_count;
	const uint32_t *starts4;
	const uint32_t *rows4;
	size_t count4;
	const point_t *starts6;
	const uint32_t *rows6;
	size_t count6;
};

void siptrunk_address_set(siptrunk_address_t *address, siptrunk_family_t family,
		const uint8_t *bytes)
{
	memset(address, 0, sizeof(*address));
	if(family == SIPTRUNK_IPV6 && memcmp(bytes, mapped, sizeof(mapped)) == 0) {
		family = SIPTRUNK_IPV4;
		bytes += sizeof(mapped);
	}
	address->family = (uint8_t)family;
	memcpy(address->bytes, bytes, family == SIPTRUNK_IPV4 ? 4 : 16);
}

bool siptrunk_address_parse(siptrunk_text_t text, siptrunk_address_t *address)
{
	char terminated[INET6_ADDRSTRLEN];
	uint8_t bytes[16];
	bool bracketed =
			text.len > 2 && text.s[0] == '[' && text.s[text.len - 1] == ']';

	if(bracketed)
		text = (siptrunk_text_t){text.s + 1, text.len - 2};
	if(text.len == 0 || text.len >= sizeof(terminated)
			|| memchr(text.s, '\0', text.len) != NULL)
		return false;
	memcpy(terminated, text.s, text.len);
	terminated[text.len] = '\0';
	if(!bracketed && inet_pton(AF_INET, terminated, bytes) == 1)
		siptrunk_address_set(address, SIPTRUNK_IPV4, bytes);
	else if(inet_pton(AF_INET6, terminated, bytes) == 1)
		siptrunk_address_set(address, SIPTRUNK_IPV6, bytes);
	else
		return false;
	return true;
}

/** Clears the bits behind the first length ones. */
static void prefix_mask(siptrunk_prefix_t *prefix)
{
	size_t whole = prefix->length / 8;
	uint8_t *bytes = prefix->address.bytes;

	if(whole == sizeof(prefix->address.bytes))
		return;
	bytes[whole] &= (uint8_t)(0xff00 >> prefix->length % 8);
	memset(bytes + whole + 1, 0, sizeof(prefix->address.bytes) - whole - 1);
}

/** A decimal number of at most max, without sign and leading zeros. */
static bool length_parse(siptrunk_text_t text, unsigned max, unsigned *length)
{
	size_t i;

	if(text.len == 0 || text.len > 3 || (text.len > 1 && text.s[0] == '0'))
		return false;
	*length = 0;
	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_digit(text.s[i]))
			return false;
		*length = *length * 10 + (unsigned)(text.s[i] - '0');
	}
	return *length <= max;
}

static bool host_bits_error(siptrunk_text_t text,
		const siptrunk_prefix_t *masked, siptrunk_error_t *error)
{
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];
	char expected[SIPTRUNK_PREFIX_TEXT_MAX + sizeof(" (no host bits set)")];

	siptrunk_prefix_format(masked, prefix);
	snprintf(expected, sizeof(expected), "%s (no host bits set)", prefix);
	return siptrunk_error_found(error, expected, text);
}

bool siptrunk_prefix_parse(siptrunk_text_t text, siptrunk_prefix_t *prefix,
		siptrunk_error_t *error)
{
	siptrunk_text_t rest;
	siptrunk_text_t host = siptrunk_text_split(text, '/', &rest);
	siptrunk_prefix_t masked;
	unsigned base = 0;
	unsigned max;
	unsigned length;

	if(!siptrunk_address_parse(host, &prefix->address))
		return siptrunk_error_found(
				error, "an IPv4 or IPv6 address or prefix", text);
	/* an IPv4-mapped prefix counts its length from the start of IPv6 */
	if(prefix->address.family == SIPTRUNK_IPV4
			&& memchr(host.s, ':', host.len) != NULL)
		base = MAPPED_BITS;
	max = base + (prefix->address.family == SIPTRUNK_IPV4 ? 32 : 128);
	length = max;
	if(rest.s != NULL && (!length_parse(rest, max, &length) || length < base))
		return siptrunk_error_found(error,
				base > 0	? "a prefix length of 96 to 128"
				: max == 32 ? "a prefix length of 0 to 32"
							: "a prefix length of 0 to 128",
				text);
	prefix->length = (uint8_t)(length - base);
	masked = *prefix;
	prefix_mask(&masked);
	if(memcmp(masked.address.bytes, prefix->address.bytes,
			   sizeof(masked.address.bytes))
			!= 0)
		return host_bits_error(text, &masked, error);
	return true;
}

size_t siptrunk_prefix_format(
		const siptrunk_prefix_t *prefix, char text[SIPTRUNK_PREFIX_TEXT_MAX])
{
	int family = prefix->address.family == SIPTRUNK_IPV4 ? AF_INET : AF_INET6;
	size_t len;

	inet_ntop(family, prefix->address.bytes, text, SIPTRUNK_PREFIX_TEXT_MAX);
	len = strlen(text);
	return len
		   + (size_t)snprintf(text + len, SIPTRUNK_PREFIX_TEXT_MAX - len, "/%u",
				   prefix->length);
}

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

static bool point_not_above(point_t a, point_t b)
{
	return a.high < b.high || (a.high == b.high && a.low <= b.low);
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

static siptrunk_status_t ranges_store4(siptrunk_prefix_table_t *table,
		siptrunk_arena_t *arena, const range_t *ranges, size_t count)
{
	uint32_t *starts = siptrunk_arena_alloc(arena, count * sizeof(*starts));
	uint32_t *rows = siptrunk_arena_alloc(arena, count * sizeof(*rows));
	size_t i;

	if(starts == NULL || rows == NULL)
		return SIPTRUNK_NO_MEMORY;
	for(i = 0; i < count; i++) {
		starts[i] = (uint32_t)(ranges[i].start.high >> 32);
		rows[i] = ranges[i].row;
	}
	table->starts4 = starts;
	table->rows4 = rows;
	table->count4 = count;
	return SIPTRUNK_OK;
}

static siptrunk_status_t ranges_store6(siptrunk_prefix_table_t *table,
		siptrunk_arena_t *arena, const range_t *ranges, size_t count)
{
	point_t *starts = siptrunk_arena_alloc(arena, count * sizeof(*starts));
	uint32_t *rows = siptrunk_arena_alloc(arena, count * sizeof(*rows));
	size_t i;

	if(starts == NULL || rows == NULL)
		return SIPTRUNK_NO_MEMORY;
	for(i = 0; i < count; i++) {
		starts[i] = ranges[i].start;
		rows[i] = ranges[i].row;
	}
	table->starts6 = starts;
	table->rows6 = rows;
	table->count6 = count;
	return SIPTRUNK_OK;
}

static siptrunk_status_t ranges_build(siptrunk_prefix_table_t *table,
		siptrunk_arena_t *arena, siptrunk_prefix_row_t *rows, uint32_t count4,
		range_t *ranges)
{
	size_t count = rows_sweep(rows, 0, count4, ranges);
	siptrunk_status_t status = ranges_store4(table, arena, ranges, count);

	if(status != SIPTRUNK_OK)
		return status;
	count = rows_sweep(rows, count4, table->row_count, ranges);
	return ranges_store6(table, arena, ranges, count);
}

siptrunk_status_t siptrunk_prefix_table_build(siptrunk_arena_t *arena,
		const siptrunk_prefix_row_t *rows, size_t count,
		siptrunk_prefix_table_t **table)
{
	siptrunk_prefix_table_t *built;
	siptrunk_prefix_row_t *sorted;
	siptrunk_status_t status;
	range_t *ranges;
	uint32_t count4 = 0;

	if(count > UINT32_MAX / 2)
		return SIPTRUNK_INVALID;
	built = siptrunk_arena_alloc(arena, sizeof(*built));
	sorted = siptrunk_arena_alloc(arena, count * sizeof(*sorted));
	if(built == NULL || sorted == NULL)
		return SIPTRUNK_NO_MEMORY;
	if(count > 0) {
		memcpy(sorted, rows, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), row_compare);
	}
	while(count4 < count
			&& sorted[count4].prefix.address.family == SIPTRUNK_IPV4)
		count4++;
	built->rows = sorted;
	built->row_count = (uint32_t)count;

	ranges = arena->allocator->alloc((2 * count + 1) * sizeof(*ranges));
	if(ranges == NULL)
		return SIPTRUNK_NO_MEMORY;
	status = ranges_build(built, arena, sorted, count4, ranges);
	arena->allocator->free(ranges);
	if(status == SIPTRUNK_OK)
		*table = built;
	return status;
}

/** Halves without a branch that depends on data: the compiler makes it a
 *  conditional move, which no random address can mispredict. */
static uint32_t find4(const siptrunk_prefix_table_t *table, uint32_t address)
{
	const uint32_t *base = table->starts4;
	size_t count = table->count4;

	while(count > 1) {
		size_t half = count / 2;

		base = base[half] <= address ? base + half : base;
		count -= half;
	}
	return table->rows4[base - table->starts4];
}

static uint32_t find6(const siptrunk_prefix_table_t *table, point_t address)
{
	const point_t *base = table->starts6;
	size_t count = table->count6;

	while(count > 1) {
		size_t half = count / 2;

		base = point_not_above(base[half], address) ? base + half : base;
		count -= half;
	}
	return table->rows6[base - table->starts6];
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
