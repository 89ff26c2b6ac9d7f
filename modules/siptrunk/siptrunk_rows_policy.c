/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_header_policy and siptrunk_verified_caller: what trunks are
 * shown of a caller, and which callers.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

#include "siptrunk_uri.h"

#include <stdlib.h>

static bool check_action(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_policy_action_t action;

	return siptrunk_policy_action_parse(value, &action)
		   || siptrunk_error_found(error, "replace, add or remove", value);
}

/** An emergency call passes no rules: what would be ignored is refused. */
static bool check_classification(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	if(value.len == 0)
		return true;
	if(siptrunk_number_is_emergency(value))
		return siptrunk_error_found(error,
				"a classification that is no emergency call's", value);
	return siptrunk_number_class_check(value, error);
}

/** The trunk of a row; an emergency trunk is shown what it must be. */
static siptrunk_status_t trunk_of(siptrunk_builder_t *builder, int row,
		siptrunk_text_t name, uint32_t *trunk)
{
	if(siptrunk_row_trunk(builder, row, name, trunk) != SIPTRUNK_OK)
		return builder->status;
	if(builder->config->trunks[*trunk].role != SIPTRUNK_ROLE_EMERGENCY)
		return SIPTRUNK_OK;
	return siptrunk_row_refuse(builder, row, "trunk",
			"a trunk whose role is not emergency", name);
}

/* --- siptrunk_header_policy --- */

/** What the columns must be together. */
static siptrunk_status_t policy_check(siptrunk_builder_t *builder,
		const siptrunk_header_policy_row_t *row,
		const siptrunk_policy_t *policy)
{
	siptrunk_error_t why;

	if(policy->field == SIPTRUNK_POLICY_FROM_NUMBER
			&& policy->action != SIPTRUNK_POLICY_REPLACE)
		return siptrunk_row_refuse(builder, row->id, "action",
				"replace, because a call without a From there is none",
				row->action);
	if(policy->action == SIPTRUNK_POLICY_REMOVE)
		return row->value.len == 0
					   ? SIPTRUNK_OK
					   : siptrunk_row_refuse(builder, row->id, "value",
								 "nothing, because action is remove",
								 row->value);
	/* it is removed from every message before a trunk gets its own */
	if(siptrunk_config_is_custom(builder->config, row->field))
		return siptrunk_row_refuse(builder, row->id, "field",
				"a header that siptrunk_header does not set", row->field);
	if(!siptrunk_policy_value_check(policy->field, row->value, &why))
		return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_HEADER_POLICY,
				row->id, "value", &why);
	return SIPTRUNK_OK;
}

static siptrunk_status_t has_place(siptrunk_builder_t *builder,
		const siptrunk_header_policy_row_t *row, uint32_t trunk)
{
	const siptrunk_pending_policy_t *pending = builder->policies.items;
	size_t i, count = 0;

	for(i = 0; i < builder->policies.count; i++)
		count += pending[i].trunk == trunk;
	if(count < SIPTRUNK_POLICIES_MAX)
		return SIPTRUNK_OK;
	return siptrunk_row_refuse(builder, row->id, "trunk",
			"a trunk that has fewer than 32 of these rows", row->trunk);
}

siptrunk_status_t siptrunk_builder_add_header_policy(
		siptrunk_builder_t *builder, const siptrunk_header_policy_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"position", row->position, siptrunk_check_limit},
			{"name", row->name, siptrunk_check_description},
			{"field", row->field, siptrunk_policy_field_check},
			{"action", row->action, check_action},
			{"numbers", row->numbers, siptrunk_policy_numbers_check},
			{"classification", row->classification, check_classification}};
	siptrunk_pending_policy_t pending = {.row = row->id};
	siptrunk_policy_t *policy = &pending.policy;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_HEADER_POLICY, row->id,
			   cells, SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	siptrunk_parse_int(row->position, &policy->position);
	policy->field = siptrunk_policy_field_of(row->field);
	siptrunk_policy_action_parse(row->action, &policy->action);
	if(trunk_of(builder, row->id, row->trunk, &pending.trunk) != SIPTRUNK_OK
			|| has_place(builder, row, pending.trunk) != SIPTRUNK_OK
			|| policy_check(builder, row, policy) != SIPTRUNK_OK)
		return builder->status;
	policy->name = siptrunk_row_keep(builder, row->name);
	policy->header = siptrunk_row_keep(builder, row->field);
	policy->value = siptrunk_row_keep(builder, row->value);
	policy->numbers = siptrunk_row_keep(builder, row->numbers);
	policy->classification = siptrunk_row_keep(builder, row->classification);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->policies, &pending, sizeof(pending));
}

static int policy_compare(const void *left, const void *right)
{
	const siptrunk_pending_policy_t *a = left;
	const siptrunk_pending_policy_t *b = right;

	if(a->trunk != b->trunk)
		return a->trunk < b->trunk ? -1 : 1;
	if(a->policy.position != b->policy.position)
		return a->policy.position < b->policy.position ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

void siptrunk_builder_seal_policies(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	siptrunk_pending_policy_t *pending = builder->policies.items;
	size_t i, count = builder->policies.count;
	siptrunk_policy_t *policies =
			siptrunk_builder_alloc(builder, count, sizeof(*policies));
	siptrunk_policies_t *of_trunk;

	if(policies == NULL)
		return;
	if(count > 0)
		qsort(pending, count, sizeof(*pending), policy_compare);
	for(i = 0; i < count; i++) {
		policies[i] = pending[i].policy;
		of_trunk = &config->trunks[pending[i].trunk].policies;
		if(of_trunk->count++ == 0)
			of_trunk->items = &policies[i];
	}
}

/* --- siptrunk_verified_caller --- */

siptrunk_status_t siptrunk_builder_add_verified_caller(
		siptrunk_builder_t *builder, const siptrunk_verified_caller_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"number", row->number, siptrunk_check_e164}};
	siptrunk_verified_t verified;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_VERIFIED_CALLER, row->id,
			   cells, SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| trunk_of(builder, row->id, row->trunk, &verified.trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	verified.number = siptrunk_row_keep(builder, row->number);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->verified, &verified, sizeof(verified));
}

int siptrunk_verified_compare(const void *left, const void *right)
{
	const siptrunk_verified_t *a = left;
	const siptrunk_verified_t *b = right;

	if(a->trunk != b->trunk)
		return a->trunk < b->trunk ? -1 : 1;
	return siptrunk_text_compare(siptrunk_uri_without_plus(a->number),
			siptrunk_uri_without_plus(b->number));
}

void siptrunk_builder_seal_verified(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	siptrunk_list_t *list = &builder->verified;

	if(list->count > 0)
		qsort(list->items, list->count, sizeof(siptrunk_verified_t),
				siptrunk_verified_compare);
	config->verified_count = list->count;
	config->verified =
			siptrunk_builder_seal(builder, list, sizeof(siptrunk_verified_t));
}
