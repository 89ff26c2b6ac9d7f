/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for who answers a call: ki_* for KEMI, w_* for the native
 * configuration; return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_ANSWERS_H
#define SIPTRUNK_CFG_ANSWERS_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_admit_answer(sip_msg_t *msg);
int ki_siptrunk_first_answer(sip_msg_t *msg);
int ki_siptrunk_acknowledge(sip_msg_t *msg, str *within);
int ki_siptrunk_await_late(sip_msg_t *msg);
int ki_siptrunk_drop_unfinished(sip_msg_t *msg);
int ki_siptrunk_answer_challenge(sip_msg_t *msg);
int ki_siptrunk_authorize(sip_msg_t *msg);

int w_siptrunk_admit_answer(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_first_answer(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_acknowledge(sip_msg_t *msg, char *within, char *p2);
int w_siptrunk_await_late(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_drop_unfinished(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_answer_challenge(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_authorize(sip_msg_t *msg, char *p1, char *p2);

#endif
