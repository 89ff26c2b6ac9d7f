/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * From what was learned to rows of a prefix table.
 *
 * Pure; the process that publishes; the result is the allocator's memory.
 */
#include "siptrunk_learned.h"

#include <string.h>

/** The rows of an overlay that is being made. Room is counted first: a host
 *  may be named in many rows. */
typedef struct maker
{
	const siptrunk_config_t *config;
	siptrunk_overlay_t *overlay;
	siptrunk_detail_t *details;
	siptrunk_prefix_row_t *rows; /**< scratch; NULL: only count */
	size_t count;
} maker_t;

bool siptrunk_learned_same(
		const siptrunk_learned_t *a, const siptrunk_learned_t *b)
{
	return a->origin == b->origin && siptrunk_text_equal(a->trunk, b->trunk)
		   && siptrunk_text_equal(a->host, b->host)
		   && siptrunk_prefix_equal(&a->prefix, &b->prefix);
}

/** Ids of rows that siptrunk_address does not have: the same in every overlay,
 *  so that counts are found again. What is only remembered comes last. */
#define ROW_TEMPORARY (-2)
#define ROW_LISTED (-1)

/** Adds a row; item says what it is, from which the rest follows. */
static void make_row(maker_t *maker, const siptrunk_learned_t *item,
		int row, uint32_t trunk, siptrunk_action_t action,
		const siptrunk_detail_t *detail)
{
	size_t index = ++maker->count;

	if(maker->rows == NULL)
		return;
	maker->overlay->deciding += item->origin != SIPTRUNK_ORIGIN_LISTED;
	maker->details[index] = *detail; /* the first one limits nothing */
	maker->rows[index - 1] = (siptrunk_prefix_row_t){.prefix = item->prefix,
			.action = (uint8_t)action,
			.trunk = trunk,
			.detail = (uint32_t)index,
			.row = row};
}

/** One row for each that names the host, limited as that is. */
static void make_host(maker_t *maker, const siptrunk_learned_t *item)
{
	size_t i;

	for(i = 0; i < maker->config->host_count; i++) {
		const siptrunk_host_t *host = &maker->config->hosts[i];
		siptrunk_detail_t detail = maker->config->details[host->detail];

		if(!siptrunk_text_equal(host->name, item->host))
			continue;
		detail.origin = SIPTRUNK_ORIGIN_HOST;
		detail.host = item->host;
		make_row(maker, item, host->row, host->trunk, host->action, &detail);
	}
}

/** NULL: nobody takes the item. */
static const siptrunk_trunk_t *trunk_of(
		const siptrunk_config_t *config, const siptrunk_learned_t *item)
{
	const siptrunk_trunk_t *trunk = siptrunk_config_trunk(config, item->trunk);

	if(item->origin == SIPTRUNK_ORIGIN_LISTED
			&& (trunk == NULL || trunk->role != SIPTRUNK_ROLE_PBX))
		return siptrunk_config_first(config, SIPTRUNK_ROLE_PBX);
	return trunk;
}

static void make_item(maker_t *maker, const siptrunk_learned_t *item)
{
	const siptrunk_detail_t detail = {
			.origin = item->origin, .until = item->expires};
	const siptrunk_trunk_t *trunk;

	if(item->origin == SIPTRUNK_ORIGIN_HOST) {
		make_host(maker, item);
		return;
	}
	/* a slip of the pen is not remembered: half the Internet for a pbx */
	if(item->origin == SIPTRUNK_ORIGIN_LISTED
			&& siptrunk_prefix_is_broad(&item->prefix))
		return;
	trunk = trunk_of(maker->config, item);
	if(trunk != NULL)
		make_row(maker, item,
				item->origin == SIPTRUNK_ORIGIN_LISTED ? ROW_LISTED
													   : ROW_TEMPORARY,
				(uint32_t)(trunk - maker->config->trunks), item->action,
				&detail);
}

static void make_rows(maker_t *maker)
{
	size_t i;

	maker->count = 0;
	for(i = 0; i < maker->overlay->count; i++)
		make_item(maker, &maker->overlay->items[i]);
}

static bool keep_items(siptrunk_overlay_t *overlay,
		const siptrunk_learned_t *items, size_t count, int64_t now)
{
	siptrunk_learned_t *kept =
			siptrunk_arena_alloc(&overlay->arena, count * sizeof(*kept));
	size_t i;

	if(kept == NULL)
		return false;
	for(i = 0; i < count; i++) {
		siptrunk_learned_t *item = &kept[overlay->count];

		if(items[i].expires != 0 && items[i].expires <= now)
			continue;
		*item = items[i];
		item->trunk = siptrunk_arena_copy(&overlay->arena, items[i].trunk);
		item->host = siptrunk_arena_copy(&overlay->arena, items[i].host);
		if(item->trunk.s == NULL || item->host.s == NULL)
			return false;
		overlay->count++;
	}
	overlay->items = kept;
	return true;
}

static bool build(siptrunk_overlay_t *overlay, maker_t *maker,
		const siptrunk_allocator_t *scratch)
{
	siptrunk_status_t status;
	size_t room;

	make_rows(maker);
	room = maker->count;
	maker->details = siptrunk_arena_alloc(
			&overlay->arena, (room + 1) * sizeof(*maker->details));
	maker->rows = scratch->alloc((room + 1) * sizeof(*maker->rows));
	if(maker->details == NULL || maker->rows == NULL) {
		if(maker->rows != NULL)
			scratch->free(maker->rows);
		return false;
	}
	make_rows(maker);
	overlay->details = maker->details;
	status = siptrunk_prefix_table_build(overlay->arena.allocator, scratch,
			maker->rows, maker->count, &overlay->prefixes);
	scratch->free(maker->rows);
	return status == SIPTRUNK_OK;
}

siptrunk_overlay_t *siptrunk_overlay_new(const siptrunk_allocator_t *memory,
		const siptrunk_allocator_t *scratch, const siptrunk_config_t *config,
		const siptrunk_learned_t *items, size_t count, int64_t now)
{
	siptrunk_overlay_t *overlay = memory->alloc(sizeof(*overlay));
	maker_t maker = {.config = config, .overlay = overlay};

	if(overlay == NULL)
		return NULL;
	memset(overlay, 0, sizeof(*overlay));
	siptrunk_arena_init(&overlay->arena, memory);
	if(keep_items(overlay, items, count, now)
			&& build(overlay, &maker, scratch))
		return overlay;
	siptrunk_overlay_free(overlay);
	return NULL;
}

void siptrunk_overlay_free(siptrunk_overlay_t *overlay)
{
	const siptrunk_allocator_t *memory;

	if(overlay == NULL)
		return;
	memory = overlay->arena.allocator;
	siptrunk_prefix_table_free(overlay->prefixes, memory);
	siptrunk_arena_free(&overlay->arena);
	memory->free(overlay);
}

size_t siptrunk_overlay_size(const siptrunk_overlay_t *overlay)
{
	return sizeof(*overlay) + overlay->arena.taken
		   + siptrunk_prefix_table_size(overlay->prefixes);
}
