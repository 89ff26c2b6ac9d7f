/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
#include "prefix_oracle.h"

#include <stdlib.h>
#include <string.h>

void oracle_init(oracle_t *oracle)
{
	*oracle = (oracle_t){.rows = calloc(ORACLE_ROWS, sizeof(*oracle->rows))};
	assert_non_null(oracle->rows);
}

void oracle_free(oracle_t *oracle)
{
	siptrunk_prefix_table_free(oracle->table, &unit_allocator);
	free(oracle->rows);
}

void oracle_build(oracle_t *oracle)
{
	siptrunk_prefix_table_free(oracle->table, &unit_allocator);
	oracle->table = NULL;
	assert_int_equal(
			siptrunk_prefix_table_build(&unit_allocator, &unit_allocator,
					oracle->rows, oracle->count, &oracle->table),
			SIPTRUNK_OK);
}

/** What the header says, row by row. */
static bool covers(
		const siptrunk_prefix_t *prefix, const siptrunk_address_t *address)
{
	unsigned whole = prefix->length / 8;
	unsigned rest = prefix->length % 8;

	return prefix->address.family == address->family
		   && memcmp(prefix->address.bytes, address->bytes, whole) == 0
		   && (rest == 0
				   || (prefix->address.bytes[whole] ^ address->bytes[whole])
								   >> (8 - rest)
							   == 0);
}

static bool beats(
		const siptrunk_prefix_row_t *a, const siptrunk_prefix_row_t *b)
{
	if(a->prefix.length != b->prefix.length)
		return a->prefix.length > b->prefix.length;
	if(a->action != b->action)
		return a->action == SIPTRUNK_DENY;
	return a->row < b->row;
}

/** The best rows of all and of one trunk. */
static void expect(const oracle_t *oracle, const siptrunk_address_t *address,
		uint32_t trunk, int *of_all, int *of_trunk)
{
	const siptrunk_prefix_row_t *best = NULL;
	const siptrunk_prefix_row_t *own = NULL;
	size_t i;

	for(i = 0; i < oracle->count; i++) {
		const siptrunk_prefix_row_t *row = &oracle->rows[i];

		if(!covers(&row->prefix, address))
			continue;
		if(best == NULL || beats(row, best))
			best = row;
		if(row->trunk == trunk && (own == NULL || beats(row, own)))
			own = row;
	}
	*of_all = best == NULL ? 0 : best->row;
	*of_trunk = own == NULL ? 0 : own->row;
}

static void require_row(const siptrunk_address_t *address,
		const siptrunk_prefix_row_t *row, int expected)
{
	siptrunk_prefix_t host = {
			*address, address->family == SIPTRUNK_IPV4 ? 32 : 128};
	char text[SIPTRUNK_PREFIX_TEXT_MAX];
	int found = row == NULL ? 0 : row->row;

	if(found == expected)
		return;
	siptrunk_prefix_format(&host, text);
	fail_msg("%s: row %d, expected %d", text, found, expected);
}

const siptrunk_prefix_row_t *oracle_find_for(const oracle_t *oracle,
		const siptrunk_address_t *address, uint32_t trunk)
{
	const siptrunk_prefix_row_t *row =
			siptrunk_prefix_table_find(oracle->table, address);

	while(row != NULL && row->trunk != trunk)
		row = siptrunk_prefix_table_row(oracle->table, row->parent);
	return row;
}

void oracle_compare(
		const oracle_t *oracle, const siptrunk_address_t *address)
{
	uint32_t trunk = address->bytes[3] % 4;
	int of_all, of_trunk;

	expect(oracle, address, trunk, &of_all, &of_trunk);
	require_row(address, siptrunk_prefix_table_find(oracle->table, address),
			of_all);
	require_row(address,
			oracle_find_for(oracle, address, trunk), of_trunk);
}

/** Changes bits behind the first `from` at random. */
static void scramble(
		siptrunk_address_t *address, unsigned from, unit_random_t *random)
{
	unsigned bits = address->family == SIPTRUNK_IPV4 ? 32 : 128;
	unsigned mode = unit_random_below(random, 3);

	for(; from < bits; from++) {
		uint8_t mask = (uint8_t)(0x80 >> from % 8);

		/* all zero and all one are the edges of a range */
		if(mode == 0 || (mode == 2 && unit_random(random) >> 63))
			address->bytes[from / 8] &= (uint8_t)~mask;
		else
			address->bytes[from / 8] |= mask;
	}
}

/** The neighbour above or below, with carry. */
static void step(siptrunk_address_t *address, bool up)
{
	int i = address->family == SIPTRUNK_IPV4 ? 3 : 15;

	for(; i >= 0; i--) {
		address->bytes[i] = (uint8_t)(address->bytes[i] + (up ? 1 : -1));
		if(address->bytes[i] != (up ? 0 : 0xff))
			return;
	}
}

static void clear_host_bits(siptrunk_prefix_t *prefix)
{
	unsigned bit;

	for(bit = prefix->length; bit < 128; bit++)
		prefix->address.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
}

/** A prefix that often lies in, around or on top of an earlier one. */
static siptrunk_prefix_t nested_prefix(
		const oracle_t *oracle, unit_random_t *random)
{
	siptrunk_prefix_t prefix = {.length = 0};
	unsigned max;

	prefix.address.family =
			unit_random_below(random, 2) == 0 ? SIPTRUNK_IPV4 : SIPTRUNK_IPV6;
	if(oracle->count > 0 && unit_random_below(random, 8) != 0)
		prefix = oracle->rows[unit_random_below(
									  random, (uint32_t)oracle->count)]
						 .prefix;
	max = prefix.address.family == SIPTRUNK_IPV4 ? 32 : 128;
	if(unit_random_below(random, 6) == 0)
		return prefix;
	scramble(&prefix.address, prefix.length, random);
	prefix.length = (uint8_t)unit_random_below(random, max + 1);
	clear_host_bits(&prefix);
	return prefix;
}

/** Of these lengths, somewhere in the prefix of text. */
static siptrunk_prefix_t prefix_in(const char *text, unsigned from,
		unsigned to, unit_random_t *random)
{
	siptrunk_prefix_t prefix;

	assert_true(siptrunk_prefix_parse(siptrunk_text(text), &prefix, NULL));
	scramble(&prefix.address, prefix.length, random);
	prefix.length = (uint8_t)(from + unit_random_below(random, to - from + 1));
	clear_host_bits(&prefix);
	return prefix;
}

/** The next one of a list that has oracle->count rows. */
static siptrunk_prefix_t shaped_prefix(
		const oracle_t *oracle, oracle_shape_t shape, unit_random_t *random)
{
	bool first = oracle->count == 0;

	switch(shape) {
		case ORACLE_HOSTS:
			return prefix_in("198.18.0.0/16", 32, 32, random);
		case ORACLE_ONE_BLOCK:
			return first ? prefix_in("::1", 128, 128, random)
						 : prefix_in("2001:db8::/32", 32, 128, random);
		case ORACLE_INTERFACES:
			return prefix_in("2001:db8:1:2::/64", 64, 128, random);
		case ORACLE_SAME:
			return prefix_in("10.0.0.0/8", 8, 8, random);
		case ORACLE_ANY:
			return oracle->count % 2 == 0
						   ? prefix_in("0.0.0.0/0",
									 oracle->count % 4 == 0 ? 32 : 0,
									 oracle->count % 4 == 0 ? 32 : 1, random)
						   : prefix_in("::/0",
									 oracle->count % 4 == 1 ? 128 : 0,
									 oracle->count % 4 == 1 ? 128 : 1, random);
		default:
			return nested_prefix(oracle, random);
	}
}

void oracle_random(oracle_t *oracle, oracle_shape_t shape, size_t count,
		unit_random_t *random)
{
	assert_true(count <= ORACLE_ROWS);
	oracle->count = 0;
	while(oracle->count < count) {
		oracle->rows[oracle->count] = (siptrunk_prefix_row_t){
				.prefix = shaped_prefix(oracle, shape, random),
				.action = unit_random_below(random, 2) == 0 ? SIPTRUNK_DENY
															: SIPTRUNK_ALLOW,
				.trunk = unit_random_below(random, 4),
				.row = (int)(oracle->count + 1)};
		oracle->count++;
	}
}

siptrunk_address_t oracle_address(
		const oracle_t *oracle, unit_random_t *random)
{
	const siptrunk_prefix_t *prefix =
			&oracle->rows[unit_random_below(random, (uint32_t)oracle->count)]
					 .prefix;
	siptrunk_address_t address = prefix->address;

	scramble(&address, prefix->length, random);
	if(unit_random_below(random, 2) == 0)
		step(&address, unit_random_below(random, 2) == 0);
	return address;
}
