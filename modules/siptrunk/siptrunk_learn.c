/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the edge learns about addresses while it runs.
 *
 * The processes of RPC and resolver, main at start; scratch memory here, the
 * overlay that comes out is shared memory.
 */
#include "siptrunk_learn.h"

#include "siptrunk_check.h"
#include "siptrunk_table.h"

#include "core/dprint.h"

#include <string.h>
#include <time.h>

/** Items of the overlay to be. */
typedef struct gathered
{
	siptrunk_arena_t arena; /**< of their texts */
	siptrunk_learned_t *items;
	size_t count;
	size_t room;
} gathered_t;

static void gathered_init(gathered_t *gathered)
{
	memset(gathered, 0, sizeof(*gathered));
	siptrunk_arena_init(&gathered->arena, &siptrunk_scratch_memory);
}

static void gathered_free(gathered_t *gathered)
{
	siptrunk_arena_free(&gathered->arena);
	siptrunk_scratch_memory.free(gathered->items);
}

static bool gathered_grow(gathered_t *gathered)
{
	size_t room = gathered->room > 0 ? 2 * gathered->room : 64;
	siptrunk_learned_t *items =
			siptrunk_scratch_memory.alloc(room * sizeof(*items));

	if(items == NULL)
		return false;
	if(gathered->count > 0)
		memcpy(items, gathered->items, gathered->count * sizeof(*items));
	siptrunk_scratch_memory.free(gathered->items);
	gathered->items = items;
	gathered->room = room;
	return true;
}

/** Copies item. false: no memory. */
static bool gather(gathered_t *gathered, const siptrunk_learned_t *item)
{
	siptrunk_learned_t *copy;

	if(gathered->count == gathered->room && !gathered_grow(gathered))
		return false;
	copy = &gathered->items[gathered->count++];
	*copy = *item;
	copy->trunk = siptrunk_arena_copy(&gathered->arena, item->trunk);
	copy->host = siptrunk_arena_copy(&gathered->arena, item->host);
	return copy->trunk.s != NULL && copy->host.s != NULL;
}

static bool gathered_has(
		const gathered_t *gathered, const siptrunk_learned_t *item)
{
	size_t i;

	for(i = 0; i < gathered->count; i++) {
		if(siptrunk_learned_same(&gathered->items[i], item))
			return true;
	}
	return false;
}

/* --- from the table --- */

static bool origin_parse(siptrunk_text_t text, siptrunk_origin_t *origin)
{
	for(*origin = SIPTRUNK_ORIGIN_HOST; *origin <= SIPTRUNK_ORIGIN_LISTED;
			(*origin)++) {
		if(siptrunk_text_equal(text, siptrunk_origin_name(*origin)))
			return true;
	}
	return false;
}

static bool expires_parse(siptrunk_text_t text, int64_t *expires)
{
	size_t i;

	*expires = 0;
	for(i = 0; i < text.len && i < 18; i++) {
		if(text.s[i] < '0' || text.s[i] > '9')
			return false;
		*expires = *expires * 10 + (text.s[i] - '0');
	}
	return text.len > 0 && i == text.len;
}

static bool refuse(int id, const char *column, const siptrunk_error_t *why,
		siptrunk_error_t *error)
{
	siptrunk_error_set(error, "table siptrunk_learned, row %d, column %s: %s",
			id, column, why->text);
	return false;
}

static bool gather_row(void *context, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_learned_t item = {.trunk = v[1], .host = v[2]};
	siptrunk_error_t why;

	if(!origin_parse(v[0], &item.origin)) {
		siptrunk_error_found(&why, "host, temporary or listed", v[0]);
		return refuse(id, "kind", &why, error);
	}
	if(!siptrunk_prefix_parse(v[3], &item.prefix, &why))
		return refuse(id, "prefix", &why, error);
	if(!siptrunk_check_action(v[4], &why))
		return refuse(id, "action", &why, error);
	siptrunk_action_parse(v[4], &item.action);
	if(!expires_parse(v[5], &item.expires)) {
		siptrunk_error_found(&why, "seconds since 1970, or 0", v[5]);
		return refuse(id, "expires", &why, error);
	}
	if(gather(context, &item))
		return true;
	siptrunk_error_set(error, "no memory left");
	return false;
}

static const siptrunk_table_t table = {str_init("siptrunk_learned"),
		SIPTRUNK_COLUMN_TEXT("kind") ", " SIPTRUNK_COLUMN_TEXT(
				"trunk") ", " SIPTRUNK_COLUMN_TEXT("host") ", "
		SIPTRUNK_COLUMN_TEXT("prefix") ", " SIPTRUNK_COLUMN_TEXT(
				"action") ", " SIPTRUNK_COLUMN_NUMBER("expires"),
		6, gather_row};

/* --- from what is in force --- */

typedef bool (*keep_f)(const siptrunk_learned_t *item, const void *context);

/** Those that keep says; all without it. false: no memory. */
static bool gather_current(
		gathered_t *gathered, keep_f keep, const void *context)
{
	const siptrunk_snapshot_t *current = siptrunk_snapshot_current();
	const siptrunk_overlay_t *overlay =
			current != NULL ? current->overlay : NULL;
	size_t i;

	for(i = 0; overlay != NULL && i < overlay->count; i++) {
		if((keep == NULL || keep(&overlay->items[i], context))
				&& !gather(gathered, &overlay->items[i]))
			return false;
	}
	return true;
}

static siptrunk_overlay_t *make_overlay(
		const siptrunk_config_t *config, const gathered_t *gathered)
{
	return siptrunk_overlay_new(&siptrunk_shared_memory,
			&siptrunk_scratch_memory, config, gathered->items, gathered->count,
			time(NULL));
}

/** A host's answer that the table lacks. */
static bool is_unstored_host(
		const siptrunk_learned_t *item, const void *gathered)
{
	return item->origin == SIPTRUNK_ORIGIN_HOST
		   && !gathered_has(gathered, item);
}

siptrunk_overlay_t *siptrunk_learn_overlay(const siptrunk_database_t *database,
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	siptrunk_overlay_t *overlay = NULL;
	gathered_t gathered;

	gathered_init(&gathered);
	if(siptrunk_table_read(database, &table, &gathered, error)) {
		if(gather_current(&gathered, is_unstored_host, &gathered))
			overlay = make_overlay(config, &gathered);
		if(overlay == NULL)
			siptrunk_error_set(error, "no shared memory left; raise -m");
	}
	gathered_free(&gathered);
	return overlay;
}

siptrunk_overlay_t *siptrunk_learn_overlay_again(
		const siptrunk_config_t *config)
{
	siptrunk_overlay_t *overlay = NULL;
	gathered_t gathered;

	gathered_init(&gathered);
	if(gather_current(&gathered, NULL, NULL))
		overlay = make_overlay(config, &gathered);
	gathered_free(&gathered);
	return overlay;
}

void siptrunk_learn_listed(const siptrunk_database_t *database)
{
	siptrunk_error_t error;

	if(!siptrunk_database_store_listed(database, &error))
		LM_WARN("addresses of pbx trunks are not written down, and would not "
				"be known once they are off the list: %s\n",
				error.text);
}

/* --- one change --- */

static bool publish(const gathered_t *gathered)
{
	siptrunk_overlay_t *overlay =
			make_overlay(siptrunk_snapshot_current()->config, gathered);

	if(overlay != NULL && siptrunk_snapshot_publish_overlay(overlay))
		return true;
	siptrunk_overlay_free(overlay);
	return false;
}

static bool is_other(const siptrunk_learned_t *item, const void *changed)
{
	return !siptrunk_learned_same(item, changed);
}

/** What is in force without item, or with item in place of the same one. */
static bool publish_changed(const siptrunk_learned_t *item, bool with,
		siptrunk_error_t *error)
{
	gathered_t gathered;
	bool published;

	gathered_init(&gathered);
	published = gather_current(&gathered, is_other, item)
				&& (!with || gather(&gathered, item)) && publish(&gathered);
	gathered_free(&gathered);
	if(!published)
		siptrunk_error_set(error, "no shared memory left; raise -m");
	return published;
}

typedef bool (*store_f)(const siptrunk_database_t *database,
		const siptrunk_learned_t *item, siptrunk_error_t *error);

static bool write_item(store_f store, const siptrunk_learned_t *item,
		siptrunk_error_t *error)
{
	siptrunk_database_t database;
	bool written;

	if(!siptrunk_database_open(&database, error))
		return false;
	written = store(&database, item, error);
	siptrunk_database_close(&database);
	return written;
}

/** In the table first: what is in force is in force after a restart. */
static bool change(const siptrunk_learned_t *item, bool with,
		siptrunk_error_t *error)
{
	bool changed;

	if(!siptrunk_snapshot_writer_begin()) {
		siptrunk_error_set(error, "a reload is still running");
		return false;
	}
	changed = write_item(with ? siptrunk_database_store_learned
							  : siptrunk_database_forget_learned,
					  item, error)
			  && publish_changed(item, with, error);
	siptrunk_snapshot_writer_end();
	return changed;
}

bool siptrunk_learn_add(siptrunk_text_t trunk, const siptrunk_prefix_t *prefix,
		siptrunk_action_t action, long lifetime, siptrunk_error_t *error)
{
	const siptrunk_learned_t item = {.origin = SIPTRUNK_ORIGIN_TEMPORARY,
			.trunk = trunk,
			.host = SIPTRUNK_TEXT(""),
			.prefix = *prefix,
			.action = action,
			.expires = time(NULL) + lifetime};

	return change(&item, true, error);
}

bool siptrunk_learn_remove(siptrunk_text_t trunk,
		const siptrunk_prefix_t *prefix, siptrunk_error_t *error)
{
	const siptrunk_learned_t item = {.origin = SIPTRUNK_ORIGIN_TEMPORARY,
			.trunk = trunk,
			.host = SIPTRUNK_TEXT(""),
			.prefix = *prefix};

	return change(&item, false, error);
}

/* --- a host's answer --- */

static bool is_not_of_host(const siptrunk_learned_t *item, const void *name)
{
	return item->origin != SIPTRUNK_ORIGIN_HOST
		   || !siptrunk_text_equal(item->host, *(const siptrunk_text_t *)name);
}

static bool is_of_host(const siptrunk_learned_t *item, const void *name)
{
	return !is_not_of_host(item, name);
}

static bool gather_answer(gathered_t *gathered, siptrunk_text_t name,
		const siptrunk_address_t *addresses, size_t count)
{
	siptrunk_learned_t item = {.origin = SIPTRUNK_ORIGIN_HOST,
			.trunk = SIPTRUNK_TEXT(""),
			.host = name,
			.action = SIPTRUNK_ALLOW};
	size_t i;

	for(i = 0; i < count; i++) {
		item.prefix.address = addresses[i];
		item.prefix.length = addresses[i].family == SIPTRUNK_IPV4 ? 32 : 128;
		if(!gathered_has(gathered, &item) && !gather(gathered, &item))
			return false;
	}
	return true;
}

static bool same_answer(const gathered_t *a, const gathered_t *b)
{
	size_t i;

	for(i = 0; i < a->count; i++) {
		if(!gathered_has(b, &a->items[i]))
			return false;
	}
	return a->count == b->count;
}

/** The new ones first: on the way there is never less than one answer. */
static bool store_answer(const siptrunk_database_t *database,
		const gathered_t *old, const gathered_t *new, siptrunk_error_t *error)
{
	size_t i;

	for(i = 0; i < new->count; i++) {
		if(!siptrunk_database_store_learned(database, &new->items[i], error))
			return false;
	}
	for(i = 0; i < old->count; i++) {
		if(!gathered_has(new, &old->items[i])
				&& !siptrunk_database_forget_learned(
						database, &old->items[i], error))
			return false;
	}
	return true;
}

static void write_answer(const gathered_t *old, const gathered_t *new)
{
	siptrunk_database_t database;
	siptrunk_error_t error;
	bool stored = false;

	if(siptrunk_database_open(&database, &error)) {
		stored = store_answer(&database, old, new, &error);
		siptrunk_database_close(&database);
	}
	if(!stored)
		LM_WARN("the DNS's answer is in force, but not stored for the next "
				"start: %s\n",
				error.text);
}

static bool publish_answer(siptrunk_text_t name, const gathered_t *answer)
{
	gathered_t all;
	bool published;
	size_t i;

	gathered_init(&all);
	published = gather_current(&all, is_not_of_host, &name);
	for(i = 0; published && i < answer->count; i++)
		published = gather(&all, &answer->items[i]);
	published = published && publish(&all);
	gathered_free(&all);
	return published;
}

static bool learn_host(
		siptrunk_text_t name, const gathered_t *old, const gathered_t *new)
{
	if(same_answer(old, new))
		return true;
	if(!publish_answer(name, new)) {
		LM_ERR("no shared memory left for the addresses of %.*s; raise -m\n",
				SIPTRUNK_TEXT_FMT(name));
		return false;
	}
	write_answer(old, new);
	return true;
}

bool siptrunk_learn_host(siptrunk_text_t name,
		const siptrunk_address_t *addresses, size_t count)
{
	gathered_t old, new;
	bool learned = false;

	gathered_init(&old);
	gathered_init(&new);
	if(!siptrunk_snapshot_writer_begin()) {
		LM_WARN("a reload is still running: addresses of %.*s come later\n",
				SIPTRUNK_TEXT_FMT(name));
	} else {
		learned = gather_current(&old, is_of_host, &name)
				  && gather_answer(&new, name, addresses, count)
				  && learn_host(name, &old, &new);
		siptrunk_snapshot_writer_end();
	}
	gathered_free(&old);
	gathered_free(&new);
	return learned;
}
