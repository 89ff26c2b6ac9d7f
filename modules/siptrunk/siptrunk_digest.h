/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Digest credentials that a trunk demands (RFC 3261 section 22.3, RFC 2617),
 * checked by Kamailio's auth module: the HA1s stay inside the two modules.
 *
 * SIP workers; private memory.
 */
#ifndef SIPTRUNK_DIGEST_H
#define SIPTRUNK_DIGEST_H

#include "siptrunk_config.h"

#include "core/parser/msg_parser.h"

typedef enum siptrunk_digest
{
	SIPTRUNK_DIGEST_NONE,  /**< no credentials for the trunk's realm */
	SIPTRUNK_DIGEST_STALE, /**< right, for a nonce that is old or was used */
	SIPTRUNK_DIGEST_WRONG,
	SIPTRUNK_DIGEST_RIGHT
} siptrunk_digest_t;

/** Finds the auth module; without it nothing is ever right. */
void siptrunk_digest_init(void);
/** Can digest be demanded? If not, error says what is missing. */
bool siptrunk_digest_ready(siptrunk_error_t *error);

/**
 * Looks at the Proxy-Authorization, in a REGISTER the Authorization, of the
 * trunk's realm. wrong says what is
 * not as it should be, static text; it is empty for NONE and RIGHT. A right
 * response uses up its nonce count: in another message it is STALE, in the
 * same message it stays RIGHT.
 */
siptrunk_digest_t siptrunk_digest_check(sip_msg_t *message,
		const siptrunk_trunk_t *trunk, siptrunk_text_t *wrong);

/** Removes that header of that realm and no other (RFC 3261
 *  section 22.3): it is for us alone. Again: changes nothing. */
void siptrunk_digest_consume(sip_msg_t *message, siptrunk_text_t realm);

#endif
