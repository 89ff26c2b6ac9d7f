/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands that change which configuration is in force, and say what that
 * changes.
 *
 * Any process that serves RPC.
 */
#include "siptrunk_rpc_load.h"

#include "siptrunk_compat.h"
#include "siptrunk_load.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"

#include "core/mem/shm_mem.h"

static void add_counts(
		rpc_t *rpc, void *answer, const siptrunk_snapshot_t *snapshot)
{
	const siptrunk_config_t *config = snapshot->config;

	siptrunk_rpc_number(rpc, answer, "generation", snapshot->generation);
	siptrunk_rpc_number(rpc, answer, "trunks", (long)config->trunk_count);
	siptrunk_rpc_number(rpc, answer, "addresses", (long)config->prefix_count);
	siptrunk_rpc_number(rpc, answer, "headers", (long)config->header_count);
	siptrunk_rpc_number(rpc, answer, "sites", (long)config->site_count);
	siptrunk_rpc_number(rpc, answer, "callers", (long)config->caller_count);
	siptrunk_rpc_number(rpc, answer, "plan_numbers", (long)config->plan.count);
	siptrunk_rpc_number(rpc, answer, "numbers", (long)config->owned_count);
	siptrunk_rpc_number(rpc, answer, "gateways", (long)config->gateway_count);
	siptrunk_rpc_number(rpc, answer, "transfers", (long)config->transfer_count);
	siptrunk_rpc_number(rpc, answer, "outbound_routes",
			(long)config->route_count);
	siptrunk_rpc_number(
			rpc, answer, "premium_ranges", (long)config->premium.count);
	siptrunk_rpc_number(rpc, answer, "responses", (long)config->response_count);
	siptrunk_rpc_number(rpc, answer, "terminations",
			(long)config->termination_count);
	siptrunk_rpc_number(
			rpc, answer, "registrations", (long)config->registration_count);
}

static void add_changes(
		rpc_t *rpc, void *answer, const siptrunk_changes_t *changes)
{
	siptrunk_change_t change;

	for(change = 0; change < SIPTRUNK_CHANGE_COUNT; change++)
		siptrunk_rpc_number(rpc, answer, (char *)siptrunk_change_name(change),
				(long)changes->count[change]);
}

static void add_totals(
		rpc_t *rpc, void *answer, const siptrunk_load_report_t *report)
{
	siptrunk_changes_t totals = {0};
	siptrunk_change_t change;
	siptrunk_stage_t stage;

	for(stage = 0; stage < SIPTRUNK_STAGE_COUNT; stage++) {
		for(change = 0; change < SIPTRUNK_CHANGE_COUNT; change++)
			totals.count[change] += report->changes[stage].count[change];
	}
	add_changes(rpc, answer, &totals);
}

/* --- dry run --- */

static void add_rows(rpc_t *rpc, void *item, siptrunk_change_t change,
		const siptrunk_changes_t *changes)
{
	static char *const names[SIPTRUNK_CHANGE_COUNT] = {
			"added_rows", "removed_rows", "changed_rows"};
	void *list;
	size_t i;

	if(changes->count[change] == 0)
		return;
	list = siptrunk_rpc_list(rpc, item, names[change]);
	for(i = 0; list != NULL && i < changes->count[change]
			   && i < SIPTRUNK_CHANGES_NAMED;
			i++)
		rpc->array_add(list, "d", changes->rows[change][i]);
}

static void add_table(rpc_t *rpc, void *list, siptrunk_stage_t stage,
		const siptrunk_changes_t *changes)
{
	void *item = siptrunk_rpc_item(rpc, list);
	siptrunk_change_t change;

	if(item == NULL)
		return;
	siptrunk_rpc_text(
			rpc, item, "table", siptrunk_text(siptrunk_stage_table(stage)));
	add_changes(rpc, item, changes);
	for(change = 0; change < SIPTRUNK_CHANGE_COUNT; change++)
		add_rows(rpc, item, change, changes);
}

/** Those that would change. */
static void add_tables(
		rpc_t *rpc, void *answer, const siptrunk_load_report_t *report)
{
	void *list = siptrunk_rpc_list(rpc, answer, "tables");
	siptrunk_stage_t stage;

	for(stage = 0; stage < SIPTRUNK_STAGE_COUNT; stage++) {
		if(siptrunk_changes_exist(&report->changes[stage]))
			add_table(rpc, list, stage, &report->changes[stage]);
	}
}

static void dry_run(rpc_t *rpc, void *ctx)
{
	siptrunk_load_report_t report;
	siptrunk_error_t error;
	unsigned generation = siptrunk_load_dry_run(&report, &error);
	void *answer;

	if(generation == 0) {
		siptrunk_rpc_fault(rpc, ctx, 500, "%s", error.text);
		return;
	}
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	siptrunk_rpc_number(rpc, answer, "generation", generation);
	add_totals(rpc, answer, &report);
	siptrunk_rpc_number(
			rpc, answer, "needed_kb", (long)(report.needed / 1024 + 1));
	siptrunk_rpc_number(rpc, answer, "free_kb", (long)(shm_available() / 1024));
	add_tables(rpc, answer, &report);
}

/* --- reload, rollback --- */

/** The answer's struct, or NULL after a fault. */
static void *answer_loaded(
		rpc_t *rpc, void *ctx, const siptrunk_load_report_t *report)
{
	void *answer = siptrunk_rpc_answer(rpc, ctx);
	siptrunk_snapshot_t *snapshot;

	if(answer == NULL)
		return NULL;
	snapshot = siptrunk_snapshot_get();
	add_counts(rpc, answer, snapshot);
	siptrunk_snapshot_put(snapshot);
	add_totals(rpc, answer, report);
	return answer;
}

static void reload(rpc_t *rpc, void *ctx)
{
	siptrunk_load_report_t report;
	siptrunk_error_t error;

	if(siptrunk_load(&report, &error) != 0)
		answer_loaded(rpc, ctx, &report);
	else
		siptrunk_rpc_fault(rpc, ctx, 500, "%s", error.text);
}

const char *siptrunk_rpc_reload_doc[] = {
		"Reads all tables again; on any error the old data stays. dry_run only "
		"says what that would change. [dry_run]",
		0};

void siptrunk_rpc_reload(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 0, 1, "siptrunk.reload [dry_run]", &arguments))
		return;
	if(arguments.count == 0)
		reload(rpc, ctx);
	else if(siptrunk_text_equal(arguments.values[0], SIPTRUNK_TEXT("dry_run")))
		dry_run(rpc, ctx);
	else
		siptrunk_rpc_fault(rpc, ctx, 400,
				"'%.*s' is no way to reload; dry_run is, and no argument",
				SIPTRUNK_TEXT_FMT(arguments.values[0]));
}

const char *siptrunk_rpc_rollback_doc[] = {
		"Puts the configuration before the last reload back in force.", 0};

void siptrunk_rpc_rollback(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_load_report_t report;
	siptrunk_error_t error;
	void *answer;

	if(!siptrunk_rpc_read(rpc, ctx, 0, 0, "siptrunk.rollback", &arguments))
		return;
	if(siptrunk_load_rollback(&report, &error) == 0) {
		siptrunk_rpc_fault(rpc, ctx,
				siptrunk_snapshot_previous() == NULL ? 404 : 500, "%s",
				error.text);
		return;
	}
	answer = answer_loaded(rpc, ctx, &report);
	if(answer != NULL)
		siptrunk_rpc_text(rpc, answer, "note",
				SIPTRUNK_TEXT("the database is not changed: the next reload "
							  "or start puts in force what is there"));
}
