/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Registers calls with the API of their agent trunk.
 *
 * The HTTP process; its private memory, and requests in shared memory.
 */
#include "siptrunk_register.h"

#include "siptrunk_ascii.h"
#include "siptrunk_http.h"
#include "siptrunk_registrations.h"
#include "siptrunk_resume.h"
#include "siptrunk_snapshot.h"

#include "core/dprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH "/v2/register-phone-call"
#define AUTHORIZATION "Authorization: Bearer "
/** Of a column, and the path behind it. */
#define URL_MAX 512

/* --- the key --- */

static bool environment_read(
		siptrunk_text_t name, siptrunk_key_t *key, siptrunk_error_t *error)
{
	char variable[128];
	const char *value;

	snprintf(variable, sizeof(variable), "%.*s", SIPTRUNK_TEXT_FMT(name));
	value = getenv(variable);
	key->len = value != NULL ? strlen(value) : 0;
	if(key->len >= SIPTRUNK_KEY_MIN && key->len <= SIPTRUNK_KEY_MAX) {
		memcpy(key->bytes, value, key->len);
		return true;
	}
	siptrunk_error_set(error,
			"variable %s of the environment: expected a key of %d to %d "
			"bytes, found %zu",
			variable, SIPTRUNK_KEY_MIN, SIPTRUNK_KEY_MAX, key->len);
	return false;
}

/** It becomes part of a header. */
static bool is_token(const siptrunk_key_t *key, siptrunk_error_t *error)
{
	size_t i;

	for(i = 0; i < key->len; i++) {
		if(key->bytes[i] <= ' ' || key->bytes[i] > '~') {
			siptrunk_error_set(error,
					"expected a key of visible characters, found another at "
					"position %zu",
					i + 1);
			return false;
		}
	}
	return true;
}

bool siptrunk_register_key(const siptrunk_api_t *api, siptrunk_key_t *key,
		siptrunk_error_t *error)
{
	bool found = api->key.kind == SIPTRUNK_KEY_OF_FILE
						 ? siptrunk_key_file_read(api->key.name, key, error)
						 : environment_read(api->key.name, key, error);

	return found && is_token(key, error);
}

bool siptrunk_register_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	siptrunk_error_t why;
	siptrunk_key_t key;
	bool ready = true;
	size_t i;

	for(i = 0; i < config->api_count && ready; i++) {
		ready = siptrunk_register_key(&config->apis[i], &key, &why);
		if(!ready)
			siptrunk_error_set(error,
					"table siptrunk_api, row %d, column api_key: %s",
					config->apis[i].row, why.text);
	}
	explicit_bzero(&key, sizeof(key));
	return ready;
}

/* --- requests --- */

static void give_up(
		const siptrunk_registry_job_t *job, siptrunk_cause_t cause)
{
	const siptrunk_registered_t registered = {.cause = cause};

	siptrunk_registrations_settle(job, &registered, true);
}

/** Whether it is certain what became of it. */
static bool is_settled(const siptrunk_http_response_t *response,
		const siptrunk_api_answer_t *answer)
{
	return answer->cause == SIPTRUNK_CAUSE_NONE || !response->sent
		   || (response->status >= 300 && response->status < 500);
}

static void answered(void *context, const siptrunk_http_response_t *response)
{
	siptrunk_registry_job_t *job = context;
	siptrunk_registered_t registered = {.cause = SIPTRUNK_CAUSE_NONE};
	siptrunk_api_answer_t answer;

	siptrunk_api_answer_registration(response, &answer);
	registered.cause = answer.cause;
	snprintf(registered.call_id, sizeof(registered.call_id), "%s",
			answer.call_id);
	siptrunk_registrations_settle(
			job, &registered, is_settled(response, &answer));
	free(job);
}

/** What is left of the deadline, which began when the call began to wait. */
static long time_left(
		const siptrunk_api_t *api, const siptrunk_registry_job_t *job)
{
	return (long)(job->made + api->deadline - siptrunk_registrations_now());
}

static bool post(const siptrunk_api_t *api, const siptrunk_request_t *request,
		const siptrunk_key_t *key, siptrunk_registry_job_t *job)
{
	char url[URL_MAX], ca_file[URL_MAX];
	char authorization[sizeof(AUTHORIZATION) + SIPTRUNK_KEY_MAX];
	const char *const headers[] = {
			"Content-Type: application/json", authorization, NULL};
	const siptrunk_http_request_t post = {.method = "POST",
			.url = url,
			.ca_file = ca_file,
			.headers = headers,
			.body = request->body,
			.deadline_ms = time_left(api, job),
			.once = true,
			.done = answered,
			.context = job};
	bool sent;

	snprintf(url, sizeof(url), "%.*s" PATH, SIPTRUNK_TEXT_FMT(api->url));
	snprintf(ca_file, sizeof(ca_file), "%.*s",
			SIPTRUNK_TEXT_FMT(api->ca_file));
	snprintf(authorization, sizeof(authorization), AUTHORIZATION "%.*s",
			(int)key->len, key->bytes);
	sent = siptrunk_http_submit(&post);
	explicit_bzero(authorization, sizeof(authorization));
	return sent;
}

/** Why it is not sent, or CAUSE_NONE. */
static siptrunk_cause_t send_with(const siptrunk_api_t *api,
		const siptrunk_request_t *request, siptrunk_registry_job_t *job)
{
	siptrunk_error_t error;
	siptrunk_key_t key;
	bool sent;

	if(time_left(api, job) <= 0)
		return SIPTRUNK_CAUSE_DEADLINE;
	if(!siptrunk_register_key(api, &key, &error)) {
		LM_ERR("a call is not registered: table siptrunk_api, row %d, column "
			   "api_key: %s\n",
				api->row, error.text);
		return SIPTRUNK_CAUSE_NO_KEY;
	}
	sent = post(api, request, &key, job);
	explicit_bzero(&key, sizeof(key));
	return sent ? SIPTRUNK_CAUSE_NONE : SIPTRUNK_CAUSE_NO_MEMORY;
}

/** By the configuration in force now: a key that was changed is the new one. */
static siptrunk_cause_t send_one(siptrunk_registry_job_t *job)
{
	const siptrunk_request_t *request = job->request;
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_trunk_t *trunk =
			siptrunk_config_trunk(snapshot->config, request->trunk);
	siptrunk_cause_t cause = SIPTRUNK_CAUSE_NO_AGENT;

	if(trunk != NULL && trunk->api != NULL)
		cause = send_with(trunk->api, request, job);
	siptrunk_snapshot_put(snapshot);
	return cause;
}

static void send_queued(void)
{
	siptrunk_registry_job_t taken, *job;
	siptrunk_cause_t cause;

	while(siptrunk_registrations_take(&taken)) {
		job = malloc(sizeof(*job));
		cause = SIPTRUNK_CAUSE_NO_MEMORY;
		if(job != NULL) {
			*job = taken;
			cause = send_one(job);
		}
		siptrunk_registrations_free(taken.request);
		if(cause == SIPTRUNK_CAUSE_NONE)
			continue;
		give_up(&taken, cause);
		free(job);
	}
}

/** What the Async workers do not take now, they take at the next tick. */
static void tell_answered(void)
{
	siptrunk_registered_t registered;
	siptrunk_waiter_t waiter;

	while(siptrunk_registrations_next(&waiter, &registered)
			&& siptrunk_resume(&waiter, &registered))
		siptrunk_registrations_told();
}

void siptrunk_register_tick(void)
{
	siptrunk_registrations_hear();
	send_queued();
	tell_answered();
}
