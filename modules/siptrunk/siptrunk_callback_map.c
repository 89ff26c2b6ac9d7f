/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The numbers that emergency calls have shown, and who is behind each.
 *
 * Pure; SIP workers, RPC processes; the caller's memory.
 */
#include "siptrunk_callback_map.h"

#include "siptrunk_number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/** A number of the North American plan without its country code. */
#define NATIONAL_DIGITS 10

/** What a search reads of an entry; side by side, so that it stays short. */
typedef struct slot
{
	uint64_t key;
	int64_t placed;
} slot_t;

struct siptrunk_callback_map
{
	const siptrunk_allocator_t *memory;
	int64_t window;
	int64_t latest; /**< when any call was last placed */
	unsigned size, used;
	slot_t *slots;
	siptrunk_expected_t entries[];
};

siptrunk_callback_map_t *siptrunk_callback_map_new(
		const siptrunk_allocator_t *memory, unsigned size, int64_t window)
{
	size_t entries = size * sizeof(siptrunk_expected_t);
	siptrunk_callback_map_t *map =
			memory->alloc(sizeof(*map) + entries + size * sizeof(slot_t));

	if(map == NULL)
		return NULL;
	*map = (siptrunk_callback_map_t){memory, window, INT64_MIN / 2, size, 0,
			(slot_t *)((char *)map->entries + entries)};
	return map;
}

void siptrunk_callback_map_free(siptrunk_callback_map_t *map)
{
	if(map != NULL)
		map->memory->free(map);
}

/** A 1 before the digits keeps leading zeros apart. */
static uint64_t key_of_digits(siptrunk_text_t digits)
{
	uint64_t key = 1;
	size_t i;

	for(i = 0; i < digits.len; i++)
		key = key * 10 + (uint64_t)(digits.s[i] - '0');
	return key;
}

uint64_t siptrunk_callback_key(siptrunk_text_t number)
{
	char plain[1 + SIPTRUNK_NUMBER_MAX + 1] = "1";
	siptrunk_text_t all = {plain + 1, 0}, digits;
	siptrunk_uri_t uri;

	if(siptrunk_uri_parse_user(siptrunk_text_trim(number), &uri))
		all.len = siptrunk_number_normalise(uri.user, plain + 1);
	digits = siptrunk_uri_without_plus(all);
	if(!siptrunk_uri_is_extension(digits))
		return 0;
	if(all.len == NATIONAL_DIGITS && all.s[0] >= '2')
		digits = (siptrunk_text_t){plain, 1 + NATIONAL_DIGITS};
	return key_of_digits(digits);
}

const char *siptrunk_callback_digits(siptrunk_text_t number,
		char digits[SIPTRUNK_CALLBACK_DIGITS_MAX + 1])
{
	char key[1 + SIPTRUNK_CALLBACK_DIGITS_MAX + 1];

	snprintf(key, sizeof(key), "%" PRIu64, siptrunk_callback_key(number));
	/* without the 1 before them, or the 0 that stands for none */
	return strcpy(digits, key + 1);
}

static slot_t *find(const siptrunk_callback_map_t *map, uint64_t key)
{
	unsigned i;

	for(i = 0; i < map->used; i++) {
		if(map->slots[i].key == key)
			return &map->slots[i];
	}
	return NULL;
}

static slot_t *oldest(const siptrunk_callback_map_t *map)
{
	slot_t *slot = map->slots;
	unsigned i;

	for(i = 1; i < map->used; i++) {
		if(map->slots[i].placed < slot->placed)
			slot = &map->slots[i];
	}
	return slot;
}

/** Where a number goes that has no place yet. */
static slot_t *claim(siptrunk_callback_map_t *map)
{
	return map->used < map->size ? &map->slots[map->used++] : oldest(map);
}

bool siptrunk_callback_map_put(
		siptrunk_callback_map_t *map, const siptrunk_expected_t *expected)
{
	uint64_t key = siptrunk_callback_key(siptrunk_text(expected->number));
	slot_t *slot = find(map, key);

	if(key == 0 || (slot != NULL && slot->placed > expected->placed))
		return false;
	if(slot == NULL)
		slot = claim(map);
	*slot = (slot_t){key, expected->placed};
	map->entries[slot - map->slots] = *expected;
	if(expected->placed > map->latest)
		__atomic_store_n(&map->latest, expected->placed, __ATOMIC_RELEASE);
	return true;
}

int64_t siptrunk_callback_map_left(const siptrunk_callback_map_t *map,
		const siptrunk_expected_t *expected, int64_t now)
{
	return expected->placed + map->window - now;
}

bool siptrunk_callback_map_find(const siptrunk_callback_map_t *map,
		siptrunk_text_t number, int64_t now, siptrunk_expected_t *expected)
{
	uint64_t key = siptrunk_callback_key(number);
	const slot_t *slot = find(map, key);

	if(key == 0 || slot == NULL)
		return false;
	*expected = map->entries[slot - map->slots];
	return siptrunk_callback_map_left(map, expected, now) > 0;
}

bool siptrunk_callback_map_idle(const siptrunk_callback_map_t *map, int64_t now)
{
	return __atomic_load_n(&map->latest, __ATOMIC_ACQUIRE) + map->window <= now;
}

bool siptrunk_callback_map_read(const siptrunk_callback_map_t *map, unsigned i,
		siptrunk_expected_t *expected)
{
	if(i >= map->used)
		return false;
	*expected = map->entries[i];
	return true;
}
