/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A growing list of what was learned.
 *
 * Pure. The process that publishes; the memory of whoever makes the list.
 */
#include "siptrunk_gathered.h"

#include "siptrunk_ascii.h"
#include "siptrunk_check.h"

#include <string.h>

void siptrunk_gathered_init(siptrunk_gathered_t *gathered,
		const siptrunk_allocator_t *memory)
{
	memset(gathered, 0, sizeof(*gathered));
	siptrunk_arena_init(&gathered->arena, memory);
}

void siptrunk_gathered_free(siptrunk_gathered_t *gathered)
{
	if(gathered->items != NULL)
		gathered->arena.allocator->free(gathered->items);
	siptrunk_arena_free(&gathered->arena);
}

static bool grow(siptrunk_gathered_t *gathered)
{
	const siptrunk_allocator_t *memory = gathered->arena.allocator;
	size_t room = gathered->room > 0 ? 2 * gathered->room : 64;
	siptrunk_learned_t *items = memory->alloc(room * sizeof(*items));

	if(items == NULL)
		return false;
	if(gathered->items != NULL) {
		memcpy(items, gathered->items, gathered->count * sizeof(*items));
		memory->free(gathered->items);
	}
	gathered->items = items;
	gathered->room = room;
	return true;
}

bool siptrunk_gathered_add(
		siptrunk_gathered_t *gathered, const siptrunk_learned_t *item)
{
	siptrunk_learned_t *copy;

	if(gathered->count == gathered->room && !grow(gathered))
		return false;
	copy = &gathered->items[gathered->count++];
	*copy = *item;
	copy->trunk = siptrunk_arena_copy(&gathered->arena, item->trunk);
	copy->host = siptrunk_arena_copy(&gathered->arena, item->host);
	return copy->trunk.s != NULL && copy->host.s != NULL;
}

bool siptrunk_gathered_has(
		const siptrunk_gathered_t *gathered, const siptrunk_learned_t *item)
{
	size_t i;

	for(i = 0; i < gathered->count; i++) {
		if(siptrunk_learned_same(&gathered->items[i], item))
			return true;
	}
	return false;
}

bool siptrunk_gathered_add_once(
		siptrunk_gathered_t *gathered, const siptrunk_learned_t *item)
{
	return siptrunk_gathered_has(gathered, item)
		   || siptrunk_gathered_add(gathered, item);
}

/* --- rows of siptrunk_learned --- */

static bool origin_parse(siptrunk_text_t text, siptrunk_origin_t *origin)
{
	for(*origin = SIPTRUNK_ORIGIN_HOST; *origin <= SIPTRUNK_ORIGIN_LISTED;
			(*origin)++) {
		if(siptrunk_text_equal(text, siptrunk_origin_name(*origin)))
			return true;
	}
	return false;
}

/** So many digits fit. */
#define EXPIRES_DIGITS 18

static bool expires_parse(siptrunk_text_t text, int64_t *expires)
{
	size_t i;

	*expires = 0;
	for(i = 0; i < text.len && i < EXPIRES_DIGITS; i++) {
		if(!siptrunk_ascii_digit(text.s[i]))
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

bool siptrunk_gathered_add_row(siptrunk_gathered_t *gathered, int id,
		const siptrunk_text_t columns[SIPTRUNK_LEARNED_COLUMNS],
		siptrunk_error_t *error)
{
	siptrunk_learned_t item = {.trunk = columns[1], .host = columns[2]};
	siptrunk_error_t why;

	if(!origin_parse(columns[0], &item.origin)) {
		siptrunk_error_found(&why, "host, temporary or listed", columns[0]);
		return refuse(id, "kind", &why, error);
	}
	if(!siptrunk_prefix_parse(columns[3], &item.prefix, &why))
		return refuse(id, "prefix", &why, error);
	if(!siptrunk_check_action(columns[4], &why))
		return refuse(id, "action", &why, error);
	siptrunk_action_parse(columns[4], &item.action);
	if(!expires_parse(columns[5], &item.expires)) {
		siptrunk_error_found(&why, "seconds since 1970, or 0", columns[5]);
		return refuse(id, "expires", &why, error);
	}
	if(siptrunk_gathered_add(gathered, &item))
		return true;
	siptrunk_error_set(error, "no memory left");
	return false;
}
