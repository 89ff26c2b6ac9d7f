/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions: ki_* for KEMI, w_* for the native configuration.
 *
 * SIP workers. The only place where a verdict becomes a return code:
 * 1 is yes, below 0 is no, SIPTRUNK_CFG_ERROR (siptrunk_cfg_io.h) is "could not
 * find out".
 */
#ifndef SIPTRUNK_CFG_FUNCS_H
#define SIPTRUNK_CFG_FUNCS_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_screen(sip_msg_t *msg);
int ki_siptrunk_stranger(sip_msg_t *msg);
int ki_siptrunk_identify(sip_msg_t *msg);
int ki_siptrunk_allow(sip_msg_t *msg, str *trunk);
int ki_siptrunk_known_pbx(sip_msg_t *msg);
int ki_siptrunk_known_as(sip_msg_t *msg, str *trunk);
int ki_siptrunk_may_send(sip_msg_t *msg);
int ki_siptrunk_classify(sip_msg_t *msg, str *number);
int ki_siptrunk_classify_request(sip_msg_t *msg);
int ki_siptrunk_classify_for(sip_msg_t *msg, str *number, str *trunk);
int ki_siptrunk_compare_to(sip_msg_t *msg);
int ki_siptrunk_target(sip_msg_t *msg, str *trunk);
int ki_siptrunk_target_role(sip_msg_t *msg, str *role);
int ki_siptrunk_target_owner(sip_msg_t *msg, str *number);
int ki_siptrunk_select_caller(sip_msg_t *msg, str *trunk);
int ki_siptrunk_reveal_caller(sip_msg_t *msg);
int ki_siptrunk_verify_caller(sip_msg_t *msg, str *trunk);
int ki_siptrunk_mask_caller(sip_msg_t *msg, str *trunk, str *host);
int ki_siptrunk_apply_headers(sip_msg_t *msg, str *trunk);
int ki_siptrunk_strip_headers(sip_msg_t *msg);
int ki_siptrunk_record_emergency(sip_msg_t *msg, str *outcome);

int w_siptrunk_screen(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_stranger(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_identify(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_allow(sip_msg_t *msg, char *trunk, char *p2);
int w_siptrunk_known_pbx(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_known_as(sip_msg_t *msg, char *trunk, char *p2);
int w_siptrunk_may_send(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_classify(sip_msg_t *msg, char *number, char *p2);
int w_siptrunk_classify_request(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_classify_for(sip_msg_t *msg, char *number, char *trunk);
int w_siptrunk_compare_to(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_target(sip_msg_t *msg, char *trunk, char *p2);
int w_siptrunk_target_role(sip_msg_t *msg, char *role, char *p2);
int w_siptrunk_target_owner(sip_msg_t *msg, char *number, char *p2);
int w_siptrunk_select_caller(sip_msg_t *msg, char *trunk, char *p2);
int w_siptrunk_verify_caller(sip_msg_t *msg, char *trunk, char *p2);
int w_siptrunk_mask_caller(sip_msg_t *msg, char *trunk, char *host);
int w_siptrunk_reveal_caller(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_apply_headers(sip_msg_t *msg, char *trunk, char *p2);
int w_siptrunk_strip_headers(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_record_emergency(sip_msg_t *msg, char *outcome, char *p2);

#endif
