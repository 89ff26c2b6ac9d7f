/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Hashes of rows, and two tables of them side by side.
 *
 * Pure. The processes that load; the caller's memory.
 */
#include "siptrunk_fingerprint.h"

#include <stdlib.h>
#include <string.h>

#define FNV_PRIME UINT64_C(0x100000001b3)

/** FNV-1a. The column goes first, so that a text which moves to another column
 *  is a change. */
static uint32_t column_hash(size_t column, siptrunk_text_t text)
{
	uint64_t hash = (UINT64_C(0xcbf29ce484222325) ^ column) * FNV_PRIME;
	size_t i;

	if(text.len == 0)
		return 0; /* most columns of a large table */
	for(i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.s[i]) * FNV_PRIME;
	return (uint32_t)(hash ^ hash >> 32);
}

/* combined by XOR: one column's part can be taken out again */
uint32_t siptrunk_fingerprint(const siptrunk_text_t *values, size_t count)
{
	uint32_t hash = 0;
	size_t i;

	for(i = 0; i < count; i++)
		hash ^= column_hash(i, values[i]);
	return hash;
}

void siptrunk_fingerprint_change(siptrunk_fingerprint_t *fingerprint,
		size_t column, siptrunk_text_t before, siptrunk_text_t after)
{
	fingerprint->hash ^=
			column_hash(column, before) ^ column_hash(column, after);
}

static int row_compare(const void *key, const void *item)
{
	const int row = *(const int *)key;
	const siptrunk_fingerprint_t *fingerprint = item;

	return (row > fingerprint->row) - (row < fingerprint->row);
}

siptrunk_fingerprint_t *siptrunk_fingerprint_find(
		const siptrunk_fingerprints_t *fingerprints, int row)
{
	if(fingerprints->count == 0)
		return NULL;
	return bsearch(&row, fingerprints->items, fingerprints->count,
			sizeof(*fingerprints->items), row_compare);
}

static void count_change(
		siptrunk_changes_t *changes, siptrunk_change_t change, int row)
{
	size_t i = changes->count[change]++;

	if(i < SIPTRUNK_CHANGES_NAMED)
		changes->rows[change][i] = row;
}

/** Beyond the last row: greater than any id. */
static int64_t row_at(const siptrunk_fingerprints_t *fingerprints, size_t i)
{
	return i < fingerprints->count ? fingerprints->items[i].row : INT64_MAX;
}

void siptrunk_fingerprints_compare(const siptrunk_fingerprints_t *before,
		const siptrunk_fingerprints_t *after, siptrunk_changes_t *changes)
{
	size_t i = 0, j = 0;

	memset(changes, 0, sizeof(*changes));
	while(i < before->count || j < after->count) {
		int64_t old = row_at(before, i), new = row_at(after, j);

		if(old < new)
			count_change(changes, SIPTRUNK_CHANGE_REMOVED, (int)old);
		else if(new < old)
			count_change(changes, SIPTRUNK_CHANGE_ADDED, (int)new);
		else if(before->items[i].hash != after->items[j].hash)
			count_change(changes, SIPTRUNK_CHANGE_CHANGED, (int)new);
		i += old <= new;
		j += new <= old;
	}
}

bool siptrunk_changes_exist(const siptrunk_changes_t *changes)
{
	siptrunk_change_t change;

	for(change = 0; change < SIPTRUNK_CHANGE_COUNT; change++) {
		if(changes->count[change] > 0)
			return true;
	}
	return false;
}

const char *siptrunk_change_name(siptrunk_change_t change)
{
	static const char *const names[SIPTRUNK_CHANGE_COUNT] = {
			"added", "removed", "changed"};

	return names[change];
}
