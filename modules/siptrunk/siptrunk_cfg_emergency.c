/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that writes down what becomes of an emergency call.
 *
 * SIP workers; the entry is in shared memory (siptrunk_emergencies.h).
 */
#include "siptrunk_cfg_funcs.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_cfg_webhook.h"
#include "siptrunk_compat.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_explain.h"
#include "siptrunk_message.h"
#include "siptrunk_sdp.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"


/** Texts that an emergency points to while it is recorded. */
typedef struct texts
{
	char gateway[SIPTRUNK_GATEWAY_URI_MAX];
	char media[SIPTRUNK_SDP_AUDIO_MAX];
} texts_t;

static bool is_from_pbx(const siptrunk_call_t *call)
{
	return call->access.trunk != NULL
		   && call->access.trunk->role == SIPTRUNK_ROLE_PBX;
}

/* --- what is known of the call --- */

static void describe_call(
		const siptrunk_call_t *call, siptrunk_emergency_t *emergency)
{
	if(call->access.trunk != NULL)
		emergency->trunk = call->access.trunk->name;
	if(call->target != NULL)
		emergency->target = call->target->name;
	if(call->classified) {
		emergency->number = siptrunk_text(call->number.number);
		emergency->classification = call->number.classification;
	}
	emergency->caller = call->caller;
	emergency->why = siptrunk_text(call->why);
	if(call->caller_source != SIPTRUNK_SOURCE_COUNT)
		emergency->caller_source = siptrunk_source_name(call->caller_source);
}

/** Who an agent or a carrier says to be is nobody of ours. */
static void describe_caller(sip_msg_t *msg, const siptrunk_call_t *call,
		siptrunk_emergency_t *emergency)
{
	const siptrunk_site_t *site;
	siptrunk_identity_t identity;

	siptrunk_message_identity(
			msg, call->snapshot->config->directory, &identity);
	emergency->identity = identity.claimed;
	if(!is_from_pbx(call))
		return;
	site = call->access.trunk->site;
	if(identity.caller != NULL) {
		emergency->extension = identity.caller->extension;
		if(identity.caller->site != NULL)
			site = identity.caller->site;
	}
	if(site != NULL)
		emergency->site = site->name;
}

/** What the INVITE itself says, as it arrived: before anything is changed. */
static void describe_invite(
		sip_msg_t *msg, siptrunk_emergency_t *emergency, texts_t *texts)
{
	siptrunk_uri_t uri;

	if(siptrunk_uri_parse_user(
			   siptrunk_text_of(&msg->first_line.u.request.uri), &uri))
		emergency->dialled = uri.user;
	emergency->conversation =
			siptrunk_message_header(msg, SIPTRUNK_TEXT("x-inin-cnv"));
	emergency->media_caller = siptrunk_sdp_audio(
			siptrunk_message_body(msg), texts->media);
}

static void describe(
		sip_msg_t *msg, siptrunk_emergency_t *emergency, texts_t *texts)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	emergency->call_id =
			IS_HTTP(msg) ? siptrunk_text(siptrunk_webhook_request.call
												 .ids[SIPTRUNK_ID_CALLER])
						 : siptrunk_message_call_id(msg);
	emergency->code = siptrunk_message_status(msg);
	if(call != NULL)
		describe_call(call, emergency);
	switch(emergency->outcome) {
		case SIPTRUNK_OUTCOME_RECEIVED:
		case SIPTRUNK_OUTCOME_REFUSED:
			if(call != NULL)
				describe_caller(msg, call, emergency);
			describe_invite(msg, emergency, texts);
			break;
		case SIPTRUNK_OUTCOME_PLACED:
			emergency->gateway = siptrunk_message_gateway(msg, texts->gateway);
			break;
		case SIPTRUNK_OUTCOME_ANSWERED:
			emergency->gateway = siptrunk_message_gateway(msg, texts->gateway);
			emergency->media_gateway = siptrunk_sdp_audio(
			siptrunk_message_body(msg), texts->media);
			break;
		case SIPTRUNK_OUTCOME_ENDED:
			if(call != NULL)
				emergency->ended_by = is_from_pbx(call)
											  ? SIPTRUNK_TEXT("caller")
											  : SIPTRUNK_TEXT("gateway");
			break;
		default: /* a failed one's last gateway is known */
			break;
	}
}

/* --- what is told of it --- */

/** SIPTRUNK_STAT_COUNT: not counted. */
static siptrunk_stat_t outcome_stat(const siptrunk_emergency_t *emergency)
{
	switch(emergency->outcome) {
		case SIPTRUNK_OUTCOME_PLACED:
			return siptrunk_text_equal(emergency->classification,
						   SIPTRUNK_TEXT(SIPTRUNK_CLASS_E911_TEST))
						   ? SIPTRUNK_STAT_EMERGENCY_TEST_PLACED
						   : SIPTRUNK_STAT_EMERGENCY_PLACED;
		case SIPTRUNK_OUTCOME_REFUSED:
			return SIPTRUNK_STAT_EMERGENCY_REFUSED;
		case SIPTRUNK_OUTCOME_ANSWERED:
			return SIPTRUNK_STAT_EMERGENCY_ANSWERED;
		case SIPTRUNK_OUTCOME_FAILED:
			return SIPTRUNK_STAT_EMERGENCY_FAILED;
		default:
			return SIPTRUNK_STAT_COUNT;
	}
}

/** The call is let in, whatever its sender lacks; somebody has to know. */
static void alarm_unlisted(const siptrunk_emergency_t *emergency)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	siptrunk_word_t word;
	char reason[256];

	if(call == NULL || call->access.verdict == SIPTRUNK_VERDICT_ALLOW
			|| call->access.verdict == SIPTRUNK_VERDICT_NONE)
		return;
	siptrunk_stats_add(SIPTRUNK_STAT_EMERGENCY_UNLISTED, 1);
	siptrunk_access_reason(
			call->snapshot->config, &call->access, reason, sizeof(reason));
	LM_ERR("emergency call %s of trunk %.*s is let in, an ordinary one would "
		   "not be: %s\n",
			siptrunk_text_word(emergency->call_id, &word),
			SIPTRUNK_TEXT_FMT(emergency->trunk), reason);
}

static void tell(const siptrunk_emergency_t *emergency)
{
	siptrunk_stat_t stat = outcome_stat(emergency);

	if(stat != SIPTRUNK_STAT_COUNT)
		siptrunk_stats_add(stat, 1);
	if(emergency->outcome == SIPTRUNK_OUTCOME_PLACED)
		alarm_unlisted(emergency);
}

int ki_siptrunk_record_emergency(sip_msg_t *msg, str *name)
{
	siptrunk_emergency_t emergency = {0};
	texts_t texts;

	if(!siptrunk_outcome_parse(siptrunk_text_of(name), &emergency.outcome)) {
		LM_ERR("'%.*s' is no outcome; received, placed, attempted, refused, "
			   "answered, failed, ended are\n",
				name->len, name->s);
		return SIPTRUNK_CFG_ERROR;
	}
	if(siptrunk_explaining)
		return 1;
	describe(msg, &emergency, &texts);
	if(siptrunk_emergencies_record(&emergency))
		tell(&emergency);
	return 1;
}

int w_siptrunk_record_emergency(sip_msg_t *msg, char *outcome, char *p2)
{
	return siptrunk_cfg_with_value(msg, outcome, ki_siptrunk_record_emergency);
}
