/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions that follow an outbound route.
 *
 * SIP workers; where a call stands is in its record (siptrunk_call.h).
 */
#include "siptrunk_cfg_route.h"

#include "siptrunk_call.h"
#include "siptrunk_message.h"

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
	return 1;
}

int ki_siptrunk_route_first(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();
	const siptrunk_route_t *route =
			call != NULL ? find_route(msg, call) : NULL;

	if(route == NULL)
		return -1;
	siptrunk_route_begin(&call->plan, route, fastrand());
	return go_to(call, siptrunk_route_trunk(&call->plan));
}

int ki_siptrunk_route_next(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();

	return call != NULL ? go_to(call, siptrunk_route_next(&call->plan)) : -1;
}

int w_siptrunk_route_first(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_route_first(msg);
}

int w_siptrunk_route_next(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_route_next(msg);
}
