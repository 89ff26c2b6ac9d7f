/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function for the staffed number of a site.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_desk.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_message.h"

/** The caller's, else that of callers whom nobody knows; NULL: none. */
static const siptrunk_site_t *site_of(
		sip_msg_t *msg, const siptrunk_call_t *call)
{
	siptrunk_identity_t identity;

	siptrunk_message_identity(
			msg, call->snapshot->config->directory, &identity);
	if(identity.caller != NULL && identity.caller->site != NULL)
		return identity.caller->site;
	return call->access.trunk->site;
}

int ki_siptrunk_target_desk(sip_msg_t *msg)
{
	siptrunk_call_t *call = siptrunk_call_find();
	const siptrunk_site_t *site;

	if(call == NULL || call->access.trunk == NULL
			|| call->access.trunk->role != SIPTRUNK_ROLE_PBX)
		return -1;
	site = site_of(msg, call);
	if(site == NULL || site->desk.len == 0)
		return -1;
	call->desk = site->desk;
	call->target = call->access.trunk;
	return 1;
}

int w_siptrunk_target_desk(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_target_desk(msg);
}
