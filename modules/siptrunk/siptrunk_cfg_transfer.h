/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config functions that limit and carry out transfers: ki_* for KEMI, w_*
 * for the native configuration; return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_TRANSFER_H
#define SIPTRUNK_CFG_TRANSFER_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_may_transfer(sip_msg_t *msg, str *uri);
int ki_siptrunk_transfer(sip_msg_t *msg, str *target, str *caller);
int ki_siptrunk_transfer_left(sip_msg_t *msg, str *who);

int w_siptrunk_may_transfer(sip_msg_t *msg, char *uri, char *p2);
int w_siptrunk_transfer(sip_msg_t *msg, char *target, char *caller);
int w_siptrunk_transfer_left(sip_msg_t *msg, char *who, char *p2);

#endif
