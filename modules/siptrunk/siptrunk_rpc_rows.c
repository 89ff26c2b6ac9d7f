/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about the rows of the access lists: what they say, what is wrong
 * with them, how often they decided.
 *
 * Any process that serves RPC; each command works on one snapshot.
 */
#include "siptrunk_rpc_rows.h"

#include "siptrunk_lint.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"

#include <time.h>

/** A list in an answer, and how much of it is there. */
typedef struct listing
{
	rpc_t *rpc;
	void *list;
	const siptrunk_config_t *config;
	long count; /**< beyond SIPTRUNK_LISTED_MAX they are only counted */
} listing_t;

/** NULL: the list is full. */
static void *listing_item(listing_t *listing)
{
	if(listing->count++ >= SIPTRUNK_LISTED_MAX)
		return NULL;
	return siptrunk_rpc_item(listing->rpc, listing->list);
}

/* --- show --- */

/** 0: no limit. */
static void add_time(rpc_t *rpc, void *item, char *name, int64_t when)
{
	char text[SIPTRUNK_TIME_TEXT_MAX];

	siptrunk_rpc_text(rpc, item, name,
			when != 0 ? siptrunk_text(siptrunk_time_format(when, text))
					  : SIPTRUNK_TEXT(""));
}

static void add_detail(rpc_t *rpc, void *item, const siptrunk_detail_t *detail)
{
	char transports[SIPTRUNK_TRANSPORTS_TEXT_MAX];
	char ports[SIPTRUNK_PORTS_TEXT_MAX];

	siptrunk_rpc_text(rpc, item, "state",
			detail->off ? SIPTRUNK_TEXT("off") : SIPTRUNK_TEXT("on"));
	siptrunk_rpc_text(rpc, item, "direction",
			siptrunk_directions_name(detail->directions));
	siptrunk_rpc_text(rpc, item, "transports",
			siptrunk_text(siptrunk_transports_format(
					detail->transports, transports)));
	siptrunk_rpc_text(rpc, item, "ports",
			siptrunk_text(siptrunk_ports_format(
					detail->port_first, detail->port_last, ports)));
	add_time(rpc, item, "valid_from", detail->from);
	add_time(rpc, item, "valid_until", detail->until);
	siptrunk_rpc_text(rpc, item, "source", detail->source);
	siptrunk_rpc_text(rpc, item, "dated", detail->dated);
}

/** A row of siptrunk_address; one of prefix and host is empty. */
static void add_address(listing_t *listing, siptrunk_text_t prefix,
		siptrunk_text_t host, siptrunk_action_t action, uint32_t detail)
{
	void *item = listing_item(listing);

	if(item == NULL)
		return;
	siptrunk_rpc_text(listing->rpc, item, "prefix", prefix);
	siptrunk_rpc_text(listing->rpc, item, "host", host);
	siptrunk_rpc_text(
			listing->rpc, item, "action", siptrunk_action_name(action));
	add_detail(listing->rpc, item, &listing->config->details[detail]);
}

static void add_prefixes(listing_t *listing, uint32_t trunk)
{
	const siptrunk_prefix_row_t *row;
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];
	uint32_t i;

	for(i = 0; listing->count < SIPTRUNK_LISTED_MAX; i++) {
		row = siptrunk_prefix_table_row(listing->config->prefixes, i);
		if(row == NULL)
			return;
		if(row->trunk != trunk)
			continue;
		siptrunk_prefix_format(&row->prefix, prefix);
		add_address(listing, siptrunk_text(prefix), SIPTRUNK_TEXT(""),
				row->action, row->detail);
	}
}

void siptrunk_rpc_rows_of(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk)
{
	listing_t listing = {.rpc = rpc,
			.list = siptrunk_rpc_list(rpc, answer, "addresses"),
			.config = config};
	const uint32_t index = (uint32_t)(trunk - config->trunks);
	size_t i;

	add_prefixes(&listing, index);
	for(i = 0; i < config->host_count; i++) {
		if(config->hosts[i].trunk == index)
			add_address(&listing, SIPTRUNK_TEXT(""), config->hosts[i].name,
					config->hosts[i].action, config->hosts[i].detail);
	}
}

/* --- lint --- */

static void add_finding(const siptrunk_finding_t *finding, void *context)
{
	listing_t *listing = context;
	void *item = listing_item(listing);
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];
	siptrunk_error_t text;

	if(item == NULL)
		return;
	siptrunk_finding_explain(listing->config, finding, &text);
	siptrunk_rpc_text(listing->rpc, item, "kind",
			siptrunk_text(siptrunk_finding_name(finding->kind)));
	siptrunk_rpc_number(listing->rpc, item, "row", finding->row);
	siptrunk_rpc_number(listing->rpc, item, "other",
			finding->other != NULL ? finding->other->row : 0);
	siptrunk_rpc_text(listing->rpc, item, "trunk", finding->trunk->name);
	siptrunk_rpc_text(listing->rpc, item, "prefix",
			siptrunk_finding_subject(finding, prefix));
	siptrunk_rpc_text(listing->rpc, item, "text", siptrunk_text(text.text));
}

const char *siptrunk_rpc_lint_doc[] = {
		"What is wrong with the access lists in force, and what soon will be.",
		0};

void siptrunk_rpc_lint(rpc_t *rpc, void *ctx)
{
	siptrunk_snapshot_t *snapshot;
	listing_t listing = {.rpc = rpc};
	void *answer;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.lint");
	if(answer == NULL)
		return;
	snapshot = siptrunk_snapshot_get();
	listing.config = snapshot->config;
	listing.list = siptrunk_rpc_list(rpc, answer, "findings");
	siptrunk_lint(snapshot->config, time(NULL), add_finding, &listing);
	siptrunk_snapshot_put(snapshot);
	siptrunk_rpc_number(rpc, answer, "count", listing.count);
}

/* --- hits --- */

static void add_hits(listing_t *listing, const siptrunk_prefix_row_t *row,
		const siptrunk_detail_t *detail, uint64_t hits)
{
	void *item = listing_item(listing);
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];

	if(item == NULL)
		return;
	siptrunk_prefix_format(&row->prefix, prefix);
	siptrunk_rpc_number(
			listing->rpc, item, "row", row->row > 0 ? row->row : 0);
	siptrunk_rpc_text(listing->rpc, item, "trunk",
			listing->config->trunks[row->trunk].name);
	siptrunk_rpc_text(listing->rpc, item, "prefix", siptrunk_text(prefix));
	siptrunk_rpc_text(
			listing->rpc, item, "action", siptrunk_action_name(row->action));
	siptrunk_rpc_text(listing->rpc, item, "origin",
			siptrunk_origin_name(detail->origin));
	siptrunk_rpc_number(listing->rpc, item, "hits", (long)hits);
}

/** All rows of trunk; NULL: those of any trunk that decided at least once. */
static void add_table(listing_t *listing, const siptrunk_prefix_table_t *table,
		const siptrunk_detail_t *details, const siptrunk_trunk_t *trunk)
{
	const siptrunk_prefix_row_t *row;
	uint32_t i;

	for(i = 0; (row = siptrunk_prefix_table_row(table, i)) != NULL; i++) {
		uint64_t hits = siptrunk_prefix_table_hits(row);

		if(trunk == NULL ? hits > 0
						 : &listing->config->trunks[row->trunk] == trunk)
			add_hits(listing, row, &details[row->detail], hits);
	}
}

static void answer_hits(rpc_t *rpc, void *ctx,
		const siptrunk_snapshot_t *snapshot, const siptrunk_trunk_t *trunk)
{
	listing_t listing = {.rpc = rpc, .config = snapshot->config};
	void *answer = siptrunk_rpc_answer(rpc, ctx);

	if(answer == NULL)
		return;
	listing.list = siptrunk_rpc_list(rpc, answer, "hits");
	add_table(&listing, snapshot->config->prefixes, snapshot->config->details,
			trunk);
	add_table(&listing, snapshot->overlay->prefixes, snapshot->overlay->details,
			trunk);
	siptrunk_rpc_number(rpc, answer, "count", listing.count);
}

const char *siptrunk_rpc_hits_doc[] = {
		"How often rows of the access lists decided: all of a trunk's, or "
		"that did. [TRUNK]",
		0};

void siptrunk_rpc_hits(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	const siptrunk_trunk_t *trunk = NULL;

	if(!siptrunk_rpc_read(rpc, ctx, 0, 1, "siptrunk.hits [TRUNK]", &arguments))
		return;
	snapshot = siptrunk_snapshot_get();
	if(arguments.count > 0)
		trunk = siptrunk_rpc_trunk(
				rpc, ctx, snapshot->config, arguments.values[0]);
	if(arguments.count == 0 || trunk != NULL)
		answer_hits(rpc, ctx, snapshot, trunk);
	siptrunk_snapshot_put(snapshot);
}
