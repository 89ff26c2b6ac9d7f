/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * From checked rows to the tables of a configuration.
 *
 * Pure; only the process that loads. Lists are scratch memory of the
 * builder, what is made of them is the configuration's arena.
 */
#include "siptrunk_builder.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

siptrunk_builder_t *siptrunk_builder_new(const siptrunk_allocator_t *memory,
		const siptrunk_allocator_t *scratch, siptrunk_warning_f warning)
{
	siptrunk_builder_t *builder = scratch->alloc(sizeof(*builder));
	siptrunk_config_t *config;

	if(builder == NULL)
		return NULL;
	config = memory->alloc(sizeof(*config));
	if(config == NULL) {
		scratch->free(builder);
		return NULL;
	}
	memset(config, 0, sizeof(*config));
	siptrunk_arena_init(&config->arena, memory);
	memset(builder, 0, sizeof(*builder));
	builder->scratch = scratch;
	builder->warning = warning;
	builder->config = config;
	return builder;
}

static void list_free(siptrunk_builder_t *builder, siptrunk_list_t *list)
{
	if(list->items != NULL)
		builder->scratch->free(list->items);
	*list = (siptrunk_list_t){NULL, 0, 0};
}

void siptrunk_builder_use_defaults(siptrunk_builder_t *builder,
		const siptrunk_trunk_defaults_t *defaults)
{
	builder->trunk_defaults = defaults;
}

void siptrunk_builder_free(siptrunk_builder_t *builder)
{
	if(builder == NULL)
		return;
	list_free(builder, &builder->fingerprints);
	list_free(builder, &builder->sites);
	list_free(builder, &builder->orders);
	list_free(builder, &builder->trunks);
	list_free(builder, &builder->credentials);
	list_free(builder, &builder->headers);
	list_free(builder, &builder->prefixes);
	list_free(builder, &builder->details);
	list_free(builder, &builder->hosts);
	list_free(builder, &builder->callers);
	list_free(builder, &builder->rules);
	list_free(builder, &builder->numbers);
	list_free(builder, &builder->gateways);
	list_free(builder, &builder->notifications);
	list_free(builder, &builder->apis);
	list_free(builder, &builder->agents);
	list_free(builder, &builder->variables);
	list_free(builder, &builder->id_headers);
	list_free(builder, &builder->header_rules);
	list_free(builder, &builder->transfers);
	list_free(builder, &builder->policies);
	list_free(builder, &builder->verified);
	list_free(builder, &builder->routes);
	list_free(builder, &builder->premium);
	list_free(builder, &builder->responses);
	list_free(builder, &builder->terminations);
	list_free(builder, &builder->dial_rules);
	list_free(builder, &builder->registrations);
	siptrunk_config_free(builder->config);
	builder->scratch->free(builder);
}

const char *siptrunk_builder_error(const siptrunk_builder_t *builder)
{
	return builder->error.text;
}

siptrunk_status_t siptrunk_builder_status(const siptrunk_builder_t *builder)
{
	return builder->status;
}

siptrunk_status_t siptrunk_builder_no_memory(siptrunk_builder_t *builder)
{
	siptrunk_error_set(&builder->error, "no memory left");
	return builder->status = SIPTRUNK_NO_MEMORY;
}

siptrunk_status_t siptrunk_builder_refuse(siptrunk_builder_t *builder,
		siptrunk_stage_t table, int row, const char *column,
		const siptrunk_error_t *why)
{
	siptrunk_error_set(&builder->error, "table %s, row %d, column %s: %s",
			siptrunk_stage_table(table), row, column, why->text);
	return builder->status = SIPTRUNK_INVALID;
}

void siptrunk_builder_warn(siptrunk_builder_t *builder, siptrunk_stage_t table,
		int row, const char *column, const siptrunk_error_t *why)
{
	siptrunk_error_t line;

	if(builder->warning == NULL)
		return;
	siptrunk_error_set(&line, "table %s, row %d, column %s: %s",
			siptrunk_stage_table(table), row, column, why->text);
	builder->warning(line.text);
}

siptrunk_status_t siptrunk_builder_push(siptrunk_builder_t *builder,
		siptrunk_list_t *list, const void *item, size_t size)
{
	if(list->count == list->capacity) {
		size_t capacity = list->capacity > 0 ? 2 * list->capacity : 16;
		char *items = builder->scratch->alloc(capacity * size);

		if(items == NULL)
			return siptrunk_builder_no_memory(builder);
		if(list->items != NULL) {
			memcpy(items, list->items, list->count * size);
			builder->scratch->free(list->items);
		}
		list->items = items;
		list->capacity = capacity;
	}
	memcpy((char *)list->items + list->count++ * size, item, size);
	return SIPTRUNK_OK;
}

void *siptrunk_builder_alloc(
		siptrunk_builder_t *builder, size_t count, size_t size)
{
	void *items = siptrunk_arena_alloc(&builder->config->arena, count * size);

	if(items == NULL)
		siptrunk_builder_no_memory(builder);
	return items;
}

void *siptrunk_builder_seal(
		siptrunk_builder_t *builder, siptrunk_list_t *list, size_t size)
{
	void *sealed = siptrunk_builder_alloc(builder, list->count, size);

	if(sealed != NULL && list->count > 0)
		memcpy(sealed, list->items, list->count * size);
	list_free(builder, list);
	return sealed;
}

siptrunk_status_t siptrunk_builder_add_fingerprint(siptrunk_builder_t *builder,
		int row, const siptrunk_text_t *values, size_t count)
{
	const siptrunk_fingerprint_t fingerprint = {
			row, siptrunk_fingerprint(values, count)};

	return siptrunk_builder_push(builder, &builder->fingerprints, &fingerprint,
			sizeof(fingerprint));
}

static void seal_fingerprints(siptrunk_builder_t *builder)
{
	siptrunk_fingerprints_t *sealed = &builder->config->rows[builder->stage];

	sealed->count = builder->fingerprints.count;
	sealed->items = siptrunk_builder_seal(
			builder, &builder->fingerprints, sizeof(siptrunk_fingerprint_t));
}

static void seal_sites(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;

	config->site_count = builder->sites.count;
	config->sites = siptrunk_builder_seal(
			builder, &builder->sites, sizeof(siptrunk_site_t));
}

static int trunk_compare(const void *left, const void *right)
{
	const siptrunk_trunk_t *a = left;
	const siptrunk_trunk_t *b = right;

	return (a->row > b->row) - (a->row < b->row);
}

static void seal_trunks(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	size_t count = builder->trunks.count;
	size_t i;

	if(count > 0)
		qsort(builder->trunks.items, count, sizeof(siptrunk_trunk_t),
				trunk_compare);
	config->trunks = siptrunk_builder_seal(
			builder, &builder->trunks, sizeof(siptrunk_trunk_t));
	if(config->trunks == NULL)
		return;
	config->trunk_count = count;
	for(i = 0; i < count; i++) {
		if(config->trunks[i].strangers == SIPTRUNK_STRANGERS_DROP)
			config->strangers = SIPTRUNK_STRANGERS_DROP;
		config->proof |= config->trunks[i].proof;
		if(siptrunk_config_is_roaming_pbx(&config->trunks[i]))
			config->roaming = true;
	}
}

static void seal_prefixes(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	const siptrunk_prefix_row_t *rows = builder->prefixes.items;
	size_t i;

	config->prefix_count = builder->prefixes.count;
	for(i = 0; i < config->prefix_count; i++)
		config->trunks[rows[i].trunk].prefix_count++;
	if(siptrunk_prefix_table_build(config->arena.allocator, builder->scratch,
			   rows, config->prefix_count, &config->prefixes)
			!= SIPTRUNK_OK)
		siptrunk_builder_no_memory(builder);
	list_free(builder, &builder->prefixes);
}

static void seal_addresses(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;

	config->detail_count = builder->details.count;
	config->host_count = builder->hosts.count;
	config->details = siptrunk_builder_seal(
			builder, &builder->details, sizeof(siptrunk_detail_t));
	config->hosts = siptrunk_builder_seal(
			builder, &builder->hosts, sizeof(siptrunk_host_t));
	if(builder->status == SIPTRUNK_OK)
		seal_prefixes(builder);
}

static void seal_callers(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	siptrunk_error_t why;

	config->caller_count = builder->callers.count;
	config->callers = siptrunk_builder_seal(
			builder, &builder->callers, sizeof(siptrunk_caller_t));
	if(config->callers == NULL)
		return;
	switch(siptrunk_directory_build(&config->arena, config->callers,
			config->caller_count, &config->directory, &why)) {
		case SIPTRUNK_OK:
			return;
		case SIPTRUNK_NO_MEMORY:
			siptrunk_builder_no_memory(builder);
			return;
		case SIPTRUNK_INVALID:
			siptrunk_error_set(&builder->error, "table %s, %s",
					siptrunk_stage_table(SIPTRUNK_STAGE_CALLER), why.text);
			builder->status = SIPTRUNK_INVALID;
	}
}

static void seal_plan(siptrunk_builder_t *builder)
{
	const size_t count = builder->rules.count;
	siptrunk_number_rule_t *rules = siptrunk_builder_seal(
			builder, &builder->rules, sizeof(*rules));

	if(rules == NULL)
		return;
	siptrunk_number_plan_make(rules, count, &builder->config->plan);
	siptrunk_builder_check_plan(builder);
}

static void seal_notifications(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;

	config->notification_count = builder->notifications.count;
	config->notifications = siptrunk_builder_seal(
			builder, &builder->notifications, sizeof(siptrunk_notification_t));
}

static void seal_id_headers(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;

	config->id_header_count = builder->id_headers.count;
	config->id_headers = siptrunk_builder_seal(
			builder, &builder->id_headers, sizeof(siptrunk_id_header_t));
}

static void seal_transfers(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;

	config->transfer_count = builder->transfers.count;
	config->transfers = siptrunk_builder_seal(
			builder, &builder->transfers, sizeof(siptrunk_transfer_t));
}

static int route_compare(const void *left, const void *right)
{
	const siptrunk_route_t *a = left;
	const siptrunk_route_t *b = right;

	return (a->row > b->row) - (a->row < b->row);
}

static void seal_routes(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;

	config->route_count = builder->routes.count;
	if(config->route_count > 0)
		qsort(builder->routes.items, config->route_count,
				sizeof(siptrunk_route_t), route_compare);
	config->routes = siptrunk_builder_seal(
			builder, &builder->routes, sizeof(siptrunk_route_t));
}

static void seal_terminations(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;

	config->termination_count = builder->terminations.count;
	config->terminations = siptrunk_builder_seal(
			builder, &builder->terminations, sizeof(siptrunk_termination_t));
}

/** Caller orders have none: each trunk that names one holds a copy. */
static void (*const seals[SIPTRUNK_STAGE_COUNT])(siptrunk_builder_t *) = {
		[SIPTRUNK_STAGE_SITE] = seal_sites,
		[SIPTRUNK_STAGE_TRUNK] = seal_trunks,
		[SIPTRUNK_STAGE_CREDENTIAL] = siptrunk_builder_seal_credentials,
		[SIPTRUNK_STAGE_HEADER] = siptrunk_builder_seal_headers,
		[SIPTRUNK_STAGE_ADDRESS] = seal_addresses,
		[SIPTRUNK_STAGE_CALLER] = seal_callers,
		[SIPTRUNK_STAGE_NUMBER_PLAN] = seal_plan,
		[SIPTRUNK_STAGE_NUMBER] = siptrunk_builder_seal_numbers,
		[SIPTRUNK_STAGE_GATEWAY] = siptrunk_builder_seal_gateways,
		[SIPTRUNK_STAGE_NOTIFICATION] = seal_notifications,
		[SIPTRUNK_STAGE_API] = siptrunk_builder_seal_apis,
		[SIPTRUNK_STAGE_AGENT] = siptrunk_builder_seal_agents,
		[SIPTRUNK_STAGE_VARIABLE] = siptrunk_builder_seal_variables,
		[SIPTRUNK_STAGE_CALL_ID_HEADER] = seal_id_headers,
		[SIPTRUNK_STAGE_HEADER_RULE] = siptrunk_builder_seal_header_rules,
		[SIPTRUNK_STAGE_TRANSFER] = seal_transfers,
		[SIPTRUNK_STAGE_HEADER_POLICY] = siptrunk_builder_seal_policies,
		[SIPTRUNK_STAGE_VERIFIED_CALLER] = siptrunk_builder_seal_verified,
		[SIPTRUNK_STAGE_OUTBOUND_ROUTE] = seal_routes,
		[SIPTRUNK_STAGE_PREMIUM_RANGE] = siptrunk_builder_seal_premium,
		[SIPTRUNK_STAGE_RESPONSE] = siptrunk_builder_seal_responses,
		[SIPTRUNK_STAGE_TERMINATION] = seal_terminations,
		[SIPTRUNK_STAGE_DIAL_RULE] = siptrunk_builder_seal_dial_rules,
		[SIPTRUNK_STAGE_REGISTRATION] = siptrunk_builder_seal_registrations};

siptrunk_status_t siptrunk_builder_enter(
		siptrunk_builder_t *builder, siptrunk_stage_t stage)
{
	if(builder->status == SIPTRUNK_OK && stage < builder->stage) {
		siptrunk_error_set(&builder->error,
				"rows of table %s after those of a later table",
				siptrunk_stage_table(stage));
		builder->status = SIPTRUNK_INVALID;
	}
	for(; builder->status == SIPTRUNK_OK && builder->stage < stage;
			builder->stage++) {
		seal_fingerprints(builder);
		if(builder->status == SIPTRUNK_OK && seals[builder->stage] != NULL)
			seals[builder->stage](builder);
	}
	return builder->status;
}

siptrunk_status_t siptrunk_builder_finish(
		siptrunk_builder_t *builder, siptrunk_config_t **config)
{
	if(siptrunk_builder_enter(builder, SIPTRUNK_STAGE_COUNT) != SIPTRUNK_OK)
		return builder->status;
	*config = builder->config;
	builder->config = NULL;
	return SIPTRUNK_OK;
}
