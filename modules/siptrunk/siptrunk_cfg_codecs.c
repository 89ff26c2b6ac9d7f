/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that compares codecs.
 *
 * SIP workers and Async Workers; the result is the process's own.
 */
#include "siptrunk_cfg_codecs.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_message.h"

siptrunk_codecs_result_t siptrunk_codecs_result;

/** A trunk that is not known (a reload has removed it) may use any. */
static siptrunk_text_t codecs_of(const siptrunk_trunk_t *trunk)
{
	return trunk != NULL ? trunk->profile.codecs : SIPTRUNK_TEXT("");
}

int ki_siptrunk_codecs(sip_msg_t *msg)
{
	siptrunk_codecs_result_t *found = &siptrunk_codecs_result;
	const siptrunk_call_t *call = siptrunk_call_get();
	const siptrunk_trunk_t *sender, *reader;
	siptrunk_text_t offered;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	sender = call->access.trunk;
	reader = call->target;
	if(msg->first_line.type == SIP_REPLY) {
		sender = call->target;
		reader = call->access.trunk;
	}
	offered = siptrunk_codecs_offered(
			siptrunk_message_body(msg), found->offered);
	switch(siptrunk_codecs_choose(offered, codecs_of(sender),
			codecs_of(reader), reader != NULL && reader->profile.transcode,
			found->chosen)) {
		case SIPTRUNK_CODECS_SHARED:
			return SIPTRUNK_CFG_SHARED;
		case SIPTRUNK_CODECS_TRANSCODED:
			return SIPTRUNK_CFG_TRANSCODED;
		default:
			return SIPTRUNK_CFG_NO_CODEC;
	}
}

int w_siptrunk_codecs(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_codecs(msg);
}
