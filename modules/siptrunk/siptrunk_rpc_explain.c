/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.explain: what would happen to a call.
 *
 * A process that serves RPC, not a SIP worker: the routing script runs in it.
 */
#include "siptrunk_rpc_explain.h"

#include "siptrunk_access.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_message.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"

#include "core/forward.h"
#include "core/pt.h"
#include "core/socket_info.h"

#include <stdio.h>
#include <time.h>

#define USAGE "siptrunk.explain FROM TO [[udp:|tcp:|tls:]ADDRESS[:PORT]]"
#define SOURCE_MAX 80

const char *siptrunk_rpc_explain_doc[] = {
		"What would happen to a call, step by step, without placing it. FROM "
		"TO [[udp:|tcp:|tls:]ADDRESS[:PORT]]",
		0};

/* --- where it comes from --- */

static bool lets_in(const siptrunk_snapshot_t *snapshot,
		const siptrunk_trunk_t *trunk, const siptrunk_address_t *address,
		uint8_t transport, uint16_t port)
{
	const siptrunk_situation_t situation = {
			SIPTRUNK_INBOUND, transport, port, time(NULL)};
	siptrunk_access_t access;

	siptrunk_access_check(snapshot->config, snapshot->overlay, address,
			&situation, NULL, &access);
	return access.verdict == SIPTRUNK_VERDICT_ALLOW && access.trunk == trunk;
}

/** As its source is written; false: the address is let in by no transport. */
static bool write_source(const siptrunk_snapshot_t *snapshot,
		const siptrunk_trunk_t *trunk, const siptrunk_address_t *address,
		char text[SOURCE_MAX])
{
	static const uint8_t transports[] = {
			SIPTRUNK_UDP, SIPTRUNK_TCP, SIPTRUNK_TLS};
	const bool bracket = address->family == SIPTRUNK_IPV6;
	char host[SIPTRUNK_PREFIX_TEXT_MAX];
	size_t i;

	siptrunk_address_format(address, host);
	for(i = 0; i < sizeof(transports); i++) {
		const uint16_t port = transports[i] == SIPTRUNK_TLS ? 5061 : 5060;

		if(!lets_in(snapshot, trunk, address, transports[i], port))
			continue;
		snprintf(text, SOURCE_MAX, "%s:%s%s%s:%u",
				siptrunk_transport_name(transports[i]), bracket ? "[" : "",
				host, bracket ? "]" : "", port);
		return true;
	}
	return false;
}

/** The first address of the first pbx trunk that lets it in. */
static bool default_source(rpc_t *rpc, void *ctx, char text[SOURCE_MAX])
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_config_t *config = snapshot->config;
	const siptrunk_trunk_t *pbx =
			siptrunk_config_first(config, SIPTRUNK_ROLE_PBX);
	const siptrunk_prefix_row_t *row;
	bool found = false;
	uint32_t i;

	for(i = 0; pbx != NULL && !found && i < config->prefix_count; i++) {
		row = siptrunk_prefix_table_row(config->prefixes, i);
		found = row->action == SIPTRUNK_ALLOW
				&& &config->trunks[row->trunk] == pbx
				&& write_source(snapshot, pbx, &row->prefix.address, text);
	}
	if(!found)
		siptrunk_rpc_fault(rpc, ctx, 404,
				"no pbx trunk has an address that is let in: say where the "
				"call comes from; usage: " USAGE);
	siptrunk_snapshot_put(snapshot);
	return found;
}

/** Without a port the one that its protocol has. */
static bool parse_source(const char *text, siptrunk_peer_t *source)
{
	if(!siptrunk_message_parse_peer(siptrunk_text(text), source))
		return false;
	if(source->proto == PROTO_NONE)
		source->proto = PROTO_UDP;
	if(source->port == 0)
		source->port = source->proto == PROTO_TLS ? 5061 : 5060;
	return source->proto == PROTO_UDP || source->proto == PROTO_TCP
		   || source->proto == PROTO_TLS;
}

/** false after a fault. */
static bool read_source(
		rpc_t *rpc, void *ctx, const char *text, receive_info_t *received)
{
	siptrunk_peer_t source;

	if(!parse_source(text, &source)) {
		siptrunk_rpc_fault(rpc, ctx, 400,
				"'%s' is no source; usage: " USAGE
				", for example tls:192.0.2.10:5061",
				text);
		return false;
	}
	*received = (receive_info_t){.proto = (char)source.proto,
			.src_port = source.port,
			.src_ip = source.ip};
	init_su(&received->src_su, &received->src_ip, received->src_port);
	received->bind_address =
			get_send_socket(NULL, &received->src_su, received->proto);
	if(received->bind_address == NULL) {
		siptrunk_rpc_fault(rpc, ctx, 404,
				"the edge has no address that '%s' could send to", text);
		return false;
	}
	received->dst_ip = received->bind_address->address;
	received->dst_port = received->bind_address->port_no;
	return true;
}

/* --- the answer --- */

static void add_steps(
		rpc_t *rpc, void *answer, const siptrunk_explanation_t *explained)
{
	void *list = siptrunk_rpc_list(rpc, answer, "steps"), *item;
	size_t i;

	for(i = 0; i < explained->step_count; i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(
				rpc, item, "step", siptrunk_text(explained->steps[i].step));
		siptrunk_rpc_text(
				rpc, item, "text", siptrunk_text(explained->steps[i].text));
	}
}

static void add_trials(
		rpc_t *rpc, void *answer, const siptrunk_explanation_t *explained)
{
	void *list = siptrunk_rpc_list(rpc, answer, "gateways"), *item;
	const siptrunk_explained_trial_t *trial = explained->trials;
	size_t i;

	for(i = 0; i < explained->trial_count; i++, trial++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(rpc, item, "trunk", siptrunk_text(trial->trunk));
		siptrunk_rpc_text(rpc, item, "gateway", siptrunk_text(trial->gateway));
		siptrunk_rpc_text(rpc, item, "uri", siptrunk_text(trial->uri));
		siptrunk_rpc_text(rpc, item, "state", siptrunk_text(trial->state));
		siptrunk_rpc_text(rpc, item, "request", siptrunk_text(trial->request));
	}
}

/** The verdict in a sentence. */
static void add_verdict(
		rpc_t *rpc, void *answer, const siptrunk_explanation_t *explained)
{
	const siptrunk_explained_trial_t *first = explained->trials;
	char sentence[640];

	if(explained->trial_count > 0)
		snprintf(sentence, sizeof(sentence),
				"goes to trunk %s, first to %s, shown as %s", first->trunk,
				first->gateway[0] != '\0' ? first->gateway
										  : "where it has registered",
				explained->caller);
	else if(explained->code != 0)
		snprintf(sentence, sizeof(sentence), "is refused with %d %s%s%s",
				explained->code, explained->phrase,
				explained->reason[0] != '\0' ? ": " : "", explained->reason);
	else
		snprintf(sentence, sizeof(sentence), "is dropped without an answer");
	siptrunk_rpc_text(rpc, answer, "verdict",
			explained->trial_count > 0
					? SIPTRUNK_TEXT("placed")
					: (explained->code != 0 ? SIPTRUNK_TEXT("refused")
											: SIPTRUNK_TEXT("dropped")));
	siptrunk_rpc_text(rpc, answer, "sentence", siptrunk_text(sentence));
	siptrunk_rpc_number(rpc, answer, "code",
			explained->trial_count > 0 ? 0 : explained->code);
	siptrunk_rpc_text(rpc, answer, "target",
			siptrunk_text(explained->trial_count > 0 ? first->trunk : ""));
	siptrunk_rpc_text(rpc, answer, "gateway",
			siptrunk_text(explained->trial_count > 0 ? first->gateway : ""));
	siptrunk_rpc_text(rpc, answer, "caller", siptrunk_text(explained->caller));
	siptrunk_rpc_text(rpc, answer, "caller_source",
			siptrunk_text(explained->caller_source));
}

static void answer_with(rpc_t *rpc, void *ctx, const char *source,
		const siptrunk_explanation_t *explained)
{
	void *answer = siptrunk_rpc_answer(rpc, ctx);

	if(answer == NULL)
		return;
	siptrunk_rpc_text(rpc, answer, "source", siptrunk_text(source));
	siptrunk_rpc_text(rpc, answer, "trunk", siptrunk_text(explained->trunk));
	siptrunk_rpc_text(rpc, answer, "number", siptrunk_text(explained->number));
	siptrunk_rpc_text(
			rpc, answer, "class", siptrunk_text(explained->classification));
	add_verdict(rpc, answer, explained);
	add_steps(rpc, answer, explained);
	add_trials(rpc, answer, explained);
}

/* --- the command --- */

void siptrunk_rpc_explain(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	const siptrunk_explanation_t *explained;
	siptrunk_explain_call_t call;
	receive_info_t received;
	siptrunk_error_t error;
	char source[SOURCE_MAX] = "";

	if(!siptrunk_rpc_read(rpc, ctx, 2, 3, USAGE, &arguments))
		return;
	if(pt[process_no].rank > 0) {
		siptrunk_rpc_fault(rpc, ctx, 503,
				"a SIP worker explains no call while it has one: ask by "
				"kamcmd");
		return;
	}
	if(arguments.count == 3)
		snprintf(source, sizeof(source), "%.*s",
				SIPTRUNK_TEXT_FMT(arguments.values[2]));
	else if(!default_source(rpc, ctx, source))
		return;
	if(!read_source(rpc, ctx, source, &received))
		return;
	call = (siptrunk_explain_call_t){
			arguments.values[0], arguments.values[1], &received};
	explained = siptrunk_explain(&call, &error);
	if(explained == NULL)
		siptrunk_rpc_fault(rpc, ctx, 400, "%s", error.text);
	else
		answer_with(rpc, ctx, source, explained);
}
