/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function for dial rules.
 *
 * SIP workers; what a rule makes of a number is in the call record.
 */
#include "siptrunk_cfg_dial.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_log.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"

#define CFG_EMERGENCY (-2)
#define CFG_NO_NUMBER (-4)

static void note_given_up(const siptrunk_pattern_t *pattern)
{
	siptrunk_stats_add(SIPTRUNK_STAT_PATTERNS_GIVEN_UP, 1);
	if(siptrunk_log_may())
		LM_ERR("pattern '%.*s' of a number plan or dial rule takes too many "
			   "steps, and fits nothing then: write it without a repetition "
			   "inside of a repetition\n",
				SIPTRUNK_TEXT_FMT(pattern->text));
}

void siptrunk_cfg_dial_init(void)
{
	siptrunk_pattern_watch(note_given_up);
}

/** Of any site, with or without the pbx's prefix: a rule is no detour to an
 *  emergency call. */
static bool is_emergency(const siptrunk_call_t *call, siptrunk_text_t number)
{
	const siptrunk_trunk_t *pbx = siptrunk_call_pbx(call);
	const siptrunk_dialler_t anybody = {
			pbx != NULL ? pbx->outside_prefix : SIPTRUNK_TEXT(""), NULL, true};
	siptrunk_number_t found;

	siptrunk_number_classify(
			&call->snapshot->config->plan, number, &anybody, &found);
	return siptrunk_number_is_emergency(found.classification);
}

static int dial(siptrunk_call_t *call, const siptrunk_trunk_t *trunk,
		siptrunk_header_direction_t direction, siptrunk_text_t dialled)
{
	const siptrunk_dial_rule_t *rule;
	char number[SIPTRUNK_NUMBER_MAX + 1];
	siptrunk_text_t plain = {
			number, siptrunk_number_normalise(dialled, number)};

	call->dialled[0] = '\0';
	if(plain.len == 0)
		return -1;
	rule = siptrunk_dial_rule_apply(
			&trunk->dial_rules, direction, plain, call->dialled);
	if(rule == NULL)
		return -1;
	siptrunk_explain_note("dial_rule",
			"rule of trunk %.*s at position %d, %.*s it, makes %s of %s",
			SIPTRUNK_TEXT_FMT(trunk->name), rule->position,
			SIPTRUNK_TEXT_FMT(siptrunk_header_direction_name(direction)),
			call->dialled[0] != '\0' ? call->dialled : "no number", number);
	if(call->dialled[0] == '\0')
		return CFG_NO_NUMBER;
	if(!is_emergency(call, siptrunk_text(call->dialled)))
		return 1;
	siptrunk_stats_add(SIPTRUNK_STAT_DIAL_RULES_REFUSED, 1);
	return CFG_EMERGENCY;
}

int ki_siptrunk_dial(sip_msg_t *msg, str *direction, str *number)
{
	siptrunk_call_t *call = siptrunk_call_get();
	siptrunk_header_direction_t which;
	const siptrunk_trunk_t *trunk;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	if(!siptrunk_header_direction_parse(siptrunk_text_of(direction), &which)) {
		LM_ERR("'%.*s' is no direction; from and to are\n", direction->len,
				direction->s);
		return SIPTRUNK_CFG_ERROR;
	}
	trunk = which == SIPTRUNK_HEADER_TO ? call->target : call->access.trunk;
	if(trunk == NULL)
		return SIPTRUNK_CFG_ERROR;
	return dial(call, trunk, which, siptrunk_text_of(number));
}

int w_siptrunk_dial(sip_msg_t *msg, char *direction, char *number)
{
	str direction_value, number_value;

	if(!siptrunk_cfg_value(msg, direction, &direction_value)
			|| !siptrunk_cfg_value(msg, number, &number_value))
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_dial(msg, &direction_value, &number_value);
}
