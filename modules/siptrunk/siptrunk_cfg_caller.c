/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions about who calls and what was dialled.
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
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/parser/parse_from.h"
#include "core/parser/parse_to.h"

#include <stdio.h>
#include <string.h>

/* --- number --- */

/** The start of a call of a pbx: whose it is can be known. */
static bool is_call_of_pbx(const sip_msg_t *msg, const siptrunk_call_t *call)
{
	return msg->first_line.type == SIP_REQUEST
		   && msg->REQ_METHOD == METHOD_INVITE && call->access.trunk != NULL
		   && call->access.trunk->role == SIPTRUNK_ROLE_PBX;
}

/** The rules of the caller's site hold, of the pbx trunk's if nobody knows the
 *  caller. For an agent, a carrier, a REFER those of all sites do. */
static void find_dialler(sip_msg_t *msg, const siptrunk_call_t *call,
		const siptrunk_trunk_t *trunk, siptrunk_dialler_t *dialler)
{
	const siptrunk_config_t *config = call->snapshot->config;
	siptrunk_identity_t identity;

	*dialler = (siptrunk_dialler_t){
			trunk != NULL ? trunk->outside_prefix : SIPTRUNK_TEXT(""), NULL,
			!is_call_of_pbx(msg, call)};
	if(!config->plan.has_sites || dialler->anywhere || trunk == NULL)
		return;
	siptrunk_message_identity(msg, config->directory, &identity);
	dialler->site = siptrunk_caller_site(identity.caller, trunk->site);
}

static void classify_text(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_text_t text, const siptrunk_trunk_t *trunk,
		siptrunk_number_t *number)
{
	siptrunk_dialler_t dialler;

	find_dialler(msg, call, trunk, &dialler);
	siptrunk_number_classify(
			&call->snapshot->config->plan, text, &dialler, number);
}

static int classify(sip_msg_t *msg, siptrunk_call_t *call, const str *number,
		const siptrunk_trunk_t *trunk)
{
	classify_text(msg, call, siptrunk_text_of(number), trunk, &call->number);
	call->classified = true;
	siptrunk_explain_note("number", "%s is of class %.*s", call->number.number,
			SIPTRUNK_TEXT_FMT(call->number.classification));
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
	return classify(msg, call, number, siptrunk_call_pbx(call));
}

int ki_siptrunk_classify_request(sip_msg_t *msg)
{
	if(msg->first_line.type != SIP_REQUEST)
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_classify(msg, GET_RURI(msg));
}

int ki_siptrunk_classify_for(sip_msg_t *msg, str *number, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);

	return call != NULL ? classify(msg, call, number, trunk)
						: SIPTRUNK_CFG_ERROR;
}

static void log_other_to(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_text_t classification)
{
	siptrunk_word_t word;

	if(siptrunk_log_may())
		LM_WARN("call %s: the Request-URI's class is %.*s, the To's %.*s; "
				"the Request-URI counts\n",
				siptrunk_message_call(msg, &word),
				SIPTRUNK_TEXT_FMT(call->number.classification),
				SIPTRUNK_TEXT_FMT(classification));
}

int ki_siptrunk_compare_to(sip_msg_t *msg)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	siptrunk_number_t to;

	if(call == NULL || !call->classified
			|| parse_headers(msg, HDR_TO_F, 0) < 0 || msg->to == NULL)
		return SIPTRUNK_CFG_ERROR;
	classify_text(msg, call, siptrunk_text_of(&get_to(msg)->uri),
			siptrunk_call_pbx(call), &to);
	if(siptrunk_text_equal(
			   siptrunk_number_emergency(to.classification),
			   siptrunk_number_emergency(call->number.classification)))
		return 1;
	log_other_to(msg, call, to.classification);
	return -1;
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

static void find_caller(sip_msg_t *msg, siptrunk_call_t *call,
		const siptrunk_trunk_t *trunk, siptrunk_caller_input_t *input)
{
	const siptrunk_trunk_t *pbx = siptrunk_call_pbx(call);
	siptrunk_identity_t identity;

	siptrunk_message_identity(
			msg, call->snapshot->config->directory, &identity);
	memcpy(call->asserted, identity.asserted, sizeof(call->asserted));
	*input = (siptrunk_caller_input_t){.caller = identity.caller,
			.asserted = siptrunk_text(call->asserted),
			.default_site = pbx != NULL ? pbx->site : NULL,
			.trunk_ani = trunk->ani};
}

siptrunk_text_t siptrunk_cfg_chosen_caller(
		sip_msg_t *msg, siptrunk_call_t *call, const siptrunk_trunk_t *trunk)
{
	siptrunk_caller_choice_t choice;
	siptrunk_caller_input_t input;

	find_caller(msg, call, trunk, &input);
	siptrunk_caller_select(&trunk->caller_order, &input, &choice);
	return choice.value;
}

siptrunk_text_t siptrunk_cfg_shown_caller(
		sip_msg_t *msg, const siptrunk_call_t *call)
{
	siptrunk_uri_t uri;

	if(call->masked || call->caller_source != SIPTRUNK_SOURCE_COUNT)
		return call->caller;
	if(parse_from_header(msg) < 0
			|| !siptrunk_uri_parse_user(
					siptrunk_text_of(&get_from(msg)->uri), &uri))
		return SIPTRUNK_TEXT("");
	return uri.user;
}

/** Says whose provisioning has a hole by the row of the directory: a log is no
 *  place for people's names. */
static void log_hole(sip_msg_t *msg, const siptrunk_call_t *call,
		const siptrunk_trunk_t *trunk, const siptrunk_caller_input_t *input)
{
	const siptrunk_site_t *site =
			siptrunk_caller_site(input->caller, input->default_site);
	siptrunk_text_t source = siptrunk_source_name(call->caller_source);
	siptrunk_word_t word;

	LM_WARN("emergency call %s: all that trunk %.*s can be shown of the "
			"caller is %.*s, which says little of where help is needed: "
			"complete row %d of siptrunk_caller (0: unknown caller), site "
			"'%.*s'\n",
			siptrunk_message_call(msg, &word), SIPTRUNK_TEXT_FMT(trunk->name),
			SIPTRUNK_TEXT_FMT(source),
			input->caller != NULL ? input->caller->row : 0,
			site != NULL ? (int)site->name.len : 0,
			site != NULL ? site->name.s : "");
}

/** Of an emergency call that is shown the trunk's own number, or an e-mail
 *  address: once a call, however many gateways it takes. */
static void note_hole(sip_msg_t *msg, siptrunk_call_t *call,
		const siptrunk_trunk_t *trunk, const siptrunk_caller_input_t *input)
{
	if(trunk->role != SIPTRUNK_ROLE_EMERGENCY || call->hole_noted
			|| (call->caller_source != SIPTRUNK_SOURCE_TRUNK
					&& call->caller_source != SIPTRUNK_SOURCE_EMAIL))
		return;
	call->hole_noted = true;
	siptrunk_stats_add(SIPTRUNK_STAT_PROVISIONING_HOLES, 1);
	log_hole(msg, call, trunk, input);
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

/** On the record of the call, too: who signed vouched for another caller. */
static void record_signature(siptrunk_call_t *call)
{
	size_t len = strlen(call->why);

	if(call->signature_dropped)
		snprintf(call->why + len, sizeof(call->why) - len,
				"%sIdentity: dropped", len > 0 ? ", " : "");
}

int ki_siptrunk_select_caller(sip_msg_t *msg, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);
	siptrunk_caller_choice_t choice;
	siptrunk_caller_input_t input;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	if(is_fallback(call, trunk)) {
		keep_caller(call, trunk->ani, SIPTRUNK_SOURCE_TRUNK);
		strcpy(call->why, "a carrier shows only its own");
		return 1;
	}
	find_caller(msg, call, trunk, &input);
	siptrunk_caller_select(&trunk->caller_order, &input, &choice);
	siptrunk_caller_why(&choice, call->why);
	record_signature(call);
	if(choice.value.len > 0) {
		keep_caller(call, choice.value, choice.source);
		note_hole(msg, call, trunk, &input);
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

int ki_siptrunk_reveal_caller(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_get();
	int signatures = siptrunk_message_reveal(msg);

	if(call == NULL || signatures < 0)
		return SIPTRUNK_CFG_ERROR;
	if(signatures > 0 && !call->signature_dropped) {
		call->signature_dropped = true;
		siptrunk_stats_add(SIPTRUNK_STAT_SIGNATURES_DROPPED, 1);
	}
	return 1;
}

/* --- native configuration --- */

int w_siptrunk_classify(sip_msg_t *msg, char *number, char *p2)
{
	return siptrunk_cfg_with_value(msg, number, ki_siptrunk_classify);
}

int w_siptrunk_classify_request(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_classify_request(msg);
}

int w_siptrunk_classify_for(sip_msg_t *msg, char *number, char *trunk)
{
	str number_value, trunk_value;

	if(!siptrunk_cfg_value(msg, number, &number_value)
			|| !siptrunk_cfg_value(msg, trunk, &trunk_value))
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_classify_for(msg, &number_value, &trunk_value);
}

int w_siptrunk_compare_to(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_compare_to(msg);
}

int w_siptrunk_reveal_caller(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_reveal_caller(msg);
}

int w_siptrunk_select_caller(sip_msg_t *msg, char *trunk, char *p2)
{
	return siptrunk_cfg_with_value(msg, trunk, ki_siptrunk_select_caller);
}
