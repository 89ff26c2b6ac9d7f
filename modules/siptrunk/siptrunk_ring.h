/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A ring of the latest entries of one kind: of a fixed size, so that a flood
 * replaces the oldest and costs no memory.
 *
 * Shared memory, allocated once in mod_init. Written by SIP workers, read by
 * RPC; a lock of its own, held for one entry.
 */
#ifndef SIPTRUNK_RING_H
#define SIPTRUNK_RING_H

#include "siptrunk_text.h"

typedef struct siptrunk_ring siptrunk_ring_t;

/** For entries of entry_size bytes each. NULL: no memory, logged. */
siptrunk_ring_t *siptrunk_ring_new(unsigned entries, size_t entry_size);
/** ring may be NULL. */
void siptrunk_ring_free(siptrunk_ring_t *ring);

/** Is this entry the key's? */
typedef bool (*siptrunk_ring_same_f)(const void *entry, const void *key);

/**
 * The key's entry, or a zeroed one in the place of the oldest (*added). The
 * lock is held until siptrunk_ring_release(): copy, nothing else.
 */
void *siptrunk_ring_claim(siptrunk_ring_t *ring, unsigned hash,
		siptrunk_ring_same_f same, const void *key, bool *added);
void siptrunk_ring_release(siptrunk_ring_t *ring);

/** Copies the key's entry; false when there is none. */
bool siptrunk_ring_find(siptrunk_ring_t *ring, unsigned hash,
		siptrunk_ring_same_f same, const void *key, void *entry);

/** A terminated copy, cut to size. An empty text leaves what was kept. */
void siptrunk_ring_keep(char *kept, size_t size, siptrunk_text_t text);

/** How many entries there are. */
unsigned siptrunk_ring_count(siptrunk_ring_t *ring);
/** The number that the next entry will have. An entry keeps its own while
 *  others come: so a list that is read one by one repeats none. */
unsigned siptrunk_ring_next(siptrunk_ring_t *ring);
/** Copies entry number; false when it is not, or no longer, there. */
bool siptrunk_ring_read(siptrunk_ring_t *ring, unsigned number, void *entry);

#endif
