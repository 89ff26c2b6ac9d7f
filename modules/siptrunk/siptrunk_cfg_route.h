/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config functions that tell where a call goes, by an outbound route, and
 * for whom it comes, by a termination identifier: ki_* for KEMI, w_* for the
 * native configuration; return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_ROUTE_H
#define SIPTRUNK_CFG_ROUTE_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_route_first(sip_msg_t *msg);
int ki_siptrunk_route_next(sip_msg_t *msg);
int ki_siptrunk_termination(sip_msg_t *msg);
int ki_siptrunk_sender_in(sip_msg_t *msg, str *name);

int w_siptrunk_route_first(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_route_next(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_termination(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_sender_in(sip_msg_t *msg, char *name, char *p2);

#endif
