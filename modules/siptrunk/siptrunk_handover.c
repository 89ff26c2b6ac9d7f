/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Hands a call that is up back to its caller, to call somebody else.
 *
 * SIP workers; private memory, tm's and dialog's, and a lock in shared memory.
 */
#include "siptrunk_handover.h"

#include "siptrunk_compat.h"
#include "siptrunk_dialog.h"
#include "siptrunk_stats.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/parser/parse_rr.h"
#include "core/ut.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define HEADERS_MAX 2048
#define UNDER_WAY_MOST_S 180

static str under_way = str_init("handover");
/** Where a caller behind a NAT is reached (scripts/routing/nat.cfg). */
static str caller_at = str_init("caller_at");

/** Dialog can set a variable, and not only if it is not set: who does that
 *  holds this, and sends nothing meanwhile. */
static gen_lock_t *claims;

int siptrunk_handover_init(void)
{
	claims = lock_alloc();
	if(claims == NULL || lock_init(claims) == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	return 0;
}

void siptrunk_handover_fini(void)
{
	if(claims != NULL)
		lock_dealloc(claims);
	claims = NULL;
}

/** From now on one is under way; false: one was already. */
static bool claim(struct dlg_cell *call)
{
	const unsigned long now = (unsigned long)time(NULL);
	bool claimed;

	lock_get(claims);
	claimed = now > siptrunk_dialog_number(call, &under_way) + UNDER_WAY_MOST_S;
	if(claimed)
		siptrunk_dialog_set_number(call, &under_way, now);
	lock_release(claims);
	return claimed;
}

/** The callee's side of the call, as if it were ours. */
static bool speak_for_callee(struct dlg_cell *call, dlg_t *leg)
{
	str routes = call->route_set[DLG_CALLER_LEG];

	memset(leg, 0, sizeof(*leg));
	leg->loc_seq.value = siptrunk_dialog_last_cseq(call, DLG_CALLEE_LEG);
	leg->loc_seq.is_set = 1;
	leg->id.call_id = call->callid;
	leg->id.loc_tag = call->tag[DLG_CALLEE_LEG];
	leg->id.rem_tag = call->tag[DLG_CALLER_LEG];
	leg->loc_uri = call->to_uri;
	leg->rem_uri = call->from_uri;
	leg->rem_target = call->contact[DLG_CALLER_LEG];
	leg->send_sock = call->bind_addr[DLG_CALLER_LEG];
	leg->state = DLG_CONFIRMED;
	return routes.len == 0
		   || parse_rr_body(routes.s, routes.len, &leg->route_set) == 0;
}

/** As the log has it. */
static const char *name_of(const struct dlg_cell *call, siptrunk_word_t *word)
{
	return siptrunk_text_word(siptrunk_text_of(&call->callid), word);
}

static bool send_to_caller(struct dlg_cell *call, str method, str *headers,
		transaction_cb callback, void *context)
{
	uac_req_t request;
	siptrunk_word_t word;
	dlg_t leg;
	bool sent = speak_for_callee(call, &leg);

	siptrunk_dialog.get_dlg_vardup(call, &caller_at, &leg.dst_uri);
	set_uac_req(&request, &method, headers, NULL, &leg,
			callback != NULL ? TMCB_LOCAL_COMPLETED : 0, callback, context);
	sent = sent && siptrunk_tm.t_request_within(&request) >= 0;
	if(leg.route_set != NULL)
		free_rr(&leg.route_set);
	if(leg.dst_uri.s != NULL)
		pkg_free(leg.dst_uri.s);
	if(sent)
		siptrunk_dialog_take_cseq(call, DLG_CALLEE_LEG);
	else
		LM_ERR("call %s: no %.*s can be sent to %.*s\n",
				name_of(call, &word), method.len, method.s,
				call->contact[DLG_CALLER_LEG].len,
				call->contact[DLG_CALLER_LEG].s);
	return sent;
}

/** The REFER's answer. What becomes of one that was accepted is told by NOTIFY
 *  (RFC 3515 section 2.4.4). */
static void answered(struct cell *transaction, int type,
		struct tmcb_params *params)
{
	struct dlg_cell *call = *params->param;
	siptrunk_word_t word;

	if(params->code >= 300) {
		LM_WARN("call %s is not transferred: the pbx answers %d\n",
				name_of(call, &word), params->code);
		siptrunk_stats_add(SIPTRUNK_STAT_HANDOVERS_FAILED, 1);
		siptrunk_dialog.set_dlg_var(call, &under_way, NULL);
	}
	siptrunk_dialog.release_dlg(call);
}

/** false: they are too long (logged). */
static bool write_headers(const struct dlg_cell *call, const str *refer_to,
		char room[HEADERS_MAX], str *headers)
{
	siptrunk_word_t word;

	*headers = (str){room,
			snprintf(room, HEADERS_MAX,
					"Refer-To: <%.*s>\r\nReferred-By: <%.*s>\r\n"
					"Contact: <%.*s>\r\n",
					refer_to->len, refer_to->s, call->to_uri.len,
					call->to_uri.s, call->contact[DLG_CALLEE_LEG].len,
					call->contact[DLG_CALLEE_LEG].s)};
	if(headers->len < HEADERS_MAX)
		return true;
	LM_ERR("call %s is not transferred: expected less than %d bytes of "
		   "Refer-To, Referred-By and Contact, found %d\n",
			name_of(call, &word), HEADERS_MAX, headers->len);
	return false;
}

static siptrunk_handover_begun_t begin(
		struct dlg_cell *call, const str *refer_to)
{
	char room[HEADERS_MAX];
	str headers;

	if(!write_headers(call, refer_to, room, &headers))
		return SIPTRUNK_HANDOVER_FAILED;
	if(!claim(call))
		return SIPTRUNK_HANDOVER_UNDER_WAY;
	if(send_to_caller(call, (str)str_init("REFER"), &headers, answered, call))
		return SIPTRUNK_HANDOVER_BEGUN;
	siptrunk_dialog.set_dlg_var(call, &under_way, NULL);
	return SIPTRUNK_HANDOVER_FAILED;
}

siptrunk_handover_begun_t siptrunk_handover_begin(
		sip_msg_t *message, str *refer_to)
{
	struct dlg_cell *call = siptrunk_dialog_find(message);
	siptrunk_handover_begun_t begun;

	if(call == NULL) {
		LM_WARN("no call is transferred: expected one that dialog knows and "
				"that is up, found none\n");
		return SIPTRUNK_HANDOVER_FAILED;
	}
	begun = begin(call, refer_to);
	/* else answered() lets go of the call */
	if(begun != SIPTRUNK_HANDOVER_BEGUN)
		siptrunk_dialog.release_dlg(call);
	return begun;
}

void siptrunk_handover_over(sip_msg_t *message)
{
	struct dlg_cell *call = siptrunk_dialog_find(message);

	if(call == NULL)
		return;
	siptrunk_dialog.set_dlg_var(call, &under_way, NULL);
	siptrunk_dialog.release_dlg(call);
}

bool siptrunk_handover_end(sip_msg_t *message)
{
	struct dlg_cell *call = siptrunk_dialog_find(message);
	bool sent;

	if(call == NULL)
		return false;
	sent = send_to_caller(call, (str)str_init("BYE"), NULL, NULL, NULL);
	siptrunk_dialog.release_dlg(call);
	return sent;
}
