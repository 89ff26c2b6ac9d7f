/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a custom function of the voice agent asks for: its request's JSON.
 *
 * Pure, with libjansson; SIP workers; memory of malloc while it reads.
 */
#ifndef SIPTRUNK_WEBHOOK_BODY_H
#define SIPTRUNK_WEBHOOK_BODY_H

#include "siptrunk_text.h"

#define SIPTRUNK_WEBHOOK_CALL_ID_MAX 128
#define SIPTRUNK_WEBHOOK_TO_MAX 64
/** What ISDN, and so RFC 7434, has room for. */
#define SIPTRUNK_WEBHOOK_USER_TO_USER_MAX 128

/** All terminated. */
typedef struct siptrunk_webhook_body
{
	/** Letters, digits, '_' and '-'; at least one. */
	char call_id[SIPTRUNK_WEBHOOK_CALL_ID_MAX + 1];
	/** As the agent wrote it, whatever that is; without control characters.
	 *  "" when it is not there. */
	char to[SIPTRUNK_WEBHOOK_TO_MAX + 1];
	/** In hexadecimal digits; "" when it is not there. */
	char user_to_user[2 * SIPTRUNK_WEBHOOK_USER_TO_USER_MAX + 1];
} siptrunk_webhook_body_t;

/**
 * {"call": {"call_id": ID, ...}, "args": {"to": TO, "user_to_user": TEXT, ...},
 * ...}, or, of a function whose payload is its arguments only, {"call_id": ID,
 * "to": TO, ...}. What else is there is not looked at. false: error says what
 * is wrong.
 */
bool siptrunk_webhook_body_parse(siptrunk_text_t json,
		siptrunk_webhook_body_t *body, siptrunk_error_t *error);

#endif
