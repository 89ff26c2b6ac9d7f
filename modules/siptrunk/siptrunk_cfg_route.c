/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions that follow an outbound route, and that tell apart the
 * trunks behind the same addresses.
 *
 * SIP workers; where a call stands is in its record (siptrunk_call.h).
 */
#include "siptrunk_cfg_route.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_health.h"
#include "siptrunk_message.h"
#include "siptrunk_near_misses.h"

#include "core/rand/fastrand.h"

/** An ordinary call of a pbx; whatever the rows say, no other asks them. */
static bool may_be_routed(const siptrunk_call_t *call)
{
	return call->classified && call->access.trunk != NULL
		   && call->access.trunk->role == SIPTRUNK_ROLE_PBX
		   && !siptrunk_number_is_emergency(call->number.classification);
}

static const siptrunk_route_t *find_route(
		sip_msg_t *msg, const siptrunk_call_t *call)
{
	const siptrunk_config_t *config = call->snapshot->config;
	siptrunk_identity_t identity;

	if(config->route_count == 0 || !may_be_routed(call))
		return NULL;
	siptrunk_message_identity(msg, config->directory, &identity);
	return siptrunk_route_find(config->routes, config->route_count,
			call->number.classification,
			siptrunk_caller_site(identity.caller, call->access.trunk->site));
}

static int go_to(siptrunk_call_t *call, const siptrunk_trunk_t *trunk)
{
	if(trunk == NULL)
		return -1;
	call->target = trunk;
	siptrunk_explain_note("outbound_route", "%.*s: trunk %.*s",
			SIPTRUNK_TEXT_FMT(call->plan.route->name),
			SIPTRUNK_TEXT_FMT(trunk->name));
	return 1;
}

/** One that nobody asks by OPTIONS is down until a call has found it up: that
 *  one keeps its place. */
static bool is_down(
		const siptrunk_trunk_t *trunk, const siptrunk_overlay_t *overlay)
{
	size_t i;

	for(i = 0; i < trunk->gateway_count; i++) {
		if(!trunk->gateway_list[i].probed)
			return false;
	}
	return trunk->gateway_count > 0
		   && siptrunk_health_status(trunk, overlay) == SIPTRUNK_TRUNK_DOWN;
}

/** Trunks that are down come last, and are not left out. */
static void defer_down(siptrunk_call_t *call)
{
	const siptrunk_route_t *route = call->plan.route;
	bool down[SIPTRUNK_ROUTE_TRUNKS_MAX];
	size_t i;

	for(i = 0; i < route->trunk_count; i++)
		down[i] = is_down(route->trunks[i], call->snapshot->overlay);
	siptrunk_route_defer(&call->plan, down);
}

int ki_siptrunk_route_first(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();
	const siptrunk_route_t *route =
			call != NULL ? find_route(msg, call) : NULL;

	if(route == NULL) {
		siptrunk_explain_note("outbound_route",
				"none for this class and site: the first agent trunk");
		return -1;
	}
	siptrunk_route_begin(&call->plan, route, fastrand());
	defer_down(call);
	return go_to(call, siptrunk_route_trunk(&call->plan));
}

int ki_siptrunk_route_next(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();

	return call != NULL ? go_to(call, siptrunk_route_next(&call->plan)) : -1;
}

/* --- termination identifiers --- */

/** Somebody who is known uses an identifier of a trunk that he is not. */
static void note_foreign(sip_msg_t *msg, const siptrunk_call_t *call,
		const siptrunk_trunk_t *trunk)
{
	siptrunk_situation_t situation;
	siptrunk_address_t source;

	siptrunk_message_source(&msg->rcv, &source, &situation);
	siptrunk_near_misses_record(SIPTRUNK_NEAR_MISS_NAME, call->snapshot->config,
			&call->access, trunk, situation.transport);
}

int ki_siptrunk_termination(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();
	const siptrunk_termination_t *found;
	const siptrunk_config_t *config;

	if(call == NULL || call->access.trunk == NULL || call->own
			|| msg->first_line.type != SIP_REQUEST)
		return -1;
	config = call->snapshot->config;
	switch(siptrunk_termination_find(config->terminations,
			config->termination_count,
			siptrunk_text_of(&REQ_LINE(msg).uri), call->access.trunk, &found)) {
		case SIPTRUNK_TERMINATED_HERE:
			call->access.trunk = found->trunk;
			siptrunk_explain_note("termination",
					"the Request-URI names trunk %.*s",
					SIPTRUNK_TEXT_FMT(found->trunk->name));
			return 1;
		case SIPTRUNK_TERMINATED_FOREIGN:
			if(!siptrunk_explaining)
				note_foreign(msg, call, found->trunk);
			return -2;
		default:
			return -1;
	}
}

int ki_siptrunk_sender_in(sip_msg_t *msg, str *name)
{
	siptrunk_call_t *call = siptrunk_call_find();
	const siptrunk_config_t *config;
	const siptrunk_trunk_t *trunk;

	if(call == NULL || call->access.trunk == NULL)
		return -1;
	config = call->snapshot->config;
	trunk = siptrunk_config_trunk(config, siptrunk_text_of(name));
	if(trunk == NULL
			|| (trunk != call->access.trunk
					&& !siptrunk_termination_shares(config->terminations,
							config->termination_count, trunk,
							call->access.trunk)))
		return -1;
	call->access.trunk = trunk;
	return 1;
}

int w_siptrunk_termination(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_termination(msg);
}

int w_siptrunk_sender_in(sip_msg_t *msg, char *name, char *p2)
{
	return siptrunk_cfg_with_value(msg, name, ki_siptrunk_sender_in);
}

int w_siptrunk_route_first(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_route_first(msg);
}

int w_siptrunk_route_next(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_route_next(msg);
}
