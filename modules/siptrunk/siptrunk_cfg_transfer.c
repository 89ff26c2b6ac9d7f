/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that limits transfers.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_transfer.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_stats.h"
#include "siptrunk_transfer.h"

/** Whose call it is nobody here knows. */
static bool is_anothers(siptrunk_text_t call_id)
{
	return true;
}

int ki_siptrunk_may_transfer(sip_msg_t *msg, str *uri)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	if(call != NULL && call->access.trunk != NULL
			&& siptrunk_transfer_may(call->snapshot->config, call->access.trunk,
					siptrunk_text_of(uri), is_anothers))
		return 1;
	siptrunk_stats_add(SIPTRUNK_STAT_TRANSFERS_REFUSED, 1);
	return -1;
}

int w_siptrunk_may_transfer(sip_msg_t *msg, char *uri, char *p2)
{
	return siptrunk_cfg_with_value(msg, uri, ki_siptrunk_may_transfer);
}
