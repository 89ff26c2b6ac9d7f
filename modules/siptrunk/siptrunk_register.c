/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Registers calls with the API of their agent trunk.
 *
 * The HTTP process; its private memory, and requests in shared memory.
 */
#include "siptrunk_register.h"

#include "siptrunk_api_request.h"
#include "siptrunk_apis.h"
#include "siptrunk_clock.h"
#include "siptrunk_registrations.h"
#include "siptrunk_resume.h"
#include "siptrunk_snapshot.h"

#include <stdio.h>
#include <stdlib.h>

#define PATH "/v2/register-phone-call"

/** A registration that is under way. */
typedef struct sent
{
	siptrunk_registry_job_t job;
	siptrunk_api_ticket_t ticket;
	char trunk[65];
} sent_t;

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
	sent_t *sent = context;
	siptrunk_registered_t registered = {.cause = SIPTRUNK_CAUSE_NONE};
	siptrunk_api_answer_t answer;

	siptrunk_api_answer_registration(response, &answer);
	siptrunk_apis_settle(siptrunk_text(sent->trunk), &sent->ticket, &answer,
			response->retry_after);
	registered.cause = answer.cause;
	snprintf(registered.call_id, sizeof(registered.call_id), "%s",
			answer.call_id);
	siptrunk_registrations_settle(
			&sent->job, &registered, is_settled(response, &answer));
	free(sent);
}

/** What is left of the deadline, which began when the call began to wait. */
static long time_left(
		const siptrunk_api_t *api, const siptrunk_registry_job_t *job)
{
	return (long)(job->made + api->deadline - siptrunk_clock_steady_ms());
}

/** Why it is not sent, or CAUSE_NONE. */
static siptrunk_cause_t post(const siptrunk_api_t *api, siptrunk_text_t body,
		sent_t *sent)
{
	const siptrunk_api_request_t request = {.method = "POST",
			.path = PATH,
			.body = body,
			.deadline_ms = time_left(api, &sent->job),
			.once = true,
			.done = answered,
			.context = sent};

	return request.deadline_ms > 0 ? siptrunk_api_request(api, &request)
								   : SIPTRUNK_CAUSE_DEADLINE;
}

/** The same. */
static siptrunk_cause_t post_if_admitted(
		const siptrunk_api_t *api, siptrunk_text_t body, sent_t *sent)
{
	const siptrunk_text_t trunk = siptrunk_text(sent->trunk);
	siptrunk_cause_t cause = siptrunk_apis_enter(trunk, &sent->ticket);

	if(cause != SIPTRUNK_CAUSE_NONE)
		return cause;
	cause = post(api, body, sent);
	if(cause != SIPTRUNK_CAUSE_NONE)
		siptrunk_apis_withdraw(trunk, &sent->ticket);
	return cause;
}

/** By the configuration in force now: a key that was changed is the new one. */
static siptrunk_cause_t send_one(sent_t *sent)
{
	const siptrunk_request_t *request = sent->job.request;
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_trunk_t *trunk =
			siptrunk_config_trunk(snapshot->config, request->trunk);
	siptrunk_cause_t cause = SIPTRUNK_CAUSE_NO_AGENT;

	snprintf(sent->trunk, sizeof(sent->trunk), "%.*s",
			SIPTRUNK_TEXT_FMT(request->trunk));
	if(trunk != NULL && trunk->api != NULL)
		cause = post_if_admitted(trunk->api, request->body, sent);
	siptrunk_snapshot_put(snapshot);
	return cause;
}

static void send_queued(void)
{
	siptrunk_registry_job_t taken;
	siptrunk_cause_t cause;
	sent_t *sent;

	while(siptrunk_registrations_take(&taken)) {
		sent = malloc(sizeof(*sent));
		cause = SIPTRUNK_CAUSE_NO_MEMORY;
		if(sent != NULL) {
			sent->job = taken;
			cause = send_one(sent);
		}
		siptrunk_registrations_free(taken.request);
		if(cause == SIPTRUNK_CAUSE_NONE)
			continue;
		give_up(&taken, cause);
		free(sent);
	}
}

/** What the Async Workers do not take now, they take at the next tick. */
static bool tell_answered(void)
{
	siptrunk_registered_t registered;
	siptrunk_waiter_t waiter;

	while(siptrunk_registrations_next(&waiter, &registered)) {
		if(!siptrunk_resume(&waiter, &registered))
			return false;
		siptrunk_registrations_told();
	}
	return true;
}

bool siptrunk_register_tick(void)
{
	siptrunk_registrations_hear();
	send_queued();
	return tell_answered();
}
