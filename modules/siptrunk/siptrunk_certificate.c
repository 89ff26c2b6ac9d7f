/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The certificate of the TLS peer that sent a message.
 *
 * SIP workers; private memory. tls has moved OpenSSL's memory into shared
 * memory: what OpenSSL allocates here is given back before returning.
 */
#include "siptrunk_certificate.h"

#include "siptrunk_x509.h"

#include "core/cfg/cfg.h"
#include "core/dprint.h"
#include "core/sr_module.h"
#include "core/tcp_conn.h"
#include "core/tcp_options.h"
#include "modules/tls/tls_server.h"

#include <openssl/x509v3.h>

#include <time.h>

/** What a connection's certificate says. */
typedef struct siptrunk_peer
{
	int connection; /**< Kamailio's id of it, never used twice; 0: nobody's */
	bool presented; /**< there is a certificate */
	long verified;	/**< X509_V_OK, or what is wrong with the chain */
	time_t expires; /**< a connection may outlive its certificate */
	siptrunk_peer_names_t names; /**< of a verified certificate */
	char authority[SIPTRUNK_X509_DIGEST_MAX]; /**< of the root that vouches */
} siptrunk_peer_t;

/** A worker sees few connections at a time; two that share a place are read
 *  again in turn. */
#define PEERS_MAX 64

static siptrunk_peer_t peers[PEERS_MAX];
static bool has_tls;

void siptrunk_certificate_init(void)
{
	/* tls_wolfssl keeps something else where tls keeps OpenSSL's SSL */
	has_tls = module_loaded("tls");
}

bool siptrunk_certificate_ready(siptrunk_error_t *error)
{
	if(!has_tls)
		siptrunk_error_set(error, "expected the module tls, found none");
	return has_tls;
}

/** In the handshake every root of ca_list could vouch: whose trunk this is was
 *  not known. Of a session that was resumed the chain is not known either. */
static void read_authority(const SSL *ssl, siptrunk_peer_t *peer)
{
	const STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
	int count = sk_X509_num(chain);

	if(count > 0)
		siptrunk_x509_digest(
				sk_X509_value(chain, count - 1), peer->authority);
}

/** Public authorities issue certificates for servers alone (serverAuth without
 *  clientAuth): a carrier that connects to us shows the one that its server
 *  has. OpenSSL keeps the last of several faults, so all is verified once more,
 *  as if we had connected. */
static long verify_as_server(SSL *ssl, X509 *certificate, siptrunk_peer_t *peer)
{
	X509_STORE *roots = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	long verified = X509_V_ERR_OUT_OF_MEM;
	const STACK_OF(X509) *chain;

	if(context != NULL
			&& X509_STORE_CTX_init(context, roots, certificate,
					   SSL_get_peer_cert_chain(ssl))
					   == 1
			&& X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER)
					   == 1) {
		X509_verify_cert(context);
		verified = X509_STORE_CTX_get_error(context);
		chain = X509_STORE_CTX_get0_chain(context);
		if(verified == X509_V_OK)
			siptrunk_x509_digest(
					sk_X509_value(chain, sk_X509_num(chain) - 1),
					peer->authority);
	}
	X509_STORE_CTX_free(context);
	return verified;
}

static void read_peer(SSL *ssl, siptrunk_peer_t *peer)
{
	X509 *certificate = SSL_get_peer_certificate(ssl);

	*peer = (siptrunk_peer_t){.presented = certificate != NULL};
	if(certificate == NULL)
		return;
	peer->verified = SSL_get_verify_result(ssl);
	peer->expires = siptrunk_x509_expires(certificate);
	if(peer->verified == X509_V_OK)
		read_authority(ssl, peer);
	else if(peer->verified == X509_V_ERR_INVALID_PURPOSE)
		peer->verified = verify_as_server(ssl, certificate, peer);
	if(peer->verified == X509_V_OK)
		siptrunk_x509_names(certificate, &peer->names);
	X509_free(certificate);
}

/** NULL: the connection is gone. */
static const siptrunk_peer_t *peer_of(int id)
{
	siptrunk_peer_t *peer = &peers[(unsigned)id % PEERS_MAX];
	struct tcp_connection *connection;
	const struct tls_extra_data *tls;

	if(peer->connection == id)
		return peer;
	connection = tcpconn_get(id, NULL, 0, NULL, 0);
	if(connection == NULL)
		return NULL;
	tls = connection->type == PROTO_TLS ? connection->extra_data : NULL;
	if(tls != NULL) {
		read_peer(tls->ssl, peer);
		peer->connection = id;
	}
	tcpconn_put(connection);
	return tls != NULL ? peer : NULL;
}

static siptrunk_text_t chain_error(long verified)
{
	return siptrunk_text(X509_verify_cert_error_string(verified));
}

/** Empty: nothing. */
static siptrunk_text_t what_is_wrong(
		const siptrunk_peer_t *peer, const siptrunk_trunk_t *trunk)
{
	if(peer->verified != X509_V_OK)
		return chain_error(peer->verified);
	if(peer->expires < time(NULL))
		return chain_error(X509_V_ERR_CERT_HAS_EXPIRED);
	if(peer->names.too_many)
		return SIPTRUNK_TEXT("certificate with over 1 kB of names");
	if(trunk->authority.len > 0
			&& !siptrunk_text_list_has(
					trunk->authority, siptrunk_text(peer->authority)))
		return SIPTRUNK_TEXT("certificate of another authority");
	if(!siptrunk_peer_names_match(&peer->names, trunk->certificate))
		return SIPTRUNK_TEXT("certificate of another name");
	return SIPTRUNK_TEXT("");
}

bool siptrunk_certificate_check(const sip_msg_t *message,
		const siptrunk_trunk_t *trunk, siptrunk_text_t *wrong)
{
	const siptrunk_peer_t *peer = NULL;

	*wrong = SIPTRUNK_TEXT("");
	if(has_tls && message->rcv.proto == PROTO_TLS)
		peer = peer_of(message->rcv.proto_reserved1);
	if(peer == NULL || !peer->presented)
		return false;
	*wrong = what_is_wrong(peer, trunk);
	return wrong->len == 0;
}
