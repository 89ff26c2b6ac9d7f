/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions that keep others out of emergency calls: ki_* for KEMI, w_*
 * for the native configuration; return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_ISOLATION_H
#define SIPTRUNK_CFG_ISOLATION_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_intrudes(sip_msg_t *msg);
int ki_siptrunk_uri_intrudes(sip_msg_t *msg, str *uri);
int ki_siptrunk_alarm_intruder(sip_msg_t *msg, str *why);

int w_siptrunk_intrudes(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_uri_intrudes(sip_msg_t *msg, char *uri, char *p2);
int w_siptrunk_alarm_intruder(sip_msg_t *msg, char *why, char *p2);

#endif
