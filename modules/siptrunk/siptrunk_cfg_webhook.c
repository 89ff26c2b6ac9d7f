/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for requests of the agents' platforms, and for calls that
 * are handed back to the pbx.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_webhook.h"

#include "siptrunk_calls.h"
#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_handover.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_stats.h"
#include "siptrunk_webhooks.h"

#include "core/dprint.h"
#include "core/parser/parse_content.h"

siptrunk_webhook_request_t siptrunk_webhook_request;

/* --- a request --- */

static int refuse(const sip_msg_t *msg, int code, const char *reason)
{
	siptrunk_webhook_request_t *request = &siptrunk_webhook_request;

	request->code = code;
	if(reason != request->reason.text)
		siptrunk_error_set(&request->reason, "%s", reason);
	siptrunk_stats_add(SIPTRUNK_STAT_WEBHOOKS_REFUSED, 1);
	if(siptrunk_log_may())
		LM_WARN("a request from %s is answered %d: %s\n",
				ip_addr2a((struct ip_addr *)&msg->rcv.src_ip), code,
				request->reason.text);
	return -1;
}

static int code_of(siptrunk_webhooks_verdict_t verdict)
{
	switch(verdict) {
		case SIPTRUNK_WEBHOOKS_AGAIN:
			return 409;
		case SIPTRUNK_WEBHOOKS_FULL:
			return 503;
		default:
			return 401;
	}
}

/** The call that it names is up, between a pbx and the agent whose key has
 *  signed. These become sender and target, as if the agent had sent SIP. */
static bool take_call(siptrunk_text_t signature, siptrunk_text_t body)
{
	siptrunk_webhook_request_t *request = &siptrunk_webhook_request;
	siptrunk_text_t id = siptrunk_text(request->body.call_id);
	siptrunk_call_t *call = siptrunk_call_get();
	siptrunk_trunk_t *pbx, *agent;

	if(call == NULL || !siptrunk_calls_find(id, &request->call)
			|| request->call.state != SIPTRUNK_CALL_UP)
		return false;
	pbx = siptrunk_config_trunk(
			call->snapshot->config, siptrunk_text(request->call.trunk));
	agent = siptrunk_config_trunk(
			call->snapshot->config, siptrunk_text(request->call.target));
	if(pbx == NULL || pbx->role != SIPTRUNK_ROLE_PBX || agent == NULL
			|| agent->role != SIPTRUNK_ROLE_AGENT
			|| !siptrunk_webhooks_is_of(signature, body, agent->name))
		return false;
	call->access.verdict = SIPTRUNK_VERDICT_ALLOW;
	call->access.trunk = agent;
	call->target = pbx;
	return true;
}

int ki_siptrunk_webhook(sip_msg_t *msg)
{
	siptrunk_webhook_request_t *request = &siptrunk_webhook_request;
	siptrunk_text_t body = siptrunk_message_body(msg); /* parses all headers */
	siptrunk_text_t signature =
			siptrunk_message_header(msg, SIPTRUNK_TEXT("x-retell-signature"));
	siptrunk_webhooks_verdict_t verdict =
			siptrunk_webhooks_check(signature, body);

	if(verdict != SIPTRUNK_WEBHOOKS_GENUINE)
		return refuse(msg, code_of(verdict), siptrunk_webhooks_reason(verdict));
	if(!siptrunk_webhook_body_parse(body, &request->body, &request->reason))
		return refuse(msg, 400, request->reason.text);
	if(!take_call(signature, body))
		return refuse(msg, 404, "no such call is up");
	request->code = 200;
	return 1;
}

/* --- calls that are handed back --- */

int ki_siptrunk_hand_over(sip_msg_t *msg, str *refer_to)
{
	switch(siptrunk_handover_begin(msg, refer_to)) {
		case SIPTRUNK_HANDOVER_BEGUN:
			siptrunk_stats_add(SIPTRUNK_STAT_HANDOVERS, 1);
			return 1;
		case SIPTRUNK_HANDOVER_UNDER_WAY:
			return -2;
		default:
			return -1;
	}
}

int ki_siptrunk_handed_over(sip_msg_t *msg, str *outcome)
{
	bool done = siptrunk_text_equal(
			siptrunk_text_of(outcome), SIPTRUNK_TEXT("done"));
	siptrunk_word_t word;

	LM_INFO("call %s: its transfer is %.*s\n",
			siptrunk_message_call(msg, &word), outcome->len, outcome->s);
	siptrunk_stats_add(done ? SIPTRUNK_STAT_HANDOVERS_DONE
							: SIPTRUNK_STAT_HANDOVERS_FAILED,
			1);
	siptrunk_handover_over(msg);
	return 1;
}

int ki_siptrunk_bye_caller(sip_msg_t *msg)
{
	siptrunk_calls_end(siptrunk_message_call_id(msg));
	return siptrunk_handover_end(msg) ? 1 : -1;
}

/* --- native configuration --- */

int w_siptrunk_webhook(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_webhook(msg);
}

int w_siptrunk_hand_over(sip_msg_t *msg, char *refer_to, char *p2)
{
	return siptrunk_cfg_with_value(msg, refer_to, ki_siptrunk_hand_over);
}

int w_siptrunk_handed_over(sip_msg_t *msg, char *outcome, char *p2)
{
	return siptrunk_cfg_with_value(msg, outcome, ki_siptrunk_handed_over);
}

int w_siptrunk_bye_caller(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_bye_caller(msg);
}
