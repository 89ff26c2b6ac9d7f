/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_dial_rule: what becomes of the numbers that a trunk dials,
 * or is sent.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool check_direction(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_header_direction_t direction;

	return siptrunk_header_direction_parse(value, &direction)
		   || siptrunk_error_found(error, "to or from", value);
}

static siptrunk_status_t keep_pattern(siptrunk_builder_t *builder,
		const siptrunk_dial_rule_row_t *row, siptrunk_pattern_t *pattern)
{
	siptrunk_error_t why;

	switch(siptrunk_pattern_compile(
			&builder->config->arena, row->pattern, pattern, &why)) {
		case SIPTRUNK_OK:
			return SIPTRUNK_OK;
		case SIPTRUNK_NO_MEMORY:
			return siptrunk_builder_no_memory(builder);
		default:
			return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_DIAL_RULE,
					row->id, "pattern", &why);
	}
}

/** What makes the same number of whatever fits, and that an emergency's, would
 *  refuse each of its calls. */
static siptrunk_status_t check_constant(
		siptrunk_builder_t *builder, const siptrunk_dial_rule_row_t *row)
{
	const siptrunk_dialler_t anybody = {SIPTRUNK_TEXT(""), NULL, true};
	char number[SIPTRUNK_NUMBER_MAX * 2];
	siptrunk_number_t found;

	if(row->replacement.len == 0
			|| memchr(row->replacement.s, '$', row->replacement.len) != NULL)
		return SIPTRUNK_OK;
	snprintf(number, sizeof(number), "%.*s%.*s", SIPTRUNK_TEXT_FMT(row->prefix),
			SIPTRUNK_TEXT_FMT(row->replacement));
	siptrunk_number_classify(
			&builder->config->plan, siptrunk_text(number), &anybody, &found);
	if(!siptrunk_number_is_emergency(found.classification))
		return SIPTRUNK_OK;
	return siptrunk_row_refuse(builder, row->id, "replacement",
			"no emergency number: more numbers that reach it are rows of "
			"siptrunk_number_plan",
			siptrunk_text(number));
}

static siptrunk_status_t keep(siptrunk_builder_t *builder,
		const siptrunk_dial_rule_row_t *row, siptrunk_dial_rule_t *rule)
{
	siptrunk_error_t why;

	if(row->pattern.len == 0)
		return siptrunk_row_refuse(builder, row->id, "pattern",
				"a regular expression", row->pattern);
	if(keep_pattern(builder, row, &rule->pattern) != SIPTRUNK_OK)
		return builder->status;
	if(!siptrunk_dial_replacement_check(
			   row->replacement, &rule->pattern, &why))
		return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_DIAL_RULE,
				row->id, "replacement", &why);
	if(check_constant(builder, row) != SIPTRUNK_OK)
		return builder->status;
	rule->prefix = siptrunk_row_keep(builder, row->prefix);
	rule->replacement = siptrunk_row_keep(builder, row->replacement);
	return builder->status;
}

siptrunk_status_t siptrunk_builder_add_dial_rule(
		siptrunk_builder_t *builder, const siptrunk_dial_rule_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"direction", row->direction, check_direction},
			{"position", row->position, siptrunk_check_limit},
			{"prefix", row->prefix, siptrunk_dial_prefix_check}};
	siptrunk_pending_dial_rule_t pending = {.rule = {.row = row->id}};
	siptrunk_dial_rule_t *rule = &pending.rule;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_DIAL_RULE, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	siptrunk_header_direction_parse(row->direction, &rule->direction);
	siptrunk_parse_int(row->position, &rule->position);
	if(siptrunk_row_ordinary_trunk(
			   builder, row->id, row->trunk, &pending.trunk)
					!= SIPTRUNK_OK
			|| keep(builder, row, rule) != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->dial_rules, &pending, sizeof(pending));
}

static int pending_compare(const void *left, const void *right)
{
	const siptrunk_pending_dial_rule_t *a = left;
	const siptrunk_pending_dial_rule_t *b = right;

	if(a->trunk != b->trunk)
		return a->trunk < b->trunk ? -1 : 1;
	if(a->rule.position != b->rule.position)
		return a->rule.position < b->rule.position ? -1 : 1;
	return (a->rule.row > b->rule.row) - (a->rule.row < b->rule.row);
}

void siptrunk_builder_seal_dial_rules(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	siptrunk_pending_dial_rule_t *pending = builder->dial_rules.items;
	size_t count = builder->dial_rules.count;
	siptrunk_dial_rule_t *rules =
			siptrunk_builder_alloc(builder, count, sizeof(*rules));
	size_t i;

	if(rules == NULL)
		return;
	if(count > 0)
		qsort(pending, count, sizeof(*pending), pending_compare);
	for(i = 0; i < count; i++) {
		siptrunk_trunk_t *trunk = &config->trunks[pending[i].trunk];

		rules[i] = pending[i].rule;
		if(trunk->dial_rules.count++ == 0)
			trunk->dial_rules.items = &rules[i];
	}
}
