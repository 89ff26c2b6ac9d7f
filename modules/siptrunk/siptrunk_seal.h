/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Text that somebody else carries for us, and can neither read nor change:
 * AES-SIV (RFC 5297), as base64url (RFC 4648 section 5).
 *
 * Pure, with OpenSSL. One process each: the context is not shared. What is
 * equal is sealed equally, so that a repeated message is the same message.
 */
#ifndef SIPTRUNK_SEAL_H
#define SIPTRUNK_SEAL_H

#include "siptrunk_text.h"

#include <openssl/evp.h>

#define SIPTRUNK_SEAL_KEY 32
/** Of a sealed text, in bytes. */
#define SIPTRUNK_SEAL_MAX 4096

typedef struct siptrunk_seal
{
	EVP_CIPHER *cipher;
	EVP_CIPHER_CTX *context;
	unsigned char key[SIPTRUNK_SEAL_KEY];
} siptrunk_seal_t;

/** false: no memory; then there is nothing to end. */
bool siptrunk_seal_begin(
		siptrunk_seal_t *seal, const unsigned char key[SIPTRUNK_SEAL_KEY]);
void siptrunk_seal_end(siptrunk_seal_t *seal);

/** What a sealed text is good for, and nothing else. */
typedef struct siptrunk_seal_use
{
	char purpose;
	siptrunk_text_t call; /**< its id, not empty */
} siptrunk_seal_use_t;

/** Seals plain (not empty). The length of what is in sealed, not terminated; 0:
 *  it is longer than SIPTRUNK_SEAL_MAX, or no memory. */
size_t siptrunk_seal_close(siptrunk_seal_t *seal, siptrunk_seal_use_t use,
		siptrunk_text_t plain, char sealed[SIPTRUNK_SEAL_MAX]);
/** The other way. 0: not sealed by this key for this use. */
size_t siptrunk_seal_open(siptrunk_seal_t *seal, siptrunk_seal_use_t use,
		siptrunk_text_t sealed, char plain[SIPTRUNK_SEAL_MAX]);

#endif
