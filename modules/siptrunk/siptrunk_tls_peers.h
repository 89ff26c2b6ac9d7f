/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What was found of each gateway's certificate in the last handshake, and the
 * certificates between a gateway's and its authority, for gateways that leave
 * them out one day.
 *
 * Written by SIP workers and TCP processes, read by them and RPC; shared
 * memory, allocated once. After a restart nothing is known of a gateway until
 * a handshake; the certificates between are (siptrunk_tls_spool.h).
 */
#ifndef SIPTRUNK_TLS_PEERS_H
#define SIPTRUNK_TLS_PEERS_H

#include "siptrunk_ring.h"
#include "siptrunk_x509.h"

/** One gateway: terminated texts, cut when longer. */
typedef struct siptrunk_tls_peer
{
	char trunk[65];
	char name[256]; /**< asked for; empty: none was */
	siptrunk_chain_t chain;
	bool taken; /**< the connection was used */
	time_t checked, begins, expires;
	char subject[SIPTRUNK_X509_TEXT_MAX], issuer[SIPTRUNK_X509_TEXT_MAX];
	char names[256]; /**< found, commas between them */
} siptrunk_tls_peer_t;

/** 0 or -1. */
int siptrunk_tls_peers_init(void);
void siptrunk_tls_peers_fini(void);

/** Keeps it in the place of what was found before. true: that was something
 *  else, or there is a fault and nothing was known. */
bool siptrunk_tls_peers_keep(const siptrunk_tls_peer_t *peer);

/** The worst that was found; a certificate that has expired since is EXPIRED.
 *  NONE: also where there was no handshake yet. */
siptrunk_tls_fault_t siptrunk_tls_peers_fault(
		siptrunk_text_t trunk, siptrunk_text_t name);

/** For reading: its entries are siptrunk_tls_peer_t. */
siptrunk_ring_t *siptrunk_tls_peers(void);

/** Each authority has one or two between itself and the gateways. */
#define SIPTRUNK_TLS_REMEMBERED_MAX 16
/** Of RSA with 4096 bits they have 2 kB at most. */
#define SIPTRUNK_TLS_DER_MAX 3072

/** One of these, as it came. */
typedef struct siptrunk_tls_remembered
{
	char trunk[65];
	int len;
	unsigned char der[SIPTRUNK_TLS_DER_MAX];
} siptrunk_tls_remembered_t;

void siptrunk_tls_peers_remember_one(const siptrunk_tls_remembered_t *entry);
/** For reading: its entries are siptrunk_tls_remembered_t. */
siptrunk_ring_t *siptrunk_tls_peers_intermediates(void);

/** The chain's certificates between the first and the last, seen in a good
 *  handshake of the trunk's, are remembered. */
void siptrunk_tls_peers_remember(
		siptrunk_text_t trunk, const STACK_OF(X509) * chain);
/** All of the trunk's, for sk_X509_pop_free(); NULL: no memory. */
STACK_OF(X509) * siptrunk_tls_peers_remembered(siptrunk_text_t trunk);

#endif
