/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config function siptrunk_has_room().
 *
 * SIP workers.
 */
#include "siptrunk_cfg_room.h"

#include "siptrunk_room.h"
#include "siptrunk_stats.h"

int ki_siptrunk_has_room(sip_msg_t *msg)
{
	if(siptrunk_room_for_call())
		return 1;
	siptrunk_stats_add(SIPTRUNK_STAT_NO_ROOM, 1);
	return -1;
}

int w_siptrunk_has_room(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_has_room(msg);
}
