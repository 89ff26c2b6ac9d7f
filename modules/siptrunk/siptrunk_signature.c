/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * HMAC-SHA256, and the header that signs a notification with it.
 *
 * Pure, with OpenSSL; the HTTP process.
 */
#include "siptrunk_signature.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <inttypes.h>
#include <stdio.h>

static EVP_MAC_CTX *hmac_new(void)
{
	EVP_MAC *mac = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_HMAC, NULL);
	EVP_MAC_CTX *context = mac != NULL ? EVP_MAC_CTX_new(mac) : NULL;

	EVP_MAC_free(mac); /* the context holds it */
	return context;
}

static bool hmac(EVP_MAC_CTX *context, siptrunk_text_t key,
		const siptrunk_text_t *parts, size_t count, unsigned char *digest,
		size_t room)
{
	const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(
										 OSSL_MAC_PARAM_DIGEST, "SHA256", 0),
			OSSL_PARAM_construct_end()};
	size_t i, len;

	if(!EVP_MAC_init(
			   context, (const unsigned char *)key.s, key.len, params))
		return false;
	for(i = 0; i < count; i++) {
		if(!EVP_MAC_update(context, (const unsigned char *)parts[i].s,
				   parts[i].len))
			return false;
	}
	return EVP_MAC_final(context, digest, &len, room);
}

bool siptrunk_hmac_hex(siptrunk_text_t key, const siptrunk_text_t *parts,
		size_t count, char hex[SIPTRUNK_HMAC_HEX_MAX])
{
	unsigned char digest[SIPTRUNK_HMAC_HEX_MAX / 2];
	EVP_MAC_CTX *context = hmac_new();
	bool made = context != NULL
				&& hmac(context, key, parts, count, digest, sizeof(digest));
	size_t i;

	EVP_MAC_CTX_free(context);
	for(i = 0; made && i < sizeof(digest); i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
	return made;
}

bool siptrunk_signature(siptrunk_text_t key, int64_t time,
		siptrunk_text_t body, char signature[SIPTRUNK_SIGNATURE_MAX])
{
	char number[sizeof("-9223372036854775808.")], hex[SIPTRUNK_HMAC_HEX_MAX];
	siptrunk_text_t parts[] = {{number, 0}, body};

	parts[0].len = (size_t)snprintf(
			number, sizeof(number), "%" PRId64 ".", time);
	if(!siptrunk_hmac_hex(key, parts, 2, hex))
		return false;
	snprintf(signature, SIPTRUNK_SIGNATURE_MAX, "t=%" PRId64 ",v1=%s", time,
			hex);
	return true;
}
