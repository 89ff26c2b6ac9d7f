/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.hosts: what the names of access lists and gateways stand for.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_hosts.h"

#include "siptrunk_compat.h"
#include "siptrunk_resolver.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"

const char *siptrunk_rpc_hosts_doc[] = {
		"The host names of access lists and gateways: addresses, state, next "
		"query.",
		0};

static void add_text(rpc_t *rpc, void *list, siptrunk_text_t text)
{
	str value = siptrunk_str_of(text);

	if(list != NULL)
		rpc->array_add(list, "S", &value);
}

static void add_addresses(
		rpc_t *rpc, void *item, const siptrunk_lookup_t *lookup)
{
	void *list = siptrunk_rpc_list(rpc, item, "addresses");
	char text[SIPTRUNK_PREFIX_TEXT_MAX];
	size_t i;

	for(i = 0; i < lookup->count; i++) {
		siptrunk_address_format(&lookup->addresses[i], text);
		add_text(rpc, list, siptrunk_text(text));
	}
}

/** Whether one of the first count rows names the host for the same trunk. */
static bool named_before(
		const siptrunk_host_t *hosts, size_t count, const siptrunk_host_t *host)
{
	size_t i;

	for(i = 0; i < count; i++) {
		if(hosts[i].trunk == host->trunk
				&& siptrunk_text_equal(hosts[i].name, host->name))
			return true;
	}
	return false;
}

static bool has_gateway(const siptrunk_trunk_t *trunk, siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < trunk->gateway_count; i++) {
		if(siptrunk_text_equal(trunk->gateway_list[i].host, name))
			return true;
	}
	return false;
}

/** Those that name the host as a gateway, and not on their list, too. */
static void add_gateways_trunks(rpc_t *rpc, void *list,
		const siptrunk_config_t *config, siptrunk_text_t name)
{
	siptrunk_host_t host = {.name = name};

	for(; host.trunk < config->trunk_count; host.trunk++) {
		if(has_gateway(&config->trunks[host.trunk], name)
				&& !named_before(config->hosts, config->host_count, &host))
			add_text(rpc, list, config->trunks[host.trunk].name);
	}
}

static void add_trunks(rpc_t *rpc, void *item, const siptrunk_config_t *config,
		siptrunk_text_t name)
{
	void *list = siptrunk_rpc_list(rpc, item, "trunks");
	size_t i;

	for(i = 0; i < config->host_count; i++) {
		const siptrunk_host_t *host = &config->hosts[i];

		if(siptrunk_text_equal(host->name, name)
				&& !named_before(config->hosts, i, host))
			add_text(rpc, list, config->trunks[host->trunk].name);
	}
	add_gateways_trunks(rpc, list, config, name);
}

static void add_host(rpc_t *rpc, void *item, const siptrunk_config_t *config,
		const siptrunk_lookup_t *lookup)
{
	siptrunk_text_t name = siptrunk_text(lookup->name);

	siptrunk_rpc_text(rpc, item, "name", name);
	siptrunk_rpc_text(rpc, item, "state",
			siptrunk_text(siptrunk_lookup_state_name(lookup->state)));
	siptrunk_rpc_number(
			rpc, item, "next_query", siptrunk_resolver_due_in(lookup));
	siptrunk_rpc_text(rpc, item, "error", siptrunk_text(lookup->error));
	add_trunks(rpc, item, config, name);
	siptrunk_rpc_number(rpc, item, "address_count", (long)lookup->count);
	add_addresses(rpc, item, lookup);
}

void siptrunk_rpc_hosts(rpc_t *rpc, void *ctx)
{
	siptrunk_snapshot_t *snapshot;
	siptrunk_lookup_t lookup;
	void *answer, *list, *item;
	size_t i;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.hosts");
	if(answer == NULL)
		return;
	siptrunk_rpc_number(
			rpc, answer, "count", (long)siptrunk_resolver_count());
	list = siptrunk_rpc_list(rpc, answer, "hosts");
	snapshot = siptrunk_snapshot_get();
	for(i = 0; i < SIPTRUNK_LISTED_MAX
			   && siptrunk_resolver_read(i, &lookup);
			i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			break;
		add_host(rpc, item, snapshot->config, &lookup);
	}
	siptrunk_snapshot_put(snapshot);
}
