/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions about who calls and what was dialled.
 *
 * SIP workers; results go to the call record (siptrunk_call.h).
 */
#include "siptrunk_cfg_funcs.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"

#include <string.h>

/** The pbx that a call belongs to: the one it came from, else the first. */
static const siptrunk_trunk_t *pbx_of(const siptrunk_call_t *call)
{
	const siptrunk_trunk_t *trunk = call->access.trunk;

	if(trunk != NULL && trunk->role == SIPTRUNK_ROLE_PBX)
		return trunk;
	return siptrunk_config_first(call->snapshot->config, SIPTRUNK_ROLE_PBX);
}

/* --- number --- */

static int classify(
		siptrunk_call_t *call, const str *number, const siptrunk_trunk_t *trunk)
{
	siptrunk_number_classify(&call->snapshot->config->plan,
			siptrunk_text_of(number),
			trunk != NULL ? trunk->outside_prefix : SIPTRUNK_TEXT(""),
			&call->number);
	call->classified = true;
	return siptrunk_text_equal(call->number.classification,
				   SIPTRUNK_TEXT(SIPTRUNK_CLASS_NONE))
				   ? -1
				   : 1;
}

int ki_siptrunk_classify(sip_msg_t *msg, str *number)
{
	siptrunk_call_t *call = siptrunk_call_get();

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	return classify(call, number, pbx_of(call));
}

int ki_siptrunk_classify_for(sip_msg_t *msg, str *number, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);

	return call != NULL ? classify(call, number, trunk) : SIPTRUNK_CFG_ERROR;
}

/* --- caller --- */

static void keep_caller(
		siptrunk_call_t *call, siptrunk_text_t value, siptrunk_source_t source)
{
	call->caller = value;
	call->caller_source = source;
	siptrunk_stats_add(
			source == SIPTRUNK_SOURCE_COUNT
					? SIPTRUNK_STAT_CALLER_NONE
					: (siptrunk_stat_t)(SIPTRUNK_STAT_CALLER_BY_SOURCE
										+ (int)source),
			1);
}

static void choose_caller(sip_msg_t *msg, siptrunk_call_t *call,
		const siptrunk_trunk_t *trunk, siptrunk_caller_choice_t *choice)
{
	const siptrunk_trunk_t *pbx = pbx_of(call);
	siptrunk_identity_t identity;
	siptrunk_caller_input_t input = {0};

	siptrunk_message_identity(
			msg, call->snapshot->config->directory, &identity);
	input.caller = identity.caller;
	memcpy(call->asserted, identity.asserted, sizeof(call->asserted));
	input.asserted = siptrunk_text(call->asserted);
	input.default_site = pbx != NULL ? pbx->site : NULL;
	input.trunk_ani = trunk->ani;
	siptrunk_caller_select(&trunk->caller_order, &input, choice);
}

/** A carrier knows only numbers that are registered with it: an emergency call
 *  that falls back to one shows the carrier's own. */
static bool is_fallback(
		const siptrunk_call_t *call, const siptrunk_trunk_t *trunk)
{
	return trunk->role == SIPTRUNK_ROLE_CARRIER && trunk->ani.len > 0
		   && call->classified
		   && siptrunk_number_is_emergency(call->number.classification);
}

int ki_siptrunk_select_caller(sip_msg_t *msg, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);
	siptrunk_caller_choice_t choice;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	if(is_fallback(call, trunk)) {
		keep_caller(call, trunk->ani, SIPTRUNK_SOURCE_TRUNK);
		strcpy(call->why, "a carrier shows only its own");
		return 1;
	}
	choose_caller(msg, call, trunk, &choice);
	siptrunk_caller_why(&choice, call->why);
	if(choice.value.len > 0) {
		keep_caller(call, choice.value, choice.source);
		return 1;
	}
	if(trunk->caller_order.count == 0) {
		call->caller = SIPTRUNK_TEXT("");
		call->caller_source = SIPTRUNK_SOURCE_COUNT;
		return -1;
	}
	keep_caller(call, SIPTRUNK_TEXT(""), SIPTRUNK_SOURCE_COUNT);
	if(siptrunk_log_may())
		LM_ERR("no caller ID for trunk %.*s: none of its sources has a "
			   "value; give the trunk or the site an ANI\n",
				name->len, name->s);
	return -2;
}

/* --- native configuration --- */

int w_siptrunk_classify(sip_msg_t *msg, char *number, char *p2)
{
	return siptrunk_cfg_with_value(msg, number, ki_siptrunk_classify);
}

int w_siptrunk_classify_for(sip_msg_t *msg, char *number, char *trunk)
{
	str number_value, trunk_value;

	if(!siptrunk_cfg_value(msg, number, &number_value)
			|| !siptrunk_cfg_value(msg, trunk, &trunk_value))
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_classify_for(msg, &number_value, &trunk_value);
}

int w_siptrunk_select_caller(sip_msg_t *msg, char *trunk, char *p2)
{
	return siptrunk_cfg_with_value(msg, trunk, ki_siptrunk_select_caller);
}
