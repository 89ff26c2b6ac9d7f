/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the API is told of a call that is to be registered.
 *
 * Pure; SIP workers; the caller's memory.
 */
#ifndef SIPTRUNK_REGISTRATION_H
#define SIPTRUNK_REGISTRATION_H

#include "siptrunk_agent.h"

/** Bytes of the whole, of a header's value, and how many of them. */
#define SIPTRUNK_REGISTRATION_MAX 8192
#define SIPTRUNK_REGISTRATION_VALUE_MAX 256
#define SIPTRUNK_REGISTRATION_TOLD_MAX 32

/** A header that came with the call. */
typedef struct siptrunk_told
{
	const siptrunk_variable_t *variable;
	siptrunk_text_t value; /**< as it came */
} siptrunk_told_t;

typedef struct siptrunk_registration
{
	siptrunk_text_t agent_id;
	siptrunk_text_t agent_version; /**< or empty */
	siptrunk_text_t direction;
	siptrunk_text_t from, to; /**< told when they are E.164 */
	siptrunk_told_t told[SIPTRUNK_REGISTRATION_TOLD_MAX];
	size_t told_count;
} siptrunk_registration_t;

/**
 * The body of POST /v2/register-phone-call. Of a value what is no UTF-8 and
 * control characters are left out, and what is too long is cut at a character;
 * of headers that do not fit together the last ones are left out.
 */
siptrunk_text_t siptrunk_registration_write(
		const siptrunk_registration_t *registration,
		char text[SIPTRUNK_REGISTRATION_MAX]);

#endif
