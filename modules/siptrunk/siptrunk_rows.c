/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The rows of the tables: each is checked when it comes, and its texts are
 * copied into the configuration's arena.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_ascii.h"
#include "siptrunk_builder.h"
#include "siptrunk_check.h"

#include <stdlib.h>
#include <string.h>

siptrunk_status_t siptrunk_row_check(siptrunk_builder_t *builder,
		siptrunk_stage_t table, int row, const siptrunk_cell_t *cells,
		size_t count)
{
	siptrunk_error_t why;
	size_t i;

	if(siptrunk_builder_enter(builder, table) != SIPTRUNK_OK)
		return builder->status;
	for(i = 0; i < count; i++) {
		if(!cells[i].check(cells[i].value, &why))
			return siptrunk_builder_refuse(
					builder, table, row, cells[i].column, &why);
	}
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_row_refuse(siptrunk_builder_t *builder, int row,
		const char *column, const char *expected, siptrunk_text_t found)
{
	siptrunk_error_t why;

	siptrunk_error_found(&why, expected, found);
	return siptrunk_builder_refuse(builder, builder->stage, row, column, &why);
}

siptrunk_text_t siptrunk_row_keep(
		siptrunk_builder_t *builder, siptrunk_text_t text)
{
	siptrunk_text_t copy = siptrunk_arena_copy(&builder->config->arena, text);

	if(copy.s == NULL)
		siptrunk_builder_no_memory(builder);
	return copy;
}

siptrunk_text_t siptrunk_row_keep_lower(
		siptrunk_builder_t *builder, siptrunk_text_t text)
{
	char lower[SIPTRUNK_LOWER_MAX];
	size_t i;

	for(i = 0; i < text.len && i < sizeof(lower); i++)
		lower[i] = siptrunk_ascii_lower(text.s[i]);
	return siptrunk_row_keep(builder, (siptrunk_text_t){lower, i});
}

siptrunk_status_t siptrunk_builder_add_site(
		siptrunk_builder_t *builder, const siptrunk_site_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"name", row->name, siptrunk_check_name},
			{"ani", row->ani, siptrunk_check_e164_or_empty},
			{"desk", row->desk, siptrunk_check_desk},
			{"callback", row->callback, siptrunk_check_callback}};
	siptrunk_site_t site;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_SITE, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	if(siptrunk_site_find(
			   builder->sites.items, builder->sites.count, row->name))
		return siptrunk_row_refuse(
				builder, row->id, "name", "a new site", row->name);
	site.name = siptrunk_row_keep(builder, row->name);
	site.ani = siptrunk_row_keep(builder, row->ani);
	site.desk = siptrunk_row_keep(builder, row->desk);
	site.callback = siptrunk_text_equal(row->callback, SIPTRUNK_TEXT("caller"))
							? SIPTRUNK_CALLBACK_CALLER
							: SIPTRUNK_CALLBACK_DESK;
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(builder, &builder->sites, &site, sizeof(site));
}

siptrunk_status_t siptrunk_row_site(siptrunk_builder_t *builder, int row,
		siptrunk_text_t name, const siptrunk_site_t **site)
{
	const siptrunk_config_t *config = builder->config;

	*site = siptrunk_site_find(config->sites, config->site_count, name);
	if(name.len > 0 && *site == NULL)
		return siptrunk_row_refuse(
				builder, row, "site", "a name in siptrunk_site", name);
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_row_trunk(siptrunk_builder_t *builder, int row,
		siptrunk_text_t name, uint32_t *index)
{
	const siptrunk_trunk_t *trunk =
			siptrunk_config_trunk(builder->config, name);

	if(trunk == NULL)
		return siptrunk_row_refuse(
				builder, row, "trunk", "a name in siptrunk_trunk", name);
	*index = (uint32_t)(trunk - builder->config->trunks);
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_row_ordinary_trunk(siptrunk_builder_t *builder,
		int row, siptrunk_text_t name, uint32_t *index)
{
	if(siptrunk_row_trunk(builder, row, name, index) != SIPTRUNK_OK)
		return builder->status;
	if(builder->config->trunks[*index].role != SIPTRUNK_ROLE_EMERGENCY)
		return SIPTRUNK_OK;
	return siptrunk_row_refuse(builder, row, "trunk",
			"a trunk whose role is not emergency", name);
}

static bool trunk_has_header(
		const siptrunk_builder_t *builder, uint32_t trunk, siptrunk_text_t name)
{
	const siptrunk_pending_header_t *headers = builder->headers.items;
	size_t i;

	for(i = 0; i < builder->headers.count; i++) {
		if(headers[i].trunk == trunk
				&& siptrunk_text_equal_nocase(headers[i].header.name, name))
			return true;
	}
	return false;
}

/** Beside it, RedSky's dashboard shows an "Organization ID" that routes no
 *  call: easy to take for the value. */
static void warn_organization_id(
		siptrunk_builder_t *builder, const siptrunk_header_row_t *row)
{
	siptrunk_error_t why;

	if(!siptrunk_text_equal_nocase(
			   row->name, SIPTRUNK_TEXT("E911-Organization-ID"))
			|| siptrunk_header_value_is_uuid(row->value))
		return;
	/* not shown: it may be the id, with a letter too many */
	siptrunk_error_set(&why,
			"expected the HELD Company ID, a UUID, found %zu bytes that are "
			"none",
			row->value.len);
	siptrunk_builder_warn(
			builder, SIPTRUNK_STAGE_HEADER, row->id, "value", &why);
}

siptrunk_status_t siptrunk_builder_add_header(
		siptrunk_builder_t *builder, const siptrunk_header_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"name", row->name, siptrunk_header_name_check},
			{"value", row->value, siptrunk_header_value_check}};
	siptrunk_pending_header_t pending;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_HEADER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &pending.trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	if(trunk_has_header(builder, pending.trunk, row->name))
		return siptrunk_row_refuse(builder, row->id, "name",
				"a header that the trunk has not yet", row->name);
	warn_organization_id(builder, row);
	pending.header.row = row->id;
	pending.header.name = siptrunk_row_keep(builder, row->name);
	pending.header.value = siptrunk_row_keep(builder, row->value);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->headers, &pending, sizeof(pending));
}

/** Adds name to the union of names. */
static void header_name_add(
		siptrunk_config_t *config, siptrunk_text_t *names, siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < config->header_name_count; i++) {
		if(siptrunk_text_equal_nocase(names[i], name))
			return;
	}
	names[config->header_name_count++] = name;
}

void siptrunk_builder_seal_headers(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	const siptrunk_pending_header_t *pending = builder->headers.items;
	size_t count = builder->headers.count;
	siptrunk_header_t *headers =
			siptrunk_builder_alloc(builder, count, sizeof(*headers));
	siptrunk_text_t *names =
			siptrunk_builder_alloc(builder, count, sizeof(*names));
	uint32_t trunk;
	size_t i;

	if(headers == NULL || names == NULL)
		return;
	config->header_names = names;
	config->header_count = count;
	for(trunk = 0; trunk < config->trunk_count; trunk++) {
		config->trunks[trunk].headers = headers;
		for(i = 0; i < count; i++) {
			if(pending[i].trunk != trunk)
				continue;
			*headers++ = pending[i].header;
			config->trunks[trunk].header_count++;
			header_name_add(config, names, pending[i].header.name);
		}
	}
}

siptrunk_status_t siptrunk_builder_add_caller(
		siptrunk_builder_t *builder, const siptrunk_caller_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"aor", row->aor, siptrunk_check_aor},
			{"email", row->email, siptrunk_check_email},
			{"extension", row->extension, siptrunk_check_extension},
			{"did", row->did, siptrunk_check_e164_or_empty}};
	siptrunk_caller_t caller = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_CALLER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_site(builder, row->id, row->site, &caller.site)
					   != SIPTRUNK_OK)
		return builder->status;
	caller.aor = siptrunk_row_keep(builder, row->aor);
	caller.email = siptrunk_row_keep(builder, row->email);
	caller.extension = siptrunk_row_keep(builder, row->extension);
	caller.did = siptrunk_row_keep(builder, row->did);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->callers, &caller, sizeof(caller));
}

siptrunk_status_t siptrunk_builder_add_number(
		siptrunk_builder_t *builder, const siptrunk_number_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"number", row->number, siptrunk_check_e164}};
	siptrunk_pending_number_t pending = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_NUMBER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(
					   builder, row->id, row->trunk, &pending.owned.trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	pending.owned.number = siptrunk_row_keep(builder, row->number);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->numbers, &pending, sizeof(pending));
}

static int number_compare(const void *left, const void *right)
{
	const siptrunk_pending_number_t *a = left;
	const siptrunk_pending_number_t *b = right;

	return siptrunk_text_compare(a->owned.number, b->owned.number);
}

static void refuse_shared_number(siptrunk_builder_t *builder,
		const siptrunk_pending_number_t *number,
		const siptrunk_pending_number_t *other)
{
	siptrunk_quoted_t quoted;
	siptrunk_error_t why;

	siptrunk_error_set(&why,
			"expected a number in one row, found '%s' also in row %d",
			siptrunk_text_quote(number->owned.number, &quoted), other->row);
	siptrunk_builder_refuse(
			builder, SIPTRUNK_STAGE_NUMBER, number->row, "number", &why);
}

void siptrunk_builder_seal_numbers(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	siptrunk_pending_number_t *pending = builder->numbers.items;
	size_t count = builder->numbers.count;
	siptrunk_owned_t *owned =
			siptrunk_builder_alloc(builder, count, sizeof(*owned));
	size_t i;

	if(owned == NULL)
		return;
	if(count > 0)
		qsort(pending, count, sizeof(*pending), number_compare);
	for(i = 0; i < count; i++) {
		if(i > 0 && number_compare(&pending[i - 1], &pending[i]) == 0) {
			refuse_shared_number(builder, &pending[i], &pending[i - 1]);
			return;
		}
		owned[i] = pending[i].owned;
	}
	config->owned = owned;
	config->owned_count = count;
}
