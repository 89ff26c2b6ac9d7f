/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for who answers a call.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_answers.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_challenge.h"
#include "siptrunk_connection.h"
#include "siptrunk_leg.h"
#include "siptrunk_stats.h"
#include "siptrunk_winner.h"

int ki_siptrunk_admit_answer(sip_msg_t *msg)
{
	siptrunk_winner_admit();
	return 1;
}

int ki_siptrunk_first_answer(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_get();

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	if(siptrunk_winner_is(msg, call)) {
		siptrunk_challenge_accepted(call);
		return 1;
	}
	siptrunk_stats_add(SIPTRUNK_STAT_ANSWERS_LATE, 1);
	siptrunk_leg_end(msg);
	return -1;
}

int ki_siptrunk_acknowledge(sip_msg_t *msg, str *within)
{
	return msg->first_line.type == SIP_REPLY
						   && siptrunk_leg_acknowledge(
								   msg, siptrunk_text_of(within))
				   ? 1
				   : -1;
}

int ki_siptrunk_await_late(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_get();

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	siptrunk_winner_hold(call);
	return 1;
}

int ki_siptrunk_drop_unfinished(sip_msg_t *msg)
{
	return siptrunk_connection_drop_unfinished() ? 1 : -1;
}

int ki_siptrunk_answer_challenge(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();

	return call != NULL && siptrunk_challenge_answer(call) ? 1 : -1;
}

int ki_siptrunk_authorize(sip_msg_t *msg)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	if(call == NULL || siptrunk_challenge_apply(msg, call) < 0)
		return SIPTRUNK_CFG_ERROR;
	return 1;
}

int w_siptrunk_admit_answer(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_admit_answer(msg);
}

int w_siptrunk_first_answer(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_first_answer(msg);
}

int w_siptrunk_acknowledge(sip_msg_t *msg, char *within, char *p2)
{
	return siptrunk_cfg_with_value(msg, within, ki_siptrunk_acknowledge);
}

int w_siptrunk_await_late(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_await_late(msg);
}

int w_siptrunk_drop_unfinished(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_drop_unfinished(msg);
}

int w_siptrunk_answer_challenge(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_answer_challenge(msg);
}

int w_siptrunk_authorize(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_authorize(msg);
}
