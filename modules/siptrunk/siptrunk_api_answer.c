/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the API's answer means.
 *
 * Pure, with libjansson; the HTTP process.
 */
#include "siptrunk_api_answer.h"

#include <curl/curl.h>
#include <jansson.h>

#include <stdint.h>
#include <string.h>

bool siptrunk_is_call_id(siptrunk_text_t text)
{
	return siptrunk_text_is_word(text, SIPTRUNK_CALL_ID_MAX, "-_");
}

/** What libcurl calls it when there is no answer. */
static siptrunk_cause_t cause_of_failure(int failure)
{
	switch(failure) {
		case CURLE_COULDNT_RESOLVE_HOST:
			return SIPTRUNK_CAUSE_DNS;
		case CURLE_COULDNT_CONNECT:
			return SIPTRUNK_CAUSE_REFUSED;
		case CURLE_OPERATION_TIMEDOUT:
			return SIPTRUNK_CAUSE_DEADLINE;
		case CURLE_SSL_CONNECT_ERROR:
		case CURLE_SSL_CERTPROBLEM:
		case CURLE_SSL_CIPHER:
		case CURLE_SSL_CACERT_BADFILE:
		case CURLE_SSL_ISSUER_ERROR:
		case CURLE_PEER_FAILED_VERIFICATION:
			return SIPTRUNK_CAUSE_TLS;
		case CURLE_OUT_OF_MEMORY:
			return SIPTRUNK_CAUSE_NO_MEMORY;
		default:
			return SIPTRUNK_CAUSE_BROKEN;
	}
}

static siptrunk_cause_t cause_of_status(long status)
{
	switch(status) {
		case 200:
		case 201:
			return SIPTRUNK_CAUSE_NONE;
		case 401:
		case 403:
			return SIPTRUNK_CAUSE_UNAUTHORIZED;
		case 402:
			return SIPTRUNK_CAUSE_PAYMENT;
		case 400:
		case 404:
		case 422:
			return SIPTRUNK_CAUSE_INVALID;
		case 429:
			return SIPTRUNK_CAUSE_RATE_LIMITED;
	}
	if(status >= 300 && status < 400)
		return SIPTRUNK_CAUSE_REDIRECT;
	return status >= 500 && status < 600 ? SIPTRUNK_CAUSE_SERVER
										 : SIPTRUNK_CAUSE_STATUS;
}

/** A member of an object; an empty text when there is none, or it is no
 *  string. */
static siptrunk_text_t member(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_string(value) ? (siptrunk_text_t){json_string_value(value),
										   json_string_length(value)}
								 : SIPTRUNK_TEXT("");
}

/** What the API says for an error; what it says to a wrong key may hold the
 *  key. */
static void explain_status(
		const siptrunk_http_response_t *response, siptrunk_api_answer_t *answer)
{
	json_t *body =
			answer->cause != SIPTRUNK_CAUSE_UNAUTHORIZED
					? json_loadb(response->body.s, response->body.len, 0, NULL)
					: NULL;
	siptrunk_text_t message = member(body, "message");
	siptrunk_quoted_t quoted;

	siptrunk_error_set(&answer->error, "expected status 201, found %ld%s%s%s",
			response->status, message.len > 0 ? " '" : "",
			message.len > 0 ? siptrunk_text_quote(message, &quoted) : "",
			message.len > 0 ? "'" : "");
	json_decref(body);
}

static void fail(siptrunk_api_answer_t *answer, siptrunk_cause_t cause,
		const char *expected, siptrunk_text_t found)
{
	answer->cause = cause;
	siptrunk_error_found(&answer->error, expected, found);
}

/** Is there an answer of the status and the size that are hoped for? */
static bool is_taken(
		const siptrunk_http_response_t *response, siptrunk_api_answer_t *answer)
{
	memset(answer, 0, sizeof(*answer));
	if(response->failure != 0) {
		answer->cause = cause_of_failure(response->failure);
		siptrunk_error_set(
				&answer->error, "no answer: %s", response->error);
		return false;
	}
	answer->cause = cause_of_status(response->status);
	if(answer->cause != SIPTRUNK_CAUSE_NONE) {
		explain_status(response, answer);
		return false;
	}
	if(response->cut) {
		answer->cause = SIPTRUNK_CAUSE_TOO_LARGE;
		siptrunk_error_set(&answer->error,
				"expected an answer of at most %d bytes, found more",
				SIPTRUNK_HTTP_BODY_MAX);
		return false;
	}
	return true;
}

/** The object that the answer is, to be released with json_decref(); NULL: the
 *  answer says why. */
static json_t *object_of(
		const siptrunk_http_response_t *response, siptrunk_api_answer_t *answer)
{
	json_t *body;

	if(!is_taken(response, answer))
		return NULL;
	body = json_loadb(response->body.s, response->body.len,
			JSON_REJECT_DUPLICATES, NULL);
	if(json_is_object(body))
		return body;
	/* libjansson does not always tell no JSON from no memory */
	fail(answer, SIPTRUNK_CAUSE_NOT_JSON, "a JSON object", response->body);
	json_decref(body);
	return NULL;
}

void siptrunk_api_answer_registration(
		const siptrunk_http_response_t *response, siptrunk_api_answer_t *answer)
{
	json_t *body = object_of(response, answer);
	siptrunk_text_t call_id = member(body, "call_id");

	if(body == NULL)
		return;
	if(siptrunk_is_call_id(call_id))
		memcpy(answer->call_id, call_id.s, call_id.len);
	else
		fail(answer, SIPTRUNK_CAUSE_NO_CALL_ID,
				"a call_id of letters, digits, '-' and '_'", call_id);
	json_decref(body);
}

/** A member that is a number of calls; below 0: it is none. */
static long number(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	json_int_t calls = json_integer_value(value);

	return json_is_integer(value) && calls <= INT32_MAX ? (long)calls : -1;
}

bool siptrunk_api_answer_concurrency(const siptrunk_http_response_t *response,
		siptrunk_api_calls_t *calls, siptrunk_api_answer_t *answer)
{
	json_t *body = object_of(response, answer);
	long burst;

	if(body == NULL)
		return false;
	calls->current = number(body, "current_concurrency");
	calls->limit = number(body, "concurrency_limit");
	burst = json_is_true(json_object_get(body, "concurrency_burst_enabled"))
					? number(body, "concurrency_burst_limit")
					: -1;
	if(calls->limit >= 0 && burst > calls->limit)
		calls->limit = burst;
	if(calls->current < 0 || calls->limit < 0)
		fail(answer, SIPTRUNK_CAUSE_NOT_JSON,
				"current_concurrency and concurrency_limit", response->body);
	json_decref(body);
	return answer->cause == SIPTRUNK_CAUSE_NONE;
}
