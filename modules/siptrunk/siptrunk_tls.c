/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Verifies the certificates of the gateways that we connect to.
 *
 * Any process that sends or receives on such a connection; what OpenSSL
 * allocates for us is given back before returning.
 */
#include "siptrunk_tls.h"

#include "siptrunk_compat.h"
#include "siptrunk_detail.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"
#include "siptrunk_tls_advice.h"
#include "siptrunk_tls_alerts.h"
#include "siptrunk_tls_peers.h"
#include "siptrunk_tls_spool.h"

#include "core/dprint.h"
#include "core/pt.h"
#include "core/sr_module.h"
#include "core/tls_hooks.h"
#include "modules/tls/tls_server.h"

#include <time.h>

/** tls' own. */
static __typeof__(tls_hook.encode) encode;

/* --- judging --- */

bool siptrunk_tls_tolerates(
		const siptrunk_trunk_t *trunk, siptrunk_tls_fault_t fault)
{
	if(fault == SIPTRUNK_TLS_FAULT_NONE)
		return true;
	if(trunk->role != SIPTRUNK_ROLE_EMERGENCY)
		return false;
	return siptrunk_tls_fault_is_slight(fault)
		   || (trunk->bad_certificate == SIPTRUNK_BAD_CERTIFICATE_ALLOW
				   && siptrunk_tls_fault_is_doubtful(fault));
}

/** Only what is known already: whoever meets a fault first tries the other
 *  gateways before he comes back. */
static bool may_take(const siptrunk_trunk_t *trunk, const char *name,
		siptrunk_tls_fault_t fault)
{
	if(fault == SIPTRUNK_TLS_FAULT_NONE)
		return true;
	return siptrunk_tls_tolerates(trunk, fault)
		   && siptrunk_tls_peers_fault(trunk->name, siptrunk_text(name))
					  != SIPTRUNK_TLS_FAULT_NONE;
}

/** The name asked for, or one that the trunk's peers are known to show. */
static bool has_name(X509 *certificate, const siptrunk_peer_names_t *names,
		const char *name, const siptrunk_trunk_t *trunk)
{
	return siptrunk_peer_names_match(names, siptrunk_text(name))
		   || siptrunk_x509_has_address(certificate, siptrunk_text(name))
		   || siptrunk_peer_names_match(names, trunk->certificate);
}

/* --- what was found --- */

static void describe(siptrunk_tls_peer_t *peer, const X509 *certificate,
		const siptrunk_peer_names_t *names)
{
	peer->checked = time(NULL);
	peer->begins = siptrunk_x509_begins(certificate);
	peer->expires = siptrunk_x509_expires(certificate);
	siptrunk_x509_subject(certificate, peer->subject);
	siptrunk_x509_issuer(certificate, peer->issuer);
	if(names->len > 0) /* without the last comma */
		siptrunk_ring_keep(peer->names, sizeof(peer->names),
				(siptrunk_text_t){names->text, names->len - 1});
}

static void log_fault(const siptrunk_tls_peer_t *peer)
{
	char faults[SIPTRUNK_TLS_FAULTS_TEXT_MAX], begins[SIPTRUNK_TIME_TEXT_MAX],
			expires[SIPTRUNK_TIME_TEXT_MAX];

	LM_ERR("gateway %s of trunk %s is %s: its certificate is %s (%s; %s); "
		   "expected the name %s, found %s; certificate %s of %s, valid from "
		   "%s until %s: %s\n",
			peer->name, peer->trunk,
			peer->taken ? "used all the same" : "refused",
			siptrunk_tls_faults_format(peer->chain.faults, faults),
			X509_verify_cert_error_string(peer->chain.code),
			peer->chain.culprit, peer->name, peer->names, peer->subject,
			peer->issuer,
			siptrunk_time_format(peer->begins, begins),
			siptrunk_time_format(peer->expires, expires),
			siptrunk_tls_advice_certificate(
					peer->chain.faults, peer->chain.code));
}

/** A refusal is logged once, whoever tries again; an exception is an alarm
 *  each time. */
static void report(const siptrunk_tls_peer_t *peer, bool changed)
{
	if(peer->chain.faults == 0) {
		if(changed)
			LM_NOTICE("gateway %s of trunk %s: its certificate is good again\n",
					peer->name, peer->trunk);
		return;
	}
	siptrunk_stats_add(peer->taken ? SIPTRUNK_STAT_CERTIFICATE_TOLERATED
								   : SIPTRUNK_STAT_CERTIFICATE_REFUSED,
			1);
	if(changed || peer->taken)
		log_fault(peer);
}

/* --- a handshake --- */

static void verify_chain(X509_STORE_CTX *context, siptrunk_text_t trunk,
		siptrunk_chain_t *chain)
{
	STACK_OF(X509) *remembered = siptrunk_tls_peers_remembered(trunk);

	siptrunk_x509_verify(context, remembered, chain);
	if(chain->faults == 0)
		siptrunk_tls_peers_remember(
				trunk, X509_STORE_CTX_get0_chain(context));
	sk_X509_pop_free(remembered, X509_free);
}

static void verify_name(X509 *certificate, const char *name,
		const siptrunk_trunk_t *trunk, siptrunk_tls_peer_t *peer)
{
	siptrunk_peer_names_t names = {.len = 0};

	siptrunk_x509_names(certificate, &names);
	siptrunk_x509_common_name(certificate, &names);
	describe(peer, certificate, &names);
	if(!has_name(certificate, &names, name, trunk))
		siptrunk_chain_note(
				&peer->chain, X509_V_ERR_HOSTNAME_MISMATCH, certificate);
}

static int verify_gateway(
		X509_STORE_CTX *context, SSL *ssl, const siptrunk_trunk_t *trunk)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	siptrunk_tls_peer_t peer = {.taken = false};

	if(name == NULL)
		name = "";
	siptrunk_ring_keep(peer.trunk, sizeof(peer.trunk), trunk->name);
	siptrunk_ring_keep(peer.name, sizeof(peer.name), siptrunk_text(name));
	verify_chain(context, trunk->name, &peer.chain);
	verify_name(X509_STORE_CTX_get0_cert(context), name, trunk, &peer);
	/* SSL_VERIFY_NONE: the profile says that it is not to be verified */
	peer.taken = SSL_get_verify_mode(ssl) == SSL_VERIFY_NONE
				 || may_take(trunk, name,
						 siptrunk_tls_fault_worst(peer.chain.faults));
	report(&peer, siptrunk_tls_peers_keep(&peer));
	X509_STORE_CTX_set_error(context, peer.chain.code);
	return peer.taken;
}

/** tls does not mind the case of a server_id. */
static const siptrunk_trunk_t *trunk_of(
		const siptrunk_config_t *config, siptrunk_text_t id)
{
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(siptrunk_text_equal_nocase(config->trunks[i].name, id))
			return &config->trunks[i];
	}
	return NULL;
}

/** OpenSSL's way to ask; a profile that is no trunk's gets what it would get
 *  without us. */
static int verify(X509_STORE_CTX *context, void *profile)
{
	const tls_domain_t *domain = profile;
	SSL *ssl = X509_STORE_CTX_get_ex_data(
			context, SSL_get_ex_data_X509_STORE_CTX_idx());
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_trunk_t *trunk =
			trunk_of(snapshot->config, siptrunk_text_of(&domain->server_id));
	int verified = trunk != NULL ? verify_gateway(context, ssl, trunk)
								 : X509_verify_cert(context);

	siptrunk_snapshot_put(snapshot);
	return verified;
}

/* --- a connection --- */

/** Of SSL: its tls_domain_t, which stays as long as the connection. */
static int profile_index;

/** What else goes wrong in a handshake is told by alerts; of a certificate that
 *  we show TLS 1.3 tells it later. */
static void on_event(const SSL *ssl, int event, int value)
{
	void (*others)(const SSL *, int, int) =
			SSL_CTX_get_info_callback(SSL_get_SSL_CTX(ssl));
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	const tls_domain_t *domain = SSL_get_ex_data(ssl, profile_index);

	if(others != NULL)
		others(ssl, event, value);
	if(event & SSL_CB_ALERT)
		siptrunk_tls_alerts_report(siptrunk_text_of(&domain->server_id),
				siptrunk_text(name != NULL ? name : ""), value & 0xff,
				(event & SSL_CB_WRITE) != 0);
}

static void watch_profile(
		SSL *ssl, SSL_CTX *context, tls_domain_t *domain)
{
	SSL_CTX_set_cert_verify_callback(context, verify, domain);
	if(SSL_set_ex_data(ssl, profile_index, domain) == 1)
		SSL_set_info_callback(ssl, on_event);
}

/** The profile has one SSL_CTX for each process, and others after tls.reload;
 *  so it is set up whenever a connection takes one. */
static void watch(const struct tls_extra_data *tls)
{
	SSL_CTX *context = SSL_get_SSL_CTX(tls->ssl);
	tls_domain_t *domain;

	for(domain = tls->cfg->cli_list; domain != NULL; domain = domain->next) {
		if(domain->server_id.len > 0 && domain->ctx[process_no] == context)
			watch_profile(tls->ssl, context, domain);
	}
}

/** Who sends on a new connection first makes its SSL, under the connection's
 *  lock; the peer cannot have said a word yet. */
static int encode_watched(struct tcp_connection *connection, const char **data,
		unsigned int *len, const char **rest, unsigned int *rest_len,
		snd_flags_t *flags)
{
	bool is_new = connection->extra_data == NULL;
	int encoded = encode(connection, data, len, rest, rest_len, flags);

	if(is_new && connection->extra_data != NULL
			&& (connection->flags & F_CONN_PASSIVE) == 0)
		watch(connection->extra_data);
	return encoded;
}

/* --- start --- */

bool siptrunk_tls_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	size_t i;

	if(encode != NULL || !module_loaded("tls_wolfssl"))
		return true; /* without TLS there are no connections */
	for(i = 0; i < config->trunk_count; i++) {
		if(!siptrunk_text_equal(
				   config->trunks[i].transport, SIPTRUNK_TEXT("tls")))
			continue;
		siptrunk_error_set(error,
				"the gateways of trunk %.*s cannot be verified: expected the "
				"module tls, found tls_wolfssl",
				SIPTRUNK_TEXT_FMT(config->trunks[i].name));
		return false;
	}
	return true;
}

int siptrunk_tls_init(void)
{
	if(siptrunk_tls_peers_init() < 0 || siptrunk_tls_alerts_init() < 0)
		return -1;
	if(!module_loaded("tls") || tls_hook.encode == NULL)
		return 0;
	profile_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	if(profile_index < 0)
		return -1;
	encode = tls_hook.encode;
	tls_hook.encode = encode_watched;
	siptrunk_tls_spool_read();
	return 0;
}

void siptrunk_tls_fini(void)
{
	siptrunk_tls_peers_fini();
	siptrunk_tls_alerts_fini();
}
