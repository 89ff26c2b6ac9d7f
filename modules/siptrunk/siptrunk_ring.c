/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A ring of the latest entries of one kind.
 *
 * SIP workers, RPC processes; shared memory.
 */
#include "siptrunk_ring.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <string.h>
#include <time.h>

struct siptrunk_ring
{
	gen_lock_t lock;
	unsigned size;
	unsigned written; /**< entries ever made; the newest is written - 1 */
	size_t entry_size;
	unsigned *hashes; /**< side by side: a search stays short under the lock
					       however large the entries are */
	time_t entries[]; /**< aligned for what an entry holds */
};

siptrunk_ring_t *siptrunk_ring_new(unsigned entries, size_t entry_size)
{
	size_t size = sizeof(siptrunk_ring_t)
				  + entries * (entry_size + sizeof(unsigned));
	siptrunk_ring_t *ring = shm_malloc(size);

	if(ring == NULL) {
		SHM_MEM_ERROR;
		return NULL;
	}
	memset(ring, 0, size);
	ring->size = entries;
	ring->entry_size = entry_size;
	ring->hashes = (unsigned *)((char *)ring->entries + entries * entry_size);
	lock_init(&ring->lock);
	return ring;
}

void siptrunk_ring_free(siptrunk_ring_t *ring)
{
	if(ring != NULL)
		shm_free(ring);
}

static void *entry_at(siptrunk_ring_t *ring, unsigned number)
{
	return (char *)ring->entries + number % ring->size * ring->entry_size;
}

static unsigned used(const siptrunk_ring_t *ring)
{
	return ring->written < ring->size ? ring->written : ring->size;
}

static void *find(siptrunk_ring_t *ring, unsigned hash,
		siptrunk_ring_same_f same, const void *key)
{
	unsigned i, number;

	for(i = 1; i <= used(ring); i++) {
		number = ring->written - i;
		if(ring->hashes[number % ring->size] == hash
				&& same(entry_at(ring, number), key))
			return entry_at(ring, number);
	}
	return NULL;
}

static void *add(siptrunk_ring_t *ring, unsigned hash)
{
	unsigned number = ring->written++;

	ring->hashes[number % ring->size] = hash;
	return memset(entry_at(ring, number), 0, ring->entry_size);
}

void *siptrunk_ring_claim(siptrunk_ring_t *ring, unsigned hash,
		siptrunk_ring_same_f same, const void *key, bool *added)
{
	void *entry;

	lock_get(&ring->lock);
	entry = find(ring, hash, same, key);
	*added = entry == NULL;
	return entry != NULL ? entry : add(ring, hash);
}

void siptrunk_ring_release(siptrunk_ring_t *ring)
{
	lock_release(&ring->lock);
}

bool siptrunk_ring_find(siptrunk_ring_t *ring, unsigned hash,
		siptrunk_ring_same_f same, const void *key, void *entry)
{
	const void *found;

	lock_get(&ring->lock);
	found = find(ring, hash, same, key);
	if(found != NULL)
		memcpy(entry, found, ring->entry_size);
	lock_release(&ring->lock);
	return found != NULL;
}

void siptrunk_ring_keep(char *kept, size_t size, siptrunk_text_t text)
{
	size_t len = text.len < size ? text.len : size - 1;

	if(text.len == 0)
		return;
	memcpy(kept, text.s, len);
	kept[len] = '\0';
}

unsigned siptrunk_ring_count(siptrunk_ring_t *ring)
{
	unsigned count;

	lock_get(&ring->lock);
	count = used(ring);
	lock_release(&ring->lock);
	return count;
}

unsigned siptrunk_ring_next(siptrunk_ring_t *ring)
{
	unsigned next;

	lock_get(&ring->lock);
	next = ring->written;
	lock_release(&ring->lock);
	return next;
}

bool siptrunk_ring_read(siptrunk_ring_t *ring, unsigned number, void *entry)
{
	bool found;

	lock_get(&ring->lock);
	found = ring->written - number - 1 < used(ring);
	if(found)
		memcpy(entry, entry_at(ring, number), ring->entry_size);
	lock_release(&ring->lock);
	return found;
}
