/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that knows which numbers cost more than others.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_premium.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"

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

int w_siptrunk_premium(sip_msg_t *msg, char *number, char *p2)
{
	return siptrunk_cfg_with_value(msg, number, ki_siptrunk_premium);
}
