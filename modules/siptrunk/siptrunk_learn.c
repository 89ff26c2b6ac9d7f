/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the edge learns about addresses while it runs.
 *
 * The processes of RPC and resolver, main at start; scratch memory here, the
 * overlay that comes out is shared memory.
 */
#include "siptrunk_learn.h"

#include "siptrunk_gathered.h"
#include "siptrunk_table.h"

#include "core/dprint.h"

#include <string.h>
#include <time.h>

/* --- from the table --- */

static bool gather_row(void *context, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	return siptrunk_gathered_add_row(context, id, v, error);
}

static const siptrunk_table_t table = {str_init("siptrunk_learned"),
		SIPTRUNK_COLUMN_TEXT("kind") ", " SIPTRUNK_COLUMN_TEXT(
				"trunk") ", " SIPTRUNK_COLUMN_TEXT("host") ", "
		SIPTRUNK_COLUMN_TEXT("prefix") ", " SIPTRUNK_COLUMN_TEXT(
				"action") ", " SIPTRUNK_COLUMN_NUMBER("expires"),
		SIPTRUNK_LEARNED_COLUMNS, gather_row};

/* --- from what is in force --- */

typedef bool (*keep_f)(const siptrunk_learned_t *item, const void *context);

/** Those that keep says; all without it. false: no memory. */
static bool gather_current(
		siptrunk_gathered_t *gathered, keep_f keep, const void *context)
{
	const siptrunk_snapshot_t *current = siptrunk_snapshot_current();
	const siptrunk_overlay_t *overlay =
			current != NULL ? current->overlay : NULL;
	size_t i;

	for(i = 0; overlay != NULL && i < overlay->count; i++) {
		if((keep == NULL || keep(&overlay->items[i], context))
				&& !siptrunk_gathered_add(gathered, &overlay->items[i]))
			return false;
	}
	return true;
}

static siptrunk_overlay_t *make_overlay(const siptrunk_config_t *config,
		const siptrunk_allocator_t *memory, const siptrunk_gathered_t *gathered)
{
	return siptrunk_overlay_new(memory, &siptrunk_scratch_memory, config,
			gathered->items, gathered->count, time(NULL));
}

/** A host's answer that the table lacks. */
static bool is_unstored_host(
		const siptrunk_learned_t *item, const void *gathered)
{
	return item->origin == SIPTRUNK_ORIGIN_HOST
		   && !siptrunk_gathered_has(gathered, item);
}

siptrunk_status_t siptrunk_learn_overlay(const siptrunk_database_t *database,
		const siptrunk_config_t *config, const siptrunk_allocator_t *memory,
		siptrunk_overlay_t **overlay, siptrunk_error_t *error)
{
	siptrunk_status_t status = SIPTRUNK_INVALID;
	siptrunk_gathered_t gathered;

	*overlay = NULL;
	siptrunk_gathered_init(&gathered, &siptrunk_scratch_memory);
	if(siptrunk_table_read(database, &table, &gathered, error)) {
		if(gather_current(&gathered, is_unstored_host, &gathered))
			*overlay = make_overlay(config, memory, &gathered);
		status = *overlay != NULL ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
	}
	siptrunk_gathered_free(&gathered);
	return status;
}

siptrunk_overlay_t *siptrunk_learn_overlay_again(
		const siptrunk_config_t *config)
{
	siptrunk_overlay_t *overlay = NULL;
	siptrunk_gathered_t gathered;

	siptrunk_gathered_init(&gathered, &siptrunk_scratch_memory);
	if(gather_current(&gathered, NULL, NULL))
		overlay = make_overlay(config, &siptrunk_shared_memory, &gathered);
	siptrunk_gathered_free(&gathered);
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

/** What comes and what goes. */
typedef struct change
{
	siptrunk_gathered_t added;
	siptrunk_gathered_t dropped; /**< what is added again stays */
} change_t;

static void change_init(change_t *change)
{
	siptrunk_gathered_init(&change->added, &siptrunk_scratch_memory);
	siptrunk_gathered_init(&change->dropped, &siptrunk_scratch_memory);
}

static void change_free(change_t *change)
{
	siptrunk_gathered_free(&change->added);
	siptrunk_gathered_free(&change->dropped);
}

/** Adds item; and if the row that brings it lets a pbx in, that it did for
 *  good. */
static bool change_add(change_t *change, const siptrunk_learned_t *item,
		siptrunk_action_t action, const siptrunk_trunk_t *trunk)
{
	siptrunk_learned_t listed = *item;

	if(!siptrunk_gathered_add_once(&change->added, item))
		return false;
	if(trunk->role != SIPTRUNK_ROLE_PBX || action != SIPTRUNK_ALLOW)
		return true;
	listed.origin = SIPTRUNK_ORIGIN_LISTED;
	listed.trunk = trunk->name;
	listed.host = SIPTRUNK_TEXT("");
	listed.expires = 0;
	return siptrunk_gathered_add_once(&change->added, &listed);
}

static bool stays(const siptrunk_learned_t *item, const void *context)
{
	const change_t *change = context;

	return !siptrunk_gathered_has(&change->dropped, item)
		   && !siptrunk_gathered_has(&change->added, item);
}

static bool publish_change(const change_t *change, siptrunk_error_t *error)
{
	siptrunk_overlay_t *overlay = NULL;
	siptrunk_gathered_t all;
	bool published;
	size_t i;

	siptrunk_gathered_init(&all, &siptrunk_scratch_memory);
	published = gather_current(&all, stays, change);
	for(i = 0; published && i < change->added.count; i++)
		published = siptrunk_gathered_add(&all, &change->added.items[i]);
	if(published)
		overlay = make_overlay(siptrunk_snapshot_current()->config,
				&siptrunk_shared_memory, &all);
	published =
			overlay != NULL && siptrunk_snapshot_publish_overlay(overlay);
	if(!published) {
		siptrunk_overlay_free(overlay);
		siptrunk_error_set(error, "no shared memory left; raise -m");
	}
	siptrunk_gathered_free(&all);
	return published;
}

/** What comes first: on the way there is never less than before or after. */
static bool store_items(const siptrunk_database_t *database,
		const change_t *change, siptrunk_error_t *error)
{
	const siptrunk_gathered_t *added = &change->added;
	const siptrunk_gathered_t *dropped = &change->dropped;
	size_t i;

	for(i = 0; i < added->count; i++) {
		if(!siptrunk_database_store_learned(database, &added->items[i], error))
			return false;
	}
	for(i = 0; i < dropped->count; i++) {
		if(!siptrunk_gathered_has(added, &dropped->items[i])
				&& !siptrunk_database_forget_learned(
						database, &dropped->items[i], error))
			return false;
	}
	return true;
}

static bool store_change(const change_t *change, siptrunk_error_t *error)
{
	siptrunk_database_t database;
	bool stored;

	if(!siptrunk_database_open(&database, error))
		return false;
	stored = siptrunk_database_forget_expired(&database, time(NULL), error)
			 && store_items(&database, change, error);
	siptrunk_database_close(&database);
	return stored;
}

/* --- temporary entries --- */

static siptrunk_learned_t temporary(
		siptrunk_text_t trunk, const siptrunk_prefix_t *prefix)
{
	return (siptrunk_learned_t){.origin = SIPTRUNK_ORIGIN_TEMPORARY,
			.trunk = trunk,
			.host = SIPTRUNK_TEXT(""),
			.prefix = *prefix};
}

static bool add_temporary(
		const siptrunk_learned_t *item, siptrunk_error_t *error)
{
	const siptrunk_trunk_t *trunk = siptrunk_config_trunk(
			siptrunk_snapshot_current()->config, item->trunk);
	change_t change;
	bool added = false;

	change_init(&change);
	if(trunk == NULL)
		siptrunk_error_set(error, "no trunk is named '%.*s'",
				SIPTRUNK_TEXT_FMT(item->trunk));
	else if(!change_add(&change, item, item->action, trunk))
		siptrunk_error_set(error, "no memory left");
	else
		added = store_change(&change, error) && publish_change(&change, error);
	change_free(&change);
	return added;
}

bool siptrunk_learn_add(siptrunk_text_t trunk, const siptrunk_prefix_t *prefix,
		siptrunk_action_t action, long lifetime, siptrunk_error_t *error)
{
	siptrunk_learned_t item = temporary(trunk, prefix);
	bool added;

	item.action = action;
	item.expires = time(NULL) + lifetime;
	if(!siptrunk_snapshot_writer_begin()) {
		siptrunk_error_set(error, "a reload is still running");
		return false;
	}
	added = add_temporary(&item, error);
	siptrunk_snapshot_writer_end();
	return added;
}

static bool remove_temporary(
		const siptrunk_learned_t *item, siptrunk_error_t *error)
{
	change_t change;
	bool removed;

	change_init(&change);
	removed = siptrunk_gathered_add(&change.dropped, item);
	if(!removed)
		siptrunk_error_set(error, "no memory left");
	removed = removed && store_change(&change, error)
			  && publish_change(&change, error);
	change_free(&change);
	return removed;
}

bool siptrunk_learn_remove(siptrunk_text_t trunk,
		const siptrunk_prefix_t *prefix, siptrunk_error_t *error)
{
	const siptrunk_learned_t item = temporary(trunk, prefix);
	bool removed;

	if(!siptrunk_snapshot_writer_begin()) {
		siptrunk_error_set(error, "a reload is still running");
		return false;
	}
	removed = remove_temporary(&item, error);
	siptrunk_snapshot_writer_end();
	return removed;
}

/** The temporary entries that live, all or those that are the same as item. */
static size_t count_temporary(const siptrunk_learned_t *item)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_overlay_t *overlay = snapshot->overlay;
	const int64_t now = time(NULL);
	size_t i, count = 0;

	for(i = 0; i < overlay->count; i++) {
		const siptrunk_learned_t *one = &overlay->items[i];

		if(one->origin == SIPTRUNK_ORIGIN_TEMPORARY && one->expires > now
				&& (item == NULL || siptrunk_learned_same(one, item)))
			count++;
	}
	siptrunk_snapshot_put(snapshot);
	return count;
}

bool siptrunk_learn_has(siptrunk_text_t trunk, const siptrunk_prefix_t *prefix)
{
	const siptrunk_learned_t item = temporary(trunk, prefix);

	return count_temporary(&item) > 0;
}

size_t siptrunk_learn_temporary_count(void)
{
	return count_temporary(NULL);
}

/* --- a host's answer --- */

static bool is_of_host(const siptrunk_learned_t *item, const void *name)
{
	return item->origin == SIPTRUNK_ORIGIN_HOST
		   && siptrunk_text_equal(item->host, *(const siptrunk_text_t *)name);
}

static bool is_gateway(const siptrunk_config_t *config, siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < config->gateway_count; i++) {
		if(siptrunk_text_equal(config->gateways[i].host, name))
			return true;
	}
	return false;
}

/** For every trunk that names the host, on its list or as its gateway. */
static bool change_add_host(change_t *change, const siptrunk_learned_t *item)
{
	const siptrunk_config_t *config = siptrunk_snapshot_current()->config;
	bool added = !is_gateway(config, item->host)
				 || siptrunk_gathered_add_once(&change->added, item);
	size_t i;

	for(i = 0; added && i < config->host_count; i++) {
		const siptrunk_host_t *host = &config->hosts[i];

		if(siptrunk_text_equal(host->name, item->host))
			added = change_add(change, item, host->action,
					&config->trunks[host->trunk]);
	}
	return added;
}

static bool change_answer(change_t *change, siptrunk_text_t name,
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
		if(!change_add_host(change, &item))
			return false;
	}
	return gather_current(&change->dropped, is_of_host, &name);
}

/** Nothing comes that is not there, nothing goes. */
static bool is_no_change(const change_t *change)
{
	const siptrunk_overlay_t *overlay = siptrunk_snapshot_current()->overlay;
	const siptrunk_gathered_t in_force = {
			.items = (siptrunk_learned_t *)overlay->items,
			.count = overlay->count};
	size_t i;

	for(i = 0; i < change->added.count; i++) {
		if(!siptrunk_gathered_has(&in_force, &change->added.items[i]))
			return false;
	}
	for(i = 0; i < change->dropped.count; i++) {
		if(!siptrunk_gathered_has(&change->added, &change->dropped.items[i]))
			return false;
	}
	return true;
}

/** In force first, and stored if that is possible. */
static bool apply_answer(const change_t *change)
{
	siptrunk_error_t error;

	if(is_no_change(change))
		return true;
	if(!publish_change(change, &error)) {
		LM_ERR("the DNS's answer is not in force: %s\n", error.text);
		return false;
	}
	if(!store_change(change, &error))
		LM_WARN("the DNS's answer is in force, but not stored for the next "
				"start: %s\n",
				error.text);
	return true;
}

bool siptrunk_learn_host(siptrunk_text_t name,
		const siptrunk_address_t *addresses, size_t count)
{
	change_t change;
	bool learned;

	if(!siptrunk_snapshot_writer_begin()) {
		LM_WARN("a reload is still running: addresses of %.*s come later\n",
				SIPTRUNK_TEXT_FMT(name));
		return false;
	}
	change_init(&change);
	learned = change_answer(&change, name, addresses, count)
			  && apply_answer(&change);
	change_free(&change);
	siptrunk_snapshot_writer_end();
	return learned;
}
