/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which calls are being registered, who waits for that, and what became of
 * those of the last minutes.
 *
 * Pure; SIP workers, the HTTP process; the caller's memory.
 */
#include "siptrunk_registry.h"

#include "siptrunk_fingerprint.h"
#include "siptrunk_uri.h"

#include <stdio.h>
#include <string.h>

#define NONE (-1)
#define SCOPE_MAX 160
/** A longer Call-ID is known by its beginning, its length and its hash. */
#define CALL_ID_KEPT 255

typedef enum state
{
	STATE_FREE,
	STATE_QUEUED,
	STATE_SENT,
	STATE_DONE
} state_t;

/** What a search reads of a place; side by side, so that it stays short. */
typedef struct slot
{
	int64_t made;
	uint32_t by_call, by_numbers; /**< hashes */
	state_t state;
} slot_t;

typedef struct place
{
	unsigned ticket; /**< another for each registration that was here */
	int waiters;	 /**< the first of a list */
	int next;		 /**< in the queue, or among those to be told of */
	void *request;	 /**< until it is taken */
	bool kept;		 /**< when all are told */
	siptrunk_registered_t registered;
	size_t call_id_len;
	char call_id[CALL_ID_KEPT];
	char scope[SCOPE_MAX];
	char from[SIPTRUNK_E164_MAX + 1]; /**< empty: they do not count */
	char to[SIPTRUNK_E164_MAX + 1];
} place_t;

typedef struct waiting
{
	siptrunk_waiter_t waiter;
	int next; /**< of the same place, or that is free */
} waiting_t;

/** Places, first in first out. */
typedef struct line
{
	int first, last;
} line_t;

struct siptrunk_registry
{
	const siptrunk_allocator_t *memory;
	int64_t window;
	unsigned size;
	line_t queue;	  /**< to be sent */
	line_t answered;  /**< with waiters that are to be told */
	int spare;		  /**< the first waiter that is free */
	slot_t *slots;
	waiting_t *waiters;
	place_t places[];
};

siptrunk_registry_t *siptrunk_registry_new(
		const siptrunk_allocator_t *memory, unsigned size, int64_t window)
{
	size_t places = sizeof(siptrunk_registry_t) + size * sizeof(place_t);
	size_t slots = size * sizeof(slot_t);
	char *block = memory->alloc(places + slots + size * sizeof(waiting_t));
	siptrunk_registry_t *registry = (siptrunk_registry_t *)block;
	unsigned i;

	if(block == NULL)
		return NULL;
	*registry = (siptrunk_registry_t){memory, window, size, {NONE, NONE},
			{NONE, NONE}, 0, (slot_t *)(block + places),
			(waiting_t *)(block + places + slots)};
	memset(registry->places, 0, size * sizeof(place_t));
	memset(registry->slots, 0, slots);
	for(i = 0; i < size; i++)
		registry->waiters[i].next = i + 1 < size ? (int)i + 1 : NONE;
	return registry;
}

/** What nobody has taken goes, too. */
void siptrunk_registry_free(siptrunk_registry_t *registry)
{
	siptrunk_registry_job_t job;

	if(registry == NULL)
		return;
	while(siptrunk_registry_take(registry, &job))
		registry->memory->free(job.request);
	registry->memory->free(registry);
}

/* --- lines --- */

static void line_add(siptrunk_registry_t *registry, line_t *line, int place)
{
	registry->places[place].next = NONE;
	if(line->first == NONE)
		line->first = place;
	else
		registry->places[line->last].next = place;
	line->last = place;
}

static int line_take(siptrunk_registry_t *registry, line_t *line)
{
	int place = line->first;

	if(place != NONE)
		line->first = registry->places[place].next;
	return place;
}

/* --- the same call --- */

/** A key's hashes. */
typedef struct sought
{
	const siptrunk_registry_key_t *key;
	uint32_t by_call, by_numbers;
	bool has_numbers;
} sought_t;

static sought_t sought_of(const siptrunk_registry_key_t *key)
{
	const siptrunk_text_t call[] = {key->scope, key->call_id};
	const siptrunk_text_t numbers[] = {key->scope, key->from, key->to};

	return (sought_t){key, siptrunk_fingerprint(call, 2),
			siptrunk_fingerprint(numbers, 3),
			siptrunk_uri_is_e164(key->from) && siptrunk_uri_is_e164(key->to)};
}

static size_t kept_of(siptrunk_text_t call_id)
{
	return call_id.len < CALL_ID_KEPT ? call_id.len : CALL_ID_KEPT;
}

static bool is_same_call(const place_t *place, const sought_t *sought)
{
	const siptrunk_registry_key_t *key = sought->key;

	return place->call_id_len == key->call_id.len
		   && memcmp(place->call_id, key->call_id.s, kept_of(key->call_id)) == 0
		   && siptrunk_text_equal(siptrunk_text(place->scope), key->scope);
}

static bool has_same_numbers(const place_t *place, const sought_t *sought)
{
	return siptrunk_text_equal(siptrunk_text(place->from), sought->key->from)
		   && siptrunk_text_equal(siptrunk_text(place->to), sought->key->to)
		   && siptrunk_text_equal(
				   siptrunk_text(place->scope), sought->key->scope);
}

static bool is_old(const slot_t *slot, int64_t now)
{
	return slot->state == STATE_DONE
		   && now - slot->made >= SIPTRUNK_REGISTRY_LIFETIME_MS;
}

/** A place of the same call; one with its Call-ID before one with its
 *  numbers. */
static int find(const siptrunk_registry_t *registry, const sought_t *sought,
		int64_t now)
{
	const slot_t *slot = registry->slots;
	int i, alike = NONE;

	for(i = 0; i < (int)registry->size; i++, slot++) {
		if(slot->state == STATE_FREE || is_old(slot, now))
			continue;
		if(slot->by_call == sought->by_call
				&& is_same_call(&registry->places[i], sought))
			return i;
		if(sought->has_numbers && slot->by_numbers == sought->by_numbers
				&& now - slot->made < registry->window
				&& has_same_numbers(&registry->places[i], sought))
			alike = i;
	}
	return alike;
}

/** For a new call: a free place, else the one whose registration is the oldest
 *  of those that are over. */
static int claim(const siptrunk_registry_t *registry)
{
	const slot_t *slots = registry->slots;
	int i, oldest = NONE;

	for(i = 0; i < (int)registry->size; i++) {
		if(slots[i].state == STATE_FREE)
			return i;
		if(slots[i].state == STATE_DONE && registry->places[i].waiters == NONE
				&& (oldest == NONE || slots[i].made < slots[oldest].made))
			oldest = i;
	}
	return oldest;
}

/* --- joining --- */

#define KEEP(field, text)                               \
	snprintf(place->field, sizeof(place->field), "%.*s", \
			SIPTRUNK_TEXT_FMT(text))

static void begin(siptrunk_registry_t *registry, int i, const sought_t *sought,
		void *request, int64_t now)
{
	place_t *place = &registry->places[i];

	*place = (place_t){.ticket = place->ticket + 1,
			.waiters = NONE,
			.request = request,
			.call_id_len = sought->key->call_id.len};
	KEEP(scope, sought->key->scope);
	memcpy(place->call_id, sought->key->call_id.s,
			kept_of(sought->key->call_id));
	if(sought->has_numbers) {
		KEEP(from, sought->key->from);
		KEEP(to, sought->key->to);
	}
	registry->slots[i] = (slot_t){
			now, sought->by_call, sought->by_numbers, STATE_QUEUED};
	line_add(registry, &registry->queue, i);
}

static void wait_at(
		siptrunk_registry_t *registry, int i, const siptrunk_waiter_t *waiter)
{
	int spare = registry->spare;
	int *last = &registry->places[i].waiters;

	while(*last != NONE)
		last = &registry->waiters[*last].next;
	*last = spare;
	registry->spare = registry->waiters[spare].next;
	registry->waiters[spare] = (waiting_t){*waiter, NONE};
}

bool siptrunk_registry_find(const siptrunk_registry_t *registry,
		const siptrunk_registry_key_t *key, int64_t now,
		siptrunk_registered_t *registered)
{
	sought_t sought = sought_of(key);
	int i = find(registry, &sought, now);

	if(i == NONE || registry->slots[i].state != STATE_DONE)
		return false;
	*registered = registry->places[i].registered;
	return true;
}

siptrunk_registry_join_t siptrunk_registry_join(siptrunk_registry_t *registry,
		const siptrunk_registry_key_t *key, void *request,
		const siptrunk_waiter_t *waiter, int64_t now,
		siptrunk_registered_t *registered)
{
	sought_t sought = sought_of(key);
	int i = find(registry, &sought, now);
	bool queued = i == NONE;

	if(!queued && registry->slots[i].state == STATE_DONE) {
		*registered = registry->places[i].registered;
		return SIPTRUNK_JOIN_KNOWN;
	}
	if(queued)
		i = claim(registry);
	if(i == NONE || registry->spare == NONE)
		return SIPTRUNK_JOIN_FULL;
	if(queued)
		begin(registry, i, &sought, request, now);
	wait_at(registry, i, waiter);
	return queued ? SIPTRUNK_JOIN_QUEUED : SIPTRUNK_JOIN_SHARED;
}

/* --- the way of a registration --- */

bool siptrunk_registry_take(
		siptrunk_registry_t *registry, siptrunk_registry_job_t *job)
{
	int i = line_take(registry, &registry->queue);
	place_t *place = &registry->places[i];

	if(i == NONE)
		return false;
	*job = (siptrunk_registry_job_t){(unsigned)i, place->ticket,
			place->request, registry->slots[i].made};
	place->request = NULL;
	registry->slots[i].state = STATE_SENT;
	return true;
}

void siptrunk_registry_settle(siptrunk_registry_t *registry, unsigned i,
		unsigned ticket, const siptrunk_registered_t *registered, bool settled)
{
	place_t *place = &registry->places[i];

	if(place->ticket != ticket || registry->slots[i].state != STATE_SENT)
		return;
	place->registered = *registered;
	place->kept = !settled || registered->cause == SIPTRUNK_CAUSE_NONE;
	registry->slots[i].state = STATE_DONE;
	line_add(registry, &registry->answered, (int)i);
}

siptrunk_registry_load_t siptrunk_registry_load(
		const siptrunk_registry_t *registry)
{
	siptrunk_registry_load_t load = {0, 0};
	unsigned i;

	for(i = 0; i < registry->size; i++) {
		load.queued += registry->slots[i].state == STATE_QUEUED;
		load.sent += registry->slots[i].state == STATE_SENT;
	}
	return load;
}

bool siptrunk_registry_next(const siptrunk_registry_t *registry,
		siptrunk_waiter_t *waiter, siptrunk_registered_t *registered)
{
	const place_t *place;

	if(registry->answered.first == NONE)
		return false;
	place = &registry->places[registry->answered.first];
	*waiter = registry->waiters[place->waiters].waiter;
	*registered = place->registered;
	return true;
}

/** All are told: what does not keep others from asking again goes. What is
 *  kept is known as what it is: nobody knows. */
static void finish(siptrunk_registry_t *registry, int i)
{
	place_t *place = &registry->places[i];

	line_take(registry, &registry->answered);
	if(!place->kept)
		registry->slots[i].state = STATE_FREE;
	else if(place->registered.cause != SIPTRUNK_CAUSE_NONE)
		place->registered.cause = SIPTRUNK_CAUSE_UNSETTLED;
}

void siptrunk_registry_told(siptrunk_registry_t *registry)
{
	int i = registry->answered.first;
	place_t *place = &registry->places[i];
	int told = place->waiters;

	place->waiters = registry->waiters[told].next;
	registry->waiters[told].next = registry->spare;
	registry->spare = told;
	if(place->waiters == NONE)
		finish(registry, i);
}
