/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the API's answer means: a call id, or a cause why there is none.
 *
 * Pure, with libjansson; the HTTP process. Memory of libjansson's, freed before
 * a function returns.
 */
#ifndef SIPTRUNK_API_ANSWER_H
#define SIPTRUNK_API_ANSWER_H

#include "siptrunk_cause.h"
#include "siptrunk_http.h"

/** Bytes of a call id; Retell's have 32. */
#define SIPTRUNK_CALL_ID_MAX 128

typedef struct siptrunk_api_answer
{
	siptrunk_cause_t cause;
	char call_id[SIPTRUNK_CALL_ID_MAX + 1]; /**< empty unless registered */
	/** What was expected and what was found, on one line; nothing of what was
	 *  sent. Empty when registered. */
	siptrunk_error_t error;
} siptrunk_api_answer_t;

/** How many calls the account has now, and may have. */
typedef struct siptrunk_api_calls
{
	long current, limit;
} siptrunk_api_calls_t;

/** Of POST /v2/register-phone-call: 200 or 201, a JSON object whose call_id
 *  is of letters, digits, '-' and '_', or a cause. */
void siptrunk_api_answer_registration(const siptrunk_http_response_t *response,
		siptrunk_api_answer_t *answer);

/** Of GET /get-concurrency: current_concurrency and concurrency_limit; the
 *  burst limit is the limit when the account pays for that. False: the answer's
 *  cause and error say why. */
bool siptrunk_api_answer_concurrency(const siptrunk_http_response_t *response,
		siptrunk_api_calls_t *calls, siptrunk_api_answer_t *answer);

/** May it be a call id? So that one is safe in a Request-URI. */
bool siptrunk_is_call_id(siptrunk_text_t text);

#endif
