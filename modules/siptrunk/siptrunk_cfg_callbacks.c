/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for call-backs after emergency calls (RFC 7090).
 *
 * SIP workers; results go to the call record (siptrunk_call.h).
 */
#include "siptrunk_cfg_callbacks.h"

#include "siptrunk_callbacks.h"
#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_message_edit.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/trim.h"

/* --- the emergency call --- */

int ki_siptrunk_expect_callback(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();
	const siptrunk_trunk_t *pbx;
	siptrunk_identity_t identity;
	siptrunk_shown_caller_t shown = {0};

	if(call == NULL || call->caller_source == SIPTRUNK_SOURCE_COUNT)
		return -1;
	pbx = siptrunk_call_pbx(call);
	siptrunk_message_identity(
			msg, call->snapshot->config->directory, &identity);
	shown.number = call->caller;
	shown.source = call->caller_source;
	shown.caller = identity.caller;
	shown.call_id = siptrunk_message_call_id(msg);
	if(pbx != NULL)
		shown.trunk = pbx->name;
	shown.site = siptrunk_caller_site(
			identity.caller, pbx != NULL ? pbx->site : NULL);
	siptrunk_callbacks_expect(&shown);
	return 1;
}

/* --- the mark: Priority: psap-callback --- */

static bool is_mark(const hdr_field_t *header)
{
	str value = header->body;

	trim(&value); /* line ends, too: a header may be folded */
	return siptrunk_text_equal_nocase(
				   siptrunk_text_of(&header->name), SIPTRUNK_TEXT("Priority"))
		   && siptrunk_text_equal_nocase(
				   siptrunk_text_of(&value), SIPTRUNK_TEXT("psap-callback"));
}

static const hdr_field_t *next_mark(const hdr_field_t *header)
{
	while(header != NULL && !is_mark(header))
		header = header->next;
	return header;
}

/** An emergency gateway is the PSAP's side; an agent never is. */
static bool is_trusted(const siptrunk_trunk_t *trunk)
{
	return trunk->role == SIPTRUNK_ROLE_EMERGENCY
		   || (trunk->role != SIPTRUNK_ROLE_AGENT
				   && trunk->psap_callback == SIPTRUNK_PSAP_CALLBACK_TRUSTED);
}

static void drop_marks(
		sip_msg_t *msg, const hdr_field_t *mark, const siptrunk_trunk_t *trunk)
{
	for(; mark != NULL; mark = next_mark(mark->next))
		siptrunk_message_remove_header(msg, mark);
	siptrunk_stats_add(SIPTRUNK_STAT_CALLBACK_MARKS_IGNORED, 1);
	if(siptrunk_log_may())
		LM_WARN("trunk %.*s marks a call as psap-callback and is not trusted "
				"to: the mark is removed\n",
				SIPTRUNK_TEXT_FMT(trunk->name));
}

/** The call is marked, by a trunk that may. */
static bool take_mark(sip_msg_t *msg, const siptrunk_trunk_t *trunk)
{
	const hdr_field_t *mark;

	/* what could be parsed before a broken header is there all the same */
	if(parse_headers(msg, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	mark = next_mark(msg->headers);
	if(mark == NULL || is_trusted(trunk))
		return mark != NULL;
	drop_marks(msg, mark, trunk);
	return false;
}

/* --- who is called back --- */

typedef struct whom
{
	siptrunk_expected_t expected; /**< what caller may point into */
	siptrunk_text_t caller;		  /**< what rings him; empty: unknown */
	const siptrunk_site_t *site;
	const siptrunk_trunk_t *pbx;
	bool shared;
} whom_t;

/** Of an emergency call that showed this number. What the configuration has
 *  forgotten since is the first pbx's. */
static void take_expected(const siptrunk_call_t *call, whom_t *whom)
{
	const siptrunk_config_t *config = call->snapshot->config;
	const siptrunk_expected_t *expected = &whom->expected;
	const siptrunk_trunk_t *pbx =
			siptrunk_config_trunk(config, siptrunk_text(expected->trunk));

	whom->caller = siptrunk_text(expected->caller);
	whom->shared = expected->shared;
	if(pbx != NULL && pbx->role == SIPTRUNK_ROLE_PBX)
		whom->pbx = pbx;
	whom->site = siptrunk_site_find(config->sites, config->site_count,
			siptrunk_text(expected->site));
	if(whom->site == NULL)
		whom->site = whom->pbx->site;
}

static const siptrunk_site_t *site_of_ani(
		const siptrunk_config_t *config, uint64_t key)
{
	size_t i;

	for(i = 0; key != 0 && i < config->site_count; i++) {
		if(siptrunk_callback_key(config->sites[i].ani) == key)
			return &config->sites[i];
	}
	return NULL;
}

/** Of nobody's emergency call that is known: who has this number. */
static void take_owner(
		const siptrunk_call_t *call, siptrunk_text_t number, whom_t *whom)
{
	const siptrunk_config_t *config = call->snapshot->config;
	char digits[SIPTRUNK_CALLBACK_DIGITS_MAX + 1];
	const siptrunk_caller_t *caller = siptrunk_directory_find(config->directory,
			siptrunk_text(siptrunk_callback_digits(number, digits)));

	if(caller == NULL) /* an e-mail address has no digits */
		caller = siptrunk_directory_find(config->directory, number);
	whom->caller = siptrunk_callbacks_user(caller);
	whom->shared = caller == NULL;
	if(caller == NULL)
		whom->site = site_of_ani(config, siptrunk_callback_key(number));
	else
		whom->site = siptrunk_caller_site(caller, whom->pbx->site);
}

static void plan_rings(
		siptrunk_call_t *call, siptrunk_text_t number, const whom_t *whom)
{
	siptrunk_rings_input_t input = {.caller = whom->caller};
	siptrunk_uri_t uri;

	if(whom->site != NULL) {
		input.desk = whom->site->desk;
		input.desk_first =
				whom->shared && whom->site->callback == SIPTRUNK_CALLBACK_DESK;
	}
	if(siptrunk_uri_parse_user(number, &uri))
		input.dialled = uri.user;
	input.from_pbx = call->access.trunk->role == SIPTRUNK_ROLE_PBX;
	siptrunk_rings_plan(&input, &call->rings);
}

/** The call is no call-back, or whom it is for. */
static bool find_whom(const siptrunk_call_t *call, siptrunk_text_t number,
		bool marked, whom_t *whom)
{
	if(siptrunk_callbacks_find(number, &whom->expected))
		take_expected(call, whom);
	else if(marked || call->access.trunk->role == SIPTRUNK_ROLE_EMERGENCY)
		take_owner(call, number, whom);
	else
		return false;
	return true;
}

int ki_siptrunk_callback(sip_msg_t *msg, str *number)
{
	siptrunk_call_t *call = siptrunk_call_find();
	whom_t whom = {0};
	bool marked;

	if(call == NULL || call->access.trunk == NULL)
		return -1;
	marked = take_mark(msg, call->access.trunk);
	whom.pbx = siptrunk_call_pbx(call);
	if(call->access.trunk->role == SIPTRUNK_ROLE_AGENT || whom.pbx == NULL
			|| !find_whom(call, siptrunk_text_of(number), marked, &whom))
		return -1;
	plan_rings(call, siptrunk_text_of(number), &whom);
	call->target = whom.pbx;
	siptrunk_explain_note("callback",
			"a PSAP's call-back after an emergency call, for trunk %.*s",
			SIPTRUNK_TEXT_FMT(whom.pbx->name));
	siptrunk_stats_add(SIPTRUNK_STAT_CALLBACKS, 1);
	return 1;
}

int ki_siptrunk_callback_next(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();

	if(call == NULL)
		return -1;
	if(siptrunk_rings_next(&call->rings) != NULL)
		return 1;
	siptrunk_stats_add(SIPTRUNK_STAT_CALLBACKS_FAILED, 1);
	return -1;
}

/* --- native configuration --- */

int w_siptrunk_expect_callback(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_expect_callback(msg);
}

int w_siptrunk_callback(sip_msg_t *msg, char *number, char *p2)
{
	return siptrunk_cfg_with_value(msg, number, ki_siptrunk_callback);
}

int w_siptrunk_callback_next(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_callback_next(msg);
}
