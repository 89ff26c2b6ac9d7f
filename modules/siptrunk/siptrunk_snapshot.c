/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The configuration in force.
 *
 * Published by the process that loads, read by all; shared memory.
 */
#include "siptrunk_snapshot.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"
#include "core/ut.h"

#include <string.h>

#define WRITER_STEP_MS 10

typedef struct siptrunk_store
{
	gen_lock_t lock; /**< of current, retired and taking a reader's count */
	siptrunk_snapshot_t *current;
	siptrunk_snapshot_t *retired;
	int writing; /**< 0 or 1, by compare and exchange */
} siptrunk_store_t;

static siptrunk_store_t *store;

int siptrunk_snapshot_init(void)
{
	store = shm_malloc(sizeof(*store));
	if(store == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(store, 0, sizeof(*store));
	lock_init(&store->lock);
	return 0;
}

static void free_all(siptrunk_snapshot_t *snapshot)
{
	siptrunk_snapshot_t *next;

	for(; snapshot != NULL; snapshot = next) {
		next = snapshot->next;
		siptrunk_config_free(snapshot->config);
		shm_free(snapshot);
	}
}

static void retire(siptrunk_snapshot_t *snapshot)
{
	if(snapshot == NULL)
		return;
	snapshot->next = store->retired;
	store->retired = snapshot;
}

void siptrunk_snapshot_fini(void)
{
	if(store == NULL)
		return;
	retire(store->current);
	store->current = NULL;
	siptrunk_snapshot_collect();
	/* the store stays: one cell, and shared memory goes with the server */
}

siptrunk_snapshot_t *siptrunk_snapshot_get(void)
{
	siptrunk_snapshot_t *snapshot;

	lock_get(&store->lock);
	snapshot = store->current;
	__atomic_add_fetch(&snapshot->readers, 1, __ATOMIC_RELAXED);
	lock_release(&store->lock);
	return snapshot;
}

void siptrunk_snapshot_put(siptrunk_snapshot_t *snapshot)
{
	__atomic_sub_fetch(&snapshot->readers, 1, __ATOMIC_RELEASE);
}

unsigned siptrunk_snapshot_publish(siptrunk_config_t *config)
{
	siptrunk_snapshot_t *snapshot = shm_malloc(sizeof(*snapshot));

	if(snapshot == NULL)
		return 0;
	memset(snapshot, 0, sizeof(*snapshot));
	snapshot->config = config;
	lock_get(&store->lock);
	snapshot->generation =
			store->current != NULL ? store->current->generation + 1 : 1;
	retire(store->current);
	store->current = snapshot;
	lock_release(&store->lock);
	siptrunk_snapshot_collect();
	return snapshot->generation;
}

/** Unlinks the retired ones that nobody reads; readers only ever start on
 *  the current one, so a count of 0 is final here. */
static siptrunk_snapshot_t *take_unread(void)
{
	siptrunk_snapshot_t **link = &store->retired, *taken = NULL, *snapshot;

	lock_get(&store->lock);
	while((snapshot = *link) != NULL) {
		if(__atomic_load_n(&snapshot->readers, __ATOMIC_ACQUIRE) != 0) {
			link = &snapshot->next;
			continue;
		}
		*link = snapshot->next;
		snapshot->next = taken;
		taken = snapshot;
	}
	lock_release(&store->lock);
	return taken;
}

void siptrunk_snapshot_collect(void)
{
	free_all(take_unread());
}

static bool try_writing(void)
{
	int idle = 0;

	return __atomic_compare_exchange_n(&store->writing, &idle, 1, false,
			__ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

bool siptrunk_snapshot_writer_begin(void)
{
	int waited;

	for(waited = 0; !try_writing(); waited += WRITER_STEP_MS) {
		if(waited >= SIPTRUNK_WRITER_WAIT_MS)
			return false;
		sleep_us(WRITER_STEP_MS * 1000);
	}
	return true;
}

void siptrunk_snapshot_writer_end(void)
{
	__atomic_store_n(&store->writing, 0, __ATOMIC_RELEASE);
}
