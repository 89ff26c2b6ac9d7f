/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What can be wrong with a gateway's certificate.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_tls_fault.h"

#include <openssl/x509_vfy.h>

#include <stdio.h>
#include <string.h>

static const char *const names[SIPTRUNK_TLS_FAULT_COUNT] = {
		[SIPTRUNK_TLS_FAULT_NONE] = "none",
		[SIPTRUNK_TLS_FAULT_EXPIRED] = "expired",
		[SIPTRUNK_TLS_FAULT_NOT_YET_VALID] = "not_yet_valid",
		[SIPTRUNK_TLS_FAULT_INCOMPLETE] = "incomplete",
		[SIPTRUNK_TLS_FAULT_WRONG_NAME] = "wrong_name",
		[SIPTRUNK_TLS_FAULT_UNKNOWN_CA] = "unknown_ca",
		[SIPTRUNK_TLS_FAULT_REVOKED] = "revoked",
		[SIPTRUNK_TLS_FAULT_OTHER] = "other",
};

const char *siptrunk_tls_fault_name(siptrunk_tls_fault_t fault)
{
	return names[fault];
}

const char *siptrunk_tls_faults_format(
		unsigned faults, char text[SIPTRUNK_TLS_FAULTS_TEXT_MAX])
{
	siptrunk_tls_fault_t fault;
	size_t len = 0;

	strcpy(text, names[SIPTRUNK_TLS_FAULT_NONE]);
	for(fault = SIPTRUNK_TLS_FAULT_EXPIRED; fault < SIPTRUNK_TLS_FAULT_COUNT;
			fault++) {
		if(faults & 1u << fault)
			len += snprintf(text + len, SIPTRUNK_TLS_FAULTS_TEXT_MAX - len,
					"%s%s", len > 0 ? "," : "", names[fault]);
	}
	return text;
}

siptrunk_tls_fault_t siptrunk_tls_fault_of(int code)
{
	switch(code) {
		case X509_V_OK:
			return SIPTRUNK_TLS_FAULT_NONE;
		case X509_V_ERR_CERT_HAS_EXPIRED:
		/* a list of revoked certificates that we were given too long ago */
		case X509_V_ERR_CRL_HAS_EXPIRED:
			return SIPTRUNK_TLS_FAULT_EXPIRED;
		case X509_V_ERR_CERT_NOT_YET_VALID:
		case X509_V_ERR_CRL_NOT_YET_VALID:
			return SIPTRUNK_TLS_FAULT_NOT_YET_VALID;
		case X509_V_ERR_HOSTNAME_MISMATCH:
			return SIPTRUNK_TLS_FAULT_WRONG_NAME;
		case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
		case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
		case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
			return SIPTRUNK_TLS_FAULT_UNKNOWN_CA;
		case X509_V_ERR_CERT_REVOKED:
			return SIPTRUNK_TLS_FAULT_REVOKED;
		default:
			return SIPTRUNK_TLS_FAULT_OTHER;
	}
}

siptrunk_tls_fault_t siptrunk_tls_fault_worst(unsigned faults)
{
	siptrunk_tls_fault_t fault = SIPTRUNK_TLS_FAULT_COUNT - 1;

	while(fault > SIPTRUNK_TLS_FAULT_NONE && (faults & 1u << fault) == 0)
		fault--;
	return fault;
}

bool siptrunk_tls_fault_is_slight(siptrunk_tls_fault_t fault)
{
	return fault == SIPTRUNK_TLS_FAULT_EXPIRED
		   || fault == SIPTRUNK_TLS_FAULT_NOT_YET_VALID
		   || fault == SIPTRUNK_TLS_FAULT_INCOMPLETE;
}

bool siptrunk_tls_fault_is_doubtful(siptrunk_tls_fault_t fault)
{
	return fault == SIPTRUNK_TLS_FAULT_WRONG_NAME
		   || fault == SIPTRUNK_TLS_FAULT_UNKNOWN_CA;
}
