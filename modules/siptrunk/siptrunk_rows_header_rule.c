/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_header_rule: which headers a trunk is sent, and which of its
 * own go on.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

static bool check_direction(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_header_direction_t direction;

	return siptrunk_header_direction_parse(value, &direction)
		   || siptrunk_error_found(error, "to or from", value);
}

static bool check_action(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_header_action_t action;

	return siptrunk_header_action_parse(value, &action)
		   || siptrunk_error_found(error, "pass, drop or rename", value);
}

static siptrunk_status_t new_name_check(siptrunk_builder_t *builder,
		const siptrunk_header_rule_row_t *row, siptrunk_header_action_t action)
{
	siptrunk_error_t why;

	if(action != SIPTRUNK_HEADER_RENAME)
		return row->new_name.len == 0
					   ? SIPTRUNK_OK
					   : siptrunk_row_refuse(builder, row->id, "new_name",
								 "nothing, because action is not rename",
								 row->new_name);
	if(siptrunk_header_rule_is_pattern(row->header))
		return siptrunk_row_refuse(builder, row->id, "header",
				"one name, because action is rename", row->header);
	if(siptrunk_header_rule_is_pattern(row->new_name))
		return siptrunk_row_refuse(
				builder, row->id, "new_name", "one name", row->new_name);
	/* what the trunks of siptrunk_header set is never anybody else's */
	if(siptrunk_config_is_custom(builder->config, row->new_name))
		return siptrunk_row_refuse(builder, row->id, "new_name",
				"a header that siptrunk_header does not set", row->new_name);
	if(!siptrunk_header_rule_check(row->new_name, &why))
		return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_HEADER_RULE,
				row->id, "new_name", &why);
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_builder_add_header_rule(
		siptrunk_builder_t *builder, const siptrunk_header_rule_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"direction", row->direction, check_direction},
			{"header", row->header, siptrunk_header_rule_check},
			{"action", row->action, check_action}};
	siptrunk_pending_header_rule_t pending;
	siptrunk_header_rule_t *rule = &pending.rule;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_HEADER_RULE, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	siptrunk_header_direction_parse(row->direction, &rule->direction);
	siptrunk_header_action_parse(row->action, &rule->action);
	if(siptrunk_row_ordinary_trunk(
			   builder, row->id, row->trunk, &pending.trunk)
					!= SIPTRUNK_OK
			|| new_name_check(builder, row, rule->action) != SIPTRUNK_OK)
		return builder->status;
	rule->header = siptrunk_row_keep(builder, row->header);
	rule->new_name = siptrunk_row_keep(builder, row->new_name);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->header_rules, &pending, sizeof(pending));
}

void siptrunk_builder_seal_header_rules(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	const siptrunk_pending_header_rule_t *pending = builder->header_rules.items;
	size_t count = builder->header_rules.count;
	siptrunk_header_rule_t *rules =
			siptrunk_builder_alloc(builder, count, sizeof(*rules));
	uint32_t trunk;
	size_t i;

	if(rules == NULL)
		return;
	for(trunk = 0; trunk < config->trunk_count; trunk++) {
		config->trunks[trunk].header_rules.items = rules;
		for(i = 0; i < count; i++) {
			if(pending[i].trunk != trunk)
				continue;
			*rules++ = pending[i].rule;
			config->trunks[trunk].header_rules.count++;
		}
	}
}
