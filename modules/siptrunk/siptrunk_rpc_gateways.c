/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.gateways and siptrunk.probe.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_gateways.h"

#include "siptrunk_health.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_tls.h"
#include "siptrunk_tls_peers.h"

const char *siptrunk_rpc_gateways_doc[] = {
		"Every address of every gateway, and what is believed of it. [TRUNK]",
		0};

const char *siptrunk_rpc_probe_doc[] = {
		"Asks all gateways that are asked by OPTIONS now.", 0};

static void add_gateway(
		rpc_t *rpc, void *item, const siptrunk_gateway_t *gateway)
{
	siptrunk_rpc_text(rpc, item, "gateway", gateway->name);
	siptrunk_rpc_text(rpc, item, "host", gateway->host);
	siptrunk_rpc_number(rpc, item, "port", gateway->port);
	siptrunk_rpc_text(rpc, item, "transport",
			siptrunk_text(siptrunk_transport_name(gateway->transport)));
	siptrunk_rpc_number(rpc, item, "priority", gateway->priority);
	siptrunk_rpc_number(rpc, item, "weight", gateway->weight);
}

/* --- siptrunk.show --- */

void siptrunk_rpc_gateways_of(rpc_t *rpc, void *answer,
		const siptrunk_trunk_t *trunk, const siptrunk_overlay_t *overlay)
{
	void *list = siptrunk_rpc_list(rpc, answer, "gateway_list"), *item;
	size_t i;

	for(i = 0; i < trunk->gateway_count && i < SIPTRUNK_LISTED_MAX; i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_gateway(rpc, item, &trunk->gateway_list[i]);
		siptrunk_rpc_number(rpc, item, "row", trunk->gateway_list[i].row);
		siptrunk_rpc_text(rpc, item, "status",
				siptrunk_text(siptrunk_trunk_status_name(
						siptrunk_health_status_of_gateway(trunk->name,
								&trunk->gateway_list[i], overlay))));
	}
}

static void add_group(
		rpc_t *rpc, void *item, const siptrunk_response_group_t *group)
{
	siptrunk_rpc_text(rpc, item, "codes", siptrunk_text(group->codes));
	siptrunk_rpc_text(rpc, item, "class",
			siptrunk_response_class_name(group->response.class));
	siptrunk_rpc_text(rpc, item, "action",
			siptrunk_response_action_name(group->response.action));
	siptrunk_rpc_text(rpc, item, "counts",
			group->response.counts ? SIPTRUNK_TEXT("yes")
								   : SIPTRUNK_TEXT("no"));
	if(group->row == SIPTRUNK_RESPONSE_DEFAULT)
		siptrunk_rpc_text(rpc, item, "origin", SIPTRUNK_TEXT("default"));
	else
		siptrunk_rpc_number(rpc, item, "row", group->row);
}

void siptrunk_rpc_responses_of(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "responses"), *item;
	siptrunk_response_group_t group;
	size_t from = 0;

	while(siptrunk_responses_next(trunk->responses, &from, &group)) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_group(rpc, item, &group);
	}
}

/* --- siptrunk.gateways --- */

/** What goes into one list, from one snapshot. */
typedef struct listing
{
	rpc_t *rpc;
	void *list;
	size_t count;
	const siptrunk_snapshot_t *snapshot;
} listing_t;

/** NULL: no memory, or enough; counted all the same. */
static void *next_item(listing_t *listing, const siptrunk_trunk_t *trunk,
		const siptrunk_gateway_t *gateway)
{
	void *item = NULL;

	if(listing->list != NULL && listing->count < SIPTRUNK_LISTED_MAX)
		item = siptrunk_rpc_item(listing->rpc, listing->list);
	listing->count++;
	if(item == NULL)
		return NULL;
	siptrunk_rpc_text(listing->rpc, item, "trunk", trunk->name);
	add_gateway(listing->rpc, item, gateway);
	return item;
}

static void add_fault(listing_t *listing, void *item,
		const siptrunk_trunk_t *trunk, const siptrunk_gateway_t *gateway)
{
	if(gateway->transport == SIPTRUNK_TLS)
		siptrunk_rpc_text(listing->rpc, item, "tls_fault",
				siptrunk_text(siptrunk_tls_fault_name(
						siptrunk_tls_peers_fault(trunk->name, gateway->name))));
}

static void add_destination(listing_t *listing, const siptrunk_trunk_t *trunk,
		const siptrunk_walk_t *walk)
{
	rpc_t *rpc = listing->rpc;
	void *item = next_item(listing, trunk, walk->gateway);
	siptrunk_destination_t destination;
	char address[SIPTRUNK_PREFIX_TEXT_MAX];

	if(item == NULL)
		return;
	siptrunk_health_read(
			trunk->name, walk->gateway, &walk->address, &destination);
	siptrunk_address_format(&walk->address, address);
	siptrunk_rpc_text(rpc, item, "address", siptrunk_text(address));
	siptrunk_rpc_text(rpc, item, "state",
			siptrunk_text(siptrunk_health_name(destination.belief.health)));
	if(destination.since != 0)
		siptrunk_rpc_time(rpc, item, "since", destination.since);
	siptrunk_rpc_number(rpc, item, "code", destination.code);
	siptrunk_rpc_number(rpc, item, "probed", destination.probed);
	add_fault(listing, item, trunk, walk->gateway);
}

/** One whose name never resolved: passed over by every call. */
static void add_unresolved(listing_t *listing, const siptrunk_trunk_t *trunk,
		const siptrunk_gateway_t *gateway)
{
	void *item = next_item(listing, trunk, gateway);

	if(item == NULL)
		return;
	siptrunk_rpc_text(listing->rpc, item, "address", SIPTRUNK_TEXT(""));
	siptrunk_rpc_text(
			listing->rpc, item, "state", SIPTRUNK_TEXT("unresolved"));
}

static void add_trunk(listing_t *listing, const siptrunk_trunk_t *trunk)
{
	const siptrunk_gateway_t *gateway = trunk->gateway_list;
	const siptrunk_gateway_t *end = gateway + trunk->gateway_count;
	siptrunk_walk_t walk;

	siptrunk_walk_begin(&walk, trunk, listing->snapshot->overlay);
	while(siptrunk_walk_next(&walk)) {
		for(; gateway < walk.gateway; gateway++)
			add_unresolved(listing, trunk, gateway);
		add_destination(listing, trunk, &walk);
		gateway = walk.gateway + 1;
	}
	for(; gateway < end; gateway++)
		add_unresolved(listing, trunk, gateway);
}

static void add_trunks(
		listing_t *listing, const siptrunk_trunk_t *only, void *answer)
{
	const siptrunk_config_t *config = listing->snapshot->config;
	size_t i;

	listing->list =
			siptrunk_rpc_list(listing->rpc, answer, "gateways");
	for(i = 0; i < config->trunk_count; i++) {
		if(only == NULL || only == &config->trunks[i])
			add_trunk(listing, &config->trunks[i]);
	}
	siptrunk_rpc_number(
			listing->rpc, answer, "count", (long)listing->count);
}

void siptrunk_rpc_gateways(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	const siptrunk_trunk_t *only = NULL;
	void *answer;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 0, 1, "siptrunk.gateways [TRUNK]", &arguments))
		return;
	snapshot = siptrunk_snapshot_get();
	if(arguments.count == 1)
		only = siptrunk_rpc_trunk(
				rpc, ctx, snapshot->config, arguments.values[0]);
	if((arguments.count == 0 || only != NULL)
			&& (answer = siptrunk_rpc_answer(rpc, ctx)) != NULL) {
		listing_t listing = {.rpc = rpc, .snapshot = snapshot};

		add_trunks(&listing, only, answer);
	}
	siptrunk_snapshot_put(snapshot);
}

/* --- siptrunk.probe --- */

void siptrunk_rpc_probe(rpc_t *rpc, void *ctx)
{
	void *answer;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.probe");
	if(answer != NULL)
		siptrunk_rpc_number(
				rpc, answer, "asked", (long)siptrunk_health_hurry());
}
