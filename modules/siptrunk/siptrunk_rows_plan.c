/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_number_plan: which numbers have which classification.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

static bool check_match_type(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_match_type_t type;

	return siptrunk_match_type_parse(value, &type)
		   || siptrunk_error_found(error,
				   "number_list, digit_length, prefix, country_code or regex",
				   value);
}

/** A length or a pattern that fits too much would make somebody's ordinary call
 *  an emergency. */
static siptrunk_status_t check_emergency(siptrunk_builder_t *builder,
		const siptrunk_number_plan_row_t *row, siptrunk_match_type_t type)
{
	if(type == SIPTRUNK_MATCH_NUMBER_LIST
			|| !siptrunk_number_is_emergency(row->classification))
		return SIPTRUNK_OK;
	return siptrunk_row_refuse(builder, row->id, "match_type",
			"number_list, because the classification is an emergency's",
			row->match_type);
}

/** A list has this number, and holds where one of site (NULL: everywhere)
 *  would: of two, one could take the other's emergency for something else. */
static bool rule_exists(const siptrunk_builder_t *builder,
		siptrunk_text_t number, const siptrunk_site_t *site)
{
	const siptrunk_number_rule_t *rules = builder->rules.items;
	size_t i;

	for(i = 0; i < builder->rules.count; i++) {
		if(rules[i].match.type == SIPTRUNK_MATCH_NUMBER_LIST
				&& siptrunk_text_equal(rules[i].match.text, number)
				&& (site == NULL || rules[i].site == NULL
						|| rules[i].site == site))
			return true;
	}
	return false;
}

static siptrunk_status_t add(
		siptrunk_builder_t *builder, const siptrunk_number_rule_t *rule)
{
	if(rule->match.type == SIPTRUNK_MATCH_NUMBER_LIST
			&& rule_exists(builder, rule->match.text, rule->site))
		return siptrunk_row_refuse(builder, rule->row, "numbers",
				"a number that the plan has not yet, for this site or for all",
				rule->match.text);
	return siptrunk_builder_push(builder, &builder->rules, rule, sizeof(*rule));
}

/** The items of column numbers, one by one. */
static siptrunk_status_t add_items(siptrunk_builder_t *builder,
		siptrunk_text_t items, siptrunk_match_type_t type,
		siptrunk_number_rule_t *rule)
{
	siptrunk_error_t why;

	do {
		switch(siptrunk_match_read(type, &builder->config->arena, &items,
				&rule->match, &why)) {
			case SIPTRUNK_OK:
				add(builder, rule);
				break;
			case SIPTRUNK_NO_MEMORY:
				return siptrunk_builder_no_memory(builder);
			default:
				return siptrunk_builder_refuse(builder,
						SIPTRUNK_STAGE_NUMBER_PLAN, rule->row, "numbers", &why);
		}
	} while(items.s != NULL && builder->status == SIPTRUNK_OK);
	return builder->status;
}

siptrunk_status_t siptrunk_builder_add_number_plan(
		siptrunk_builder_t *builder, const siptrunk_number_plan_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"match_type", row->match_type, check_match_type},
			{"classification", row->classification,
					siptrunk_number_class_check},
			{"priority", row->priority, siptrunk_check_limit}};
	siptrunk_number_rule_t rule = {.row = row->id};
	siptrunk_match_type_t type;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_NUMBER_PLAN, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_site(builder, row->id, row->site, &rule.site)
					   != SIPTRUNK_OK)
		return builder->status;
	siptrunk_match_type_parse(row->match_type, &type);
	siptrunk_parse_int(row->priority, &rule.priority);
	if(check_emergency(builder, row, type) != SIPTRUNK_OK)
		return builder->status;
	rule.classification = siptrunk_row_keep(builder, row->classification);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return add_items(builder, row->numbers, type, &rule);
}
