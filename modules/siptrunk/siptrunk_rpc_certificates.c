/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.certificates: those that we show to peers, and those that the
 * gateways have shown us, with what is wrong.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_certificates.h"

#include "siptrunk_expiry.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_tls_alerts.h"
#include "siptrunk_tls_peers.h"

#include <openssl/ssl.h>

const char *siptrunk_rpc_certificates_doc[] = {
		"Our certificates and the gateways': names, ends, faults.", 0};

typedef struct answer
{
	rpc_t *rpc;
	void *list;
} answer_t;

static void add_certificate(rpc_t *rpc, void *item, const char *subject,
		const char *issuer, time_t expires)
{
	siptrunk_rpc_text(rpc, item, "subject", siptrunk_text(subject));
	siptrunk_rpc_text(rpc, item, "issuer", siptrunk_text(issuer));
	siptrunk_rpc_time(rpc, item, "not_after", expires);
	siptrunk_rpc_number(rpc, item, "days_left", siptrunk_days_left(expires));
}

static void add_own(const siptrunk_own_t *own, void *context)
{
	const answer_t *answer = context;
	void *item = siptrunk_rpc_item(answer->rpc, answer->list);

	if(item == NULL)
		return;
	siptrunk_rpc_text(
			answer->rpc, item, "profile", siptrunk_text(own->profile));
	add_certificate(
			answer->rpc, item, own->subject, own->issuer, own->expires);
}

static void add_peer(rpc_t *rpc, void *item, const siptrunk_tls_peer_t *peer)
{
	char faults[SIPTRUNK_TLS_FAULTS_TEXT_MAX];

	siptrunk_rpc_text(rpc, item, "trunk", siptrunk_text(peer->trunk));
	siptrunk_rpc_text(rpc, item, "gateway", siptrunk_text(peer->name));
	siptrunk_rpc_text(rpc, item, "fault",
			siptrunk_text(
					siptrunk_tls_faults_format(peer->chain.faults, faults)));
	siptrunk_rpc_text(rpc, item, "used",
			peer->taken ? SIPTRUNK_TEXT("yes") : SIPTRUNK_TEXT("no"));
	siptrunk_rpc_time(rpc, item, "checked", peer->checked);
	siptrunk_rpc_text(rpc, item, "names", siptrunk_text(peer->names));
	add_certificate(rpc, item, peer->subject, peer->issuer, peer->expires);
}

static void add_peers(rpc_t *rpc, void *list)
{
	siptrunk_ring_t *peers = siptrunk_tls_peers();
	unsigned next = siptrunk_ring_next(peers), i;
	siptrunk_tls_peer_t peer;
	void *item;

	for(i = 1; siptrunk_ring_read(peers, next - i, &peer); i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_peer(rpc, item, &peer);
	}
}

static void add_alert(
		rpc_t *rpc, void *item, const siptrunk_tls_alert_t *alert)
{
	siptrunk_rpc_text(rpc, item, "trunk", siptrunk_text(alert->trunk));
	siptrunk_rpc_text(rpc, item, "gateway", siptrunk_text(alert->name));
	siptrunk_rpc_text(rpc, item, "alert",
			siptrunk_text(SSL_alert_desc_string_long(alert->alert)));
	siptrunk_rpc_text(rpc, item, "sent_by",
			alert->sent ? SIPTRUNK_TEXT("edge") : SIPTRUNK_TEXT("gateway"));
	siptrunk_rpc_time(rpc, item, "logged", alert->logged);
}

static void add_alerts(rpc_t *rpc, void *list)
{
	siptrunk_ring_t *alerts = siptrunk_tls_alerts();
	unsigned next = siptrunk_ring_next(alerts), i;
	siptrunk_tls_alert_t alert;
	void *item;

	for(i = 1; siptrunk_ring_read(alerts, next - i, &alert); i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_alert(rpc, item, &alert);
	}
}

void siptrunk_rpc_certificates(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	answer_t own = {.rpc = rpc};
	void *answer;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 0, 0, "siptrunk.certificates", &arguments))
		return;
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	siptrunk_rpc_number(
			rpc, answer, "days_left_own", siptrunk_expiry_days_left_own());
	siptrunk_rpc_number(
			rpc, answer, "days_left_peer", siptrunk_expiry_days_left_peer());
	own.list = siptrunk_rpc_list(rpc, answer, "own");
	siptrunk_expiry_each_own(add_own, &own);
	add_peers(rpc, siptrunk_rpc_list(rpc, answer, "gateways"));
	add_alerts(rpc, siptrunk_rpc_list(rpc, answer, "alerts"));
}
