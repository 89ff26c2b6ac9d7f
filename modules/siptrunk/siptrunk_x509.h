/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a certificate says, and whether its chain verifies.
 *
 * Pure, with OpenSSL: any process. What OpenSSL allocates is given back before
 * returning; tls has moved its memory into shared memory.
 */
#ifndef SIPTRUNK_X509_H
#define SIPTRUNK_X509_H

#include "siptrunk_peer_names.h"
#include "siptrunk_tls_fault.h"

#include <openssl/x509.h>

#include <time.h>

/** Adds its alternative names (RFC 5922 section 7.1). */
void siptrunk_x509_names(
		const X509 *certificate, siptrunk_peer_names_t *names);
/** Adds its common name when it has no alternative names at all. */
void siptrunk_x509_common_name(
		const X509 *certificate, siptrunk_peer_names_t *names);
/** Has it that IP address among its alternative names? */
bool siptrunk_x509_has_address(X509 *certificate, siptrunk_text_t address);

/** Both 0, long ago, when they cannot be read. */
time_t siptrunk_x509_begins(const X509 *certificate);
time_t siptrunk_x509_expires(const X509 *certificate);

#define SIPTRUNK_X509_TEXT_MAX 192
/** "/CN=sip1.example.com"; cut when longer; what is not printable is escaped.
 *  Returns text. */
const char *siptrunk_x509_subject(
		const X509 *certificate, char text[SIPTRUNK_X509_TEXT_MAX]);
const char *siptrunk_x509_issuer(
		const X509 *certificate, char text[SIPTRUNK_X509_TEXT_MAX]);

/** "AB:CD:..." of SHA-256. */
#define SIPTRUNK_X509_DIGEST_MAX (32 * 3)
/** Returns text, which is empty when it cannot be calculated. */
const char *siptrunk_x509_digest(
		const X509 *certificate, char text[SIPTRUNK_X509_DIGEST_MAX]);

/** How a chain, or a certificate with its chain, verified. */
typedef struct siptrunk_chain
{
	unsigned faults; /**< a bit for each siptrunk_tls_fault_t */
	int code;		 /**< X509_V_* of the first, X509_V_OK: none */
	char culprit[SIPTRUNK_X509_TEXT_MAX]; /**< subject of what has that one */
} siptrunk_chain_t;

/** Adds what an X509_V_* says is wrong with that certificate (may be NULL). */
void siptrunk_chain_note(
		siptrunk_chain_t *chain, int code, const X509 *certificate);

/**
 * Verifies the chain that context was made for, as X509_verify_cert() does, but
 * goes on behind a wrong date, so that all that is wrong is found. known are
 * certificates, not trusted, that stand in for those the peer has left out (may
 * be NULL).
 */
void siptrunk_x509_verify(X509_STORE_CTX *context, STACK_OF(X509) * known,
		siptrunk_chain_t *chain);

#endif
