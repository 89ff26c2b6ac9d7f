/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a transfer that the edge carries out is made of.
 *
 * SIP workers and tm's timers; private memory.
 */
#include "siptrunk_transfer_read.h"

#include "siptrunk_compat.h"
#include "siptrunk_message.h"

#include "core/mem/mem.h"
#include "core/parser/parse_from.h"
#include "core/parser/parse_rr.h"
#include "core/parser/parse_to.h"

#include <stdio.h>
#include <string.h>

static bool copy(char *to, size_t room, str from)
{
	int len = snprintf(to, room, "%.*s", from.len, from.s);

	return len > 0 && (size_t)len < room;
}

#define COPY(to, from) copy(to, sizeof(to), from)

/** All of a kind of header; backwards: the last first. */
static bool copy_routes(hdr_field_t *header, bool backwards,
		char to[SIPTRUNK_TRANSFER_ROUTES])
{
	str routes = STR_NULL;
	bool fits;

	if(header == NULL || print_rr_body(header, &routes, backwards, NULL) != 0)
		return false;
	fits = copy(to, SIPTRUNK_TRANSFER_ROUTES, routes);
	pkg_free(routes.s);
	return fits;
}

static bool read_sides(sip_msg_t *refer, siptrunk_carried_t *transfer)
{
	siptrunk_transfer_side_t *agent = &transfer->agent;
	siptrunk_transfer_side_t *other = &transfer->other;

	if(parse_headers(refer, HDR_EOH_F, 0) < 0 || parse_from_header(refer) < 0
			|| refer->to == NULL)
		return false;
	return COPY(transfer->call_id,
				   siptrunk_str_of(siptrunk_message_call_id(refer)))
		   && COPY(agent->uri, get_from(refer)->uri)
		   && COPY(agent->tag, get_from(refer)->tag_value)
		   && COPY(agent->contact,
				   siptrunk_str_of(siptrunk_message_contact(refer)))
		   && COPY(other->uri, get_to(refer)->uri)
		   && COPY(other->tag, get_to(refer)->tag_value)
		   && COPY(other->contact, *GET_RURI(refer))
		   && copy_routes(refer->route, false, other->routes);
}

static bool read_plan(
		const siptrunk_transfer_plan_t *plan, siptrunk_carried_t *transfer)
{
	transfer->self = transfer->other;
	return COPY(transfer->agent.trunk, siptrunk_str_of(plan->agent_trunk))
		   && COPY(transfer->other.trunk, siptrunk_str_of(plan->other_trunk))
		   && COPY(transfer->self.trunk, siptrunk_str_of(plan->other_trunk))
		   && COPY(transfer->self.uri, siptrunk_str_of(plan->caller))
		   && COPY(transfer->target.uri, siptrunk_str_of(plan->target))
		   && COPY(transfer->target.contact, siptrunk_str_of(plan->target));
}

/** Who is who in it, and the way to the agent. */
static bool read_dialog(struct dlg_cell *call, siptrunk_carried_t *transfer)
{
	const bool placed = siptrunk_text_equal(
			siptrunk_text_of(&call->tag[DLG_CALLER_LEG]),
			siptrunk_text(transfer->agent.tag));

	transfer->call = call;
	transfer->agent_leg = placed ? DLG_CALLER_LEG : DLG_CALLEE_LEG;
	transfer->other_leg = placed ? DLG_CALLEE_LEG : DLG_CALLER_LEG;
	return call->route_set[transfer->agent_leg].len == 0
		   || COPY(transfer->agent.routes,
				   call->route_set[transfer->agent_leg]);
}

bool siptrunk_transfer_read_target(
		sip_msg_t *answer, siptrunk_transfer_side_t *target)
{
	return parse_headers(answer, HDR_EOH_F, 0) == 0 && answer->to != NULL
		   && COPY(target->tag, get_to(answer)->tag_value)
		   && COPY(target->contact,
				   siptrunk_str_of(siptrunk_message_contact(answer)))
		   && copy_routes(answer->record_route, true, target->routes);
}

bool siptrunk_transfer_read_offer(struct dlg_cell *call, str *offer)
{
	static str name = str_init("offer");

	return siptrunk_dialog.get_dlg_vardup(call, &name, offer) == 0
		   && offer->s != NULL;
}

bool siptrunk_transfer_read(sip_msg_t *refer, struct dlg_cell *call,
		const siptrunk_transfer_plan_t *plan, siptrunk_carried_t *transfer)
{
	memset(transfer, 0, sizeof(*transfer));
	return read_sides(refer, transfer) && read_plan(plan, transfer)
		   && read_dialog(call, transfer);
}
