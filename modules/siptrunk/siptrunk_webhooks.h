/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Requests that the agents' platforms send to the edge: are they theirs?
 *
 * The keys are read by the HTTP process and used by SIP workers, which never
 * read a file; both are in shared memory, with the signatures taken lately, and
 * under a lock of its own.
 */
#ifndef SIPTRUNK_WEBHOOKS_H
#define SIPTRUNK_WEBHOOKS_H

#include "siptrunk_text.h"

#include <stdbool.h>

/** 0, or -1 after an error. Before the first fork. */
int siptrunk_webhooks_init(void);
void siptrunk_webhooks_fini(void);

/** In the HTTP process, often: reads the keys of siptrunk_api after each load.
 *  Who has none that can be read is not believed. */
void siptrunk_webhooks_tick(void);

typedef enum siptrunk_webhooks_verdict
{
	SIPTRUNK_WEBHOOKS_GENUINE,
	SIPTRUNK_WEBHOOKS_UNSIGNED, /**< without a signature, or what is none */
	SIPTRUNK_WEBHOOKS_OLD,		/**< or ahead of our clock */
	SIPTRUNK_WEBHOOKS_FORGED,	/**< no key makes it */
	SIPTRUNK_WEBHOOKS_AGAIN,	/**< a signature counts once */
	SIPTRUNK_WEBHOOKS_FULL		/**< too many, for now */
} siptrunk_webhooks_verdict_t;

/** For a log or an answer; "" for GENUINE. */
const char *siptrunk_webhooks_reason(siptrunk_webhooks_verdict_t verdict);

/** signature: the header x-retell-signature. */
siptrunk_webhooks_verdict_t siptrunk_webhooks_check(
		siptrunk_text_t signature, siptrunk_text_t body);

/** It is the key of that trunk that makes the signature, and not only another
 *  one's. */
bool siptrunk_webhooks_is_of(
		siptrunk_text_t signature, siptrunk_text_t body, siptrunk_text_t trunk);

#endif
