/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions that hand out gateways.
 *
 * SIP workers; shared memory.
 */
#include "siptrunk_cfg_gateways.h"

#include "siptrunk_attempts.h"
#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_health.h"
#include "siptrunk_message.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/onsend.h"
#include "core/route.h"

int ki_siptrunk_gateway_first(sip_msg_t *msg)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	return call != NULL && call->target != NULL
						   && siptrunk_attempts_begin(call) != NULL
				   ? 1
				   : -1;
}

int ki_siptrunk_gateway_at(sip_msg_t *msg, str *host)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	siptrunk_address_t address;

	return call != NULL && call->target != NULL
						   && siptrunk_address_parse(
								   siptrunk_text_of(host), &address)
						   && siptrunk_attempts_begin_at(call, &address) != NULL
				   ? 1
				   : -1;
}

/* --- what the latest attempt says of its gateway --- */

/** How it ended. */
typedef struct outcome
{
	bool sent;	 /**< or our own routing dropped it before */
	int status;	 /**< 0: at once, so that no failure route was entered for it */
	bool silent; /**< nothing has come */
	bool rang;
} outcome_t;

static outcome_t outcome_of(const siptrunk_attempts_t *attempts)
{
	const struct cell *transaction = siptrunk_tm_transaction();
	outcome_t outcome = {.silent = true};
	int branch;

	if(transaction == NULL)
		return outcome;
	outcome.sent = transaction->nr_of_outgoings > attempts->began;
	if(!outcome.sent || !is_route_type(FAILURE_ROUTE))
		return outcome;
	branch = siptrunk_tm.t_get_picked_branch();
	if(branch < 0 || branch != transaction->nr_of_outgoings - 1)
		return outcome;
	outcome.status = transaction->uac[branch].last_received;
	outcome.silent = transaction->uac[branch].reply == FAKED_REPLY;
	outcome.rang = branch < 32 && (attempts->rang & (1u << branch)) != 0;
	return outcome;
}

/** Silence and a 5xx are the gateway's own trouble (a 500 may have been a 503
 *  behind it: RFC 3261 section 16.7); any other answer speaks for one call. */
static void judge_for_help(
		const siptrunk_attempts_t *attempts, const siptrunk_trial_t *trial)
{
	int status = outcome_of(attempts).status;

	if(status == 0 || status == 408)
		siptrunk_health_failed(attempts->trunk->name, trial, 0, true);
	else if(status >= 500 && status < 600)
		siptrunk_health_failed(attempts->trunk->name, trial, status, true);
}

static const siptrunk_response_t transport_error = {
		SIPTRUNK_RESPONSE_TECHNICAL, SIPTRUNK_RESPONSE_NEXT_GATEWAY, true};

/** As the trunk's table of responses says. A gateway that has rung has found
 *  whoever is called: nobody else is rung then. */
static void judge_ordinary(
		siptrunk_attempts_t *attempts, const siptrunk_trial_t *trial)
{
	outcome_t outcome = outcome_of(attempts);
	siptrunk_response_t *response = &attempts->response;

	*response = outcome.status != 0
						? siptrunk_responses_find(
								attempts->trunk->responses, outcome.status)
						: transport_error;
	if(outcome.rang) {
		response->action = SIPTRUNK_RESPONSE_END;
		response->counts = false;
	}
	if(!outcome.sent)
		return;
	if(response->counts)
		siptrunk_health_failed(attempts->trunk->name, trial,
				outcome.silent ? 0 : outcome.status, false);
	else
		siptrunk_health_answered_call(
				attempts->trunk->name, trial, outcome.status);
}

/** Once for each attempt. */
static void judge(siptrunk_attempts_t *attempts, const siptrunk_call_t *call)
{
	const siptrunk_trial_t *trial = siptrunk_attempts_current(attempts);

	if(trial == NULL || attempts->judged)
		return;
	if(siptrunk_call_is_for_help(call)) {
		judge_for_help(attempts, trial);
		return;
	}
	judge_ordinary(attempts, trial);
	attempts->judged = true;
}

int ki_siptrunk_gateway_response(sip_msg_t *msg)
{
	siptrunk_attempts_t *attempts = siptrunk_attempts_find();
	const siptrunk_call_t *call = siptrunk_call_find();

	if(attempts == NULL || call == NULL)
		return -1;
	judge(attempts, call);
	return attempts->judged ? 1 : -1;
}

int ki_siptrunk_gateway_next(sip_msg_t *msg)
{
	siptrunk_attempts_t *attempts = siptrunk_attempts_find();
	const siptrunk_call_t *call = siptrunk_call_find();

	if(attempts == NULL || call == NULL)
		return -1;
	judge(attempts, call);
	return siptrunk_attempts_next(attempts) ? 1 : -1;
}

/** The branch that it belongs to has rung. */
static void note_ringing(int status)
{
	siptrunk_attempts_t *attempts = siptrunk_attempts_find();
	int branch = siptrunk_tm.t_gett_branch != NULL
						 ? siptrunk_tm.t_gett_branch()
						 : -1;

	if(status >= 180 && status < 200 && attempts != NULL && branch >= 0
			&& branch < 32)
		attempts->rang |= 1u << branch;
}

int ki_siptrunk_gateway_heard(sip_msg_t *msg)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	siptrunk_situation_t situation;
	siptrunk_address_t source;
	int status = siptrunk_message_status(msg);

	if(msg->first_line.type != SIP_REPLY || status >= 300)
		return -1;
	siptrunk_message_source(&msg->rcv, &source, &situation);
	siptrunk_health_heard(
			&source, situation.port, situation.transport, status,
			call != NULL && siptrunk_call_is_for_help(call));
	note_ringing(status);
	return 1;
}

/* --- where a request goes --- */

static bool role_has_gateway(const siptrunk_snapshot_t *snapshot,
		siptrunk_role_t role, const siptrunk_address_t *address)
{
	const siptrunk_config_t *config = snapshot->config;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(config->trunks[i].role == role
				&& siptrunk_walk_reaches(
						&config->trunks[i], snapshot->overlay, address))
			return true;
	}
	return false;
}

int ki_siptrunk_to_gateway(sip_msg_t *msg, str *name)
{
	const struct onsend_info *sending = get_onsend_info();
	const siptrunk_call_t *call = siptrunk_call_get();
	siptrunk_address_t address;
	siptrunk_role_t role;
	struct ip_addr ip;

	if(sending == NULL || call == NULL
			|| !siptrunk_role_parse(siptrunk_text_of(name), &role))
		return SIPTRUNK_CFG_ERROR;
	su2ip_addr(&ip, (union sockaddr_union *)sending->to);
	siptrunk_message_address(&ip, &address);
	return role_has_gateway(call->snapshot, role, &address) ? 1 : -1;
}

/* --- native configuration --- */

int w_siptrunk_gateway_first(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_gateway_first(msg);
}

int w_siptrunk_gateway_next(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_gateway_next(msg);
}

int w_siptrunk_gateway_response(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_gateway_response(msg);
}

int w_siptrunk_gateway_heard(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_gateway_heard(msg);
}

int w_siptrunk_gateway_at(sip_msg_t *msg, char *host, char *p2)
{
	return siptrunk_cfg_with_value(msg, host, ki_siptrunk_gateway_at);
}

int w_siptrunk_to_gateway(sip_msg_t *msg, char *role, char *p2)
{
	return siptrunk_cfg_with_value(msg, role, ki_siptrunk_to_gateway);
}
