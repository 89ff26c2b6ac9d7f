/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * From the rows about registered calls to what each agent trunk has.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

#include <stdlib.h>

void siptrunk_builder_seal_apis(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	const siptrunk_api_t *apis;
	size_t i;

	config->api_count = builder->apis.count;
	apis = siptrunk_builder_seal(
			builder, &builder->apis, sizeof(siptrunk_api_t));
	config->apis = apis;
	if(apis == NULL)
		return;
	for(i = 0; i < config->api_count; i++)
		config->trunks[apis[i].trunk].api = &apis[i];
}

static int agent_compare(const void *left, const void *right)
{
	const siptrunk_agent_t *a = left;
	const siptrunk_agent_t *b = right;

	if(a->trunk != b->trunk)
		return a->trunk < b->trunk ? -1 : 1;
	return siptrunk_text_compare(a->number, b->number);
}

static void refuse_second_agent(siptrunk_builder_t *builder,
		const siptrunk_agent_t *agent, const siptrunk_agent_t *other)
{
	siptrunk_quoted_t quoted;
	siptrunk_error_t why;
	bool later = agent->row > other->row;

	siptrunk_error_set(&why,
			"expected a number in one row of the trunk, found '%s' also in row "
			"%d",
			siptrunk_text_quote(agent->number, &quoted),
			later ? other->row : agent->row);
	siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_AGENT,
			later ? agent->row : other->row, "number", &why);
}

/** Sorted; false: two are the same. */
static bool agents_differ(siptrunk_builder_t *builder)
{
	siptrunk_agent_t *agents = builder->agents.items;
	size_t count = builder->agents.count;
	size_t i;

	if(count > 0)
		qsort(agents, count, sizeof(*agents), agent_compare);
	for(i = 1; i < count; i++) {
		if(agent_compare(&agents[i - 1], &agents[i]) == 0) {
			refuse_second_agent(builder, &agents[i], &agents[i - 1]);
			return false;
		}
	}
	return true;
}

/** As some pbx dials it. */
static bool is_emergency(
		const siptrunk_config_t *config, siptrunk_text_t number)
{
	siptrunk_number_t found;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		const siptrunk_dialler_t dialler = {
				config->trunks[i].outside_prefix, NULL, true};

		if(config->trunks[i].role != SIPTRUNK_ROLE_PBX)
			continue;
		siptrunk_number_classify(&config->plan, number, &dialler, &found);
		if(siptrunk_number_is_emergency(found.classification))
			return true;
	}
	return false;
}

/** A call that is not registered must not become an emergency call. */
static bool queues_check(siptrunk_builder_t *builder)
{
	const siptrunk_agent_t *agents = builder->agents.items;
	siptrunk_error_t why;
	size_t i;

	for(i = 0; i < builder->agents.count; i++) {
		if(agents[i].fallback.kind != SIPTRUNK_FALLBACK_QUEUE
				|| !is_emergency(builder->config, agents[i].fallback.number))
			continue;
		siptrunk_error_found(&why, "a queue that is no emergency number",
				agents[i].fallback.number);
		siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_AGENT, agents[i].row,
				"fallback", &why);
		return false;
	}
	return true;
}

void siptrunk_builder_seal_agents(siptrunk_builder_t *builder)
{
	siptrunk_trunk_t *trunks = builder->config->trunks;
	size_t count = builder->agents.count;
	const siptrunk_agent_t *agents;
	size_t i;

	if(!agents_differ(builder) || !queues_check(builder))
		return;
	agents = siptrunk_builder_seal(
			builder, &builder->agents, sizeof(siptrunk_agent_t));
	for(i = 0; agents != NULL && i < count; i++) {
		if(trunks[agents[i].trunk].agent_count++ == 0)
			trunks[agents[i].trunk].agents = &agents[i];
	}
}

/** Those of a trunk stay in the order of their rows. */
static int variable_compare(const void *left, const void *right)
{
	const siptrunk_variable_t *a = left;
	const siptrunk_variable_t *b = right;

	if(a->trunk != b->trunk)
		return a->trunk < b->trunk ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

void siptrunk_builder_seal_variables(siptrunk_builder_t *builder)
{
	siptrunk_trunk_t *trunks = builder->config->trunks;
	siptrunk_list_t *list = &builder->variables;
	size_t count = list->count;
	const siptrunk_variable_t *variables;
	size_t i;

	if(count > 0)
		qsort(list->items, count, sizeof(*variables), variable_compare);
	variables =
			siptrunk_builder_seal(builder, list, sizeof(siptrunk_variable_t));
	for(i = 0; variables != NULL && i < count; i++) {
		if(trunks[variables[i].trunk].variable_count++ == 0)
			trunks[variables[i].trunk].variables = &variables[i];
	}
}
