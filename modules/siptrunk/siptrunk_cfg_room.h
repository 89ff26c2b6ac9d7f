/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config function siptrunk_has_room(): ki_* for KEMI, w_* for the native
 * configuration.
 *
 * SIP workers. 1: an ordinary call may begin, -1: it may not.
 */
#ifndef SIPTRUNK_CFG_ROOM_H
#define SIPTRUNK_CFG_ROOM_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_has_room(sip_msg_t *msg);
int w_siptrunk_has_room(sip_msg_t *msg, char *p1, char *p2);

#endif
