/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_api, siptrunk_agent and siptrunk_variable: which calls are
 * registered with an agent trunk's API, and how.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"
#include "siptrunk_url.h"

/* --- siptrunk_api --- */

static siptrunk_status_t role_check(
		siptrunk_builder_t *builder, int row, uint32_t trunk)
{
	const siptrunk_trunk_t *named = &builder->config->trunks[trunk];

	if(named->role == SIPTRUNK_ROLE_AGENT)
		return SIPTRUNK_OK;
	return siptrunk_row_refuse(builder, row, "trunk",
			"a trunk of role agent", named->name);
}

static bool has_api(const siptrunk_builder_t *builder, uint32_t trunk)
{
	const siptrunk_api_t *apis = builder->apis.items;
	size_t i;

	for(i = 0; i < builder->apis.count; i++) {
		if(apis[i].trunk == trunk)
			return true;
	}
	return false;
}

/** What is known of each has a place in memory that is shared from the start
 *  on. */
static siptrunk_status_t place_check(
		siptrunk_builder_t *builder, const siptrunk_api_row_t *row)
{
	siptrunk_quoted_t quoted;
	siptrunk_error_t why;

	if(builder->apis.count < SIPTRUNK_APIS_MAX)
		return SIPTRUNK_OK;
	siptrunk_error_set(&why,
			"expected %d rows at most, found one more, for '%s'",
			SIPTRUNK_APIS_MAX, siptrunk_text_quote(row->trunk, &quoted));
	return siptrunk_builder_refuse(
			builder, SIPTRUNK_STAGE_API, row->id, "trunk", &why);
}

static siptrunk_status_t api_keep(siptrunk_builder_t *builder,
		const siptrunk_api_row_t *row, siptrunk_api_t *api)
{
	siptrunk_text_t key = siptrunk_row_keep(builder, row->api_key);

	api->row = row->id;
	api->url = siptrunk_row_keep(builder, row->url);
	api->ca_file = siptrunk_row_keep(builder, row->ca_file);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	siptrunk_key_source_parse(key, &api->key);
	siptrunk_parse_int(row->deadline, &api->deadline);
	siptrunk_parse_int(row->reserve, &api->reserve);
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_builder_add_api(
		siptrunk_builder_t *builder, const siptrunk_api_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"url", row->url, siptrunk_url_check_base},
			{"api_key", row->api_key, siptrunk_agent_check_key},
			{"ca_file", row->ca_file, siptrunk_check_file},
			{"deadline", row->deadline, siptrunk_agent_check_deadline},
			{"reserve", row->reserve, siptrunk_check_limit}};
	siptrunk_api_t api;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_API, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &api.trunk)
					   != SIPTRUNK_OK
			|| role_check(builder, row->id, api.trunk) != SIPTRUNK_OK)
		return builder->status;
	if(has_api(builder, api.trunk))
		return siptrunk_row_refuse(builder, row->id, "trunk",
				"a trunk that no other row names", row->trunk);
	if(place_check(builder, row) != SIPTRUNK_OK
			|| api_keep(builder, row, &api) != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(builder, &builder->apis, &api, sizeof(api));
}

/* --- siptrunk_agent --- */

static siptrunk_status_t api_check(
		siptrunk_builder_t *builder, int row, uint32_t trunk)
{
	const siptrunk_trunk_t *named = &builder->config->trunks[trunk];

	if(named->api != NULL)
		return SIPTRUNK_OK;
	return siptrunk_row_refuse(builder, row, "trunk",
			"a trunk with a row in siptrunk_api", named->name);
}

static siptrunk_status_t agent_keep(siptrunk_builder_t *builder,
		const siptrunk_agent_row_t *row, siptrunk_agent_t *agent)
{
	siptrunk_text_t fallback = siptrunk_row_keep(builder, row->fallback);

	agent->row = row->id;
	agent->number = siptrunk_row_keep(builder, row->number);
	agent->agent_id = siptrunk_row_keep(builder, row->agent_id);
	agent->agent_version = siptrunk_row_keep(builder, row->agent_version);
	agent->direction = row->direction.len > 0
							   ? siptrunk_row_keep(builder, row->direction)
							   : SIPTRUNK_TEXT("inbound");
	if(builder->status == SIPTRUNK_OK)
		siptrunk_fallback_parse(fallback, &agent->fallback);
	return builder->status;
}

siptrunk_status_t siptrunk_builder_add_agent(
		siptrunk_builder_t *builder, const siptrunk_agent_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"number", row->number, siptrunk_check_e164_or_empty},
			{"agent_id", row->agent_id, siptrunk_agent_check_id},
			{"agent_version", row->agent_version,
					siptrunk_agent_check_version},
			{"direction", row->direction, siptrunk_check_direction},
			{"fallback", row->fallback, siptrunk_agent_check_fallback}};
	siptrunk_agent_t agent;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_AGENT, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &agent.trunk)
					   != SIPTRUNK_OK
			|| api_check(builder, row->id, agent.trunk) != SIPTRUNK_OK
			|| agent_keep(builder, row, &agent) != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->agents, &agent, sizeof(agent));
}

/* --- siptrunk_variable --- */

static bool has_variable(const siptrunk_builder_t *builder,
		const siptrunk_variable_t *variable)
{
	const siptrunk_variable_t *variables = builder->variables.items;
	size_t i;

	for(i = 0; i < builder->variables.count; i++) {
		if(variables[i].trunk == variable->trunk
				&& variables[i].kind == variable->kind
				&& siptrunk_text_equal(variables[i].name, variable->name))
			return true;
	}
	return false;
}

siptrunk_status_t siptrunk_builder_add_variable(
		siptrunk_builder_t *builder, const siptrunk_variable_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"header", row->header, siptrunk_agent_check_header},
			{"kind", row->kind, siptrunk_agent_check_kind},
			{"name", row->name, siptrunk_agent_check_variable}};
	siptrunk_variable_t variable = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_VARIABLE, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &variable.trunk)
					   != SIPTRUNK_OK
			|| api_check(builder, row->id, variable.trunk) != SIPTRUNK_OK)
		return builder->status;
	siptrunk_variable_kind_parse(row->kind, &variable.kind);
	variable.header = siptrunk_row_keep(builder, row->header);
	variable.name = siptrunk_row_keep(builder, row->name);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	if(has_variable(builder, &variable))
		return siptrunk_row_refuse(builder, row->id, "name",
				"a name that no other header has", row->name);
	return siptrunk_builder_push(
			builder, &builder->variables, &variable, sizeof(variable));
}
