/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function for headers on their way from trunk to trunk.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_headers.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_message_edit.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"

/** A trunk that is not known (a reload has removed it) is sent no extension,
 *  and nothing internal. */
static siptrunk_header_filter_t filter_between(
		const siptrunk_trunk_t *sender, const siptrunk_trunk_t *receiver)
{
	siptrunk_header_filter_t filter = {.outside = true};

	if(sender != NULL)
		filter.sender = sender->header_rules;
	if(receiver == NULL)
		return filter;
	filter.receiver = receiver->header_rules;
	filter.outside = receiver->role == SIPTRUNK_ROLE_AGENT;
	filter.hidden = receiver->identity == SIPTRUNK_IDENTITY_HIDE;
	filter.most = receiver->header_limit;
	filter.longest = receiver->header_size;
	return filter;
}

/** Once for a transaction, and not for each of a flood. */
static void note_excess(sip_msg_t *msg, siptrunk_call_t *call,
		const siptrunk_trunk_t *receiver, int count)
{
	siptrunk_text_t name =
			receiver != NULL ? receiver->name : SIPTRUNK_TEXT("none");
	siptrunk_word_t word;

	siptrunk_stats_add(SIPTRUNK_STAT_HEADERS_EXCESSIVE, count);
	if(call->excess_noted || !siptrunk_log_may())
		return;
	call->excess_noted = true;
	LM_WARN("call %s: %d headers are not sent to trunk %.*s: more than its "
			"header_limit, or longer than its header_size\n",
			siptrunk_message_call(msg, &word), count, SIPTRUNK_TEXT_FMT(name));
}

static bool is_emergency(const siptrunk_trunk_t *trunk)
{
	return trunk != NULL && trunk->role == SIPTRUNK_ROLE_EMERGENCY;
}

int ki_siptrunk_filter_headers(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_get();
	const siptrunk_trunk_t *sender, *receiver;
	siptrunk_header_filter_t filter;
	int excessive;
	bool reply = msg->first_line.type == SIP_REPLY;

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	sender = reply ? call->target : call->access.trunk;
	receiver = reply ? call->access.trunk : call->target;
	if(is_emergency(sender) || is_emergency(receiver))
		return 1;
	filter = filter_between(sender, receiver);
	if(filter.hidden && siptrunk_message_hide_contact(msg) < 0)
		return SIPTRUNK_CFG_ERROR;
	excessive = siptrunk_message_filter(msg, &filter);
	if(excessive > 0)
		note_excess(msg, call, receiver, excessive);
	return excessive < 0 ? SIPTRUNK_CFG_ERROR : 1;
}

int w_siptrunk_filter_headers(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_filter_headers(msg);
}
