/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions of the permissions: which numbers cost more than others, and
 * counting what they refuse.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_premium.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"

int ki_siptrunk_premium(sip_msg_t *msg, str *number)
{
	const siptrunk_call_t *call = siptrunk_call_get();

	if(call == NULL)
		return SIPTRUNK_CFG_ERROR;
	return siptrunk_premium_find(&call->snapshot->config->premium,
				   siptrunk_text_of(number))
						   != NULL
				   ? 1
				   : -1;
}

int ki_siptrunk_count(sip_msg_t *msg, str *name)
{
	const siptrunk_text_t wanted = siptrunk_text_of(name);
	siptrunk_stat_t stat;

	for(stat = SIPTRUNK_STAT_BY_ROUTING; stat <= SIPTRUNK_STAT_BY_ROUTING_LAST;
			stat++) {
		if(!siptrunk_text_equal(
				   wanted, siptrunk_text(siptrunk_stats_name(stat))))
			continue;
		siptrunk_stats_add(stat, 1);
		return 1;
	}
	LM_ERR("'%.*s' is no counter of the routing's\n", name->len, name->s);
	return SIPTRUNK_CFG_ERROR;
}

int w_siptrunk_count(sip_msg_t *msg, char *name, char *p2)
{
	return siptrunk_cfg_with_value(msg, name, ki_siptrunk_count);
}

int w_siptrunk_premium(sip_msg_t *msg, char *number, char *p2)
{
	return siptrunk_cfg_with_value(msg, number, ki_siptrunk_premium);
}
