/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config function siptrunk_metrics().
 *
 * SIP workers.
 */
#include "siptrunk_cfg_metrics.h"

#include "siptrunk_compat.h"
#include "siptrunk_metrics.h"

#include "core/data_lump_rpl.h"

/** Not by way of a pseudo-variable, which would be cut at pv_buffer_size. The
 *  text lives until the next scrape, so it need not be copied. */
int ki_siptrunk_metrics(sip_msg_t *msg)
{
	str text;

	if(!IS_HTTP(msg))
		return -1;
	text = siptrunk_str_of(siptrunk_metrics());
	if(text.len == 0)
		return -1;
	return add_lump_rpl(msg, text.s, text.len,
				   LUMP_RPL_BODY | LUMP_RPL_NODUP | LUMP_RPL_NOFREE)
						   != NULL
				   ? 1
				   : -1;
}

int w_siptrunk_metrics(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_metrics(msg);
}
