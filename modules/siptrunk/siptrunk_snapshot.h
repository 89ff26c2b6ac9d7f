/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The configuration in force: one immutable snapshot in shared memory,
 * replaced as a whole, counted by those who look at it.
 *
 * Readers never wait for a load: the lock covers one pointer and one count.
 * Nobody frees on the way out either, because the last reader may be tm
 * destroying a transaction with the allocator's lock held; what is no longer
 * used is freed by siptrunk_snapshot_collect(), from a timer and at each
 * publication.
 */
#ifndef SIPTRUNK_SNAPSHOT_H
#define SIPTRUNK_SNAPSHOT_H

#include "siptrunk_config.h"

typedef struct siptrunk_snapshot
{
	int readers;
	unsigned generation; /**< 1 at start, one more with each reload */
	siptrunk_config_t *config;
	struct siptrunk_snapshot *next; /**< among the retired */
} siptrunk_snapshot_t;

/** In mod_init; 0 or -1. */
int siptrunk_snapshot_init(void);
/** Frees what no transaction holds. */
void siptrunk_snapshot_fini(void);

/** The one in force, for siptrunk_snapshot_put() when done. Never NULL after
 *  mod_init. */
siptrunk_snapshot_t *siptrunk_snapshot_get(void);
void siptrunk_snapshot_put(siptrunk_snapshot_t *snapshot);

/** Puts config in force and owns it then; its generation. 0: no memory, and
 *  config still belongs to the caller. Writer lock held. */
unsigned siptrunk_snapshot_publish(siptrunk_config_t *config);
/** Frees retired snapshots without readers. */
void siptrunk_snapshot_collect(void);

/**
 * One writer at a time: a load or a change of state. Waits in small sleeps
 * (a load does I/O, so spinning would burn a processor) up to
 * SIPTRUNK_WRITER_WAIT_MS, then gives up with false.
 */
bool siptrunk_snapshot_writer_begin(void);
void siptrunk_snapshot_writer_end(void);

#define SIPTRUNK_WRITER_WAIT_MS 3000

#endif
