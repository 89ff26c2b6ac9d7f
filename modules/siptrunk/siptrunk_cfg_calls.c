/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that writes down what becomes of a call. Routes tell when
 * a call begins, is placed and ends; what its caller hears is told by tm.
 *
 * SIP workers, timers; the record is in shared memory (siptrunk_calls.h).
 */
#include "siptrunk_cfg_calls.h"

#include "siptrunk_calls.h"
#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_message.h"
#include "siptrunk_tm.h"
#include "siptrunk_transfer_requests.h"

#include "core/dprint.h"
#include "core/parser/parse_from.h"

/* --- what a message says --- */

/** What tells the call that a message belongs to. A request that tm keeps is
 *  other processes' too: of that only what is parsed is read. */
static void describe_dialog(sip_msg_t *msg, siptrunk_call_change_t *change)
{
	change->ids[SIPTRUNK_ID_CALLER] = siptrunk_message_call_id(msg);
	change->from_tag = siptrunk_message_tag(msg->from);
	change->to_tag = siptrunk_message_tag(msg->to);
}

/** Whose ids a trunk may tell; COUNT: nobody's. */
static siptrunk_id_kind_t kind_of(const siptrunk_trunk_t *trunk)
{
	static const siptrunk_id_kind_t kinds[SIPTRUNK_ROLE_COUNT] = {
			[SIPTRUNK_ROLE_PBX] = SIPTRUNK_ID_CONVERSATION,
			[SIPTRUNK_ROLE_AGENT] = SIPTRUNK_ID_AGENT,
			[SIPTRUNK_ROLE_CARRIER] = SIPTRUNK_ID_CARRIER,
			[SIPTRUNK_ROLE_EMERGENCY] = SIPTRUNK_ID_COUNT};

	return trunk != NULL ? kinds[trunk->role] : SIPTRUNK_ID_COUNT;
}

/** The id that sender tells in its headers. */
static void describe_headers(sip_msg_t *msg, const siptrunk_config_t *config,
		const siptrunk_trunk_t *sender, siptrunk_call_change_t *change)
{
	const siptrunk_id_kind_t kind = kind_of(sender);

	if(kind != SIPTRUNK_ID_COUNT)
		change->ids[kind] = siptrunk_message_id(msg, config, kind);
}

static void describe_trunks(
		const siptrunk_call_t *call, siptrunk_call_change_t *change)
{
	if(call->access.trunk != NULL)
		change->trunk = call->access.trunk->name;
	if(call->target != NULL)
		change->target = call->target->name;
	if(call->classified)
		change->classification = call->number.classification;
	if(siptrunk_rings_now(&call->rings) != NULL)
		change->classification = SIPTRUNK_TEXT("callback");
}

/** As it arrived, before anything is changed. */
static void describe_invite(sip_msg_t *msg, siptrunk_call_change_t *change)
{
	change->to = siptrunk_text_of(&msg->first_line.u.request.uri);
	if(msg->from != NULL && msg->from->parsed != NULL)
		change->from = siptrunk_text_of(&get_from(msg)->uri);
}

/** Who is asserted to call. */
static void describe_identity(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_call_change_t *change)
{
	siptrunk_identity_t identity;

	siptrunk_message_identity(
			msg, call->snapshot->config->directory, &identity);
	change->identity = identity.claimed;
}

/** An agent is called by a number or by the id of the registered call. */
static void describe_agent(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_call_change_t *change)
{
	siptrunk_uri_t uri;

	if(call->target != NULL && call->target->role == SIPTRUNK_ROLE_AGENT
			&& siptrunk_uri_parse_user(siptrunk_text_of(GET_RURI(msg)), &uri)
			&& siptrunk_call_id_is_agents(uri.user))
		change->ids[SIPTRUNK_ID_AGENT] = uri.user;
}

static void describe_caller(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_call_change_t *change)
{
	change->caller = siptrunk_cfg_shown_caller(msg, call);
	if(call->caller_source != SIPTRUNK_SOURCE_COUNT)
		change->caller_source = siptrunk_source_name(call->caller_source);
}

/** What the gateway at hand gets. */
static void describe_placed(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_call_change_t *change)
{
	siptrunk_uri_t uri;

	describe_agent(msg, call, change);
	describe_caller(msg, call, change);
	/* of a request it needs no room */
	change->gateway = siptrunk_message_gateway(msg, NULL);
	if(siptrunk_uri_parse_user(siptrunk_text_of(GET_RURI(msg)), &uri))
		change->called = uri.user;
}

/** A BYE's or CANCEL's own, as it arrived. */
static void describe_reason(sip_msg_t *msg, siptrunk_call_change_t *change)
{
	if(change->event != SIPTRUNK_CALL_EVENT_ENDED
			&& change->event != SIPTRUNK_CALL_EVENT_CANCELLED)
		return;
	if(parse_headers(msg, HDR_EOH_F, 0) < 0)
		LM_DBG("headers that cannot be read\n");
	change->reason = siptrunk_message_header(msg, SIPTRUNK_TEXT("Reason"));
}

/** The edge's own re-INVITE says who has the place of its sender now. */
static void describe_transfer(sip_msg_t *msg, siptrunk_call_change_t *change)
{
	siptrunk_text_t rest;

	change->target_tag = siptrunk_text_split(
			siptrunk_message_header(
					msg, SIPTRUNK_TEXT(SIPTRUNK_TARGET_HEADER)),
			' ', &rest);
}

static bool begins(const siptrunk_call_change_t *change)
{
	return change->event == SIPTRUNK_CALL_EVENT_STARTED
		   || change->event == SIPTRUNK_CALL_EVENT_REFUSED;
}

void siptrunk_cfg_describe_call(
		sip_msg_t *msg, siptrunk_call_change_t *change)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	if(parse_from_header(msg) < 0)
		LM_DBG("a From that cannot be read\n");
	describe_dialog(msg, change);
	describe_reason(msg, change);
	if(begins(change))
		describe_invite(msg, change);
	if(change->event == SIPTRUNK_CALL_EVENT_TRANSFERRED)
		describe_transfer(msg, change);
	if(call == NULL)
		return;
	if(begins(change))
		describe_identity(msg, call, change);
	describe_headers(msg, call->snapshot->config, call->access.trunk, change);
	if(change->event == SIPTRUNK_CALL_EVENT_ENDED)
		return;
	describe_trunks(call, change);
	if(change->event == SIPTRUNK_CALL_EVENT_PLACED)
		describe_placed(msg, call, change);
	if(change->event == SIPTRUNK_CALL_EVENT_ATTEMPTED)
		change->code = siptrunk_message_status(msg);
}

/* --- what the caller hears --- */

/** COUNT: 100 says nothing. */
static siptrunk_call_event_t event_of(int code)
{
	if(code >= 300)
		return SIPTRUNK_CALL_EVENT_FAILED;
	if(code >= 200)
		return SIPTRUNK_CALL_EVENT_ANSWERED;
	return code > 100 ? SIPTRUNK_CALL_EVENT_RANG : SIPTRUNK_CALL_EVENT_COUNT;
}

/** Who made the edge itself answer. */
static siptrunk_text_t who_gave_up(const struct cell *transaction)
{
	return transaction->flags & T_CANCELED ? SIPTRUNK_TEXT("caller")
										   : SIPTRUNK_TEXT("edge");
}

/** sent: as the edge itself has written it, else empty. */
static void describe_reply(const struct cell *transaction, sip_msg_t *reply,
		siptrunk_text_t sent, siptrunk_call_change_t *change)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	if(reply == NULL || reply == FAKED_REPLY) {
		change->ended_by = who_gave_up(transaction);
		change->reason = siptrunk_message_sent_reason(sent);
		return;
	}
	change->reason = siptrunk_message_header(reply, SIPTRUNK_TEXT("Reason"));
	if(call != NULL)
		describe_headers(reply, call->snapshot->config, call->target, change);
	change->to_tag = siptrunk_message_tag(reply->to);
}

static void on_reply(struct cell *transaction, int type, struct tmcb_params *p)
{
	siptrunk_call_change_t change = {.event = event_of(p->code)};

	if(change.event == SIPTRUNK_CALL_EVENT_COUNT || p->req == NULL)
		return;
	describe_dialog(p->req, &change);
	describe_reply(transaction, p->rpl, siptrunk_text_of(&p->send_buf),
			&change);
	if(change.event != SIPTRUNK_CALL_EVENT_RANG)
		change.code = p->code;
	siptrunk_calls_record(&change);
}

/** Before the transaction is there tm keeps it for that. */
static void follow_replies(sip_msg_t *msg)
{
	if(siptrunk_tm.register_tmcb != NULL
			&& siptrunk_tm.register_tmcb(
					   msg, NULL, TMCB_RESPONSE_OUT, on_reply, NULL, NULL)
					   <= 0)
		LM_ERR("no memory to follow a call: its record will not be complete\n");
}

/* --- the function --- */

int ki_siptrunk_record_call(sip_msg_t *msg, str *name)
{
	siptrunk_call_change_t change = {0};

	if(!siptrunk_call_event_parse(siptrunk_text_of(name), &change.event)) {
		LM_ERR("'%.*s' is no event; started, registering, placed, attempted, "
			   "unsent, cancelled, transferred, ended are\n",
				name->len, name->s);
		return SIPTRUNK_CFG_ERROR;
	}
	if(siptrunk_explaining)
		return 1;
	siptrunk_cfg_describe_call(msg, &change);
	if(siptrunk_calls_record(&change))
		follow_replies(msg);
	return 1;
}

int w_siptrunk_record_call(sip_msg_t *msg, char *event, char *p2)
{
	return siptrunk_cfg_with_value(msg, event, ki_siptrunk_record_call);
}
