/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What all config functions need.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_io.h"

#include "siptrunk_compat.h"
#include "siptrunk_log.h"

#include "core/data_lump_rpl.h"
#include "core/dprint.h"
#include "core/mod_fix.h"

siptrunk_call_t *siptrunk_cfg_trunk(const str *name, siptrunk_trunk_t **trunk)
{
	siptrunk_call_t *call = siptrunk_call_get();

	if(call == NULL)
		return NULL;
	*trunk = siptrunk_config_trunk(
			call->snapshot->config, siptrunk_text_of(name));
	if(*trunk != NULL)
		return call;
	if(siptrunk_log_may())
		LM_ERR("no trunk is named '%.*s'\n", name->len, name->s);
	return NULL;
}

/** Not by way of a pseudo-variable, which would be cut at pv_buffer_size, nor
 *  of xhttp, which has 8 KB for a body. */
bool siptrunk_cfg_body(sip_msg_t *msg, siptrunk_text_t text)
{
	return add_lump_rpl(msg, (char *)text.s, (int)text.len,
				   LUMP_RPL_BODY | LUMP_RPL_NODUP | LUMP_RPL_NOFREE)
		   != NULL;
}

bool siptrunk_cfg_value(sip_msg_t *msg, char *param, str *value)
{
	if(fixup_get_svalue(msg, (gparam_t *)param, value) == 0)
		return true;
	if(siptrunk_log_may())
		LM_ERR("a parameter has no value\n");
	return false;
}

int siptrunk_cfg_with_value(
		sip_msg_t *msg, char *param, siptrunk_ki_f function)
{
	str value;

	return siptrunk_cfg_value(msg, param, &value) ? function(msg, &value)
												   : SIPTRUNK_CFG_ERROR;
}
