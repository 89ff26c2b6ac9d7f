/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The latest emergency calls.
 *
 * Pure; the caller locks; memory of an allocator.
 */
#include "siptrunk_entries.h"

#include <string.h>

/** Of an entry, what is searched: apart from the entries, so that a search
 *  stays short however large these are. */
typedef struct slot
{
	uint64_t serial; /**< 0: nothing there */
	uint64_t changes;
	uint64_t safe[SIPTRUNK_KEEPER_COUNT]; /**< changes when it was saved */
	uint32_t hash;						  /**< of the Call-ID */
	bool over;
} slot_t;

/** The first half of the places is for calls, the second for refused ones. */
struct siptrunk_entries
{
	unsigned count; /**< of both */
	uint64_t serial, changes;
	siptrunk_emergency_entry_t *entries;
	slot_t slots[];
};

siptrunk_entries_t *siptrunk_entries_new(
		const siptrunk_allocator_t *allocator, unsigned count)
{
	const size_t each = sizeof(slot_t) + sizeof(siptrunk_emergency_entry_t);
	const size_t size = sizeof(siptrunk_entries_t) + 2 * (size_t)count * each;
	siptrunk_entries_t *entries = allocator->alloc(size);

	if(entries == NULL)
		return NULL;
	memset(entries, 0, size);
	entries->count = 2 * count;
	entries->entries =
			(siptrunk_emergency_entry_t *)&entries->slots[entries->count];
	return entries;
}

/* --- claiming --- */

/** As kept: cut. */
static bool has_call_id(
		const siptrunk_emergency_entry_t *entry, siptrunk_text_t call_id)
{
	if(call_id.len >= sizeof(entry->call_id))
		call_id.len = sizeof(entry->call_id) - 1;
	return siptrunk_text_equal(siptrunk_text(entry->call_id), call_id);
}

/** The latest: a caller may use a Call-ID again. */
static slot_t *find(siptrunk_entries_t *entries, unsigned first,
		siptrunk_text_t call_id, uint32_t hash)
{
	slot_t *slot, *found = NULL;
	unsigned i;

	for(i = first; i < first + entries->count / 2; i++) {
		slot = &entries->slots[i];
		if(slot->serial != 0 && slot->hash == hash
				&& (found == NULL || slot->serial > found->serial)
				&& has_call_id(&entries->entries[i], call_id))
			found = slot;
	}
	return found;
}

/** Not even the database has it as it is. */
static bool lacks(const slot_t *slot, siptrunk_keeper_t keeper)
{
	return slot->safe[keeper] != slot->changes
		   && slot->safe[SIPTRUNK_KEEPER_DATABASE] != slot->changes;
}

/** How much an entry is needed. */
static int need(const slot_t *slot)
{
	if(slot->serial == 0)
		return 0;
	if(lacks(slot, SIPTRUNK_KEEPER_SPOOL))
		return 3;
	return slot->over ? 1 : 2;
}

static slot_t *least_needed(siptrunk_entries_t *entries, unsigned first)
{
	slot_t *slot, *least = &entries->slots[first];
	unsigned i;
	int more;

	for(i = first + 1; i < first + entries->count / 2; i++) {
		slot = &entries->slots[i];
		more = need(slot) - need(least);
		if(more < 0 || (more == 0 && slot->serial < least->serial))
			least = slot;
	}
	return least;
}

static siptrunk_emergency_entry_t *entry_of(
		siptrunk_entries_t *entries, const slot_t *slot)
{
	return &entries->entries[slot - entries->slots];
}

static siptrunk_emergency_entry_t *add(
		siptrunk_entries_t *entries, unsigned first, uint32_t hash)
{
	slot_t *slot = least_needed(entries, first);
	siptrunk_emergency_entry_t *entry = entry_of(entries, slot);

	memset(slot, 0, sizeof(*slot));
	memset(entry, 0, sizeof(*entry));
	entry->serial = slot->serial = ++entries->serial;
	slot->hash = hash;
	return entry;
}

siptrunk_emergency_entry_t *siptrunk_entries_claim(siptrunk_entries_t *entries,
		siptrunk_text_t call_id, siptrunk_outcome_t outcome, bool *added)
{
	const unsigned first =
			outcome == SIPTRUNK_OUTCOME_REFUSED ? entries->count / 2 : 0;
	const uint32_t hash = siptrunk_text_hash(call_id);
	slot_t *slot = find(entries, first, call_id, hash);

	*added = false;
	if(slot != NULL && !(slot->over && outcome == SIPTRUNK_OUTCOME_RECEIVED))
		return entry_of(entries, slot);
	if(outcome == SIPTRUNK_OUTCOME_ENDED)
		return NULL;
	*added = true;
	return add(entries, first, hash);
}

void siptrunk_entries_changed(
		siptrunk_entries_t *entries, siptrunk_emergency_entry_t *entry)
{
	slot_t *slot = &entries->slots[entry - entries->entries];

	entry->changes = slot->changes = ++entries->changes;
	slot->over = siptrunk_emergency_over(entry);
}

/* --- looking --- */

unsigned siptrunk_entries_count(const siptrunk_entries_t *entries)
{
	unsigned i, count = 0;

	for(i = 0; i < entries->count; i++)
		count += entries->slots[i].serial != 0;
	return count;
}

const siptrunk_emergency_entry_t *siptrunk_entries_before(
		const siptrunk_entries_t *entries, uint64_t serial)
{
	const slot_t *slots = entries->slots, *found = NULL;
	unsigned i;

	for(i = 0; i < entries->count; i++) {
		if(slots[i].serial != 0 && slots[i].serial < serial
				&& (found == NULL || slots[i].serial > found->serial))
			found = &slots[i];
	}
	return found != NULL ? &entries->entries[found - slots] : NULL;
}

const siptrunk_emergency_entry_t *siptrunk_entries_unsafe(
		const siptrunk_entries_t *entries, siptrunk_keeper_t keeper,
		uint64_t changes)
{
	const slot_t *slots = entries->slots, *found = NULL;
	unsigned i;

	for(i = 0; i < entries->count; i++) {
		if(slots[i].changes > changes
				&& (found == NULL || slots[i].changes < found->changes)
				&& lacks(&slots[i], keeper))
			found = &slots[i];
	}
	return found != NULL ? &entries->entries[found - slots] : NULL;
}

unsigned siptrunk_entries_unsafe_count(
		const siptrunk_entries_t *entries, siptrunk_keeper_t keeper)
{
	const slot_t *slot = entries->slots;
	unsigned i, count = 0;

	for(i = 0; i < entries->count; i++, slot++)
		count += slot->serial != 0 && lacks(slot, keeper);
	return count;
}

static unsigned slot_of(const siptrunk_entries_t *entries, uint64_t serial)
{
	unsigned i;

	for(i = 0; i < entries->count && entries->slots[i].serial != serial;)
		i++;
	return i;
}

void siptrunk_entries_safe(siptrunk_entries_t *entries,
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper)
{
	unsigned slot = slot_of(entries, entry->serial);

	if(slot < entries->count)
		entries->slots[slot].safe[keeper] = entry->changes;
}

bool siptrunk_entries_has(const siptrunk_entries_t *entries,
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper)
{
	unsigned slot = slot_of(entries, entry->serial);

	return slot < entries->count
		   && entries->slots[slot].safe[keeper] == entry->changes;
}

bool siptrunk_entries_has_call(
		const siptrunk_entries_t *entries, siptrunk_text_t call_id)
{
	const uint32_t hash = siptrunk_text_hash(call_id);
	unsigned i;

	for(i = 0; i < entries->count; i++) {
		if(entries->slots[i].serial != 0 && entries->slots[i].hash == hash
				&& has_call_id(&entries->entries[i], call_id))
			return true;
	}
	return false;
}

const siptrunk_emergency_entry_t *siptrunk_entries_find(
		const siptrunk_entries_t *entries, siptrunk_text_t id)
{
	unsigned i;

	for(i = 0; i < entries->count; i++) {
		if(entries->slots[i].serial != 0
				&& siptrunk_text_equal(
						siptrunk_text(entries->entries[i].id), id))
			return &entries->entries[i];
	}
	return NULL;
}
