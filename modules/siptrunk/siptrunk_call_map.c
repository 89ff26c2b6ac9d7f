/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The calls that are running and those that ended lately, found by any of their
 * ids.
 *
 * Pure; the caller locks; memory of an allocator, allocated once.
 */
#include "siptrunk_call_map.h"

#include "siptrunk_utf8.h"

#include <string.h>

#define NONE UINT32_MAX

/** An id of a record, in the chain of all whose hashes fall into one bucket.
 *  Apart from the records, so that a search stays short. */
typedef struct node
{
	uint32_t next;
	uint32_t hash; /**< of the whole id, also when it is kept cut */
	bool chained;
} node_t;

/** Records in an order: a place of the two lists. */
typedef struct link
{
	uint32_t before, after;
} link_t;

/** The least needed first. */
typedef struct list
{
	uint32_t first, last;
	unsigned count;
} list_t;

struct siptrunk_call_map
{
	const siptrunk_allocator_t *memory;
	unsigned places;
	uint32_t mask; /**< buckets - 1 */
	uint64_t serial;
	list_t running; /**< by their beginning */
	list_t due;		/**< ended, to be written; by their end */
	list_t ended;	/**< by their end; at first the places nobody had */
	bool writes;
	link_t *links;	/**< one a place */
	node_t *nodes;	/**< SIPTRUNK_ID_COUNT a place */
	uint32_t *buckets;
	siptrunk_call_record_t records[];
};

/* --- lists --- */

static void list_append(
		siptrunk_call_map_t *map, list_t *list, uint32_t place)
{
	map->links[place] = (link_t){list->last, NONE};
	if(list->last != NONE)
		map->links[list->last].after = place;
	else
		list->first = place;
	list->last = place;
	list->count++;
}

static void list_remove(
		siptrunk_call_map_t *map, list_t *list, uint32_t place)
{
	const link_t link = map->links[place];

	if(link.before != NONE)
		map->links[link.before].after = link.after;
	else
		list->first = link.after;
	if(link.after != NONE)
		map->links[link.after].before = link.before;
	else
		list->last = link.before;
	list->count--;
}

/* --- making --- */

/** A power of two, so that chains stay short when every id is known. */
static uint32_t bucket_count(unsigned places)
{
	uint32_t count = 1;

	while(count < places * SIPTRUNK_ID_COUNT)
		count *= 2;
	return count;
}

static void lay_out(siptrunk_call_map_t *map, unsigned places, uint32_t buckets)
{
	unsigned i;

	map->places = places;
	map->mask = buckets - 1;
	map->links = (link_t *)&map->records[places];
	map->nodes = (node_t *)&map->links[places];
	map->buckets = (uint32_t *)&map->nodes[places * SIPTRUNK_ID_COUNT];
	map->running = map->due = map->ended = (list_t){NONE, NONE, 0};
	memset(map->buckets, 0xff, buckets * sizeof(*map->buckets));
	for(i = 0; i < places; i++)
		list_append(map, &map->ended, i);
}

siptrunk_call_map_t *siptrunk_call_map_new(
		const siptrunk_allocator_t *memory, unsigned places)
{
	const size_t each = sizeof(siptrunk_call_record_t) + sizeof(link_t)
						+ SIPTRUNK_ID_COUNT * sizeof(node_t);
	const uint32_t buckets = bucket_count(places);
	const size_t size = sizeof(siptrunk_call_map_t) + places * each
						+ buckets * sizeof(uint32_t);
	siptrunk_call_map_t *map = memory->alloc(size);

	if(map == NULL)
		return NULL;
	memset(map, 0, size);
	map->memory = memory;
	lay_out(map, places, buckets);
	return map;
}

void siptrunk_call_map_free(siptrunk_call_map_t *map)
{
	if(map != NULL)
		map->memory->free(map);
}

/* --- ids --- */

/** What an id is looked for by: its hash, and the text as it would be kept. */
typedef struct id_key
{
	uint32_t hash;
	char kept[SIPTRUNK_ID_MAX + 1];
} id_key_t;

static void key_of(siptrunk_text_t id, id_key_t *key)
{
	key->hash = siptrunk_text_hash(id);
	siptrunk_utf8_keep(key->kept, sizeof(key->kept), id);
}

static uint32_t place_of(
		const siptrunk_call_map_t *map, const siptrunk_call_record_t *record)
{
	return (uint32_t)(record - map->records);
}

static siptrunk_call_record_t *record_of(
		const siptrunk_call_map_t *map, uint32_t node)
{
	return (siptrunk_call_record_t *)&map->records[node / SIPTRUNK_ID_COUNT];
}

static uint32_t node_of(const siptrunk_call_map_t *map,
		const siptrunk_call_record_t *record, siptrunk_id_kind_t kind)
{
	return place_of(map, record) * SIPTRUNK_ID_COUNT + kind;
}

static char *id_of(const siptrunk_call_map_t *map, uint32_t node)
{
	return record_of(map, node)->ids.ids[node % SIPTRUNK_ID_COUNT];
}

static void unchain(siptrunk_call_map_t *map, uint32_t node)
{
	uint32_t *at = &map->buckets[map->nodes[node].hash & map->mask];

	if(!map->nodes[node].chained)
		return;
	while(*at != node)
		at = &map->nodes[*at].next;
	*at = map->nodes[node].next;
	map->nodes[node].chained = false;
}

/** A node that is in no chain gets an id. */
static void chain(
		siptrunk_call_map_t *map, uint32_t node, siptrunk_text_t id)
{
	uint32_t *bucket;
	id_key_t key;

	key_of(id, &key);
	bucket = &map->buckets[key.hash & map->mask];
	map->nodes[node] = (node_t){*bucket, key.hash, true};
	*bucket = node;
	memcpy(id_of(map, node), key.kept, sizeof(key.kept));
}

static bool has_key(const siptrunk_call_map_t *map, uint32_t node,
		const id_key_t *key)
{
	return map->nodes[node].hash == key->hash
		   && strcmp(id_of(map, node), key->kept) == 0;
}

/** Where the records of a key begin. */
static uint32_t chain_of(const siptrunk_call_map_t *map, const id_key_t *key)
{
	return map->buckets[key->hash & map->mask];
}

/** The next record with the key along a chain; node moves on. NULL: none. */
static siptrunk_call_record_t *next_of_key(
		const siptrunk_call_map_t *map, const id_key_t *key, uint32_t *node)
{
	uint32_t found;

	while(*node != NONE) {
		found = *node;
		*node = map->nodes[found].next;
		if(has_key(map, found, key))
			return record_of(map, found);
	}
	return NULL;
}

/* --- calls --- */

static void forget(siptrunk_call_map_t *map, uint32_t place)
{
	unsigned kind;

	for(kind = 0; kind < SIPTRUNK_ID_COUNT; kind++)
		unchain(map, place * SIPTRUNK_ID_COUNT + kind);
	memset(&map->records[place], 0, sizeof(map->records[place]));
}

static siptrunk_call_loss_t next_loss(const siptrunk_call_map_t *map)
{
	if(map->ended.count > 0)
		return SIPTRUNK_CALL_LOSS_NONE;
	return map->due.count > 0 ? SIPTRUNK_CALL_LOSS_DUE
							  : SIPTRUNK_CALL_LOSS_RUNNING;
}

bool siptrunk_call_map_has_place(const siptrunk_call_map_t *map)
{
	return next_loss(map) != SIPTRUNK_CALL_LOSS_RUNNING;
}

siptrunk_call_record_t *siptrunk_call_map_add(
		siptrunk_call_map_t *map, siptrunk_call_loss_t *loss)
{
	list_t *const lists[] = {[SIPTRUNK_CALL_LOSS_NONE] = &map->ended,
			[SIPTRUNK_CALL_LOSS_DUE] = &map->due,
			[SIPTRUNK_CALL_LOSS_RUNNING] = &map->running};
	list_t *list;
	uint32_t place;

	*loss = next_loss(map);
	list = lists[*loss];
	place = list->first;
	list_remove(map, list, place);
	forget(map, place);
	list_append(map, &map->running, place);
	map->records[place].serial = ++map->serial;
	return &map->records[place];
}

static bool is_running(const siptrunk_call_record_t *record)
{
	return record->ids.state != SIPTRUNK_CALL_ENDED;
}

/** a before b; b may be NULL. */
static bool goes_before(
		const siptrunk_call_record_t *a, const siptrunk_call_record_t *b)
{
	if(b == NULL || is_running(a) != is_running(b))
		return b == NULL || is_running(a);
	return a->serial > b->serial;
}

siptrunk_call_record_t *siptrunk_call_map_of_message(
		const siptrunk_call_map_t *map, siptrunk_text_t call_id,
		siptrunk_text_t from_tag, siptrunk_text_t to_tag)
{
	siptrunk_call_record_t *record, *found = NULL;
	id_key_t key;
	uint32_t node;

	key_of(call_id, &key);
	node = chain_of(map, &key);
	while((record = next_of_key(map, &key, &node)) != NULL) {
		if(has_key(map, node_of(map, record, SIPTRUNK_ID_CALLER), &key)
				&& (siptrunk_call_record_has_tag(record, from_tag)
						|| siptrunk_call_record_has_tag(record, to_tag))
				&& goes_before(record, found))
			found = record;
	}
	return found;
}

void siptrunk_call_map_name(siptrunk_call_map_t *map,
		siptrunk_call_record_t *record, siptrunk_id_kind_t kind,
		siptrunk_text_t id)
{
	const uint32_t node = node_of(map, record, kind);

	if(id.len > 0 && !map->nodes[node].chained)
		chain(map, node, id);
}

/** An agent's id is used once: another gateway means another registration. */
static void set_ids(siptrunk_call_map_t *map, siptrunk_call_record_t *record,
		const siptrunk_call_change_t *change)
{
	unsigned kind;

	if(change->event == SIPTRUNK_CALL_EVENT_PLACED
			&& change->ids[SIPTRUNK_ID_AGENT].len > 0)
		unchain(map, node_of(map, record, SIPTRUNK_ID_AGENT));
	for(kind = 0; kind < SIPTRUNK_ID_COUNT; kind++)
		siptrunk_call_map_name(map, record, kind, change->ids[kind]);
}

bool siptrunk_call_map_change(siptrunk_call_map_t *map,
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change)
{
	const uint32_t place = place_of(map, record);

	if(is_running(record))
		set_ids(map, record, change);
	if(!siptrunk_call_record_change(record, change))
		return false;
	list_remove(map, &map->running, place);
	list_append(map, map->writes ? &map->due : &map->ended, place);
	return true;
}

/* --- writing down --- */

void siptrunk_call_map_write(siptrunk_call_map_t *map)
{
	map->writes = true;
}

const siptrunk_call_record_t *siptrunk_call_map_due(
		const siptrunk_call_map_t *map, const siptrunk_call_record_t *after)
{
	const uint32_t place = after == NULL
								   ? map->due.first
								   : map->links[place_of(map, after)].after;

	return place != NONE ? &map->records[place] : NULL;
}

bool siptrunk_call_map_written(siptrunk_call_map_t *map, uint64_t serial)
{
	const uint32_t place = map->due.first;

	if(place == NONE || map->records[place].serial != serial)
		return false;
	list_remove(map, &map->due, place);
	list_append(map, &map->ended, place);
	return true;
}

/* --- looking --- */

static const siptrunk_call_record_t *running_before(
		const siptrunk_call_map_t *map, uint64_t serial)
{
	uint32_t place = map->running.last;

	while(place != NONE && map->records[place].serial >= serial)
		place = map->links[place].before;
	return place != NONE ? &map->records[place] : NULL;
}

const siptrunk_call_record_t *siptrunk_call_map_older(
		const siptrunk_call_map_t *map, const siptrunk_call_record_t *record,
		uint64_t serial)
{
	uint32_t place;

	if(record == NULL || record->serial != serial || !is_running(record))
		return running_before(map, serial);
	place = map->links[place_of(map, record)].before;
	return place != NONE ? &map->records[place] : NULL;
}

const siptrunk_call_record_t *siptrunk_call_map_before(
		const siptrunk_call_map_t *map, siptrunk_text_t id, uint64_t serial)
{
	const siptrunk_call_record_t *record, *found = NULL;
	id_key_t key;
	uint32_t node;

	if(id.len == 0)
		return running_before(map, serial);
	key_of(id, &key);
	node = chain_of(map, &key);
	while((record = next_of_key(map, &key, &node)) != NULL) {
		if(record->serial < serial
				&& (found == NULL || record->serial > found->serial))
			found = record;
	}
	return found;
}

siptrunk_call_record_t *siptrunk_call_map_find(const siptrunk_call_map_t *map,
		siptrunk_id_kind_t kind, siptrunk_text_t id)
{
	siptrunk_call_record_t *record, *found = NULL;
	id_key_t key;
	uint32_t node;

	key_of(id, &key);
	node = chain_of(map, &key);
	while((record = next_of_key(map, &key, &node)) != NULL) {
		if(has_key(map, node_of(map, record, kind), &key)
				&& goes_before(record, found))
			found = record;
	}
	return found;
}

unsigned siptrunk_call_map_running(const siptrunk_call_map_t *map)
{
	return map->running.count;
}
