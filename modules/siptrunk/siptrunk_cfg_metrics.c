/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config function siptrunk_metrics().
 *
 * SIP workers.
 */
#include "siptrunk_cfg_metrics.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_metrics.h"

int ki_siptrunk_metrics(sip_msg_t *msg)
{
	siptrunk_text_t text;

	if(!IS_HTTP(msg))
		return -1;
	text = siptrunk_metrics();
	return text.len > 0 && siptrunk_cfg_body(msg, text) ? 1 : -1;
}

int w_siptrunk_metrics(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_metrics(msg);
}
