/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is known of the gateways' certificates.
 *
 * SIP workers, TCP and RPC processes; shared memory.
 */
#include "siptrunk_tls_peers.h"

#include "siptrunk_compat.h"

#include "core/hashes.h"

#include <openssl/err.h>

#include <string.h>

#define PEERS_MAX 64

static siptrunk_ring_t *peers, *intermediates;

int siptrunk_tls_peers_init(void)
{
	peers = siptrunk_ring_new(PEERS_MAX, sizeof(siptrunk_tls_peer_t));
	intermediates = siptrunk_ring_new(SIPTRUNK_TLS_REMEMBERED_MAX,
			sizeof(siptrunk_tls_remembered_t));
	return peers != NULL && intermediates != NULL ? 0 : -1;
}

void siptrunk_tls_peers_fini(void)
{
	siptrunk_ring_free(peers);
	siptrunk_ring_free(intermediates);
	peers = intermediates = NULL;
}

siptrunk_ring_t *siptrunk_tls_peers(void)
{
	return peers;
}

siptrunk_ring_t *siptrunk_tls_peers_intermediates(void)
{
	return intermediates;
}

/* --- gateways --- */

typedef struct gateway
{
	siptrunk_text_t trunk, name;
} gateway_t;

static bool same_gateway(const void *kept, const void *key)
{
	const siptrunk_tls_peer_t *peer = kept;
	const gateway_t *gateway = key;

	return siptrunk_text_equal(siptrunk_text(peer->name), gateway->name)
		   && siptrunk_text_equal(siptrunk_text(peer->trunk), gateway->trunk);
}

static unsigned hash_of(siptrunk_text_t text)
{
	str value = siptrunk_str_of(text);

	return get_hash1_raw(value.s, value.len);
}

bool siptrunk_tls_peers_keep(const siptrunk_tls_peer_t *peer)
{
	gateway_t gateway = {siptrunk_text(peer->trunk), siptrunk_text(peer->name)};
	siptrunk_tls_peer_t *kept;
	bool added, changed;

	kept = siptrunk_ring_claim(
			peers, hash_of(gateway.name), same_gateway, &gateway, &added);
	changed = kept->chain.faults != peer->chain.faults
			  || kept->chain.code != peer->chain.code
			  || (!added && kept->taken != peer->taken);
	*kept = *peer;
	siptrunk_ring_release(peers);
	return changed;
}

siptrunk_tls_fault_t siptrunk_tls_peers_fault(
		siptrunk_text_t trunk, siptrunk_text_t name)
{
	gateway_t gateway = {trunk, name};
	siptrunk_tls_peer_t peer;

	if(!siptrunk_ring_find(peers, hash_of(name), same_gateway, &gateway, &peer))
		return SIPTRUNK_TLS_FAULT_NONE;
	if(peer.chain.faults == 0 && peer.expires < time(NULL))
		return SIPTRUNK_TLS_FAULT_EXPIRED;
	return siptrunk_tls_fault_worst(peer.chain.faults);
}

/* --- certificates between theirs and their authority's --- */

static bool same_certificate(const void *kept, const void *key)
{
	const siptrunk_tls_remembered_t *a = kept, *b = key;

	return a->len == b->len && memcmp(a->der, b->der, a->len) == 0
		   && strcmp(a->trunk, b->trunk) == 0;
}

void siptrunk_tls_peers_remember_one(const siptrunk_tls_remembered_t *entry)
{
	siptrunk_text_t der = {(const char *)entry->der, (size_t)entry->len};
	siptrunk_tls_remembered_t *kept;
	bool added;

	kept = siptrunk_ring_claim(
			intermediates, hash_of(der), same_certificate, entry, &added);
	if(added)
		*kept = *entry;
	siptrunk_ring_release(intermediates);
}

void siptrunk_tls_peers_remember(
		siptrunk_text_t trunk, const STACK_OF(X509) * chain)
{
	siptrunk_tls_remembered_t latest = {.len = 0};
	unsigned char *der;
	int i;

	siptrunk_ring_keep(latest.trunk, sizeof(latest.trunk), trunk);
	for(i = 1; i < sk_X509_num(chain) - 1; i++) {
		latest.len = i2d_X509(sk_X509_value(chain, i), NULL);
		if(latest.len <= 0 || latest.len > SIPTRUNK_TLS_DER_MAX)
			continue;
		der = latest.der;
		i2d_X509(sk_X509_value(chain, i), &der);
		siptrunk_tls_peers_remember_one(&latest);
	}
}

static void push(STACK_OF(X509) * all, const siptrunk_tls_remembered_t *entry)
{
	const unsigned char *der = entry->der;
	X509 *certificate = d2i_X509(NULL, &der, entry->len);

	if(certificate != NULL && sk_X509_push(all, certificate) <= 0)
		X509_free(certificate);
}

STACK_OF(X509) * siptrunk_tls_peers_remembered(siptrunk_text_t trunk)
{
	STACK_OF(X509) *all = sk_X509_new_null();
	unsigned next = siptrunk_ring_next(intermediates), i;
	siptrunk_tls_remembered_t entry;

	for(i = 1; all != NULL
			   && siptrunk_ring_read(intermediates, next - i, &entry);
			i++) {
		if(siptrunk_text_equal(siptrunk_text(entry.trunk), trunk))
			push(all, &entry);
	}
	ERR_clear_error();
	return all;
}
