/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Is a request of the voice agent's platform genuine, recent, and the first of
 * its kind?
 *
 * Pure, with OpenSSL; in Kamailio SIP workers, after tls has seen to OpenSSL's
 * memory. What was taken already is in shared memory, under the caller's lock.
 */
#ifndef SIPTRUNK_WEBHOOK_H
#define SIPTRUNK_WEBHOOK_H

#include "siptrunk_text.h"

#include <stdint.h>

/** How far a signature's time may be from ours, either way. */
#define SIPTRUNK_WEBHOOK_TOLERANCE_MS (5 * 60 * 1000)
#define SIPTRUNK_WEBHOOK_DIGEST_LEN (2 * 32)

/** What the header x-retell-signature says; slices into it. */
typedef struct siptrunk_webhook
{
	siptrunk_text_t time_text; /**< as it was signed */
	int64_t time;			   /**< milliseconds since 1970 */
	siptrunk_text_t digest;	   /**< of SIPTRUNK_WEBHOOK_DIGEST_LEN characters */
} siptrunk_webhook_t;

/** "v=MILLISECONDS,d=HEX", the digits in lower case; false: anything else. */
bool siptrunk_webhook_parse(
		siptrunk_text_t header, siptrunk_webhook_t *webhook);

/** now: milliseconds since 1970. */
bool siptrunk_webhook_is_recent(
		const siptrunk_webhook_t *webhook, int64_t now);

/** The digest is the HMAC-SHA256 of body and time with that key. How long it
 *  takes does not tell how much of it is right. false, too, when OpenSSL has no
 *  memory. */
bool siptrunk_webhook_is_signed(const siptrunk_webhook_t *webhook,
		siptrunk_text_t key, siptrunk_text_t body);

/** Genuine signatures that may still come again. Only who has the key fills
 *  it: 512 within five minutes are more than a voice agent transfers calls. */
#define SIPTRUNK_WEBHOOK_TAKEN_MAX 512

typedef struct siptrunk_webhook_taken
{
	struct
	{
		int64_t until; /**< milliseconds since 1970; free from then on */
		char digest[SIPTRUNK_WEBHOOK_DIGEST_LEN];
	} places[SIPTRUNK_WEBHOOK_TAKEN_MAX];
} siptrunk_webhook_taken_t;

typedef enum siptrunk_webhook_take
{
	SIPTRUNK_WEBHOOK_FIRST,
	SIPTRUNK_WEBHOOK_AGAIN, /**< it was taken before */
	SIPTRUNK_WEBHOOK_FULL	/**< nobody could tell, should it come again */
} siptrunk_webhook_take_t;

/** Takes a recent, genuine signature. taken begins as zeros. */
siptrunk_webhook_take_t siptrunk_webhook_take(siptrunk_webhook_taken_t *taken,
		const siptrunk_webhook_t *webhook, int64_t now);

#endif
