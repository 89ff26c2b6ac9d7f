/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a certificate says, and whether its chain verifies.
 *
 * Pure, with OpenSSL: any process.
 */
#include "siptrunk_x509.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <stdio.h>

/* --- what it says --- */

static siptrunk_text_t asn1_text(const ASN1_STRING *value)
{
	return (siptrunk_text_t){(const char *)ASN1_STRING_get0_data(value),
			(size_t)ASN1_STRING_length(value)};
}

void siptrunk_x509_names(const X509 *certificate, siptrunk_peer_names_t *names)
{
	GENERAL_NAMES *all =
			X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	const GENERAL_NAME *name;
	int i;

	for(i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		name = sk_GENERAL_NAME_value(all, i);
		if(name->type == GEN_URI)
			siptrunk_peer_names_add_uri(
					names, asn1_text(name->d.uniformResourceIdentifier));
		else if(name->type == GEN_DNS)
			siptrunk_peer_names_add_dns(names, asn1_text(name->d.dNSName));
	}
	GENERAL_NAMES_free(all);
	/* an extension that cannot be read must not look like tls' own error */
	ERR_clear_error();
}

void siptrunk_x509_common_name(
		const X509 *certificate, siptrunk_peer_names_t *names)
{
	const X509_NAME *subject = X509_get_subject_name(certificate);
	int at = X509_NAME_get_index_by_NID(
			(X509_NAME *)subject, NID_commonName, -1);

	if(at < 0
			|| X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1) >= 0)
		return;
	siptrunk_peer_names_add_dns(names,
			asn1_text(X509_NAME_ENTRY_get_data(
					X509_NAME_get_entry(subject, at))));
}

bool siptrunk_x509_has_address(X509 *certificate, siptrunk_text_t address)
{
	char text[64];
	bool has;

	if(address.len >= sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s", SIPTRUNK_TEXT_FMT(address));
	has = X509_check_ip_asc(certificate, text, 0) == 1;
	ERR_clear_error(); /* a name that is no address */
	return has;
}

static time_t seconds_of(const ASN1_TIME *time)
{
	struct tm parts;

	return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) : 0;
}

time_t siptrunk_x509_begins(const X509 *certificate)
{
	return seconds_of(X509_get0_notBefore(certificate));
}

time_t siptrunk_x509_expires(const X509 *certificate)
{
	return seconds_of(X509_get0_notAfter(certificate));
}

const char *siptrunk_x509_subject(
		const X509 *certificate, char text[SIPTRUNK_X509_TEXT_MAX])
{
	return X509_NAME_oneline(
			X509_get_subject_name(certificate), text, SIPTRUNK_X509_TEXT_MAX);
}

const char *siptrunk_x509_issuer(
		const X509 *certificate, char text[SIPTRUNK_X509_TEXT_MAX])
{
	return X509_NAME_oneline(
			X509_get_issuer_name(certificate), text, SIPTRUNK_X509_TEXT_MAX);
}

const char *siptrunk_x509_digest(
		const X509 *certificate, char text[SIPTRUNK_X509_DIGEST_MAX])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0, i;

	text[0] = '\0';
	if(X509_digest(certificate, EVP_sha256(), digest, &len) != 1)
		ERR_clear_error();
	for(i = 0; i < len; i++)
		snprintf(text + i * 3, 4, "%02X%s", digest[i], i + 1 < len ? ":" : "");
	return text;
}

/* --- its chain --- */

/** OpenSSL's callback gets no argument of ours; a process verifies one chain at
 *  a time. */
static siptrunk_chain_t *verifying;

void siptrunk_chain_note(
		siptrunk_chain_t *chain, int code, const X509 *certificate)
{
	chain->faults |= 1u << siptrunk_tls_fault_of(code);
	if(chain->code != X509_V_OK)
		return;
	chain->code = code;
	if(certificate != NULL)
		siptrunk_x509_subject(certificate, chain->culprit);
}

static int on_error(int ok, X509_STORE_CTX *context)
{
	int code = X509_STORE_CTX_get_error(context);

	if(ok)
		return 1;
	siptrunk_chain_note(
			verifying, code, X509_STORE_CTX_get_current_cert(context));
	return siptrunk_tls_fault_is_slight(siptrunk_tls_fault_of(code));
}

/** Does the chain that was built need one of known? */
static const X509 *stand_in(X509_STORE_CTX *context, STACK_OF(X509) * known)
{
	STACK_OF(X509) *built = X509_STORE_CTX_get0_chain(context);
	int i;

	for(i = 0; i < sk_X509_num(built); i++) {
		if(sk_X509_find(known, sk_X509_value(built, i)) >= 0)
			return sk_X509_value(built, i);
	}
	return NULL;
}

/** What the peer sent, then known; borrowed. NULL: no memory. */
static STACK_OF(X509)
		* together(const STACK_OF(X509) * sent, const STACK_OF(X509) * known)
{
	STACK_OF(X509) *all = sk_X509_dup(sent);
	int i;

	for(i = 0; all != NULL && i < sk_X509_num(known); i++)
		sk_X509_push(all, sk_X509_value(known, i));
	return all;
}

static void note_stand_in(siptrunk_chain_t *chain, const X509 *certificate)
{
	if(certificate == NULL)
		return;
	chain->faults |= 1u << SIPTRUNK_TLS_FAULT_INCOMPLETE;
	if(chain->code != X509_V_OK)
		return;
	chain->code = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
	siptrunk_x509_subject(certificate, chain->culprit);
}

void siptrunk_x509_verify(X509_STORE_CTX *context, STACK_OF(X509) * known,
		siptrunk_chain_t *chain)
{
	STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(context);
	STACK_OF(X509) *all = together(sent, known);

	*chain = (siptrunk_chain_t){.code = X509_V_OK};
	verifying = chain;
	X509_STORE_CTX_set_verify_cb(context, on_error);
	if(all != NULL)
		X509_STORE_CTX_set0_untrusted(context, all);
	if(X509_verify_cert(context) == 1)
		note_stand_in(chain, stand_in(context, known));
	else if(chain->code == X509_V_OK)
		siptrunk_chain_note(chain, X509_V_ERR_UNSPECIFIED, NULL);
	X509_STORE_CTX_set0_untrusted(context, sent);
	sk_X509_free(all);
}
