/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for call-backs after emergency calls: ki_* for KEMI, w_* for
 * the native configuration.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_CALLBACKS_H
#define SIPTRUNK_CFG_CALLBACKS_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_expect_callback(sip_msg_t *msg);
int ki_siptrunk_callback(sip_msg_t *msg, str *number);
int ki_siptrunk_callback_next(sip_msg_t *msg);

int w_siptrunk_expect_callback(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_callback(sip_msg_t *msg, char *number, char *p2);
int w_siptrunk_callback_next(sip_msg_t *msg, char *p1, char *p2);

#endif
