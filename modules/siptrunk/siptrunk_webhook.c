/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Is a request of the voice agent's platform genuine, recent, and the first of
 * its kind?
 *
 * Pure, with OpenSSL; SIP workers.
 */
#include "siptrunk_webhook.h"

#include "siptrunk_ascii.h"
#include "siptrunk_signature.h"

#include <openssl/crypto.h>

/** Milliseconds until the year 5138 have no more. */
#define TIME_DIGITS_MAX 14

static bool parse_time(siptrunk_text_t text, int64_t *time)
{
	size_t i;

	*time = 0;
	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_digit(text.s[i]))
			return false;
		*time = *time * 10 + (text.s[i] - '0');
	}
	return text.len > 0;
}

/** Lower case only: the same digest in two spellings would be two. */
static bool is_digest(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_in(text.s[i], "0123456789abcdef"))
			return false;
	}
	return text.len == SIPTRUNK_WEBHOOK_DIGEST_LEN;
}

/** What follows name in text; s is NULL when it does not begin with it. */
static siptrunk_text_t behind(siptrunk_text_t text, siptrunk_text_t name)
{
	if(text.len < name.len
			|| !siptrunk_text_equal(
					(siptrunk_text_t){text.s, name.len}, name))
		return (siptrunk_text_t){NULL, 0};
	return (siptrunk_text_t){text.s + name.len, text.len - name.len};
}

bool siptrunk_webhook_parse(siptrunk_text_t header, siptrunk_webhook_t *webhook)
{
	siptrunk_text_t second;
	siptrunk_text_t first =
			siptrunk_text_split(siptrunk_text_trim(header), ',', &second);

	webhook->time_text = behind(first, SIPTRUNK_TEXT("v="));
	webhook->digest = behind(second, SIPTRUNK_TEXT("d="));
	return webhook->time_text.len <= TIME_DIGITS_MAX
		   && parse_time(webhook->time_text, &webhook->time)
		   && is_digest(webhook->digest);
}

bool siptrunk_webhook_is_recent(const siptrunk_webhook_t *webhook, int64_t now)
{
	return webhook->time >= now - SIPTRUNK_WEBHOOK_TOLERANCE_MS
		   && webhook->time <= now + SIPTRUNK_WEBHOOK_TOLERANCE_MS;
}

bool siptrunk_webhook_is_signed(const siptrunk_webhook_t *webhook,
		siptrunk_text_t key, siptrunk_text_t body)
{
	const siptrunk_text_t parts[] = {body, webhook->time_text};
	char hex[SIPTRUNK_HMAC_HEX_MAX];

	return siptrunk_hmac_hex(key, parts, 2, hex)
		   && CRYPTO_memcmp(hex, webhook->digest.s, webhook->digest.len) == 0;
}

siptrunk_webhook_take_t siptrunk_webhook_take(siptrunk_webhook_taken_t *taken,
		const siptrunk_webhook_t *webhook, int64_t now)
{
	size_t i, place = SIPTRUNK_WEBHOOK_TAKEN_MAX;

	for(i = 0; i < SIPTRUNK_WEBHOOK_TAKEN_MAX; i++) {
		if(taken->places[i].until < now)
			place = i;
		else if(memcmp(taken->places[i].digest, webhook->digest.s,
						SIPTRUNK_WEBHOOK_DIGEST_LEN)
				== 0)
			return SIPTRUNK_WEBHOOK_AGAIN;
	}
	if(place == SIPTRUNK_WEBHOOK_TAKEN_MAX)
		return SIPTRUNK_WEBHOOK_FULL;
	taken->places[place].until = webhook->time + SIPTRUNK_WEBHOOK_TOLERANCE_MS;
	memcpy(taken->places[place].digest, webhook->digest.s,
			SIPTRUNK_WEBHOOK_DIGEST_LEN);
	return SIPTRUNK_WEBHOOK_FIRST;
}
