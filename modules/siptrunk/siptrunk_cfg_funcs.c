/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions.
 *
 * SIP workers; results go to the call record (siptrunk_call.h).
 */
#include "siptrunk_cfg_funcs.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_message_edit.h"
#include "siptrunk_near_misses.h"
#include "siptrunk_proof.h"
#include "siptrunk_screen.h"
#include "siptrunk_stats.h"
#include "siptrunk_topology.h"
#include "siptrunk_transfer_requests.h"

#include "core/dprint.h"
#include "core/onsend.h"

#include <string.h>
#include <time.h>

/* --- access --- */

/** Of a call that nobody has sent: it would show what its trunk demands. */
static void assume_proof(siptrunk_access_t *access)
{
	char proof[SIPTRUNK_PROOF_TEXT_MAX];

	access->held = access->trunk->proof;
	siptrunk_explain_note("proof",
			"trunk %.*s demands beside the address: %s; it is taken as shown",
			SIPTRUNK_TEXT_FMT(access->trunk->name),
			siptrunk_proof_format(access->trunk->proof, proof));
}

static void explain_access(const siptrunk_call_t *call)
{
	char reason[256];

	siptrunk_access_reason(
			call->snapshot->config, &call->access, reason, sizeof(reason));
	siptrunk_explain_note("access", "%s: %s",
			siptrunk_verdict_name(call->access.verdict), reason);
}

/** What the trunk demands beside the address. */
static void prove(sip_msg_t *msg, siptrunk_call_t *call)
{
	siptrunk_access_t *access = &call->access;
	siptrunk_proved_t proved;

	if(siptrunk_explaining) {
		assume_proof(access);
		return;
	}
	siptrunk_proof_check(
			msg, call->snapshot->config, access->trunk, &proved);
	access->held = proved.held;
	access->wrong = proved.wrong;
	access->missing = proved.missing;
	if(access->missing != 0)
		access->verdict = SIPTRUNK_VERDICT_UNPROVED;
	call->challenge = proved.challenge;
}

/** Whoever is on no list may be a trunk that is not known by its address. */
static void find_shown(sip_msg_t *msg, siptrunk_call_t *call)
{
	siptrunk_access_t *access = &call->access;
	siptrunk_proved_t proved;
	const siptrunk_trunk_t *trunk =
			siptrunk_proof_shown(msg, call->snapshot->config, &proved);

	if(trunk == NULL)
		return;
	access->held = proved.held;
	access->wrong = proved.wrong;
	if(proved.missing == 0) {
		access->trunk = trunk;
		access->verdict = SIPTRUNK_VERDICT_ALLOW;
		siptrunk_screen_remember(&msg->rcv);
		return;
	}
	call->challenge = proved.challenge;
	call->challenger = trunk;
}

static int access_result(const siptrunk_call_t *call)
{
	switch(call->access.verdict) {
		case SIPTRUNK_VERDICT_ALLOW:
			siptrunk_stats_add(SIPTRUNK_STAT_ACCESS_ALLOWED, 1);
			return 1;
		case SIPTRUNK_VERDICT_DENY:
			siptrunk_stats_add(SIPTRUNK_STAT_ACCESS_DENIED, 1);
			return -2;
		case SIPTRUNK_VERDICT_UNPROVED:
			/* who is challenged has not failed yet */
			if(call->challenge == 0)
				siptrunk_stats_add(SIPTRUNK_STAT_ACCESS_UNPROVED, 1);
			return -4;
		default:
			if(call->challenge == 0)
				siptrunk_stats_add(SIPTRUNK_STAT_ACCESS_UNKNOWN, 1);
			return -1;
	}
}

/** Of a stranger: whose name he proves. */
static void note_near_miss(
		sip_msg_t *msg, siptrunk_call_t *call, uint8_t transport)
{
	const siptrunk_config_t *config = call->snapshot->config;
	const siptrunk_access_t *access = &call->access;
	const siptrunk_trunk_t *trunk = NULL;

	if(access->verdict == SIPTRUNK_VERDICT_UNKNOWN
			&& access->passed_over == NULL)
		trunk = siptrunk_proof_name(msg, config, &call->access.held);
	if(trunk != NULL)
		siptrunk_near_misses_record(
				SIPTRUNK_NEAR_MISS_NAME, config, access, trunk, transport);
	else if(call->challenge == 0)
		siptrunk_near_misses_note(config, access, transport);
}

static int check_access(sip_msg_t *msg, siptrunk_call_t *call,
		const siptrunk_trunk_t *only_list)
{
	siptrunk_access_t *access = &call->access;
	siptrunk_situation_t situation;
	siptrunk_address_t source;

	call->challenge = 0;
	call->challenger = NULL;
	siptrunk_message_source(&msg->rcv, &source, &situation);
	siptrunk_access_check(call->snapshot->config, call->snapshot->overlay,
			&source, &situation, only_list, access);
	if(siptrunk_explaining)
		explain_access(call);
	else if(access->row != NULL)
		siptrunk_prefix_table_hit(access->row);
	if(access->verdict == SIPTRUNK_VERDICT_ALLOW
			&& siptrunk_proof_demanded(msg, access->trunk) != 0)
		prove(msg, call);
	if(access->verdict == SIPTRUNK_VERDICT_UNKNOWN && only_list == NULL)
		find_shown(msg, call);
	if(only_list == NULL && msg->first_line.type == SIP_REQUEST
			&& !siptrunk_explaining)
		note_near_miss(msg, call, situation.transport);
	return access_result(call);
}

int ki_siptrunk_screen(sip_msg_t *msg)
{
	return siptrunk_screen_pass(msg) ? 1 : -1;
}

int ki_siptrunk_stranger(sip_msg_t *msg)
{
	return siptrunk_screen_stranger(msg) ? 1 : -1;
}

/** The edge itself sent it, for a trunk whose call it transfers. */
static bool is_own(sip_msg_t *msg, siptrunk_call_t *call)
{
	const siptrunk_text_t name = siptrunk_transfer_requests_own(msg);

	if(name.len == 0)
		return false;
	call->access.trunk = siptrunk_config_trunk(call->snapshot->config, name);
	call->access.verdict = SIPTRUNK_VERDICT_ALLOW;
	/* NULL: a reload has taken it away */
	return call->access.trunk != NULL;
}

int ki_siptrunk_identify(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_get();

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	call->own = is_own(msg, call);
	return call->own ? 1 : check_access(msg, call, NULL);
}

int ki_siptrunk_allow(sip_msg_t *msg, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);

	return call != NULL ? check_access(msg, call, trunk) : SIPTRUNK_CFG_ERROR;
}

int ki_siptrunk_known_pbx(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();
	const siptrunk_trunk_t *trunk;

	if(call == NULL)
		return -1;
	trunk = siptrunk_access_ever_pbx(
			call->snapshot->config, call->snapshot->overlay, &call->access);
	if(trunk == NULL)
		return -1;
	call->access.trunk = trunk;
	siptrunk_explain_note("access",
			"an emergency call is let in all the same: trunk %.*s has, or had, "
			"the address on its list",
			SIPTRUNK_TEXT_FMT(trunk->name));
	return 1;
}

int ki_siptrunk_known_as(sip_msg_t *msg, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	if(trunk->use_source_address
			|| call->access.verdict != SIPTRUNK_VERDICT_UNKNOWN)
		return -1;
	call->access.trunk = trunk;
	call->access.verdict = SIPTRUNK_VERDICT_ALLOW;
	return 1;
}

/** The target's list lets its traffic go there. */
static bool may_be_sent(
		const siptrunk_call_t *call, const struct onsend_info *sending)
{
	const siptrunk_situation_t situation = {SIPTRUNK_OUTBOUND,
			siptrunk_message_transport(sending->send_sock->proto),
			su_getport(sending->to), time(NULL)};
	siptrunk_address_t address;
	siptrunk_access_t access;
	struct ip_addr ip;

	if(call->target->topology == SIPTRUNK_TOPOLOGY_HIDE
			&& !siptrunk_topology_hides(sending->to))
		return false;
	if(!call->target->outbound_limited)
		return true;
	su2ip_addr(&ip, (union sockaddr_union *)sending->to);
	siptrunk_message_address(&ip, &address);
	siptrunk_access_check(call->snapshot->config, call->snapshot->overlay,
			&address, &situation, call->target, &access);
	return access.verdict == SIPTRUNK_VERDICT_ALLOW;
}

int ki_siptrunk_may_send(sip_msg_t *msg)
{
	const struct onsend_info *sending = get_onsend_info();
	const siptrunk_call_t *call = siptrunk_call_find();

	if(sending == NULL || call == NULL || call->target == NULL
			|| may_be_sent(call, sending))
		return 1;
	siptrunk_stats_add(SIPTRUNK_STAT_OUTBOUND_REFUSED, 1);
	return -1;
}

/* --- target --- */

static int set_target(siptrunk_call_t *call, const siptrunk_trunk_t *trunk)
{
	call->target = trunk;
	return trunk != NULL ? 1 : -1;
}

int ki_siptrunk_target(sip_msg_t *msg, str *name)
{
	siptrunk_call_t *call = siptrunk_call_get();

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	return set_target(call, siptrunk_config_trunk(call->snapshot->config,
									siptrunk_text_of(name)));
}

int ki_siptrunk_target_role(sip_msg_t *msg, str *name)
{
	siptrunk_call_t *call = siptrunk_call_get();
	siptrunk_role_t role;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	if(!siptrunk_role_parse(siptrunk_text_of(name), &role)) {
		LM_ERR("'%.*s' is no role; pbx, agent, carrier, emergency are\n",
				name->len, name->s);
		return SIPTRUNK_CFG_ERROR;
	}
	return set_target(
			call, siptrunk_config_first(call->snapshot->config, role));
}

int ki_siptrunk_target_owner(sip_msg_t *msg, str *number)
{
	siptrunk_call_t *call = siptrunk_call_get();
	siptrunk_config_t *config;
	const siptrunk_trunk_t *owner;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	config = call->snapshot->config;
	owner = siptrunk_config_owner(config, siptrunk_text_of(number));
	if(owner == NULL)
		owner = siptrunk_config_first(config, SIPTRUNK_ROLE_PBX);
	return set_target(call, owner);
}

/* --- headers --- */

static int strip(sip_msg_t *msg, siptrunk_call_t *call)
{
	int removed = siptrunk_message_strip_headers(msg, call->snapshot->config);

	if(removed < 0)
		return SIPTRUNK_CFG_ERROR;
	siptrunk_stats_add(SIPTRUNK_STAT_HEADERS_REMOVED, removed);
	return 1;
}

int ki_siptrunk_strip_headers(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_get();

	return call != NULL ? strip(msg, call) : SIPTRUNK_CFG_ERROR;
}

int ki_siptrunk_apply_headers(sip_msg_t *msg, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);

	if(call == NULL || strip(msg, call) < 0
			|| siptrunk_message_add_headers(
					   msg, trunk->headers, trunk->header_count)
					   < 0)
		return SIPTRUNK_CFG_ERROR;
	return 1;
}

/* --- native configuration: parameters may hold pseudo-variables --- */

int w_siptrunk_screen(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_screen(msg);
}

int w_siptrunk_stranger(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_stranger(msg);
}

int w_siptrunk_identify(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_identify(msg);
}

int w_siptrunk_allow(sip_msg_t *msg, char *trunk, char *p2)
{
	return siptrunk_cfg_with_value(msg, trunk, ki_siptrunk_allow);
}

int w_siptrunk_known_pbx(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_known_pbx(msg);
}

int w_siptrunk_known_as(sip_msg_t *msg, char *trunk, char *p2)
{
	return siptrunk_cfg_with_value(msg, trunk, ki_siptrunk_known_as);
}

int w_siptrunk_may_send(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_may_send(msg);
}

int w_siptrunk_target(sip_msg_t *msg, char *trunk, char *p2)
{
	return siptrunk_cfg_with_value(msg, trunk, ki_siptrunk_target);
}

int w_siptrunk_target_role(sip_msg_t *msg, char *role, char *p2)
{
	return siptrunk_cfg_with_value(msg, role, ki_siptrunk_target_role);
}

int w_siptrunk_target_owner(sip_msg_t *msg, char *number, char *p2)
{
	return siptrunk_cfg_with_value(msg, number, ki_siptrunk_target_owner);
}

int w_siptrunk_apply_headers(sip_msg_t *msg, char *trunk, char *p2)
{
	return siptrunk_cfg_with_value(msg, trunk, ki_siptrunk_apply_headers);
}

int w_siptrunk_strip_headers(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_strip_headers(msg);
}
