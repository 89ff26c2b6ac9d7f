/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_termination: by which identifiers a trunk is told from
 * others behind the same addresses.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"
#include "siptrunk_check.h"
#include "siptrunk_uri.h"

#include <stdio.h>

/** RFC 4904 knows more characters, which nobody's console takes. */
#define LABEL_MAX 64
/** RFC 1035. */
#define HOST_MAX 253

static bool check_kind(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_termination_kind_t kind;

	return siptrunk_termination_kind_parse(value, &kind)
		   || siptrunk_error_found(error, "fqdn, tgrp or dnis", value);
}

/* --- the identifier, by its kind --- */

/** Its host; an address is everybody's. */
static siptrunk_status_t take_host(siptrunk_builder_t *builder,
		const siptrunk_termination_row_t *row, siptrunk_termination_t *item)
{
	char host[HOST_MAX + 2];
	siptrunk_address_t address;
	int len = snprintf(host, sizeof(host), "%.*s%s%.*s",
			SIPTRUNK_TEXT_FMT(row->identifier), row->context.len > 0 ? "." : "",
			SIPTRUNK_TEXT_FMT(row->context));

	item->host = siptrunk_text(host);
	if(len > HOST_MAX || !siptrunk_uri_is_host_name(item->host)
			|| row->identifier.len == 0
			|| siptrunk_address_parse(item->host, &address))
		return siptrunk_row_refuse(builder, row->id, "identifier",
				"a host name, or what stands before the dot and the context",
				row->identifier);
	item->host = siptrunk_row_keep_lower(builder, item->host);
	return builder->status;
}

static siptrunk_status_t check_group(siptrunk_builder_t *builder,
		const siptrunk_termination_row_t *row)
{
	if(!siptrunk_text_is_word(row->identifier, LABEL_MAX, "-._"))
		return siptrunk_row_refuse(builder, row->id, "identifier",
				"a trunk group's label of 1 to 64 letters, digits, '-', '.' "
				"and '_'",
				row->identifier);
	if(row->context.len > 0
			&& !siptrunk_text_is_word(row->context, HOST_MAX, "-._+"))
		return siptrunk_row_refuse(builder, row->id, "context",
				"a trunk-context: a domain or a number's beginning, or nothing",
				row->context);
	return SIPTRUNK_OK;
}

static siptrunk_status_t check_number(siptrunk_builder_t *builder,
		const siptrunk_termination_row_t *row)
{
	const siptrunk_dialler_t anybody = {SIPTRUNK_TEXT(""), NULL, true};
	siptrunk_number_t found;
	siptrunk_error_t why;

	if(!siptrunk_match_number_check(row->identifier, &why))
		return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_TERMINATION,
				row->id, "identifier", &why);
	siptrunk_number_classify(
			&builder->config->plan, row->identifier, &anybody, &found);
	if(siptrunk_number_is_emergency(found.classification))
		return siptrunk_row_refuse(builder, row->id, "identifier",
				"no emergency number", row->identifier);
	if(row->context.len > 0)
		return siptrunk_row_refuse(builder, row->id, "context",
				"nothing, because kind is dnis", row->context);
	return SIPTRUNK_OK;
}

static siptrunk_status_t take_identifier(siptrunk_builder_t *builder,
		const siptrunk_termination_row_t *row, siptrunk_termination_t *item)
{
	siptrunk_status_t status;

	siptrunk_termination_kind_parse(row->kind, &item->kind);
	switch(item->kind) {
		case SIPTRUNK_TERMINATION_FQDN:
			status = take_host(builder, row, item);
			break;
		case SIPTRUNK_TERMINATION_TGRP:
			status = check_group(builder, row);
			break;
		default:
			status = check_number(builder, row);
	}
	if(status != SIPTRUNK_OK)
		return status;
	item->identifier = siptrunk_row_keep_lower(builder, row->identifier);
	item->context = siptrunk_row_keep_lower(builder, row->context);
	return builder->status;
}

/* --- its trunks --- */

/** What has been shown for the one has been shown for the other. */
static bool prove_the_same(const siptrunk_trunk_t *a, const siptrunk_trunk_t *b)
{
	return a->proof == b->proof
		   && siptrunk_text_equal(a->certificate, b->certificate)
		   && siptrunk_text_equal(a->authority, b->authority)
		   && siptrunk_text_equal(a->realm, b->realm);
}

static siptrunk_status_t take_behind(siptrunk_builder_t *builder,
		const siptrunk_termination_row_t *row, siptrunk_termination_t *item)
{
	const siptrunk_trunk_t *behind =
			siptrunk_config_trunk(builder->config, row->behind);
	const char *expected = NULL;

	item->behind = behind;
	if(row->behind.len == 0)
		return SIPTRUNK_OK;
	if(behind == NULL)
		expected = "a name in siptrunk_trunk, or nothing";
	else if(behind == item->trunk || behind->role != item->trunk->role)
		expected = "another trunk of the same role";
	else if(!prove_the_same(behind, item->trunk))
		expected = "a trunk with the same proof, certificate, authority and "
				   "realm: what it shows must do for both";
	return expected == NULL ? SIPTRUNK_OK
							: siptrunk_row_refuse(builder, row->id, "behind",
									  expected, row->behind);
}

static siptrunk_status_t take_trunk(siptrunk_builder_t *builder,
		const siptrunk_termination_row_t *row, siptrunk_termination_t *item)
{
	uint32_t index;

	if(siptrunk_row_trunk(builder, row->id, row->trunk, &index) != SIPTRUNK_OK)
		return builder->status;
	item->trunk = &builder->config->trunks[index];
	if(item->trunk->role == SIPTRUNK_ROLE_EMERGENCY)
		return siptrunk_row_refuse(builder, row->id, "trunk",
				"no trunk of role emergency, which is known by its addresses",
				row->trunk);
	return take_behind(builder, row, item);
}

/** One identifier stands for one trunk, whatever addresses it shares. */
static bool is_taken(
		const siptrunk_builder_t *builder, const siptrunk_termination_t *item)
{
	const siptrunk_termination_t *items = builder->terminations.items;
	size_t i;

	for(i = 0; i < builder->terminations.count; i++) {
		if(siptrunk_termination_same(&items[i], item)
				&& (items[i].trunk != item->trunk
						|| items[i].behind == item->behind))
			return true;
	}
	return false;
}

siptrunk_status_t siptrunk_builder_add_termination(
		siptrunk_builder_t *builder, const siptrunk_termination_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"kind", row->kind, check_kind}};
	siptrunk_termination_t item = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_TERMINATION, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| take_trunk(builder, row, &item) != SIPTRUNK_OK
			|| take_identifier(builder, row, &item) != SIPTRUNK_OK)
		return builder->status;
	if(is_taken(builder, &item))
		return siptrunk_row_refuse(builder, row->id, "identifier",
				"an identifier that no other row has", row->identifier);
	return siptrunk_builder_push(
			builder, &builder->terminations, &item, sizeof(item));
}
