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
#include "siptrunk_message.h"
#include "siptrunk_stats.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/mem.h"
#include "core/mem/shm_mem.h"

#include <stdint.h>
#include <stdio.h>
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

/** Keeps who has answered, and learns who has gone meanwhile. */
static void keep_target(siptrunk_carried_t *transfer)
{
	siptrunk_carried_t *place;

	lock_get(&transfers->lock);
	place = find(transfer->serial);
	if(place != NULL) {
		place->target = transfer->target;
		*transfer = *place;
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

/** By which it can be stopped; learns who has gone meanwhile. Whoever has
 *  answered the INVITE already may have changed the rest. */
static void keep_transaction(siptrunk_carried_t *transfer)
{
	siptrunk_carried_t *place;

	lock_get(&transfers->lock);
	place = find(transfer->serial);
	if(place != NULL) {
		place->index = transfer->index;
		place->label = transfer->label;
		transfer->other_gone = place->other_gone;
	}
	lock_release(&transfers->lock);
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
	if(!take(transfer))
		return;
	if(!transfer->agent_gone)
		siptrunk_transfer_bye_agent(transfer);
	siptrunk_dialog.release_dlg(transfer->call);
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
	if(!take(transfer))
		return;
	if(!transfer->agent_gone && !transfer->other_gone)
		siptrunk_transfer_notify(transfer, transfer->outcome, true, NULL);
	else if(!transfer->other_gone)
		siptrunk_transfer_bye_other(transfer);
	siptrunk_dialog.release_dlg(transfer->call);
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
	siptrunk_word_t word;

	LM_NOTICE("call %s is not transferred to %s: %s\n",
			siptrunk_text_word(siptrunk_text(transfer->call_id), &word),
			transfer->target.uri, status);
	siptrunk_stats_add(SIPTRUNK_STAT_TRANSFERS_FAILED, 1);
	meet(transfer, status);
}

static void succeed(siptrunk_carried_t *transfer)
{
	siptrunk_word_t word;

	LM_INFO("call %s is transferred to %s\n",
			siptrunk_text_word(siptrunk_text(transfer->call_id), &word),
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
	siptrunk_word_t word;

	if(!get((unsigned)(uintptr_t)*p->param, &transfer))
		return;
	if(p->code >= 300)
		LM_NOTICE("call %s: the one who is transferred answers %d\n",
				siptrunk_text_word(siptrunk_text(transfer.call_id), &word),
				p->code);
	if(transfer.other_gone || is_gone(p->code))
		give_up(&transfer);
	else
		succeed(&transfer);
}

static void take_target(siptrunk_carried_t *transfer, sip_msg_t *answer)
{
	if(!siptrunk_transfer_read_target(answer, &transfer->target)) {
		/* without a tag, Contact and routes no BYE can be written */
		fail(transfer, "502 Bad Gateway");
		return;
	}
	keep_target(transfer);
	if(transfer->other_gone
			|| !siptrunk_transfer_reinvite(
					transfer, siptrunk_message_body(answer), joined)) {
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

static void call_target(siptrunk_carried_t *transfer, siptrunk_text_t offer)
{
	if(!siptrunk_transfer_invite(transfer, offer, target_answered)) {
		fail(transfer, "500 Server Internal Error");
		return;
	}
	keep_transaction(transfer);
	if(transfer->other_gone)
		siptrunk_transfer_cancel(transfer);
}

static bool begin(sip_msg_t *refer, const siptrunk_transfer_plan_t *plan,
		struct dlg_cell *call, str offer)
{
	siptrunk_carried_t transfer;

	if(!siptrunk_transfer_read(refer, call, plan, &transfer)
			|| !add(&transfer))
		return false;
	siptrunk_tm.t_reply(refer, 202, "Accepted");
	if(!siptrunk_transfer_notify(&transfer, "100 Trying", false, begun_told))
		meet(&transfer, NULL);
	call_target(&transfer, siptrunk_text_of(&offer));
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
	if(siptrunk_transfer_read_offer(call, &offer)) {
		begun = begin(refer, plan, call, offer);
		pkg_free(offer.s);
	}
	/* else whoever ends it lets go of the call */
	if(!begun)
		siptrunk_dialog.release_dlg(call);
	return begun;
}

/** The target has, in whatever way: there is nothing to cancel. */
static bool is_answered(const siptrunk_carried_t *transfer)
{
	return transfer->target.tag[0] != '\0' || transfer->outcome[0] != '\0';
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
	if(place != NULL && !agent && !is_answered(&transfer))
		siptrunk_transfer_cancel(&transfer);
	return place != NULL;
}
