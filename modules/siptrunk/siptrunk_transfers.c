/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Transfers that the edge carries out itself.
 *
 * SIP workers and tm's timers; shared memory. tm's callbacks carry the serial
 * number of a transfer, which may be over by then. Whoever takes it out of the
 * table ends it.
 */
#include "siptrunk_transfers.h"

#include "siptrunk_compat.h"
#include "siptrunk_dialog.h"
#include "siptrunk_message.h"
#include "siptrunk_stats.h"
#include "siptrunk_tm.h"
#include "siptrunk_transfer_requests.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"
#include "core/parser/contact/parse_contact.h"
#include "core/parser/parse_cseq.h"
#include "core/parser/parse_from.h"
#include "core/parser/parse_rr.h"
#include "core/parser/parse_to.h"
#include "core/ut.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct transfers
{
	gen_lock_t lock;
	unsigned serial;
	siptrunk_carried_t places[SIPTRUNK_TRANSFERS_MAX];
} transfers_t;

static transfers_t *transfers;

int siptrunk_transfers_init(void)
{
	transfers = shm_malloc(sizeof(*transfers));
	if(transfers == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(transfers, 0, sizeof(*transfers));
	lock_init(&transfers->lock);
	return siptrunk_transfer_requests_init();
}

void siptrunk_transfers_fini(void)
{
	siptrunk_transfer_requests_fini();
	if(transfers != NULL)
		shm_free(transfers);
	transfers = NULL;
}

/* --- places --- */

/** With the lock; serial 0: a free one. */
static siptrunk_carried_t *find(unsigned serial)
{
	size_t i;

	for(i = 0; i < SIPTRUNK_TRANSFERS_MAX; i++) {
		if(transfers->places[i].serial == serial)
			return &transfers->places[i];
	}
	return NULL;
}

/** With the lock. */
static siptrunk_carried_t *find_call(siptrunk_text_t call_id)
{
	size_t i;

	for(i = 0; i < SIPTRUNK_TRANSFERS_MAX; i++) {
		siptrunk_carried_t *place = &transfers->places[i];

		if(place->serial != 0
				&& siptrunk_text_equal(siptrunk_text(place->call_id), call_id))
			return place;
	}
	return NULL;
}

/** Gives it a place and a serial number. */
static bool add(siptrunk_carried_t *transfer)
{
	siptrunk_carried_t *place = NULL;

	lock_get(&transfers->lock);
	if(find_call(siptrunk_text(transfer->call_id)) == NULL)
		place = find(0);
	if(place != NULL) {
		transfer->serial = ++transfers->serial;
		*place = *transfer;
	}
	lock_release(&transfers->lock);
	return place != NULL;
}

/** A copy; false: it is over. */
static bool get(unsigned serial, siptrunk_carried_t *transfer)
{
	const siptrunk_carried_t *place;

	lock_get(&transfers->lock);
	place = find(serial);
	if(place != NULL)
		*transfer = *place;
	lock_release(&transfers->lock);
	return place != NULL;
}

/** Keeps what has changed, and learns who has gone meanwhile. */
static void keep(siptrunk_carried_t *transfer)
{
	siptrunk_carried_t *place;

	lock_get(&transfers->lock);
	place = find(transfer->serial);
	if(place != NULL) {
		transfer->agent_gone = place->agent_gone;
		transfer->other_gone = place->other_gone;
		*place = *transfer;
	}
	lock_release(&transfers->lock);
}

/** Takes it out, with who has gone meanwhile; false: it was over. */
static bool take(siptrunk_carried_t *transfer)
{
	siptrunk_carried_t *place;

	lock_get(&transfers->lock);
	place = find(transfer->serial);
	if(place != NULL) {
		transfer->agent_gone = place->agent_gone;
		transfer->other_gone = place->other_gone;
		memset(place, 0, sizeof(*place));
	}
	lock_release(&transfers->lock);
	return place != NULL;
}

/** By which it can be stopped. Whoever has answered the INVITE already may have
 *  changed the rest. */
static void keep_transaction(const siptrunk_carried_t *transfer)
{
	siptrunk_carried_t *place;

	lock_get(&transfers->lock);
	place = find(transfer->serial);
	if(place != NULL) {
		place->index = transfer->index;
		place->label = transfer->label;
	}
	lock_release(&transfers->lock);
}

/* --- reading --- */

static bool copy(char *to, size_t room, str from)
{
	int len = snprintf(to, room, "%.*s", from.len, from.s);

	return len > 0 && (size_t)len < room;
}

#define COPY(to, from) copy(to, sizeof(to), from)

static str contact_of(sip_msg_t *message)
{
	const contact_body_t *body;

	if(message->contact == NULL || parse_contact(message->contact) < 0)
		return (str)STR_NULL;
	body = message->contact->parsed;
	return body->contacts != NULL ? body->contacts->uri : (str)STR_NULL;
}

/** All of a kind of header; backwards: the last first. */
static bool copy_routes(hdr_field_t *header, bool backwards,
		char to[SIPTRUNK_TRANSFER_TEXT])
{
	str routes = STR_NULL;
	bool fits;

	if(header == NULL || print_rr_body(header, &routes, backwards, NULL) != 0)
		return false;
	fits = copy(to, SIPTRUNK_TRANSFER_TEXT, routes);
	pkg_free(routes.s);
	return fits;
}

static bool read_sides(sip_msg_t *refer, siptrunk_carried_t *transfer)
{
	siptrunk_transfer_side_t *agent = &transfer->agent;
	siptrunk_transfer_side_t *other = &transfer->other;

	if(parse_headers(refer, HDR_EOH_F, 0) < 0 || parse_from_header(refer) < 0
			|| refer->to == NULL || refer->cseq == NULL)
		return false;
	transfer->agent_cseq =
			(unsigned)strtoul(get_cseq(refer)->number.s, NULL, 10);
	return COPY(transfer->call_id,
				   siptrunk_str_of(siptrunk_message_call_id(refer)))
		   && COPY(agent->uri, get_from(refer)->uri)
		   && COPY(agent->tag, get_from(refer)->tag_value)
		   && COPY(agent->contact, contact_of(refer))
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

/** The numbers that both sides have seen last, and the way to the agent. */
static bool read_dialog(struct dlg_cell *call, siptrunk_carried_t *transfer)
{
	const siptrunk_text_t caller_tag =
			siptrunk_text_of(&call->tag[DLG_CALLER_LEG]);
	const int agent = siptrunk_text_equal(caller_tag,
							  siptrunk_text(transfer->agent.tag))
							  ? DLG_CALLER_LEG
							  : DLG_CALLEE_LEG;
	const int other =
			agent == DLG_CALLER_LEG ? DLG_CALLEE_LEG : DLG_CALLER_LEG;
	const unsigned raise = siptrunk_dialog_raise(call);

	/* none, when it has not sent anything yet */
	str2int(&call->cseq[other], &transfer->other_cseq);
	transfer->other_cseq += raise;
	transfer->agent_cseq += raise;
	return call->route_set[agent].len == 0
		   || COPY(transfer->agent.routes, call->route_set[agent]);
}

/** From the answer of who has taken the call. */
static bool read_target(sip_msg_t *answer, siptrunk_transfer_side_t *target)
{
	return parse_headers(answer, HDR_EOH_F, 0) == 0 && answer->to != NULL
		   && COPY(target->tag, get_to(answer)->tag_value)
		   && COPY(target->contact, contact_of(answer))
		   && copy_routes(answer->record_route, true, target->routes);
}

static siptrunk_text_t body_of(sip_msg_t *message)
{
	const char *body = get_body(message);

	if(body == NULL)
		return SIPTRUNK_TEXT("");
	return (siptrunk_text_t){
			body, (size_t)(message->buf + message->len - body)};
}

/** For pkg_free(); false: none. */
static bool read_offer(struct dlg_cell *call, str *offer)
{
	static str name = str_init("offer");

	return siptrunk_dialog.get_dlg_vardup(call, &name, offer) == 0
		   && offer->s != NULL;
}

static void write_status(
		const struct tmcb_params *p, char status[SIPTRUNK_TRANSFER_NAME])
{
	str reason = str_init("Request Timeout");

	if(p->rpl != NULL && p->rpl != FAKED_REPLY)
		reason = p->rpl->first_line.u.reply.reason;
	snprintf(status, SIPTRUNK_TRANSFER_NAME, "%d %.*s", p->code, reason.len,
			reason.s);
}

/* --- how it ends --- */

/** The agent is needed no more. */
static void part(siptrunk_carried_t *transfer)
{
	if(take(transfer) && !transfer->agent_gone)
		siptrunk_transfer_bye_agent(transfer);
}

/** A BYE that overtakes the NOTIFY would leave the agent in doubt. */
static void outcome_told(
		struct cell *cell, int type, struct tmcb_params *p)
{
	siptrunk_carried_t transfer;

	if(get((unsigned)(uintptr_t)*p->param, &transfer))
		part(&transfer);
}

static void end_joined(siptrunk_carried_t *transfer)
{
	if(transfer->agent_gone
			|| !siptrunk_transfer_notify(
					transfer, transfer->outcome, true, outcome_told))
		part(transfer);
}

/** The agent keeps its call; if it left, the other side's ends. */
static void end_failed(siptrunk_carried_t *transfer)
{
	if(!take(transfer) || transfer->other_gone)
		return;
	if(transfer->agent_gone)
		siptrunk_transfer_bye_other(transfer);
	else
		siptrunk_transfer_notify(transfer, transfer->outcome, true, NULL);
}

/** The last NOTIFY must not overtake the first: whichever comes second, the
 *  answer to that or the outcome, goes on. outcome NULL: it is the answer. */
static void meet(siptrunk_carried_t *transfer, const char *outcome)
{
	siptrunk_carried_t *place;

	lock_get(&transfers->lock);
	place = find(transfer->serial);
	if(place != NULL && outcome == NULL) {
		place->begun_told = true;
	} else if(place != NULL) {
		place->joined = transfer->joined;
		snprintf(place->outcome, sizeof(place->outcome), "%s", outcome);
	}
	if(place != NULL)
		*transfer = *place;
	lock_release(&transfers->lock);
	if(place == NULL || transfer->outcome[0] == '\0'
			|| (!transfer->begun_told && !transfer->agent_gone))
		return;
	if(transfer->joined)
		end_joined(transfer);
	else
		end_failed(transfer);
}

static void begun_told(struct cell *cell, int type, struct tmcb_params *p)
{
	siptrunk_carried_t transfer = {
			.serial = (unsigned)(uintptr_t)*p->param};

	meet(&transfer, NULL);
}

/* --- how it goes on --- */

static void fail(siptrunk_carried_t *transfer, const char *status)
{
	LM_NOTICE("call %s is not transferred to %s: %s\n", transfer->call_id,
			transfer->target.uri, status);
	siptrunk_stats_add(SIPTRUNK_STAT_TRANSFERS_FAILED, 1);
	meet(transfer, status);
}

static void succeed(siptrunk_carried_t *transfer)
{
	LM_INFO("call %s is transferred to %s\n", transfer->call_id,
			transfer->target.uri);
	siptrunk_stats_add(SIPTRUNK_STAT_TRANSFERS_DONE, 1);
	transfer->joined = true;
	meet(transfer, "200 OK");
}

/** Nobody is left for whom the target was called. */
static void give_up(siptrunk_carried_t *transfer)
{
	siptrunk_transfer_bye_target(transfer);
	if(!transfer->other_gone)
		siptrunk_transfer_bye_other(transfer);
	part(transfer);
}

/** RFC 3261 section 12.2.1.2: there is no such call any more. */
static bool is_gone(int code)
{
	return code == 481 || code == 408;
}

/** What the other side answers to its new partner. One that refuses stays as it
 *  was, and its media go to the target all the same: they are RTPengine's. */
static void joined(struct cell *cell, int type, struct tmcb_params *p)
{
	siptrunk_carried_t transfer;

	if(!get((unsigned)(uintptr_t)*p->param, &transfer))
		return;
	if(p->code < 300)
		siptrunk_transfer_ack_other(&transfer);
	else
		LM_NOTICE("call %s: the one who is transferred answers %d\n",
				transfer.call_id, p->code);
	if(transfer.other_gone || is_gone(p->code))
		give_up(&transfer);
	else
		succeed(&transfer);
}

static void take_target(siptrunk_carried_t *transfer, sip_msg_t *answer)
{
	if(!read_target(answer, &transfer->target)) {
		/* whoever answers so cannot be sent a BYE either */
		fail(transfer, "502 Bad Gateway");
		return;
	}
	siptrunk_transfer_ack_target(transfer);
	keep(transfer);
	if(transfer->other_gone
			|| !siptrunk_transfer_reinvite(
					transfer, body_of(answer), joined)) {
		siptrunk_transfer_bye_target(transfer);
		fail(transfer, "500 Server Internal Error");
	}
}

static void target_answered(struct cell *cell, int type, struct tmcb_params *p)
{
	siptrunk_carried_t transfer;
	char status[SIPTRUNK_TRANSFER_NAME];

	if(!get((unsigned)(uintptr_t)*p->param, &transfer))
		return;
	if(p->code < 300) {
		take_target(&transfer, p->rpl);
		return;
	}
	write_status(p, status);
	fail(&transfer, status);
}

static bool begin(sip_msg_t *refer, const siptrunk_transfer_plan_t *plan,
		struct dlg_cell *call, str offer)
{
	siptrunk_carried_t transfer = {.serial = 0};

	if(!read_sides(refer, &transfer) || !read_plan(plan, &transfer)
			|| !read_dialog(call, &transfer) || !add(&transfer))
		return false;
	siptrunk_dialog_set_raise(
			call, siptrunk_dialog_raise(call) + SIPTRUNK_TRANSFER_CSEQS);
	siptrunk_tm.t_reply(refer, 202, "Accepted");
	if(!siptrunk_transfer_notify(&transfer, "100 Trying", false, begun_told))
		meet(&transfer, NULL);
	if(siptrunk_transfer_invite(
			   &transfer, siptrunk_text_of(&offer), target_answered))
		keep_transaction(&transfer);
	else
		fail(&transfer, "500 Server Internal Error");
	return true;
}

bool siptrunk_transfers_begin(
		sip_msg_t *refer, const siptrunk_transfer_plan_t *plan)
{
	struct dlg_cell *call = siptrunk_dialog_find(refer);
	bool begun = false;
	str offer;

	if(call == NULL)
		return false;
	if(read_offer(call, &offer)) {
		begun = begin(refer, plan, call, offer);
		pkg_free(offer.s);
	}
	siptrunk_dialog.release_dlg(call);
	return begun;
}

bool siptrunk_transfers_left(siptrunk_text_t call_id, bool agent)
{
	siptrunk_carried_t transfer, *place;

	lock_get(&transfers->lock);
	place = find_call(call_id);
	if(place != NULL) {
		if(agent)
			place->agent_gone = true;
		else
			place->other_gone = true;
		transfer = *place;
	}
	lock_release(&transfers->lock);
	if(place != NULL && !agent)
		siptrunk_transfer_cancel(&transfer);
	return place != NULL;
}
