/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What can be wrong with a gateway's certificate.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_TLS_FAULT_H
#define SIPTRUNK_TLS_FAULT_H

#include <stdbool.h>

/** From slight to grave. */
typedef enum siptrunk_tls_fault
{
	SIPTRUNK_TLS_FAULT_NONE,
	SIPTRUNK_TLS_FAULT_EXPIRED,		  /**< it, or one that signed it */
	SIPTRUNK_TLS_FAULT_NOT_YET_VALID, /**< the same; or our clock is slow */
	/** The gateway leaves out a certificate between its own and ca_list, one
	 *  that was seen in an earlier, good handshake. */
	SIPTRUNK_TLS_FAULT_INCOMPLETE,
	SIPTRUNK_TLS_FAULT_WRONG_NAME,
	SIPTRUNK_TLS_FAULT_UNKNOWN_CA, /**< self-signed, too */
	SIPTRUNK_TLS_FAULT_REVOKED,
	SIPTRUNK_TLS_FAULT_OTHER, /**< a bad signature, a key that is too short */
	SIPTRUNK_TLS_FAULT_COUNT
} siptrunk_tls_fault_t;

/** "none", "expired", "not_yet_valid" ... */
const char *siptrunk_tls_fault_name(siptrunk_tls_fault_t fault);

/** Room for all their names with commas between them. */
#define SIPTRUNK_TLS_FAULTS_TEXT_MAX 96
/** The names of a set, a bit for each; terminated; returns text. */
const char *siptrunk_tls_faults_format(
		unsigned faults, char text[SIPTRUNK_TLS_FAULTS_TEXT_MAX]);

/** Of an X509_V_*. */
siptrunk_tls_fault_t siptrunk_tls_fault_of(int code);

/** The worst of a set, a bit for each. */
siptrunk_tls_fault_t siptrunk_tls_fault_worst(unsigned faults);

/** The chain and the name are right: only a date, or what the gateway left
 *  out. */
bool siptrunk_tls_fault_is_slight(siptrunk_tls_fault_t fault);
/** Nobody is known to be behind it: only an operator can say that a gateway
 *  with this fault is the right one. */
bool siptrunk_tls_fault_is_doubtful(siptrunk_tls_fault_t fault);

#endif
