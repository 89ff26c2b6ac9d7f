/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands. Each answers one struct, or one fault: 400 for an argument
 * that makes no sense, 404 for what does not exist, 500 for what failed here.
 *
 * Any process that serves RPC; each command works on one snapshot.
 */
#include "siptrunk_rpc.h"

#include "siptrunk_call.h"
#include "siptrunk_check.h"
#include "siptrunk_compat.h"
#include "siptrunk_health.h"
#include "siptrunk_load.h"
#include "siptrunk_near_misses.h"
#include "siptrunk_rpc_access.h"
#include "siptrunk_rpc_callbacks.h"
#include "siptrunk_rpc_calls.h"
#include "siptrunk_rpc_capture.h"
#include "siptrunk_rpc_certificates.h"
#include "siptrunk_rpc_dial.h"
#include "siptrunk_rpc_emergency.h"
#include "siptrunk_rpc_explain.h"
#include "siptrunk_rpc_gateways.h"
#include "siptrunk_rpc_hosts.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_rpc_load.h"
#include "siptrunk_rpc_media.h"
#include "siptrunk_rpc_notify.h"
#include "siptrunk_rpc_records.h"
#include "siptrunk_rpc_registrations.h"
#include "siptrunk_rpc_route.h"
#include "siptrunk_rpc_rows.h"
#include "siptrunk_stats.h"

/* --- list, show --- */

/** As a trunk has it now: its state changes while the rest stays. */
static siptrunk_text_t setting_of(
		const siptrunk_trunk_t *trunk, siptrunk_trunk_column_t column)
{
	if(column == SIPTRUNK_TRUNK_COLUMN(state))
		return siptrunk_state_name(
				__atomic_load_n(&trunk->state, __ATOMIC_RELAXED));
	return trunk->values[column];
}

static void add_settings(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	const siptrunk_column_t *column = siptrunk_trunk_columns;
	siptrunk_text_t value;
	int i, number;

	for(i = 0; i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++, column++) {
		value = setting_of(trunk, i);
		if(column->kind == SIPTRUNK_COLUMN_KIND_NUMBER
				&& siptrunk_parse_int(value, &number))
			siptrunk_rpc_number(rpc, answer, (char *)column->name, number);
		else
			siptrunk_rpc_text(rpc, answer, (char *)column->name, value);
	}
}

/** Of each setting: its row, the edge's own default, or ours. */
static void add_origins(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *origins = siptrunk_rpc_struct(rpc, answer, "origin");
	int i;

	for(i = 0; origins != NULL && i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++)
		siptrunk_rpc_text(rpc, origins, (char *)siptrunk_trunk_columns[i].name,
				siptrunk_setting_origin_name(trunk->origins[i]));
}

static void add_status(rpc_t *rpc, void *answer,
		const siptrunk_snapshot_t *snapshot, const siptrunk_trunk_t *trunk)
{
	siptrunk_rpc_text(rpc, answer, "status",
			siptrunk_text(siptrunk_trunk_status_name(
					siptrunk_health_status(trunk, snapshot->overlay))));
}

static const char *list_doc[] = {"All trunks with their settings.", 0};

static void rpc_list(rpc_t *rpc, void *ctx)
{
	siptrunk_snapshot_t *snapshot;
	void *answer, *list, *item;
	size_t i;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.list");
	if(answer == NULL)
		return;
	snapshot = siptrunk_snapshot_get();
	siptrunk_rpc_number(rpc, answer, "generation", snapshot->generation);
	siptrunk_rpc_number(
			rpc, answer, "count", (long)snapshot->config->trunk_count);
	list = siptrunk_rpc_list(rpc, answer, "trunks");
	for(i = 0;
			i < snapshot->config->trunk_count && i < SIPTRUNK_LISTED_MAX;
			i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			break;
		add_settings(rpc, item, &snapshot->config->trunks[i]);
		add_status(rpc, item, snapshot, &snapshot->config->trunks[i]);
	}
	siptrunk_snapshot_put(snapshot);
}

static void add_headers(rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "headers"), *item;
	size_t i;

	for(i = 0; i < trunk->header_count && i < SIPTRUNK_LISTED_MAX; i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(rpc, item, "name", trunk->headers[i].name);
		siptrunk_rpc_number(rpc, item, "row", trunk->headers[i].row);
		siptrunk_rpc_number(
				rpc, item, "length", (long)trunk->headers[i].value.len);
	}
}

static void add_header_rules(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "header_rules"), *item;
	const siptrunk_header_rule_t *rule = trunk->header_rules.items;
	size_t i;

	for(i = 0; i < trunk->header_rules.count && i < SIPTRUNK_LISTED_MAX;
			i++, rule++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(rpc, item, "direction",
				siptrunk_header_direction_name(rule->direction));
		siptrunk_rpc_text(rpc, item, "header", rule->header);
		siptrunk_rpc_text(rpc, item, "action",
				siptrunk_header_action_name(rule->action));
		siptrunk_rpc_text(rpc, item, "new_name", rule->new_name);
	}
}

static void add_policies(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "header_policies"), *item;
	const siptrunk_policy_t *policy = trunk->policies.items;
	size_t i;

	for(i = 0; i < trunk->policies.count; i++, policy++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_number(rpc, item, "position", policy->position);
		siptrunk_rpc_text(rpc, item, "name", policy->name);
		siptrunk_rpc_text(rpc, item, "field", policy->header);
		siptrunk_rpc_text(rpc, item, "action",
				siptrunk_policy_action_name(policy->action));
		siptrunk_rpc_text(rpc, item, "value", policy->value);
		siptrunk_rpc_text(rpc, item, "numbers", policy->numbers);
		siptrunk_rpc_text(
				rpc, item, "classification", policy->classification);
	}
}

static void add_verified(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "verified_callers");
	size_t i, count = 0;
	str number;

	for(i = 0; list != NULL && i < config->verified_count; i++) {
		if(&config->trunks[config->verified[i].trunk] != trunk)
			continue;
		number = siptrunk_str_of(config->verified[i].number);
		if(count++ < SIPTRUNK_LISTED_MAX)
			rpc->array_add(list, "S", &number);
	}
}

/** Not the hashes. */
static void add_credentials(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "credentials"), *item;
	const siptrunk_credential_t *credential = trunk->credentials;
	size_t i;

	for(i = 0; i < trunk->credential_count && i < SIPTRUNK_LISTED_MAX;
			i++, credential++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(rpc, item, "direction",
				credential->realm.len > 0 ? SIPTRUNK_TEXT("outbound")
										  : SIPTRUNK_TEXT("inbound"));
		siptrunk_rpc_text(rpc, item, "realm", credential->realm);
		siptrunk_rpc_text(rpc, item, "username", credential->username);
		siptrunk_rpc_text(
				rpc, item, "state", siptrunk_credential_state_name(credential));
	}
}

static void add_transfers(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "transfers");
	size_t i;
	str number;

	for(i = 0; list != NULL && i < config->transfer_count; i++) {
		if(&config->trunks[config->transfers[i].trunk] != trunk)
			continue;
		number = siptrunk_str_of(config->transfers[i].number);
		rpc->array_add(list, "S", &number);
	}
}

static void add_caller_sources(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "caller_sources");
	str name;
	int i;

	for(i = 0; list != NULL && i < trunk->caller_order.count; i++) {
		name = siptrunk_str_of(
				siptrunk_source_name(trunk->caller_order.sources[i]));
		rpc->array_add(list, "S", &name);
	}
}

/** None or one. */
static void add_registrations(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "registrations"), *item;
	const siptrunk_own_registration_t *registration = trunk->registration;

	item = registration != NULL ? siptrunk_rpc_item(rpc, list) : NULL;
	if(item == NULL)
		return;
	siptrunk_rpc_text(rpc, item, "username", registration->username);
	siptrunk_rpc_text(rpc, item, "domain", registration->domain);
	siptrunk_rpc_number(rpc, item, "expires", registration->expires);
}

static const char *show_doc[] = {
		"A trunk's settings and where each comes from, headers and rules for "
		"them, access list, caller sources, transfers, outbound routes to it, "
		"termination identifiers, the edge's registration. TRUNK",
		0};

static void rpc_show(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	const siptrunk_trunk_t *trunk;
	void *answer;

	if(!siptrunk_rpc_read(rpc, ctx, 1, 1, "siptrunk.show TRUNK", &arguments))
		return;
	snapshot = siptrunk_snapshot_get();
	trunk = siptrunk_rpc_trunk(rpc, ctx, snapshot->config, arguments.values[0]);
	answer = trunk != NULL ? siptrunk_rpc_answer(rpc, ctx) : NULL;
	if(answer != NULL) {
		add_settings(rpc, answer, trunk);
		add_origins(rpc, answer, trunk);
		add_status(rpc, answer, snapshot, trunk);
		siptrunk_rpc_number(
				rpc, answer, "address_count", (long)trunk->prefix_count);
		add_headers(rpc, answer, trunk);
		add_header_rules(rpc, answer, trunk);
		add_credentials(rpc, answer, trunk);
		add_policies(rpc, answer, trunk);
		add_verified(rpc, answer, snapshot->config, trunk);
		siptrunk_rpc_gateways_of(rpc, answer, trunk, snapshot->overlay);
		siptrunk_rpc_responses_of(rpc, answer, trunk);
		siptrunk_rpc_dial_rules_of(rpc, answer, trunk);
		siptrunk_rpc_rows_of(rpc, answer, snapshot->config, trunk);
		add_caller_sources(rpc, answer, trunk);
		add_transfers(rpc, answer, snapshot->config, trunk);
		siptrunk_rpc_routes_of(rpc, answer, snapshot->config, trunk);
		siptrunk_rpc_terminations_of(rpc, answer, snapshot->config, trunk);
		add_registrations(rpc, answer, trunk);
	}
	siptrunk_snapshot_put(snapshot);
}

/* --- set_state --- */

static const char *set_state_doc[] = {
		"Takes a trunk out of service or back, for good. "
		"TRUNK in_service|out_of_service",
		0};

static void rpc_set_state(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_state_t state;
	siptrunk_error_t error;
	void *answer;

	if(!siptrunk_rpc_read(rpc, ctx, 2, 2,
			   "siptrunk.set_state TRUNK in_service|out_of_service", &arguments)
			|| !siptrunk_rpc_trunk_exists(rpc, ctx, arguments.values[0]))
		return;
	if(!siptrunk_state_parse(arguments.values[1], &state)) {
		siptrunk_rpc_fault(rpc, ctx, 400,
				"'%.*s' is no state; in_service and out_of_service are",
				SIPTRUNK_TEXT_FMT(arguments.values[1]));
		return;
	}
	if(!siptrunk_load_set_state(arguments.values[0], state, &error)) {
		siptrunk_rpc_fault(rpc, ctx, 500, "%s", error.text);
		return;
	}
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	siptrunk_rpc_text(rpc, answer, "trunk", arguments.values[0]);
	siptrunk_rpc_text(rpc, answer, "state", siptrunk_state_name(state));
}

/* --- near_misses, stats --- */

static void add_near_miss(
		rpc_t *rpc, void *item, const siptrunk_near_miss_entry_t *entry)
{
	char source[SIPTRUNK_PREFIX_TEXT_MAX];

	siptrunk_address_format(&entry->source, source);
	siptrunk_rpc_text(rpc, item, "kind",
			siptrunk_text(siptrunk_near_miss_name(entry->kind)));
	siptrunk_rpc_text(rpc, item, "trunk", siptrunk_text(entry->trunk));
	siptrunk_rpc_text(rpc, item, "source", siptrunk_text(source));
	siptrunk_rpc_text(rpc, item, "transport",
			siptrunk_text(siptrunk_transport_name(entry->transport)));
	siptrunk_rpc_text(rpc, item, "reason", siptrunk_text(entry->reason));
	siptrunk_rpc_time(rpc, item, "first", entry->first);
	siptrunk_rpc_time(rpc, item, "last", entry->last);
	siptrunk_rpc_number(rpc, item, "count", entry->count);
}

static const char *near_misses_doc[] = {
		"Who was almost let in, newest first.", 0};

static void rpc_near_misses(rpc_t *rpc, void *ctx)
{
	siptrunk_ring_t *ring = siptrunk_near_misses();
	siptrunk_near_miss_entry_t entry;
	void *answer, *list, *item;
	unsigned next = siptrunk_ring_next(ring), i;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.near_misses");
	if(answer == NULL)
		return;
	siptrunk_rpc_number(rpc, answer, "count", siptrunk_ring_count(ring));
	list = siptrunk_rpc_list(rpc, answer, "near_misses");
	for(i = 1; i <= SIPTRUNK_LISTED_MAX
			   && siptrunk_ring_read(ring, next - i, &entry);
			i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			break;
		add_near_miss(rpc, item, &entry);
	}
}

static const char *stats_doc[] = {"All counters of this module.", 0};

static void rpc_stats(rpc_t *rpc, void *ctx)
{
	siptrunk_snapshot_t *snapshot;
	siptrunk_stat_t stat;
	void *answer;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.stats");
	if(answer == NULL)
		return;
	for(stat = 0; stat < SIPTRUNK_STAT_COUNT; stat++)
		siptrunk_rpc_number(rpc, answer, (char *)siptrunk_stats_name(stat),
				siptrunk_stats_value(stat));
	snapshot = siptrunk_snapshot_get();
	siptrunk_rpc_number(rpc, answer, "generation", snapshot->generation);
	siptrunk_snapshot_put(snapshot);
}

/* clang-format off */
rpc_export_t siptrunk_rpc_commands[] = {
	{"siptrunk.reload", siptrunk_rpc_reload, siptrunk_rpc_reload_doc, 0},
	{"siptrunk.rollback", siptrunk_rpc_rollback, siptrunk_rpc_rollback_doc, 0},
	{"siptrunk.list", rpc_list, list_doc, 0},
	{"siptrunk.show", rpc_show, show_doc, 0},
	{"siptrunk.check", siptrunk_rpc_check, siptrunk_rpc_check_doc, 0},
	{"siptrunk.address_add", siptrunk_rpc_address_add,
		siptrunk_rpc_address_add_doc, 0},
	{"siptrunk.address_remove", siptrunk_rpc_address_remove,
		siptrunk_rpc_address_remove_doc, 0},
	{"siptrunk.lint", siptrunk_rpc_lint, siptrunk_rpc_lint_doc, 0},
	{"siptrunk.hits", siptrunk_rpc_hits, siptrunk_rpc_hits_doc, 0},
	{"siptrunk.classify", siptrunk_rpc_classify, siptrunk_rpc_classify_doc, 0},
	{"siptrunk.premium", siptrunk_rpc_premium, siptrunk_rpc_premium_doc, 0},
	{"siptrunk.dial", siptrunk_rpc_dial, siptrunk_rpc_dial_doc, 0},
	{"siptrunk.caller", siptrunk_rpc_caller, siptrunk_rpc_caller_doc, 0},
	{"siptrunk.capture", siptrunk_rpc_capture, siptrunk_rpc_capture_doc, 0},
	{"siptrunk.captures", siptrunk_rpc_captures, siptrunk_rpc_captures_doc, 0},
	{"siptrunk.explain", siptrunk_rpc_explain, siptrunk_rpc_explain_doc, 0},
	{"siptrunk.route", siptrunk_rpc_route, siptrunk_rpc_route_doc, 0},
	{"siptrunk.set_state", rpc_set_state, set_state_doc, 0},
	{"siptrunk.callbacks", siptrunk_rpc_callbacks, siptrunk_rpc_callbacks_doc,
		0},
	{"siptrunk.gateways", siptrunk_rpc_gateways, siptrunk_rpc_gateways_doc, 0},
	{"siptrunk.probe", siptrunk_rpc_probe, siptrunk_rpc_probe_doc, 0},
	{"siptrunk.hosts", siptrunk_rpc_hosts, siptrunk_rpc_hosts_doc, 0},
	{"siptrunk.certificates", siptrunk_rpc_certificates,
		siptrunk_rpc_certificates_doc, 0},
	{"siptrunk.emergencies", siptrunk_rpc_emergencies,
		siptrunk_rpc_emergencies_doc, 0},
	{"siptrunk.last_933", siptrunk_rpc_last_933, siptrunk_rpc_last_933_doc, 0},
	{"siptrunk.near_misses", rpc_near_misses, near_misses_doc, 0},
	{"siptrunk.notifications", siptrunk_rpc_notifications,
		siptrunk_rpc_notifications_doc, 0},
	{"siptrunk.calls", siptrunk_rpc_calls, siptrunk_rpc_calls_doc, 0},
	{"siptrunk.media", siptrunk_rpc_media, siptrunk_rpc_media_doc, 0},
	{"siptrunk.registrations", siptrunk_rpc_registrations,
		siptrunk_rpc_registrations_doc, 0},
	{"siptrunk.stats", rpc_stats, stats_doc, 0},
	{0, 0, 0, 0}
};
/* clang-format on */
