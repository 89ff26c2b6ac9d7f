/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The latest emergency calls.
 *
 * SIP workers, RPC, processes of this module; shared memory, allocated once.
 */
#include "siptrunk_emergencies.h"

#include "siptrunk_clock.h"
#include "siptrunk_snapshot.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

static siptrunk_entries_t *entries;
static siptrunk_last_tests_t *tests;
static siptrunk_emergency_totals_t *totals;
static gen_lock_t *lock;

int siptrunk_emergencies_init(int count)
{
	lock = lock_alloc();
	if(lock == NULL || lock_init(lock) == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	entries = siptrunk_entries_new(&siptrunk_shared_memory, (unsigned)count);
	tests = shm_malloc(sizeof(*tests));
	totals = shm_malloc(sizeof(*totals));
	if(entries == NULL || tests == NULL || totals == NULL) {
		LM_ERR("no shared memory for modparam emergency_ring %d; raise -m\n",
				count);
		return -1;
	}
	memset(tests, 0, sizeof(*tests));
	memset(totals, 0, sizeof(*totals));
	return 0;
}

void siptrunk_emergencies_fini(void)
{
	if(entries != NULL)
		siptrunk_shared_memory.free(entries);
	if(tests != NULL)
		shm_free(tests);
	if(totals != NULL)
		shm_free(totals);
	entries = NULL;
	tests = NULL;
	totals = NULL;
}

/** Whoever is told twice of a call must know it is one: no two calls share an
 *  id, on no edge. */
static void make_id(char id[SIPTRUNK_EMERGENCY_ID_LEN + 1])
{
	unsigned char bytes[SIPTRUNK_EMERGENCY_ID_LEN / 2];
	size_t i;

	/* of that few bytes the kernel gives all, once it has booted */
	while(getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		;
	for(i = 0; i < sizeof(bytes); i++)
		sprintf(id + 2 * i, "%02x", bytes[i]);
}

bool siptrunk_emergencies_record(siptrunk_emergency_t *emergency)
{
	char id[SIPTRUNK_EMERGENCY_ID_LEN + 1];
	siptrunk_emergency_entry_t *entry;
	bool added, first = false;

	make_id(id);
	emergency->now = siptrunk_clock_ms();
	lock_get(lock);
	entry = siptrunk_entries_claim(
			entries, emergency->call_id, emergency->outcome, &added);
	if(entry != NULL) {
		if(added)
			memcpy(entry->id, id, sizeof(id));
		first = siptrunk_emergency_record(entry, emergency);
		siptrunk_entries_changed(entries, entry);
		siptrunk_last_tests_note(tests, entry);
		siptrunk_emergency_totals_count(
				totals, entry, emergency->outcome, first);
	}
	lock_release(lock);
	return first;
}

unsigned siptrunk_emergencies_count(void)
{
	unsigned count;

	lock_get(lock);
	count = siptrunk_entries_count(entries);
	lock_release(lock);
	return count;
}

unsigned siptrunk_emergencies_unsafe_count(siptrunk_keeper_t keeper)
{
	unsigned count;

	lock_get(lock);
	count = siptrunk_entries_unsafe_count(entries, keeper);
	lock_release(lock);
	return count;
}

const siptrunk_emergency_totals_t *siptrunk_emergencies_totals(void)
{
	return totals;
}

/** Ends what began with lock_get(). */
static bool copy_and_release(const siptrunk_emergency_entry_t *found,
		siptrunk_emergency_entry_t *entry)
{
	if(found != NULL)
		*entry = *found;
	lock_release(lock);
	return found != NULL;
}

bool siptrunk_emergencies_before(
		uint64_t serial, siptrunk_emergency_entry_t *entry)
{
	lock_get(lock);
	return copy_and_release(siptrunk_entries_before(entries, serial), entry);
}

bool siptrunk_emergencies_unsafe(siptrunk_keeper_t keeper, uint64_t changes,
		siptrunk_emergency_entry_t *entry)
{
	lock_get(lock);
	return copy_and_release(
			siptrunk_entries_unsafe(entries, keeper, changes), entry);
}

bool siptrunk_emergencies_has_call(siptrunk_text_t call_id)
{
	bool found;

	lock_get(lock);
	found = siptrunk_entries_has_call(entries, call_id);
	lock_release(lock);
	return found;
}

bool siptrunk_emergencies_find(
		siptrunk_text_t id, siptrunk_emergency_entry_t *entry)
{
	lock_get(lock);
	return copy_and_release(siptrunk_entries_find(entries, id), entry);
}

void siptrunk_emergencies_safe(
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper)
{
	lock_get(lock);
	siptrunk_entries_safe(entries, entry, keeper);
	lock_release(lock);
}

bool siptrunk_emergencies_has(
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper)
{
	bool has;

	lock_get(lock);
	has = siptrunk_entries_has(entries, entry, keeper);
	lock_release(lock);
	return has;
}

bool siptrunk_emergencies_last_test(size_t index, siptrunk_last_test_t *test)
{
	lock_get(lock);
	*test = tests->items[index];
	lock_release(lock);
	return test->answered != 0;
}

void siptrunk_emergencies_note_test(const siptrunk_emergency_entry_t *entry)
{
	lock_get(lock);
	siptrunk_last_tests_note(tests, entry);
	lock_release(lock);
}
