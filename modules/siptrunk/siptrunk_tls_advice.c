/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an operator can do about a gateway that TLS does not reach.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_tls_advice.h"

#include "siptrunk_tls_fault.h"

#include <openssl/ssl3.h>
#include <openssl/tls1.h>
#include <openssl/x509_vfy.h>

#include <stddef.h>

#define SECTION "the trunk's section of the TLS configuration"

static bool is_self_signed(int code)
{
	return code == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
		   || code == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
}

const char *siptrunk_tls_advice_certificate(unsigned faults, int code)
{
	switch(siptrunk_tls_fault_worst(faults)) {
		case SIPTRUNK_TLS_FAULT_EXPIRED:
			return "its owner must renew it";
		case SIPTRUNK_TLS_FAULT_NOT_YET_VALID:
			return "or is the clock of this host slow?";
		case SIPTRUNK_TLS_FAULT_INCOMPLETE:
			return "the gateway must send the certificates between, or ca_list "
				   "in " SECTION " have them";
		case SIPTRUNK_TLS_FAULT_WRONG_NAME:
			return "another host, or a name for the trunk's column certificate";
		case SIPTRUNK_TLS_FAULT_UNKNOWN_CA:
			return is_self_signed(code)
						   ? "does a device in the path show its own?"
						   : "is its root in ca_list of " SECTION
							 ", and does the gateway send all between?";
		default:
			return "its owner must replace it";
	}
}

static const char *about_our_certificate(int alert)
{
	switch(alert) {
		case TLS1_AD_UNKNOWN_CA:
			return "it does not trust who signed our certificate";
		case SSL3_AD_CERTIFICATE_EXPIRED:
			return "our certificate is over";
		case TLS13_AD_CERTIFICATE_REQUIRED:
			return "it asks for a certificate: " SECTION " has none";
		case SSL3_AD_BAD_CERTIFICATE:
		case SSL3_AD_UNSUPPORTED_CERTIFICATE:
		case SSL3_AD_CERTIFICATE_REVOKED:
		case SSL3_AD_CERTIFICATE_UNKNOWN:
			return "it does not take our certificate";
		default:
			return NULL;
	}
}

const char *siptrunk_tls_advice_alert(int alert, bool sent)
{
	switch(alert) {
		case TLS1_AD_PROTOCOL_VERSION:
			return "no version of TLS in common: see method in " SECTION;
		case SSL3_AD_HANDSHAKE_FAILURE:
		case TLS1_AD_INSUFFICIENT_SECURITY:
			return "no cipher suite in common: see cipher_list in " SECTION
				   "; or it asks for a certificate";
		case TLS1_AD_UNRECOGNIZED_NAME:
			return "it is not known by that name";
		default:
			return sent ? NULL : about_our_certificate(alert);
	}
}
