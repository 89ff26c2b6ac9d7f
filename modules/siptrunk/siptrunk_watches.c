/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The calls whose audio is looked at again and again.
 *
 * Pure; the media process; memory of an allocator.
 */
#include "siptrunk_watches.h"

#include <string.h>

#define CHAINS 1024

struct siptrunk_watches
{
	const siptrunk_allocator_t *memory;
	unsigned count, most;
	siptrunk_watch_t *chains[CHAINS];
};

siptrunk_watches_t *siptrunk_watches_new(
		const siptrunk_allocator_t *memory, unsigned most)
{
	siptrunk_watches_t *watches = memory->alloc(sizeof(*watches));

	if(watches == NULL)
		return NULL;
	memset(watches, 0, sizeof(*watches));
	watches->memory = memory;
	watches->most = most;
	return watches;
}

static void take_out(siptrunk_watches_t *watches, siptrunk_watch_t **link)
{
	siptrunk_watch_t *watch = *link;

	*link = watch->next;
	watches->memory->free(watch);
	watches->count--;
}

void siptrunk_watches_free(siptrunk_watches_t *watches)
{
	size_t i;

	if(watches == NULL)
		return;
	for(i = 0; i < CHAINS; i++) {
		while(watches->chains[i] != NULL)
			take_out(watches, &watches->chains[i]);
	}
	watches->memory->free(watches);
}

static siptrunk_watch_t *add(
		siptrunk_watches_t *watches, siptrunk_watch_t **chain)
{
	siptrunk_watch_t *watch = watches->count < watches->most
									  ? watches->memory->alloc(sizeof(*watch))
									  : NULL;

	if(watch == NULL)
		return NULL;
	memset(watch, 0, sizeof(*watch));
	watch->next = *chain;
	*chain = watch;
	watches->count++;
	return watch;
}

siptrunk_watch_t *siptrunk_watches_get(siptrunk_watches_t *watches,
		unsigned instance, siptrunk_text_t call_id)
{
	siptrunk_watch_t **chain =
			&watches->chains[siptrunk_text_hash(call_id) % CHAINS];
	siptrunk_watch_t *watch;

	if(call_id.len == 0 || call_id.len > SIPTRUNK_WATCH_ID_MAX
			|| memchr(call_id.s, '\0', call_id.len) != NULL)
		return NULL;
	for(watch = *chain; watch != NULL; watch = watch->next) {
		if(watch->instance == instance
				&& siptrunk_text_equal(siptrunk_text(watch->call_id), call_id))
			return watch;
	}
	watch = add(watches, chain);
	if(watch == NULL)
		return NULL;
	memcpy(watch->call_id, call_id.s, call_id.len);
	watch->instance = instance;
	return watch;
}

void siptrunk_watch_follow(siptrunk_watch_t *watch, uint64_t serial)
{
	if(watch->serial == serial)
		return;
	watch->serial = serial;
	watch->seen = watch->done = false;
	memset(watch->bases, 0, sizeof(watch->bases));
	memset(watch->silences, 0, sizeof(watch->silences));
}

void siptrunk_watches_sweep(siptrunk_watches_t *watches, unsigned instance,
		bool (*look)(siptrunk_watch_t *watch))
{
	siptrunk_watch_t **link;
	size_t i;

	for(i = 0; i < CHAINS; i++) {
		for(link = &watches->chains[i]; *link != NULL;) {
			if((*link)->instance == instance && !look(*link))
				take_out(watches, link);
			else
				link = &(*link)->next;
		}
	}
}

unsigned siptrunk_watches_count(const siptrunk_watches_t *watches)
{
	return watches->count;
}
