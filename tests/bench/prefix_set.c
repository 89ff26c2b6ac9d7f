/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
#include "prefix_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** How many of 100 prefixes have which length. */
typedef struct share
{
	uint8_t length;
	uint8_t percent;
} share_t;

static const share_t shares4[] = {{16, 2}, {17, 1}, {18, 2}, {19, 3}, {20, 5},
		{21, 5}, {22, 11}, {23, 10}, {24, 50}, {25, 1}, {26, 1}, {27, 1},
		{28, 1}, {29, 1}, {30, 1}, {32, 5}};
static const share_t shares6[] = {{32, 12}, {36, 3}, {40, 6}, {44, 9}, {46, 3},
		{47, 2}, {48, 50}, {52, 1}, {56, 6}, {60, 2}, {64, 6}};

void *prefix_need(size_t count, size_t size)
{
	void *memory = calloc(count > 0 ? count : 1, size);

	if(memory == NULL) {
		fprintf(stderr, "no memory for %zu times %zu bytes\n", count, size);
		exit(1);
	}
	return memory;
}

static uint8_t random_length(siptrunk_family_t family, unit_random_t *random)
{
	const share_t *share = family == SIPTRUNK_IPV4 ? shares4 : shares6;
	unsigned percent = unit_random_below(random, 100);

	for(; percent >= share->percent; share++)
		percent -= share->percent;
	return share->length;
}

/** Random bits behind the first `keep`. */
static void random_tail(
		siptrunk_address_t *address, unsigned keep, unit_random_t *random)
{
	unsigned bytes = address->family == SIPTRUNK_IPV4 ? 4 : 16;
	unsigned i;

	for(i = keep / 8; i < bytes; i++) {
		uint8_t mask = i == keep / 8 ? (uint8_t)(0xff >> keep % 8) : 0xff;
		uint8_t bits = (uint8_t)unit_random_below(random, 256);

		address->bytes[i] =
				(uint8_t)((address->bytes[i] & ~mask) | (bits & mask));
	}
}

siptrunk_address_t prefix_set_any(
		siptrunk_family_t family, unit_random_t *random)
{
	siptrunk_address_t address = {.family = (uint8_t)family};

	random_tail(&address, 0, random);
	if(family == SIPTRUNK_IPV4) /* 1 to 223 */
		address.bytes[0] = (uint8_t)(1 + unit_random_below(random, 223));
	else /* 2000::/3 */
		address.bytes[0] = (uint8_t)(0x20 | (address.bytes[0] & 0x1f));
	return address;
}

static siptrunk_prefix_t random_prefix(
		const prefix_set_t *set, unit_random_t *random)
{
	siptrunk_prefix_t prefix = {.length = random_length(set->family, random)};
	unsigned near = set->family == SIPTRUNK_IPV4 ? 12 : 24;
	unsigned i;

	if(set->count == 0 || unit_random_below(random, 2) == 0) {
		prefix.address = prefix_set_any(set->family, random);
	} else {
		prefix.address =
				set->prefixes[unit_random_below(random, (uint32_t)set->count)]
						.address;
		random_tail(&prefix.address, near + unit_random_below(random, 9),
				random);
	}
	for(i = prefix.length; i < 128; i++)
		prefix.address.bytes[i / 8] &= (uint8_t) ~(0x80 >> i % 8);
	return prefix;
}

static uint64_t hash_of(const siptrunk_prefix_t *prefix)
{
	unit_random_t mixed;
	uint64_t halves[2];

	memcpy(halves, prefix->address.bytes, sizeof(halves));
	mixed.state = halves[0] * 31 + halves[1] + prefix->length + 1;
	return unit_random(&mixed) >> 20;
}

/** The slot of prefix: its own, or the empty one where it belongs. */
static uint32_t *slot_of(
		const prefix_set_t *set, const siptrunk_prefix_t *prefix)
{
	size_t i = hash_of(prefix) & set->slot_mask;

	while(set->slots[i] != 0) {
		const siptrunk_prefix_t *other = &set->prefixes[set->slots[i] - 1];

		if(other->length == prefix->length
				&& memcmp(other->address.bytes, prefix->address.bytes, 16)
						   == 0)
			break;
		i = (i + 1) & set->slot_mask;
	}
	return &set->slots[i];
}

void prefix_set_make(prefix_set_t *set, siptrunk_family_t family, size_t count)
{
	unit_random_t random = {UINT64_C(0x9e3779b97f4a7c15) + family};
	size_t slots = 16;

	while(slots < 2 * count)
		slots *= 2;
	*set = (prefix_set_t){.family = family, .slot_mask = slots - 1};
	set->prefixes = prefix_need(count, sizeof(*set->prefixes));
	set->slots = prefix_need(slots, sizeof(*set->slots));
	while(set->count < count) {
		siptrunk_prefix_t prefix = random_prefix(set, &random);
		uint32_t *slot = slot_of(set, &prefix);

		if(*slot != 0)
			continue;
		set->prefixes[set->count++] = prefix;
		*slot = (uint32_t)set->count;
	}
}

void prefix_set_free(prefix_set_t *set)
{
	free(set->prefixes);
	free(set->slots);
}

static bool covered(const prefix_set_t *set, const siptrunk_address_t *address)
{
	siptrunk_prefix_t prefix = {
			*address, set->family == SIPTRUNK_IPV4 ? 32 : 128};

	do {
		if(*slot_of(set, &prefix) != 0)
			return true;
		if(prefix.length == 0)
			return false;
		prefix.length--;
		prefix.address.bytes[prefix.length / 8] &=
				(uint8_t) ~(0x80 >> prefix.length % 8);
	} while(true);
}

siptrunk_address_t prefix_set_address(
		const prefix_set_t *set, bool hit, unit_random_t *random)
{
	siptrunk_address_t address;

	if(hit) {
		const siptrunk_prefix_t *prefix =
				&set->prefixes[unit_random_below(random, (uint32_t)set->count)];

		address = prefix->address;
		random_tail(&address, prefix->length, random);
		return address;
	}
	do
		address = prefix_set_any(set->family, random);
	while(covered(set, &address));
	return address;
}
