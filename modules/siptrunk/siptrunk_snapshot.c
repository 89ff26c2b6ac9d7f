/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The data in force.
 *
 * Published by the process that loads, read by all; shared memory.
 */
#include "siptrunk_snapshot.h"

#include "siptrunk_room.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"
#include "core/ut.h"

#include <stdlib.h>
#include <string.h>

#define WRITER_STEP_MS 10

typedef struct siptrunk_store
{
	siptrunk_snapshot_t *current; /**< atomic */
	int writing;				  /**< 0 or 1, by compare and exchange */
	gen_lock_t lock; /**< of what follows; readers do not need it */
	siptrunk_snapshot_t *retired;
	/** Cells for new snapshots. They are never returned to the allocator: a
	 *  reader may still count itself into one that is no longer current, before
	 *  it sees that. */
	siptrunk_snapshot_t *spare;
	siptrunk_loaded_t *previous;
} siptrunk_store_t;

static siptrunk_store_t *store;

/** Data take nothing of what is kept for emergency calls. */
static void *from_shm(size_t size)
{
	return size < siptrunk_room_free() ? shm_malloc(size) : NULL;
}

static void to_shm(void *memory)
{
	shm_free(memory);
}

const siptrunk_allocator_t siptrunk_shared_memory = {from_shm, to_shm};
const siptrunk_allocator_t siptrunk_scratch_memory = {malloc, free};

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

siptrunk_snapshot_t *siptrunk_snapshot_get(void)
{
	siptrunk_snapshot_t *snapshot;

	for(;;) {
		snapshot = __atomic_load_n(&store->current, __ATOMIC_SEQ_CST);
		__atomic_add_fetch(&snapshot->readers, 1, __ATOMIC_SEQ_CST);
		/* only the count of the current one keeps it: a collector that has
		 * not seen ours has seen that this one is retired */
		if(snapshot == __atomic_load_n(&store->current, __ATOMIC_SEQ_CST))
			return snapshot;
		siptrunk_snapshot_put(snapshot);
	}
}

void siptrunk_snapshot_put(siptrunk_snapshot_t *snapshot)
{
	__atomic_sub_fetch(&snapshot->readers, 1, __ATOMIC_RELEASE);
}

const siptrunk_snapshot_t *siptrunk_snapshot_current(void)
{
	return store->current;
}

/** Lock held. Whether the load has to be freed: not under the lock. */
static siptrunk_loaded_t *load_leave(siptrunk_loaded_t *load)
{
	return load != NULL && --load->users == 0 ? load : NULL;
}

static void load_free(siptrunk_loaded_t *load)
{
	if(load == NULL)
		return;
	siptrunk_config_free(load->config);
	shm_free(load);
}

static siptrunk_loaded_t *load_new(siptrunk_config_t *config)
{
	siptrunk_loaded_t *load = shm_malloc(sizeof(*load));

	if(load != NULL)
		*load = (siptrunk_loaded_t){config, 0};
	return load;
}

/** A cell that nobody reads, its counts and pointers zero but for readers that
 *  just turn away. NULL: no memory. */
static siptrunk_snapshot_t *cell_take(void)
{
	siptrunk_snapshot_t *cell;

	lock_get(&store->lock);
	cell = store->spare;
	if(cell != NULL)
		store->spare = cell->next;
	lock_release(&store->lock);
	if(cell != NULL)
		return cell;
	cell = shm_malloc(sizeof(*cell));
	if(cell != NULL)
		memset(cell, 0, sizeof(*cell));
	return cell;
}

/** Lock held. The snapshot in force so far is retired, if there is one. */
static void replace(siptrunk_snapshot_t *cell)
{
	siptrunk_snapshot_t *old = store->current;

	__atomic_store_n(&store->current, cell, __ATOMIC_SEQ_CST);
	if(old == NULL)
		return;
	old->next = store->retired;
	store->retired = old;
}

/** Lock held. The load that a rollback brings back; what it was so far comes
 *  back when nobody has it any more. */
static siptrunk_loaded_t *keep_previous(siptrunk_loaded_t *load)
{
	siptrunk_loaded_t *old = store->previous;

	if(load != NULL)
		load->users++;
	store->previous = load;
	return load_leave(old);
}

/** Before the new one is seen: what the old one counts from now on is lost. */
static void take_over_hits(const siptrunk_loaded_t *load,
		const siptrunk_overlay_t *overlay, const siptrunk_snapshot_t *old)
{
	if(old->load != load)
		siptrunk_prefix_table_adopt_hits(
				load->config->prefixes, old->config->prefixes);
	siptrunk_prefix_table_adopt_hits(
			overlay->prefixes, old->overlay->prefixes);
}

/** Puts load and overlay in force. The generation; 0: no memory. */
static unsigned install(siptrunk_loaded_t *load, siptrunk_overlay_t *overlay)
{
	const siptrunk_snapshot_t *old = store->current;
	siptrunk_snapshot_t *cell = cell_take();
	siptrunk_loaded_t *left = NULL;
	unsigned generation = old != NULL ? old->generation : 0;

	if(cell == NULL)
		return 0;
	if(old == NULL || old->load != load)
		generation++;
	if(old != NULL)
		take_over_hits(load, overlay, old);
	cell->generation = generation;
	cell->load = load;
	cell->config = load->config;
	cell->overlay = overlay;
	lock_get(&store->lock);
	load->users++;
	if(old != NULL && old->load != load)
		left = keep_previous(old->load);
	replace(cell);
	lock_release(&store->lock);
	load_free(left);
	siptrunk_snapshot_collect();
	return generation;
}

unsigned siptrunk_snapshot_publish(
		siptrunk_config_t *config, siptrunk_overlay_t *overlay)
{
	siptrunk_loaded_t *load = load_new(config);
	unsigned generation = load != NULL ? install(load, overlay) : 0;

	if(generation == 0 && load != NULL)
		shm_free(load);
	return generation;
}

bool siptrunk_snapshot_publish_overlay(siptrunk_overlay_t *overlay)
{
	return install(store->current->load, overlay) != 0;
}

siptrunk_config_t *siptrunk_snapshot_previous(void)
{
	return store->previous != NULL ? store->previous->config : NULL;
}

unsigned siptrunk_snapshot_rollback(siptrunk_overlay_t *overlay)
{
	return install(store->previous, overlay);
}

void siptrunk_snapshot_drop_previous(void)
{
	siptrunk_loaded_t *left;

	lock_get(&store->lock);
	left = keep_previous(NULL);
	lock_release(&store->lock);
	load_free(left);
	siptrunk_snapshot_collect();
}

/** Unlinks the retired ones that nobody reads. A reader that counts itself in
 *  from now on sees that it is not the current one, and turns away. */
static siptrunk_snapshot_t *take_unread(void)
{
	siptrunk_snapshot_t **link = &store->retired, *taken = NULL, *snapshot;

	lock_get(&store->lock);
	while((snapshot = *link) != NULL) {
		if(__atomic_load_n(&snapshot->readers, __ATOMIC_SEQ_CST) != 0) {
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

/** Its contents are freed, its cell is kept. */
static void empty(siptrunk_snapshot_t *snapshot)
{
	siptrunk_overlay_t *overlay = snapshot->overlay;
	siptrunk_loaded_t *left;

	lock_get(&store->lock);
	left = load_leave(snapshot->load);
	snapshot->next = store->spare;
	store->spare = snapshot;
	lock_release(&store->lock);
	siptrunk_overlay_free(overlay);
	load_free(left);
}

void siptrunk_snapshot_collect(void)
{
	siptrunk_snapshot_t *snapshot, *next;

	for(snapshot = take_unread(); snapshot != NULL; snapshot = next) {
		next = snapshot->next;
		empty(snapshot);
	}
}

void siptrunk_snapshot_fini(void)
{
	if(store == NULL)
		return;
	lock_get(&store->lock);
	replace(NULL);
	lock_release(&store->lock);
	siptrunk_snapshot_drop_previous();
	/* the store and its cells stay: shared memory goes with the server */
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
