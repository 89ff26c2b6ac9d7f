/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for calls that are registered before they are sent.
 *
 * SIP workers; results go to the call record (siptrunk_call.h).
 */
#include "siptrunk_cfg_register.h"

#include "siptrunk_apis.h"
#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_registration.h"
#include "siptrunk_registrations.h"
#include "siptrunk_resume.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/forward.h"
#include "core/kemi.h"
#include "core/parser/parse_from.h"
#include "core/parser/parse_uri.h"
#include "core/route.h"

#include <stdio.h>

/** Past its deadline the HTTP process has this long to say so. */
#define LATE_MS 3000
#define SCOPE_MAX 160

/* --- the agent --- */

/** With its '+'; empty: it is none. */
static siptrunk_text_t number_of(
		siptrunk_text_t uri, char room[1 + SIPTRUNK_E164_MAX + 1])
{
	size_t len = siptrunk_uri_number(uri, room + 1);

	if(len == 0 || room[1] == '+')
		return (siptrunk_text_t){room + 1, len};
	room[0] = '+';
	return (siptrunk_text_t){room, 1 + len};
}

/** A user that is no number is the trunk's to know where it is dialled at the
 *  trunk's host or at ours: it may be the id of a call that the pbx has
 *  registered itself. At another host it is somebody else's. */
static bool is_name_there(const siptrunk_call_t *call, str *text)
{
	const siptrunk_config_t *config = call->snapshot->config;
	struct sip_uri uri;

	return parse_uri(text->s, text->len, &uri) == 0 && uri.user.len > 0
		   && (siptrunk_config_is_gateway(
					   call->target, siptrunk_text_of(&uri.host))
				   || siptrunk_termination_is_host(config->terminations,
						   config->termination_count,
						   siptrunk_text_of(&uri.host))
				   || check_self(&uri.host, 0, 0) == 1);
}

int ki_siptrunk_agent_for(sip_msg_t *msg, str *uri)
{
	char room[1 + SIPTRUNK_E164_MAX + 1];
	siptrunk_call_t *call = siptrunk_call_get();
	siptrunk_text_t number = number_of(siptrunk_text_of(uri), room);

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	call->agent = NULL;
	if(call->target == NULL)
		return -1;
	if(number.len == 0)
		return is_name_there(call, uri) ? -1 : -2;
	call->agent = siptrunk_agent_find(
			call->target->agents, call->target->agent_count, number);
	if(call->agent != NULL)
		siptrunk_explain_note("agent", "%.*s has the number %.*s",
				SIPTRUNK_TEXT_FMT(call->agent->agent_id),
				SIPTRUNK_TEXT_FMT(number));
	return call->agent != NULL ? 1 : -1;
}

/* --- what the API is told --- */

static void tell_headers(const sip_msg_t *msg, const siptrunk_trunk_t *trunk,
		siptrunk_registration_t *registration)
{
	size_t i;

	for(i = 0; i < trunk->variable_count
			&& registration->told_count < SIPTRUNK_REGISTRATION_TOLD_MAX;
			i++) {
		const siptrunk_told_t told = {&trunk->variables[i],
				siptrunk_message_header(msg, trunk->variables[i].header)};

		if(told.value.len > 0)
			registration->told[registration->told_count++] = told;
	}
}

/** The numbers of a call, in room of the caller's. */
typedef struct numbers
{
	char from[SIPTRUNK_E164_MAX + 1];
	char to[SIPTRUNK_E164_MAX + 1];
} numbers_t;

static siptrunk_text_t from_number(sip_msg_t *msg, numbers_t *numbers)
{
	size_t len = 0;

	if(parse_from_header(msg) == 0)
		len = siptrunk_uri_e164(
				siptrunk_text_of(&get_from(msg)->uri), numbers->from);
	return (siptrunk_text_t){numbers->from, len};
}

/** As the table has it, when it does: a pbx may leave out the '+'. */
static siptrunk_text_t to_number(
		sip_msg_t *msg, const siptrunk_call_t *call, numbers_t *numbers)
{
	if(call->agent != NULL && call->agent->number.len > 0)
		return call->agent->number;
	return (siptrunk_text_t){numbers->to,
			siptrunk_uri_e164(siptrunk_text_of(GET_RURI(msg)), numbers->to)};
}

/** agent: an id. What the tables say of it counts when it is the one that they
 *  have for this number. */
static void describe(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_text_t agent, numbers_t *numbers,
		siptrunk_registration_t *registration)
{
	*registration = (siptrunk_registration_t){.agent_id = agent,
			.agent_version = SIPTRUNK_TEXT(""),
			.direction = SIPTRUNK_TEXT("inbound"),
			.from = from_number(msg, numbers),
			.to = to_number(msg, call, numbers)};
	if(call->agent != NULL
			&& siptrunk_text_equal(call->agent->agent_id, agent)) {
		registration->agent_version = call->agent->agent_version;
		registration->direction = call->agent->direction;
	}
	tell_headers(msg, call->target, registration);
}

/* --- registration --- */

static int result(
		siptrunk_call_t *call, const siptrunk_registered_t *registered)
{
	siptrunk_call_register(call, registered);
	return registered->cause == SIPTRUNK_CAUSE_NONE ? 1 : -1;
}

static int refuse(siptrunk_call_t *call, siptrunk_cause_t cause)
{
	const siptrunk_registered_t registered = {.cause = cause};

	return result(call, &registered);
}

/** The call, which is suspended, joins those that wait. */
static int join(siptrunk_call_t *call, const siptrunk_registry_key_t *key,
		const siptrunk_request_t *request, const siptrunk_waiter_t *waiter)
{
	siptrunk_registered_t registered;

	switch(siptrunk_registrations_join(key, request, waiter, &registered)) {
		case SIPTRUNK_JOIN_SHARED:
			siptrunk_stats_add(SIPTRUNK_STAT_REGISTRATIONS_SHARED, 1);
			return 0;
		case SIPTRUNK_JOIN_QUEUED:
			return 0;
		default:
			siptrunk_unsuspend(waiter);
			return result(call, &registered);
	}
}

static int wait_for(sip_msg_t *msg, siptrunk_call_t *call,
		const siptrunk_registry_key_t *key, const siptrunk_request_t *request,
		siptrunk_waiter_t *waiter)
{
	siptrunk_cause_t cause = siptrunk_apis_admit(call->target->name);

	if(cause != SIPTRUNK_CAUSE_NONE)
		return refuse(call, cause);
	switch(siptrunk_suspend(
			msg, call->target->api->deadline + LATE_MS, waiter)) {
		case SIPTRUNK_SUSPENDED:
			return join(call, key, request, waiter);
		case SIPTRUNK_SUSPEND_CANCELLED:
			return 0; /* nobody is left to go on with it */
		default:
			return refuse(call, SIPTRUNK_CAUSE_NO_MEMORY);
	}
}

static int register_with(sip_msg_t *msg, siptrunk_call_t *call,
		siptrunk_text_t agent, siptrunk_waiter_t *waiter)
{
	char scope[SCOPE_MAX], text[SIPTRUNK_REGISTRATION_MAX];
	siptrunk_registration_t registration;
	siptrunk_registered_t registered;
	siptrunk_request_t request = {.trunk = call->target->name};
	siptrunk_registry_key_t key = {
			.call_id = siptrunk_message_call_id(msg)};
	numbers_t numbers;

	describe(msg, call, agent, &numbers, &registration);
	snprintf(scope, sizeof(scope), "%.*s %.*s",
			SIPTRUNK_TEXT_FMT(call->target->name), SIPTRUNK_TEXT_FMT(agent));
	key.scope = siptrunk_text(scope);
	key.from = registration.from;
	key.to = registration.to;
	if(siptrunk_registrations_find(&key, &registered)) {
		siptrunk_stats_add(SIPTRUNK_STAT_REGISTRATIONS_SHARED, 1);
		return result(call, &registered);
	}
	request.body = siptrunk_registration_write(&registration, text);
	return wait_for(msg, call, &key, &request, waiter);
}

/** Why nothing that this call is makes it one to be registered, or NONE. */
static siptrunk_cause_t unfit(
		const siptrunk_call_t *call, siptrunk_text_t agent)
{
	if(call->target == NULL || call->target->api == NULL
			|| !siptrunk_agent_check_id(agent, NULL)
			|| (call->classified
					&& siptrunk_number_is_emergency(
							call->number.classification)))
		return SIPTRUNK_CAUSE_NO_AGENT;
	return siptrunk_resume_ready() ? SIPTRUNK_CAUSE_NONE
								   : SIPTRUNK_CAUSE_NO_WORKERS;
}

/** The waiter's route; false: there is none of that name, logged. */
static bool take_route(str *route, siptrunk_waiter_t *waiter)
{
	int len = snprintf(waiter->route, sizeof(waiter->route), "%.*s",
			route->len, route->s);

	if(len < (int)sizeof(waiter->route)
			&& (sr_kemi_eng_get() != NULL
					|| route_lookup(&main_rt, waiter->route) > 0))
		return true;
	if(siptrunk_log_may())
		LM_ERR("no route is named '%.*s'\n", route->len, route->s);
	return false;
}

int ki_siptrunk_register_call(sip_msg_t *msg, str *agent, str *route)
{
	siptrunk_call_t *call = siptrunk_call_get();
	siptrunk_waiter_t waiter;
	siptrunk_cause_t cause;

	if(call == NULL || !take_route(route, &waiter)
			|| parse_headers(msg, HDR_EOH_F, 0) < 0)
		return SIPTRUNK_CFG_ERROR;
	cause = unfit(call, siptrunk_text_of(agent));
	if(cause != SIPTRUNK_CAUSE_NONE)
		return refuse(call, cause);
	return register_with(msg, call, siptrunk_text_of(agent), &waiter);
}

int ki_siptrunk_registration_overdue(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();

	if(call == NULL || call->was_registered)
		return -1;
	refuse(call, SIPTRUNK_CAUSE_DEADLINE);
	return 1;
}

int w_siptrunk_agent_for(sip_msg_t *msg, char *uri, char *p2)
{
	return siptrunk_cfg_with_value(msg, uri, ki_siptrunk_agent_for);
}

int w_siptrunk_register_call(sip_msg_t *msg, char *p1, char *p2)
{
	str agent, route;

	if(!siptrunk_cfg_value(msg, p1, &agent)
			|| !siptrunk_cfg_value(msg, p2, &route))
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_register_call(msg, &agent, &route);
}

int w_siptrunk_registration_overdue(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_registration_overdue(msg);
}
