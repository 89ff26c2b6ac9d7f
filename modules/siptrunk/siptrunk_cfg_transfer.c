/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config functions that limit and carry out transfers.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_transfer.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_message.h"
#include "siptrunk_stats.h"
#include "siptrunk_transfer.h"
#include "siptrunk_transfers.h"

/** Whose call it is nobody here knows. */
static bool is_anothers(siptrunk_text_t call_id)
{
	return true;
}

int ki_siptrunk_may_transfer(sip_msg_t *msg, str *uri)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	if(call != NULL && call->access.trunk != NULL
			&& siptrunk_transfer_may(call->snapshot->config, call->access.trunk,
					siptrunk_text_of(uri), is_anothers))
		return 1;
	siptrunk_stats_add(SIPTRUNK_STAT_TRANSFERS_REFUSED, 1);
	return -1;
}

int ki_siptrunk_transfer(sip_msg_t *msg, str *target, str *caller)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	siptrunk_transfer_plan_t plan = {.target = siptrunk_text_of(target),
			.caller = siptrunk_text_of(caller)};

	if(call == NULL || call->access.trunk == NULL || call->target == NULL)
		return SIPTRUNK_CFG_ERROR;
	plan.agent_trunk = call->access.trunk->name;
	plan.other_trunk = call->target->name;
	return siptrunk_transfers_begin(msg, &plan) ? 1 : -1;
}

int ki_siptrunk_transfer_left(sip_msg_t *msg, str *who)
{
	bool agent = siptrunk_text_equal(
			siptrunk_text_of(who), SIPTRUNK_TEXT("agent"));

	return siptrunk_transfers_left(siptrunk_message_call_id(msg), agent) ? 1
																		 : -1;
}

int w_siptrunk_transfer(sip_msg_t *msg, char *target, char *caller)
{
	str values[2];

	if(!siptrunk_cfg_value(msg, target, &values[0])
			|| !siptrunk_cfg_value(msg, caller, &values[1]))
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_transfer(msg, &values[0], &values[1]);
}

int w_siptrunk_transfer_left(sip_msg_t *msg, char *who, char *p2)
{
	return siptrunk_cfg_with_value(msg, who, ki_siptrunk_transfer_left);
}

int w_siptrunk_may_transfer(sip_msg_t *msg, char *uri, char *p2)
{
	return siptrunk_cfg_with_value(msg, uri, ki_siptrunk_may_transfer);
}
