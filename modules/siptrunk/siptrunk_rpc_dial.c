/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC about dial rules: what a trunk has, and what would become of a number.
 *
 * Any process that serves RPC; each command works on one snapshot.
 */
#include "siptrunk_rpc_dial.h"

#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_uri.h"

void siptrunk_rpc_dial_rules_of(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "dial_rules"), *item;
	const siptrunk_dial_rule_t *rule = trunk->dial_rules.items;
	size_t i;

	for(i = 0; i < trunk->dial_rules.count && i < SIPTRUNK_LISTED_MAX;
			i++, rule++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_number(rpc, item, "row", rule->row);
		siptrunk_rpc_text(rpc, item, "direction",
				siptrunk_header_direction_name(rule->direction));
		siptrunk_rpc_number(rpc, item, "position", rule->position);
		siptrunk_rpc_text(rpc, item, "pattern", rule->pattern.text);
		siptrunk_rpc_text(rpc, item, "prefix", rule->prefix);
		siptrunk_rpc_text(rpc, item, "replacement", rule->replacement);
	}
}

/* --- dial --- */

static bool is_emergency(const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_text_t number)
{
	const siptrunk_trunk_t *pbx =
			trunk->role == SIPTRUNK_ROLE_PBX
					? trunk
					: siptrunk_config_first(config, SIPTRUNK_ROLE_PBX);
	const siptrunk_dialler_t anybody = {
			pbx != NULL ? pbx->outside_prefix : SIPTRUNK_TEXT(""), NULL, true};
	siptrunk_number_t found;

	siptrunk_number_classify(&config->plan, number, &anybody, &found);
	return siptrunk_number_is_emergency(found.classification);
}

/** What would be done with the number: it is an emergency's before any rule, or
 *  only after it. */
static const char *verdict(const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, const char *number, const char *dialled)
{
	if(is_emergency(config, trunk, siptrunk_text(number)))
		return "emergency";
	if(dialled[0] == '\0')
		return "no_number";
	if(is_emergency(config, trunk, siptrunk_text(dialled)))
		return "refused";
	return "dialled";
}

static void answer_dial(rpc_t *rpc, void *ctx, const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_header_direction_t direction,
		const char *number)
{
	char dialled[SIPTRUNK_NUMBER_MAX + 1];
	const siptrunk_dial_rule_t *rule = siptrunk_dial_rule_apply(
			&trunk->dial_rules, direction, siptrunk_text(number), dialled);
	const siptrunk_text_t result =
			siptrunk_text(rule != NULL ? dialled : number);
	void *answer = siptrunk_rpc_answer(rpc, ctx);

	if(answer == NULL)
		return;
	siptrunk_rpc_text(rpc, answer, "number", siptrunk_text(number));
	siptrunk_rpc_number(rpc, answer, "row", rule != NULL ? rule->row : 0);
	siptrunk_rpc_text(rpc, answer, "pattern",
			rule != NULL ? rule->pattern.text : SIPTRUNK_TEXT(""));
	siptrunk_rpc_text(rpc, answer, "dialled", result);
	siptrunk_rpc_text(rpc, answer, "verdict",
			siptrunk_text(verdict(config, trunk, number, result.s)));
	siptrunk_rpc_text(rpc, answer, "e164",
			siptrunk_uri_is_e164(result) ? SIPTRUNK_TEXT("yes")
										 : SIPTRUNK_TEXT("no"));
}

/** The third argument; "from" when there is none. false after a fault. */
static bool read_direction(rpc_t *rpc, void *ctx,
		const siptrunk_arguments_t *arguments,
		siptrunk_header_direction_t *direction)
{
	*direction = SIPTRUNK_HEADER_FROM;
	if(arguments->count < 3
			|| siptrunk_header_direction_parse(arguments->values[2], direction))
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400, "'%.*s' is no direction; from and to are",
			SIPTRUNK_TEXT_FMT(arguments->values[2]));
	return false;
}

const char *siptrunk_rpc_dial_doc[] = {
		"What a trunk's dial rules make of a number that it dials, or is sent. "
		"NUMBER TRUNK [from|to]",
		0};

void siptrunk_rpc_dial(rpc_t *rpc, void *ctx)
{
	char number[SIPTRUNK_NUMBER_MAX + 1];
	siptrunk_header_direction_t direction;
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	const siptrunk_trunk_t *trunk;

	if(!siptrunk_rpc_read(rpc, ctx, 2, 3,
			   "siptrunk.dial NUMBER TRUNK [from|to]", &arguments)
			|| !read_direction(rpc, ctx, &arguments, &direction))
		return;
	if(siptrunk_number_normalise(arguments.values[0], number) == 0) {
		siptrunk_rpc_fault(rpc, ctx, 400, "'%.*s' is no number",
				SIPTRUNK_TEXT_FMT(arguments.values[0]));
		return;
	}
	snapshot = siptrunk_snapshot_get();
	trunk = siptrunk_rpc_trunk(
			rpc, ctx, snapshot->config, arguments.values[1]);
	if(trunk != NULL)
		answer_dial(rpc, ctx, snapshot->config, trunk, direction, number);
	siptrunk_snapshot_put(snapshot);
}
