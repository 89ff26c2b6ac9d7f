/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Text that somebody else carries for us, and can neither read nor change.
 *
 * Pure, with OpenSSL. One process each.
 */
#include "siptrunk_seal.h"

#include <string.h>

/** What comes before the ciphertext (RFC 5297 section 2.6). */
#define TAG 16
/** Plain text, so that its base64 fits. */
#define PLAIN_MAX (SIPTRUNK_SEAL_MAX / 4 * 3 - TAG - 3)

bool siptrunk_seal_begin(
		siptrunk_seal_t *seal, const unsigned char key[SIPTRUNK_SEAL_KEY])
{
	seal->cipher = EVP_CIPHER_fetch(NULL, "AES-128-SIV", NULL);
	seal->context = EVP_CIPHER_CTX_new();
	memcpy(seal->key, key, sizeof(seal->key));
	if(seal->cipher != NULL && seal->context != NULL)
		return true;
	siptrunk_seal_end(seal);
	return false;
}

void siptrunk_seal_end(siptrunk_seal_t *seal)
{
	EVP_CIPHER_CTX_free(seal->context);
	EVP_CIPHER_free(seal->cipher);
	OPENSSL_cleanse(seal, sizeof(*seal));
}

static bool encrypt(siptrunk_seal_t *seal, siptrunk_seal_use_t use,
		siptrunk_text_t plain, unsigned char *bytes)
{
	int len;

	return EVP_EncryptInit_ex2(
				   seal->context, seal->cipher, seal->key, NULL, NULL)
		   && EVP_EncryptUpdate(
				   seal->context, NULL, &len, (unsigned char *)&use.purpose, 1)
		   && EVP_EncryptUpdate(seal->context, NULL, &len,
				   (const unsigned char *)use.call.s, (int)use.call.len)
		   && EVP_EncryptUpdate(seal->context, bytes + TAG, &len,
				   (const unsigned char *)plain.s, (int)plain.len)
		   && EVP_CIPHER_CTX_ctrl(
					  seal->context, EVP_CTRL_AEAD_GET_TAG, TAG, bytes)
					  == 1;
}

static bool decrypt(siptrunk_seal_t *seal, siptrunk_seal_use_t use,
		unsigned char *bytes, size_t count, char *plain)
{
	int len;

	return EVP_DecryptInit_ex2(
				   seal->context, seal->cipher, seal->key, NULL, NULL)
		   && EVP_CIPHER_CTX_ctrl(
					  seal->context, EVP_CTRL_AEAD_SET_TAG, TAG, bytes)
					  == 1
		   && EVP_DecryptUpdate(
				   seal->context, NULL, &len, (unsigned char *)&use.purpose, 1)
		   && EVP_DecryptUpdate(seal->context, NULL, &len,
				   (const unsigned char *)use.call.s, (int)use.call.len)
		   && EVP_DecryptUpdate(seal->context, (unsigned char *)plain, &len,
					  bytes + TAG, (int)count)
					  > 0;
}

static void replace(char *text, size_t len, char old, char new)
{
	char *found;

	while((found = memchr(text, old, len)) != NULL)
		*found = new;
}

size_t siptrunk_seal_close(siptrunk_seal_t *seal, siptrunk_seal_use_t use,
		siptrunk_text_t plain, char sealed[SIPTRUNK_SEAL_MAX])
{
	unsigned char bytes[TAG + PLAIN_MAX];
	size_t len;

	if(use.call.len == 0 || plain.len == 0 || plain.len > PLAIN_MAX
			|| !encrypt(seal, use, plain, bytes))
		return 0;
	len = (size_t)EVP_EncodeBlock(
			(unsigned char *)sealed, bytes, (int)(TAG + plain.len));
	replace(sealed, len, '+', '-');
	replace(sealed, len, '/', '_');
	while(sealed[len - 1] == '=')
		len--;
	return len;
}

/** Its bytes; 0: it is no base64url. Three of them, at most, are padding's. */
static size_t decode(siptrunk_text_t sealed, unsigned char *bytes)
{
	char text[SIPTRUNK_SEAL_MAX];
	size_t padding = (4 - sealed.len % 4) % 4;

	if(padding == 3 || sealed.len + padding > sizeof(text)
			|| memchr(sealed.s, '=', sealed.len) != NULL)
		return 0;
	memcpy(text, sealed.s, sealed.len);
	memset(text + sealed.len, '=', padding);
	replace(text, sealed.len, '-', '+');
	replace(text, sealed.len, '_', '/');
	if(EVP_DecodeBlock(bytes, (unsigned char *)text,
			   (int)(sealed.len + padding))
			< 0)
		return 0;
	return (sealed.len + padding) / 4 * 3 - padding;
}

size_t siptrunk_seal_open(siptrunk_seal_t *seal, siptrunk_seal_use_t use,
		siptrunk_text_t sealed, char plain[SIPTRUNK_SEAL_MAX])
{
	unsigned char bytes[SIPTRUNK_SEAL_MAX];
	size_t count = sealed.len > 0 ? decode(sealed, bytes) : 0;

	if(use.call.len == 0 || count <= TAG
			|| !decrypt(seal, use, bytes, count - TAG, plain))
		return 0;
	return count - TAG;
}
