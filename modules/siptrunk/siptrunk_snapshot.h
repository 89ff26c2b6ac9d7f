/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The data in force: one immutable snapshot in shared memory, replaced as a
 * whole, counted by those who look at it.
 *
 * Readers never wait, for nobody and nothing: no lock, two atomic operations.
 * Nobody frees on the way out either, because the last reader may be tm
 * destroying a transaction with the allocator's lock held; what is no longer
 * used is freed by siptrunk_snapshot_collect(), from a timer and at each
 * publication.
 */
#ifndef SIPTRUNK_SNAPSHOT_H
#define SIPTRUNK_SNAPSHOT_H

#include "siptrunk_learned.h"

/** Shared memory, and malloc for what a writer needs only for a moment. */
extern const siptrunk_allocator_t siptrunk_shared_memory;
extern const siptrunk_allocator_t siptrunk_scratch_memory;

/** What one load brought. Several snapshots may have the same. */
typedef struct siptrunk_loaded
{
	siptrunk_config_t *config;
	int users; /**< snapshots that have it, and the one kept for rollback */
} siptrunk_loaded_t;

typedef struct siptrunk_snapshot
{
	int readers;
	unsigned generation; /**< 1 at start, one more with each reload and
							  rollback */
	siptrunk_loaded_t *load;
	siptrunk_config_t *config; /**< the load's */
	siptrunk_overlay_t *overlay;
	struct siptrunk_snapshot *next; /**< among the retired, or the spare */
} siptrunk_snapshot_t;

/** In mod_init; 0 or -1. */
int siptrunk_snapshot_init(void);
/** Frees what no transaction holds. */
void siptrunk_snapshot_fini(void);

/** The one in force, for siptrunk_snapshot_put() when done. Never NULL after
 *  mod_init. */
siptrunk_snapshot_t *siptrunk_snapshot_get(void);
void siptrunk_snapshot_put(siptrunk_snapshot_t *snapshot);

/* For one writer at a time: siptrunk_snapshot_writer_begin(). */

/** The one in force, which stays while the caller is the writer. NULL before
 *  the first load. */
const siptrunk_snapshot_t *siptrunk_snapshot_current(void);

/**
 * Puts config and overlay, which was made for it, in force, and owns both then;
 * the generation. What was in force is kept for siptrunk_snapshot_previous().
 * 0: no memory, and both still belong to the caller.
 */
unsigned siptrunk_snapshot_publish(
		siptrunk_config_t *config, siptrunk_overlay_t *overlay);
/** The same configuration under another overlay. false: no memory. */
bool siptrunk_snapshot_publish_overlay(siptrunk_overlay_t *overlay);
/** The configuration before the last one published, or NULL. */
siptrunk_config_t *siptrunk_snapshot_previous(void);
/** Puts the previous configuration in force again under overlay, which was
 *  made for it; the two change places. The generation; 0: no memory. */
unsigned siptrunk_snapshot_rollback(siptrunk_overlay_t *overlay);
/** Forgets the previous configuration, to make room. */
void siptrunk_snapshot_drop_previous(void);
/** Frees retired snapshots without readers. Any process, any time. */
void siptrunk_snapshot_collect(void);

/**
 * One writer at a time: a load, a change of state, something learned. Waits in
 * small sleeps (a load does I/O, so spinning would burn a processor) up to
 * SIPTRUNK_WRITER_WAIT_MS, which is longer than a load of a million rows takes,
 * then gives up with false.
 */
bool siptrunk_snapshot_writer_begin(void);
void siptrunk_snapshot_writer_end(void);

#define SIPTRUNK_WRITER_WAIT_MS 30000

#endif
