/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The latest emergency calls.
 *
 * Written by SIP workers, read by RPC; shared memory, allocated once.
 */
#include "siptrunk_emergencies.h"

#include "siptrunk_compat.h"

#include "core/dprint.h"
#include "core/hashes.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <string.h>

typedef struct siptrunk_ring
{
	gen_lock_t lock;
	unsigned size;
	unsigned written; /**< entries ever made; the newest is written - 1 */
	unsigned *hashes; /**< of the Call-IDs, side by side: a search stays short
					       under the lock however large the ring is */
	siptrunk_emergency_entry_t entries[];
} siptrunk_ring_t;

static siptrunk_ring_t *ring;

static const char *const outcome_names[SIPTRUNK_OUTCOME_COUNT] = {
		"placed", "refused", "answered", "failed"};

const char *siptrunk_outcome_name(siptrunk_outcome_t outcome)
{
	return outcome_names[outcome];
}

bool siptrunk_outcome_parse(siptrunk_text_t text, siptrunk_outcome_t *outcome)
{
	int i;

	for(i = 0; i < SIPTRUNK_OUTCOME_COUNT; i++) {
		if(siptrunk_text_equal(text, siptrunk_text(outcome_names[i]))) {
			*outcome = i;
			return true;
		}
	}
	return false;
}

int siptrunk_emergencies_init(int entries)
{
	size_t size =
			sizeof(*ring)
			+ (size_t)entries * (sizeof(ring->entries[0]) + sizeof(unsigned));

	ring = shm_malloc(size);
	if(ring == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(ring, 0, size);
	ring->size = (unsigned)entries;
	ring->hashes = (unsigned *)&ring->entries[entries];
	lock_init(&ring->lock);
	return 0;
}

void siptrunk_emergencies_fini(void)
{
	if(ring != NULL)
		shm_free(ring);
	ring = NULL;
}

static void keep(char *kept, size_t size, siptrunk_text_t text)
{
	size_t len = text.len < size ? text.len : size - 1;

	if(text.len == 0)
		return;
	memcpy(kept, text.s, len);
	kept[len] = '\0';
}

#define KEEP(field) keep(entry->field, sizeof(entry->field), emergency->field)

static void fill(siptrunk_emergency_entry_t *entry,
		const siptrunk_emergency_t *emergency)
{
	KEEP(call_id);
	KEEP(trunk);
	KEEP(target);
	KEEP(number);
	KEEP(classification);
	KEEP(caller);
	KEEP(caller_source);
	KEEP(gateway);
	entry->outcome = emergency->outcome;
	if(emergency->code != 0)
		entry->code = emergency->code;
}

static bool same_call(
		const siptrunk_emergency_entry_t *entry, siptrunk_text_t call_id)
{
	if(call_id.len >= sizeof(entry->call_id))
		call_id.len = sizeof(entry->call_id) - 1;
	return siptrunk_text_equal(siptrunk_text(entry->call_id), call_id);
}

static unsigned used_slots(void)
{
	return ring->written < ring->size ? ring->written : ring->size;
}

static siptrunk_emergency_entry_t *find(siptrunk_text_t call_id, unsigned hash)
{
	unsigned i, slot;

	for(i = 1; i <= used_slots(); i++) {
		slot = (ring->written - i) % ring->size;
		if(ring->hashes[slot] == hash
				&& same_call(&ring->entries[slot], call_id))
			return &ring->entries[slot];
	}
	return NULL;
}

static siptrunk_emergency_entry_t *add(unsigned hash)
{
	unsigned slot = ring->written++ % ring->size;
	siptrunk_emergency_entry_t *entry = &ring->entries[slot];

	memset(entry, 0, sizeof(*entry));
	entry->time = time(NULL);
	ring->hashes[slot] = hash;
	return entry;
}

bool siptrunk_emergencies_record(const siptrunk_emergency_t *emergency)
{
	str call_id = siptrunk_str_of(emergency->call_id);
	unsigned hash = get_hash1_raw(call_id.s, call_id.len);
	unsigned outcome = 1u << emergency->outcome;
	siptrunk_emergency_entry_t *entry;
	bool first;

	lock_get(&ring->lock);
	entry = find(emergency->call_id, hash);
	if(entry == NULL)
		entry = add(hash);
	fill(entry, emergency);
	first = (entry->outcomes & outcome) == 0;
	entry->outcomes |= outcome;
	lock_release(&ring->lock);
	return first;
}

unsigned siptrunk_emergencies_count(void)
{
	unsigned count;

	lock_get(&ring->lock);
	count = used_slots();
	lock_release(&ring->lock);
	return count;
}

unsigned siptrunk_emergencies_next(void)
{
	unsigned next;

	lock_get(&ring->lock);
	next = ring->written;
	lock_release(&ring->lock);
	return next;
}

bool siptrunk_emergencies_read(
		unsigned number, siptrunk_emergency_entry_t *entry)
{
	bool found;

	lock_get(&ring->lock);
	found = ring->written - number - 1 < used_slots();
	if(found)
		*entry = ring->entries[number % ring->size];
	lock_release(&ring->lock);
	return found;
}
