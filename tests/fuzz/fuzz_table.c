/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A longest-prefix table of random rows finds, for every row's edges, what
 * trying each row finds.
 */
#include "fuzz.h"
#include "siptrunk_prefix_table.h"

#define ROWS 48

static const siptrunk_allocator_t heap = {malloc, free};

static siptrunk_prefix_row_t rows[ROWS];
static size_t count;

/** Takes size bytes of the input; false when there are not as many. */
static bool take(const uint8_t **data, size_t *left, void *to, size_t size)
{
	if(*left < size)
		return false;
	memcpy(to, *data, size);
	*data += size;
	*left -= size;
	return true;
}

/**
 * A byte says family and action; one the length, one how many bytes of the
 * row before are kept; the others follow. So a few bytes make neighbours.
 */
static bool take_row(const uint8_t **data, size_t *left)
{
	siptrunk_prefix_row_t *row = &rows[count];
	uint8_t head[3];
	unsigned bytes, kept, bit;

	if(count == ROWS || !take(data, left, head, sizeof(head)))
		return false;
	*row = (siptrunk_prefix_row_t){.row = (int)count + 1};
	if(count > 0)
		row->prefix = rows[count - 1].prefix;
	bytes = head[0] & 1 ? 16 : 4;
	kept = head[2] % (bytes + 1);
	if(!take(data, left, row->prefix.address.bytes + kept, bytes - kept))
		return false;
	memset(row->prefix.address.bytes + bytes, 0, 16 - bytes);
	row->prefix.address.family = bytes == 4 ? SIPTRUNK_IPV4 : SIPTRUNK_IPV6;
	row->prefix.length = (uint8_t)(head[1] % (bytes * 8 + 1));
	for(bit = row->prefix.length; bit < 128; bit++)
		row->prefix.address.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
	row->action = head[0] & 2 ? SIPTRUNK_ALLOW : SIPTRUNK_DENY;
	count++;
	return true;
}

static bool covers(
		const siptrunk_prefix_t *prefix, const siptrunk_address_t *address)
{
	unsigned whole = prefix->length / 8;
	unsigned rest = prefix->length % 8;
	const uint8_t *bytes = prefix->address.bytes;

	return prefix->address.family == address->family
		   && memcmp(bytes, address->bytes, whole) == 0
		   && (rest == 0
				   || (bytes[whole] ^ address->bytes[whole]) >> (8 - rest)
							  == 0);
}

static int best_row(const siptrunk_address_t *address)
{
	const siptrunk_prefix_row_t *best = NULL;
	size_t i;

	for(i = 0; i < count; i++) {
		const siptrunk_prefix_row_t *row = &rows[i];

		if(covers(&row->prefix, address)
				&& (best == NULL || row->prefix.length > best->prefix.length
						|| (row->prefix.length == best->prefix.length
								&& row->action < best->action)))
			best = row;
	}
	return best == NULL ? 0 : best->row;
}

static void require_agreement(const siptrunk_prefix_table_t *table,
		const siptrunk_address_t *address)
{
	const siptrunk_prefix_row_t *row =
			siptrunk_prefix_table_find(table, address);

	REQUIRE((row == NULL ? 0 : row->row) == best_row(address));
}

static void step(siptrunk_address_t *address, bool up)
{
	int i = address->family == SIPTRUNK_IPV4 ? 3 : 15;

	for(; i >= 0; i--) {
		address->bytes[i] = (uint8_t)(address->bytes[i] + (up ? 1 : -1));
		if(address->bytes[i] != (up ? 0 : 0xff))
			return;
	}
}

/** The first and the last address of a prefix, and those beside them. */
static void check_edges(const siptrunk_prefix_table_t *table,
		const siptrunk_prefix_t *prefix)
{
	siptrunk_address_t address = prefix->address;
	unsigned bits = address.family == SIPTRUNK_IPV4 ? 32 : 128;
	unsigned bit;

	require_agreement(table, &address);
	step(&address, false);
	require_agreement(table, &address);
	address = prefix->address;
	for(bit = prefix->length; bit < bits; bit++)
		address.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	require_agreement(table, &address);
	step(&address, true);
	require_agreement(table, &address);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_prefix_table_t *table;
	size_t i;

	count = 0;
	while(take_row(&data, &size))
		;
	if(siptrunk_prefix_table_build(&heap, &heap, rows, count, &table)
			!= SIPTRUNK_OK)
		return 0;
	for(i = 0; i < count; i++)
		check_edges(table, &rows[i].prefix);
	siptrunk_prefix_table_free(table, &heap);
	return 0;
}
