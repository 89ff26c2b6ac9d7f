/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_response: what an ordinary call does about a gateway's final
 * response.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

#include <string.h>

static bool check_codes(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_response_codes_t codes;

	return siptrunk_response_codes_parse(value, &codes, error);
}

static bool check_class(siptrunk_text_t value, siptrunk_error_t *error)
{
	uint8_t class;

	return siptrunk_response_class_parse(value, &class)
		   || siptrunk_error_found(error,
				   "technical, busy, declined, auth or policy", value);
}

static bool check_action(siptrunk_text_t value, siptrunk_error_t *error)
{
	uint8_t action;

	return siptrunk_response_action_parse(value, &action)
		   || siptrunk_error_found(
				   error, "next_gateway, next_trunk or end", value);
}

/** An emergency call goes on at everything: whoever writes such a row believes
 *  that it means something. */
static siptrunk_status_t trunk_read(siptrunk_builder_t *builder,
		const siptrunk_response_row_t *row,
		siptrunk_pending_response_t *pending)
{
	pending->trunk = SIPTRUNK_EVERY_TRUNK;
	if(row->trunk.len == 0)
		return SIPTRUNK_OK;
	if(siptrunk_row_trunk(builder, row->id, row->trunk, &pending->trunk)
			!= SIPTRUNK_OK)
		return builder->status;
	if(builder->config->trunks[pending->trunk].role == SIPTRUNK_ROLE_EMERGENCY)
		return siptrunk_row_refuse(builder, row->id, "trunk",
				"no emergency trunk, whose calls go on at everything",
				row->trunk);
	return SIPTRUNK_OK;
}

static siptrunk_status_t refuse_shared(siptrunk_builder_t *builder,
		const siptrunk_pending_response_t *pending, int code,
		const siptrunk_pending_response_t *other)
{
	siptrunk_error_t why;

	siptrunk_error_set(&why,
			"expected a code in one row of its trunk, found '%d' also in row "
			"%d",
			code, other->row);
	return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_RESPONSE,
			pending->row, "codes", &why);
}

static siptrunk_status_t disjoint_check(siptrunk_builder_t *builder,
		const siptrunk_pending_response_t *pending)
{
	const siptrunk_pending_response_t *other = builder->responses.items;
	size_t i;
	int code;

	for(i = 0; i < builder->responses.count; i++, other++) {
		if(other->trunk != pending->trunk)
			continue;
		code = siptrunk_response_codes_shared(&other->codes, &pending->codes);
		if(code != 0)
			return refuse_shared(builder, pending, code, other);
	}
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_builder_add_response(
		siptrunk_builder_t *builder, const siptrunk_response_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"codes", row->codes, check_codes},
			{"class", row->class, check_class},
			{"action", row->action, check_action},
			{"counts", row->counts, siptrunk_check_yes_no}};
	siptrunk_pending_response_t pending = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_RESPONSE, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| trunk_read(builder, row, &pending) != SIPTRUNK_OK)
		return builder->status;
	siptrunk_response_codes_parse(row->codes, &pending.codes, NULL);
	siptrunk_response_class_parse(row->class, &pending.response.class);
	siptrunk_response_action_parse(row->action, &pending.response.action);
	pending.response.counts =
			siptrunk_text_equal(row->counts, SIPTRUNK_TEXT("yes"));
	if(disjoint_check(builder, &pending) != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->responses, &pending, sizeof(pending));
}

/* --- the tables that the rows make --- */

static void apply(const siptrunk_builder_t *builder, uint32_t trunk,
		siptrunk_responses_t *responses)
{
	const siptrunk_pending_response_t *pending = builder->responses.items;
	size_t i;

	for(i = 0; i < builder->responses.count; i++) {
		if(pending[i].trunk == trunk)
			siptrunk_responses_set(responses, &pending[i].codes,
					pending[i].response, pending[i].row);
	}
}

static bool has_rows(const siptrunk_builder_t *builder, uint32_t trunk)
{
	const siptrunk_pending_response_t *pending = builder->responses.items;
	size_t i;

	for(i = 0; i < builder->responses.count; i++) {
		if(pending[i].trunk == trunk)
			return true;
	}
	return false;
}

/** A copy of shared, with the rows of the trunk; NULL: no memory. */
static const siptrunk_responses_t *own_table(siptrunk_builder_t *builder,
		uint32_t trunk, const siptrunk_responses_t *shared)
{
	siptrunk_responses_t *own =
			siptrunk_builder_alloc(builder, 1, sizeof(*own));

	if(own == NULL)
		return NULL;
	*own = *shared;
	apply(builder, trunk, own);
	return own;
}

void siptrunk_builder_seal_responses(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	siptrunk_responses_t *shared =
			siptrunk_builder_alloc(builder, 1, sizeof(*shared));
	uint32_t trunk;

	if(shared == NULL)
		return;
	config->response_count = builder->responses.count;
	siptrunk_responses_default(shared);
	apply(builder, SIPTRUNK_EVERY_TRUNK, shared);
	for(trunk = 0; trunk < config->trunk_count; trunk++)
		config->trunks[trunk].responses =
				has_rows(builder, trunk) ? own_table(builder, trunk, shared)
										 : shared;
}
