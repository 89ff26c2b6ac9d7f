/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions about what a trunk is shown of a caller beyond the choice of
 * siptrunk_select_caller(): its header policies, and verified callers alone.
 *
 * SIP workers; results go to the call record (siptrunk_call.h).
 */
#include "siptrunk_cfg_funcs.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_message.h"
#include "siptrunk_message_edit.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/parser/parse_from.h"

#include <stdio.h>

#define HOST_MAX 256

/** What a trunk is to be shown of a call. */
typedef struct showing
{
	siptrunk_edits_t edits;
	siptrunk_text_t number;	  /**< of From */
	siptrunk_text_t identity; /**< to be asserted, or empty */
	bool masked;	 /**< that is another From than without rules */
	bool unverified; /**< the trunk's ani stands in for who is not verified */
	bool rewrites;	 /**< From and P-Asserted-Identity are written anew */
} showing_t;

/** A call as it is without rules. */
typedef struct plain
{
	const sip_msg_t *message;
	bool chosen; /**< by the caller order: then it asserts, without a name */
	siptrunk_text_t display;
} plain_t;

static bool has(siptrunk_policy_field_t field, siptrunk_text_t header,
		const void *context)
{
	const plain_t *plain = context;

	switch(field) {
		case SIPTRUNK_POLICY_FROM_NUMBER:
			return true;
		case SIPTRUNK_POLICY_FROM_DISPLAY:
			return !plain->chosen && plain->display.len > 0;
		case SIPTRUNK_POLICY_IDENTITY:
			return plain->chosen
				   || siptrunk_message_header(plain->message,
							  SIPTRUNK_TEXT("P-Asserted-Identity"))
									  .len
							  > 0;
		default:
			return siptrunk_message_header(plain->message, header).len > 0;
	}
}

/** From's name as it came, with its quotes, and its user, unescaped. */
static void read_from(sip_msg_t *msg, siptrunk_call_t *call, plain_t *plain)
{
	siptrunk_uri_t uri;

	call->came[0] = '\0';
	plain->display = SIPTRUNK_TEXT("");
	if(parse_headers(msg, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	if(msg->from == NULL || parse_from_header(msg) < 0)
		return;
	plain->display = siptrunk_text_of(&get_from(msg)->display);
	if(siptrunk_uri_parse_user(
			   siptrunk_text_of(&get_from(msg)->uri), &uri))
		siptrunk_uri_unescape(uri.user, call->came, sizeof(call->came));
}

/** What becomes of a caller who is not verified. */
static bool would(const siptrunk_trunk_t *trunk, siptrunk_text_t what)
{
	return siptrunk_text_equal(
			trunk->values[SIPTRUNK_TRUNK_COLUMN(unverified_caller)], what);
}

static bool checks_callers(const siptrunk_trunk_t *trunk)
{
	return !would(trunk, SIPTRUNK_TEXT("pass"));
}

/** Who withholds its number in From asserts it (RFC 3323, RFC 3325). */
static siptrunk_text_t vouched_for(
		const siptrunk_call_t *call, const showing_t *showing)
{
	return siptrunk_text_equal_nocase(
				   showing->number, SIPTRUNK_TEXT("anonymous"))
				   ? siptrunk_text(call->asserted)
				   : showing->number;
}

static void verify(const siptrunk_call_t *call, const siptrunk_trunk_t *trunk,
		showing_t *showing)
{
	if(!checks_callers(trunk))
		return;
	showing->rewrites = true;
	if(siptrunk_config_is_verified(call->snapshot->config, trunk,
			   vouched_for(call, showing)))
		return;
	showing->unverified = showing->masked = true;
	showing->number = showing->identity = trunk->ani;
}

/** chosen: by the caller order, or empty. */
static void show(sip_msg_t *msg, siptrunk_call_t *call,
		const siptrunk_trunk_t *trunk, siptrunk_text_t chosen, plain_t *plain,
		showing_t *showing)
{
	const siptrunk_edit_t *edit;
	siptrunk_policy_call_t rules = {.has = has, .context = plain};

	read_from(msg, call, plain);
	plain->message = msg;
	plain->chosen = chosen.len > 0;
	rules.caller = plain->chosen ? chosen : siptrunk_text(call->came);
	rules.classification = call->classified ? call->number.classification
											: SIPTRUNK_TEXT("");
	siptrunk_policies_run(&trunk->policies, &rules, &showing->edits);
	edit = siptrunk_edits_find(&showing->edits, SIPTRUNK_POLICY_FROM_NUMBER);
	showing->masked = edit != NULL;
	showing->unverified = false;
	showing->number = edit != NULL ? edit->value : rules.caller;
	showing->identity = vouched_for(call, showing);
	edit = siptrunk_edits_find(&showing->edits, SIPTRUNK_POLICY_IDENTITY);
	if(edit != NULL)
		showing->identity = edit->value;
	showing->rewrites =
			showing->masked || edit != NULL
			|| siptrunk_edits_find(
					   &showing->edits, SIPTRUNK_POLICY_FROM_DISPLAY)
					   != NULL;
	verify(call, trunk, showing);
}

/** Nothing here is ever for a call for help. */
static bool is_ordinary(
		const siptrunk_call_t *call, const siptrunk_trunk_t *trunk)
{
	return trunk->role != SIPTRUNK_ROLE_EMERGENCY && call->rings.count == 0
		   && !(call->classified
				   && siptrunk_number_is_emergency(
						   call->number.classification));
}

/* --- verified callers --- */

int ki_siptrunk_verify_caller(sip_msg_t *msg, str *name)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);
	showing_t showing;
	plain_t plain;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	if(!is_ordinary(call, trunk) || !checks_callers(trunk))
		return 1;
	show(msg, call, trunk, siptrunk_cfg_chosen_caller(msg, call, trunk),
			&plain, &showing);
	siptrunk_explain_note("verified_caller",
			"%.*s is %s caller ID of trunk %.*s (unverified_caller %.*s)",
			SIPTRUNK_TEXT_FMT(showing.number),
			showing.unverified ? "shown, who calls is no verified"
							   : "a verified",
			SIPTRUNK_TEXT_FMT(trunk->name),
			SIPTRUNK_TEXT_FMT(
					trunk->values[SIPTRUNK_TRUNK_COLUMN(unverified_caller)]));
	if(!showing.unverified)
		return 1;
	if(would(trunk, SIPTRUNK_TEXT("replace"))) {
		siptrunk_stats_add(SIPTRUNK_STAT_CALLERS_REPLACED, 1);
		return 1;
	}
	siptrunk_stats_add(SIPTRUNK_STAT_CALLERS_REFUSED, 1);
	return -1;
}

/* --- header policies --- */

/** A number stands in a URI there. */
static siptrunk_text_t diversion(siptrunk_text_t value, const str *host,
		char text[SIPTRUNK_E164_MAX + HOST_MAX + sizeof("<sip:@>")])
{
	size_t size = SIPTRUNK_E164_MAX + HOST_MAX + sizeof("<sip:@>");

	snprintf(text, size, "<sip:%.*s@%.*s>", SIPTRUNK_TEXT_FMT(value),
			host->len, host->s);
	return siptrunk_text(text);
}

static int edit_header(
		sip_msg_t *msg, const siptrunk_edit_t *edit, const str *host)
{
	char text[SIPTRUNK_E164_MAX + HOST_MAX + sizeof("<sip:@>")];
	siptrunk_header_t header = {.name = edit->header, .value = edit->value};

	if(edit->field == SIPTRUNK_POLICY_DIVERSION) {
		header.name = SIPTRUNK_TEXT("Diversion");
		header.value = diversion(edit->value, host, text);
	}
	if(edit->removes && siptrunk_message_remove_named(msg, header.name) < 0)
		return -1;
	return edit->value.len > 0 ? siptrunk_message_add_headers(msg, &header, 1)
							   : 0;
}

static int edit_headers(
		sip_msg_t *msg, const showing_t *showing, const str *host)
{
	static const char *const signatures[] = {
			"Identity", "y", "Identity-Info", "n"};
	size_t i;

	for(i = 0; i < showing->edits.count; i++) {
		const siptrunk_edit_t *edit = &showing->edits.items[i];

		if(edit->field >= SIPTRUNK_POLICY_DIVERSION
				&& edit_header(msg, edit, host) < 0)
			return -1;
	}
	/* who signed vouched for another caller (RFC 8224 section 4) */
	for(i = 0; showing->masked && i < 4; i++) {
		if(siptrunk_message_remove_named(msg, siptrunk_text(signatures[i])) < 0)
			return -1;
	}
	return 0;
}

/** The name of who is masked goes, too. */
static void keep_display(siptrunk_call_t *call, const showing_t *showing,
		const plain_t *plain)
{
	const siptrunk_edit_t *edit = siptrunk_edits_find(
			&showing->edits, SIPTRUNK_POLICY_FROM_DISPLAY);
	siptrunk_text_t came = plain->display;

	if(plain->chosen || showing->masked
			|| came.len >= sizeof(call->display))
		came = SIPTRUNK_TEXT("");
	if(edit != NULL && edit->value.len > 0)
		snprintf(call->display, sizeof(call->display), "\"%.*s\"",
				SIPTRUNK_TEXT_FMT(edit->value));
	else
		snprintf(call->display, sizeof(call->display), "%.*s",
				edit != NULL ? 0 : (int)came.len, came.s);
}

int ki_siptrunk_mask_caller(sip_msg_t *msg, str *name, str *host)
{
	siptrunk_trunk_t *trunk;
	siptrunk_call_t *call = siptrunk_cfg_trunk(name, &trunk);
	showing_t showing;
	plain_t plain;

	if(call == NULL || host->len >= HOST_MAX)
		return SIPTRUNK_CFG_ERROR;
	call->masked = false;
	if(!is_ordinary(call, trunk)
			|| (trunk->policies.count == 0 && !checks_callers(trunk)))
		return -1;
	show(msg, call, trunk, call->caller, &plain, &showing);
	if(edit_headers(msg, &showing, host) < 0)
		return SIPTRUNK_CFG_ERROR;
	if(!showing.rewrites)
		return -1;
	keep_display(call, &showing, &plain);
	call->masked = true;
	call->caller = showing.number;
	call->identity = showing.identity;
	return 1;
}

/* --- native configuration --- */

int w_siptrunk_verify_caller(sip_msg_t *msg, char *trunk, char *p2)
{
	return siptrunk_cfg_with_value(msg, trunk, ki_siptrunk_verify_caller);
}

int w_siptrunk_mask_caller(sip_msg_t *msg, char *trunk, char *host)
{
	str trunk_value, host_value;

	if(!siptrunk_cfg_value(msg, trunk, &trunk_value)
			|| !siptrunk_cfg_value(msg, host, &host_value))
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_mask_caller(msg, &trunk_value, &host_value);
}
