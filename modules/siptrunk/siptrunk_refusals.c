/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The records of calls that the edge answers itself.
 *
 * SIP workers; the record is in shared memory.
 */
#include "siptrunk_refusals.h"

#include "siptrunk_call.h"
#include "siptrunk_calls.h"
#include "siptrunk_cfg_calls.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_message.h"

#include "core/dprint.h"
#include "core/parser/parse_from.h"
#include "modules/sl/sl.h"

/** A challenge is no refusal: the call comes again, with credentials. Nor is a
 *  re-INVITE a call. */
static bool is_refusal(const sl_cbp_t *reply)
{
	sip_msg_t *request = reply->req;

	return IS_SIP(request) && request->REQ_METHOD == METHOD_INVITE
		   && reply->code >= 300 && reply->code != 401 && reply->code != 407
		   && parse_from_header(request) == 0
		   && siptrunk_message_tag(request->to).len == 0;
}

/** A row that denies, or whose proof is missing, has a trunk, too; a 911 may be
 *  let in all the same. */
static bool is_let_in(const siptrunk_call_t *call)
{
	return call->access.trunk != NULL
		   && (call->access.verdict == SIPTRUNK_VERDICT_ALLOW
				   || siptrunk_call_is_for_help(call));
}

/** Who is not let in calls nobody: what strangers send is summed up
 *  (siptrunk_summary.h). */
static void on_reply(sl_cbp_t *reply)
{
	siptrunk_call_change_t change = {.event = SIPTRUNK_CALL_EVENT_REFUSED,
			.ended_by = SIPTRUNK_TEXT("edge"),
			.code = reply->code};
	const siptrunk_call_t *call = siptrunk_call_find();

	if(siptrunk_explaining || call == NULL || !is_let_in(call)
			|| !is_refusal(reply))
		return;
	siptrunk_cfg_describe_call(reply->req, &change);
	change.reason =
			siptrunk_message_sent_reason(siptrunk_text_of(reply->reply));
	siptrunk_calls_refuse(&change);
}

int siptrunk_refusals_init(void)
{
	sl_cbelem_t on_ready = {.type = SLCB_REPLY_READY, .cbf = on_reply};
	sl_api_t sl;

	/* asked quietly: sl_load_api() takes a missing sl for an error */
	if(find_export("bind_sl", 0, 0) == NULL)
		return 0;
	if(sl_load_api(&sl) < 0 || sl.register_cb(&on_ready) < 0) {
		LM_ERR("cannot follow what sl answers\n");
		return -1;
	}
	return 0;
}
