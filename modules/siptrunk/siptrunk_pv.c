/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * $siptrunk(name).
 *
 * Any process that runs routes; values point into the call record, or into
 * Kamailio's rotating buffers when they are written out on reading.
 */
#include "siptrunk_pv.h"

#include "siptrunk_attempts.h"
#include "siptrunk_call.h"
#include "siptrunk_cfg_codecs.h"
#include "siptrunk_cfg_webhook.h"
#include "siptrunk_check.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_message.h"
#include "siptrunk_uri.h"

#include "core/dprint.h"
#include "core/pvapi.h"

#include <stdio.h>

/** Null: the function that fills it has not run, or found no target or no
 *  caller. Empty: of a source address that is on no list. */
typedef enum siptrunk_field
{
	FIELD_TRUNK,
	FIELD_ROLE,
	FIELD_STATE,
	FIELD_OWN,
	FIELD_PREFIX,
	FIELD_REASON,
	FIELD_STRANGERS,
	FIELD_CHALLENGE,
	FIELD_NUMBER,
	FIELD_CLASS,
	FIELD_EMERGENCY,
	FIELD_EMERGENCY_NUMBER,
	FIELD_TARGET,
	FIELD_TARGET_ROLE,
	FIELD_TARGET_STATE,
	FIELD_GATEWAY,
	FIELD_GATEWAY_URI,
	FIELD_GATEWAY_TRANSPORT,
	FIELD_RESPONSE_CLASS,
	FIELD_RESPONSE_ACTION,
	FIELD_CALLER,
	FIELD_CALLER_SOURCE,
	FIELD_CALLER_USER,
	FIELD_CALLER_DISPLAY,
	FIELD_CALLER_IDENTITY,
	FIELD_DESK,
	FIELD_ROUTE,
	FIELD_DIALLED,
	FIELD_CALLBACK,
	FIELD_CALLBACK_LEFT,
	FIELD_CODECS_OFFERED,
	FIELD_CODECS_CHOSEN,
	FIELD_AGENT,
	FIELD_FALLBACK,
	FIELD_FALLBACK_NUMBER,
	FIELD_FALLBACK_CODE,
	FIELD_FALLBACK_REASON,
	FIELD_CALL_ID,
	FIELD_REGISTRATION,
	FIELD_REGISTRATION_TEXT,
	FIELD_WEBHOOK_CODE,
	FIELD_WEBHOOK_REASON,
	FIELD_WEBHOOK_TO,
	FIELD_WEBHOOK_USER_TO_USER,
	FIELD_WEBHOOK_CALL,
	FIELD_WEBHOOK_FROM_TAG,
	FIELD_WEBHOOK_TO_TAG,
	FIELD_EXPLAINING,
	FIELD_CALL,
	FIELD_COUNT
} siptrunk_field_t;

static const char *const field_names[FIELD_COUNT] = {
		[FIELD_TRUNK] = "trunk",
		[FIELD_ROLE] = "role",
		[FIELD_STATE] = "state",
		[FIELD_OWN] = "own",
		[FIELD_PREFIX] = "prefix",
		[FIELD_REASON] = "reason",
		[FIELD_STRANGERS] = "strangers",
		[FIELD_CHALLENGE] = "challenge",
		[FIELD_NUMBER] = "number",
		[FIELD_CLASS] = "class",
		[FIELD_EMERGENCY] = "emergency",
		[FIELD_EMERGENCY_NUMBER] = "emergency_number",
		[FIELD_TARGET] = "target",
		[FIELD_TARGET_ROLE] = "target_role",
		[FIELD_TARGET_STATE] = "target_state",
		[FIELD_GATEWAY] = "gateway",
		[FIELD_GATEWAY_URI] = "gateway_uri",
		[FIELD_GATEWAY_TRANSPORT] = "gateway_transport",
		[FIELD_RESPONSE_CLASS] = "response_class",
		[FIELD_RESPONSE_ACTION] = "response_action",
		[FIELD_CALLER] = "caller",
		[FIELD_CALLER_SOURCE] = "caller_source",
		[FIELD_CALLER_USER] = "caller_user",
		[FIELD_CALLER_DISPLAY] = "caller_display",
		[FIELD_CALLER_IDENTITY] = "caller_identity",
		[FIELD_DESK] = "desk",
		[FIELD_ROUTE] = "route",
		[FIELD_DIALLED] = "dialled",
		[FIELD_CALLBACK] = "callback",
		[FIELD_CALLBACK_LEFT] = "callback_left",
		[FIELD_WEBHOOK_CODE] = "webhook_code",
		[FIELD_WEBHOOK_REASON] = "webhook_reason",
		[FIELD_WEBHOOK_TO] = "webhook_to",
		[FIELD_WEBHOOK_USER_TO_USER] = "webhook_user_to_user",
		[FIELD_WEBHOOK_CALL] = "webhook_call",
		[FIELD_WEBHOOK_FROM_TAG] = "webhook_from_tag",
		[FIELD_WEBHOOK_TO_TAG] = "webhook_to_tag",
		[FIELD_CODECS_OFFERED] = "codecs_offered",
		[FIELD_CODECS_CHOSEN] = "codecs_chosen",
		[FIELD_AGENT] = "agent",
		[FIELD_FALLBACK] = "fallback",
		[FIELD_FALLBACK_NUMBER] = "fallback_number",
		[FIELD_FALLBACK_CODE] = "fallback_code",
		[FIELD_FALLBACK_REASON] = "fallback_reason",
		[FIELD_CALL_ID] = "call_id",
		[FIELD_REGISTRATION] = "registration",
		[FIELD_REGISTRATION_TEXT] = "registration_text",
		[FIELD_EXPLAINING] = "explaining",
		[FIELD_CALL] = "call",
};

/** Beyond the fields: a column of the sender's trunk, then of the target's. */
#define FIELD_COLUMN FIELD_COUNT
#define FIELD_TARGET_COLUMN (FIELD_COLUMN + SIPTRUNK_TRUNK_COLUMN_COUNT)
#define FIELD_END (FIELD_TARGET_COLUMN + SIPTRUNK_TRUNK_COLUMN_COUNT)

static int field_find(siptrunk_text_t name)
{
	int field = siptrunk_text_index(field_names, FIELD_COLUMN, name);
	int column;

	if(field < FIELD_COLUMN)
		return field;
	if(siptrunk_text_take(&name, SIPTRUNK_TEXT("target_")))
		field = FIELD_TARGET_COLUMN;
	column = (int)siptrunk_trunk_column_find(name);
	return column < SIPTRUNK_TRUNK_COLUMN_COUNT ? field + column : FIELD_END;
}

int siptrunk_pv_parse(pv_spec_t *spec, str *name)
{
	int field = field_find(siptrunk_text_of(name));

	if(field == FIELD_END) {
		LM_ERR("$siptrunk(%.*s): there is no such result\n", name->len,
				name->s);
		return -1;
	}
	spec->pvp.pvn.type = PV_NAME_INTSTR;
	spec->pvp.pvn.u.isname.type = 0;
	spec->pvp.pvn.u.isname.name.n = field;
	return 0;
}

static int get_text(sip_msg_t *msg, pv_param_t *param, siptrunk_text_t text,
		pv_value_t *result)
{
	str value = siptrunk_str_of(text);

	return pv_get_strval(msg, param, result, &value);
}

static int get_column(sip_msg_t *msg, pv_param_t *param,
		siptrunk_trunk_column_t column, const siptrunk_trunk_t *trunk,
		pv_value_t *result)
{
	int number;

	if(siptrunk_trunk_columns[column].kind == SIPTRUNK_COLUMN_KIND_NUMBER
			&& siptrunk_parse_int(trunk->values[column], &number))
		return pv_get_sintval(msg, param, result, number);
	return get_text(msg, param, trunk->values[column], result);
}

static int get_trunk(sip_msg_t *msg, pv_param_t *param, siptrunk_field_t field,
		const siptrunk_trunk_t *trunk, pv_value_t *result)
{
	if(trunk == NULL)
		return get_text(msg, param, SIPTRUNK_TEXT(""), result);
	switch(field) {
		case FIELD_ROLE:
		case FIELD_TARGET_ROLE:
			return get_text(
					msg, param, siptrunk_role_name(trunk->role), result);
		case FIELD_STATE:
		case FIELD_TARGET_STATE:
			return get_text(msg, param,
					siptrunk_state_name(
							__atomic_load_n(&trunk->state, __ATOMIC_RELAXED)),
					result);
		default:
			return get_text(msg, param, trunk->name, result);
	}
}

/** What the sender hears if it is refused. */
static siptrunk_strangers_t strangers_of(const siptrunk_call_t *call)
{
	return call->access.trunk != NULL
				   ? call->access.trunk->strangers
				   : call->snapshot->config->strangers;
}

static int get_access(sip_msg_t *msg, pv_param_t *param, int field,
		const siptrunk_call_t *call, pv_value_t *result)
{
	const siptrunk_access_t *access = &call->access;
	char *text = pv_get_buffer();

	if(access->verdict == SIPTRUNK_VERDICT_NONE)
		return pv_get_null(msg, param, result);
	if(field == FIELD_PREFIX)
		return get_text(
				msg, param, siptrunk_access_prefix(access, text), result);
	if(field == FIELD_REASON)
		return get_text(msg, param,
				(siptrunk_text_t){
						text, siptrunk_access_reason(call->snapshot->config,
									  access, text,
									  (size_t)pv_get_buffer_size())},
				result);
	if(field == FIELD_STRANGERS)
		return get_text(msg, param,
				siptrunk_strangers_name(strangers_of(call)), result);
	if(field == FIELD_CHALLENGE)
		return pv_get_sintval(msg, param, result, call->challenge);
	if(field == FIELD_OWN)
		return pv_get_sintval(msg, param, result, call->own);
	if(field == FIELD_COLUMN + SIPTRUNK_TRUNK_COLUMN(realm)
			&& call->challenger != NULL)
		return get_text(msg, param, call->challenger->realm, result);
	if(field >= FIELD_COLUMN && access->trunk != NULL)
		return get_column(
				msg, param, field - FIELD_COLUMN, access->trunk, result);
	return get_trunk(msg, param, field, access->trunk, result);
}

static int get_number(sip_msg_t *msg, pv_param_t *param, siptrunk_field_t field,
		const siptrunk_call_t *call, pv_value_t *result)
{
	if(!call->classified)
		return pv_get_null(msg, param, result);
	if(field == FIELD_CLASS)
		return get_text(msg, param, call->number.classification, result);
	if(field == FIELD_EMERGENCY)
		return pv_get_sintval(msg, param, result,
				siptrunk_number_is_emergency(call->number.classification));
	if(field == FIELD_EMERGENCY_NUMBER)
		return get_text(msg, param,
				siptrunk_number_emergency(call->number.classification), result);
	return get_text(msg, param, siptrunk_text(call->number.number), result);
}

/** As a URI has it. */
static int get_user(sip_msg_t *msg, pv_param_t *param, siptrunk_text_t user,
		pv_value_t *result)
{
	char *text = pv_get_buffer();

	return get_text(msg, param,
			(siptrunk_text_t){text, siptrunk_uri_escape_user(user, text,
											(size_t)pv_get_buffer_size())},
			result);
}

static int get_caller(sip_msg_t *msg, pv_param_t *param, siptrunk_field_t field,
		const siptrunk_call_t *call, pv_value_t *result)
{
	bool chosen = call->caller_source != SIPTRUNK_SOURCE_COUNT;
	siptrunk_text_t asserted = call->masked ? call->identity : call->caller;

	if(!chosen && (field == FIELD_CALLER_SOURCE || !call->masked))
		return pv_get_null(msg, param, result);
	if(field == FIELD_CALLER_SOURCE)
		return get_text(
				msg, param, siptrunk_source_name(call->caller_source), result);
	if(field == FIELD_CALLER_DISPLAY)
		return get_text(msg, param,
				siptrunk_text(call->masked ? call->display : ""), result);
	if(field == FIELD_CALLER_USER)
		return get_user(msg, param, call->caller, result);
	if(field == FIELD_CALLER_IDENTITY)
		return asserted.len > 0 ? get_user(msg, param, asserted, result)
								: pv_get_null(msg, param, result);
	return get_text(msg, param, call->caller, result);
}

/** Of the attempt at hand. */
static int get_gateway(sip_msg_t *msg, pv_param_t *param,
		siptrunk_field_t field, pv_value_t *result)
{
	const siptrunk_attempts_t *attempts = siptrunk_attempts_find();
	const siptrunk_trial_t *trial =
			attempts != NULL ? siptrunk_attempts_current(attempts) : NULL;

	if(trial == NULL)
		return pv_get_null(msg, param, result);
	if(field == FIELD_GATEWAY)
		return get_text(msg, param, trial->gateway->name, result);
	return get_text(msg, param,
			siptrunk_text(field == FIELD_GATEWAY_URI
								  ? attempts->uri
								  : siptrunk_transport_name(
										  trial->gateway->transport)),
			result);
}

/** Of the attempt at hand, once siptrunk_gateway_response() has judged it. */
static int get_response(sip_msg_t *msg, pv_param_t *param,
		siptrunk_field_t field, pv_value_t *result)
{
	const siptrunk_attempts_t *attempts = siptrunk_attempts_find();

	if(attempts == NULL || !attempts->judged)
		return pv_get_null(msg, param, result);
	return get_text(msg, param,
			field == FIELD_RESPONSE_CLASS
					? siptrunk_response_class_name(attempts->response.class)
					: siptrunk_response_action_name(attempts->response.action),
			result);
}

static int get_callback(sip_msg_t *msg, pv_param_t *param,
		siptrunk_field_t field, const siptrunk_rings_t *rings,
		pv_value_t *result)
{
	const char *user = siptrunk_rings_now(rings);

	if(user == NULL)
		return pv_get_null(msg, param, result);
	if(field == FIELD_CALLBACK_LEFT)
		return pv_get_sintval(
				msg, param, result, (int)(rings->count - rings->next));
	return get_text(msg, param, siptrunk_text(user), result);
}

static int get_agent(sip_msg_t *msg, pv_param_t *param, siptrunk_field_t field,
		const siptrunk_agent_t *agent, pv_value_t *result)
{
	if(agent == NULL)
		return pv_get_null(msg, param, result);
	switch(field) {
		case FIELD_FALLBACK:
			return get_text(msg, param,
					siptrunk_fallback_name(agent->fallback.kind), result);
		case FIELD_FALLBACK_NUMBER:
			return get_text(msg, param, agent->fallback.number, result);
		case FIELD_FALLBACK_CODE:
			return pv_get_sintval(msg, param, result, agent->fallback.code);
		case FIELD_FALLBACK_REASON:
			return get_text(msg, param, agent->fallback.reason, result);
		default:
			return get_text(msg, param, agent->agent_id, result);
	}
}

static int get_registration(sip_msg_t *msg, pv_param_t *param,
		siptrunk_field_t field, const siptrunk_call_t *call,
		pv_value_t *result)
{
	const siptrunk_registered_t *registered = &call->registered;

	if(!call->was_registered)
		return pv_get_null(msg, param, result);
	if(field == FIELD_REGISTRATION)
		return get_text(msg, param,
				siptrunk_text(siptrunk_cause_name(registered->cause)), result);
	if(field == FIELD_REGISTRATION_TEXT)
		return get_text(msg, param,
				siptrunk_text(siptrunk_cause_text(registered->cause)), result);
	if(registered->cause != SIPTRUNK_CAUSE_NONE)
		return pv_get_null(msg, param, result);
	return get_text(msg, param, siptrunk_text(registered->call_id), result);
}

static const char *webhook_text(
		const siptrunk_webhook_request_t *request, siptrunk_field_t field)
{
	switch(field) {
		case FIELD_WEBHOOK_REASON:
			return request->reason.text;
		case FIELD_WEBHOOK_TO:
			return request->body.to;
		case FIELD_WEBHOOK_USER_TO_USER:
			return request->body.user_to_user;
		case FIELD_WEBHOOK_FROM_TAG:
			return request->call.from_tag;
		case FIELD_WEBHOOK_TO_TAG:
			return request->call.to_tag;
		default:
			return request->call.ids[SIPTRUNK_ID_CALLER];
	}
}

static int get_webhook(sip_msg_t *msg, pv_param_t *param,
		siptrunk_field_t field, pv_value_t *result)
{
	const siptrunk_webhook_request_t *request = &siptrunk_webhook_request;

	if(field == FIELD_WEBHOOK_CODE)
		return pv_get_sintval(msg, param, result, request->code);
	return get_text(
			msg, param, siptrunk_text(webhook_text(request, field)), result);
}

static int get_call(sip_msg_t *msg, pv_param_t *param, pv_value_t *result)
{
	char *text = pv_get_buffer();
	siptrunk_word_t word;

	snprintf(text, (size_t)pv_get_buffer_size(), "%s",
			siptrunk_message_call(msg, &word));
	return text[0] != '\0' ? get_text(msg, param, siptrunk_text(text), result)
						   : pv_get_null(msg, param, result);
}

int siptrunk_pv_get(sip_msg_t *msg, pv_param_t *param, pv_value_t *result)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	int field = param->pvn.u.isname.name.n;

	if(field == FIELD_EXPLAINING)
		return pv_get_sintval(msg, param, result, siptrunk_explaining);
	if(field == FIELD_CALL)
		return get_call(msg, param, result);
	if(field < FIELD_COLUMN && field >= FIELD_WEBHOOK_CODE)
		return get_webhook(msg, param, field, result);
	if(call == NULL)
		return pv_get_null(msg, param, result);
	if(field == FIELD_DESK)
		return call->desk.len > 0 ? get_text(msg, param, call->desk, result)
								  : pv_get_null(msg, param, result);
	if(field == FIELD_ROUTE)
		return call->plan.route != NULL
					   ? get_text(msg, param, call->plan.route->name, result)
					   : pv_get_null(msg, param, result);
	if(field == FIELD_DIALLED)
		return call->dialled[0] != '\0'
					   ? get_text(msg, param, siptrunk_text(call->dialled),
								 result)
					   : pv_get_null(msg, param, result);
	if(field <= FIELD_CHALLENGE
			|| (field >= FIELD_COLUMN && field < FIELD_TARGET_COLUMN))
		return get_access(msg, param, field, call, result);
	if(field >= FIELD_TARGET_COLUMN)
		return call->target != NULL
					   ? get_column(msg, param, field - FIELD_TARGET_COLUMN,
								 call->target, result)
					   : pv_get_null(msg, param, result);
	if(field <= FIELD_EMERGENCY_NUMBER)
		return get_number(msg, param, field, call, result);
	if(field == FIELD_RESPONSE_CLASS || field == FIELD_RESPONSE_ACTION)
		return get_response(msg, param, field, result);
	if(field >= FIELD_GATEWAY && field <= FIELD_GATEWAY_TRANSPORT)
		return get_gateway(msg, param, field, result);
	if(field >= FIELD_CALL_ID)
		return get_registration(msg, param, field, call, result);
	if(field >= FIELD_AGENT)
		return get_agent(msg, param, field, call->agent, result);
	if(field >= FIELD_CODECS_OFFERED)
		return get_text(msg, param,
				siptrunk_text(field == FIELD_CODECS_OFFERED
									  ? siptrunk_codecs_result.offered
									  : siptrunk_codecs_result.chosen),
				result);
	if(field >= FIELD_CALLBACK)
		return get_callback(msg, param, field, &call->rings, result);
	if(field >= FIELD_CALLER)
		return get_caller(msg, param, field, call, result);
	if(call->target == NULL)
		return pv_get_null(msg, param, result);
	return get_trunk(msg, param, field, call->target, result);
}
