/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions that hand out gateways: ki_* for KEMI, w_* for the native
 * configuration.
 *
 * SIP workers; 1 is yes, below 0 is no, SIPTRUNK_CFG_ERROR is "could not find
 * out" (logged).
 */
#ifndef SIPTRUNK_CFG_GATEWAYS_H
#define SIPTRUNK_CFG_GATEWAYS_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_gateway_first(sip_msg_t *msg);
int ki_siptrunk_gateway_next(sip_msg_t *msg);
int ki_siptrunk_gateway_response(sip_msg_t *msg);
int ki_siptrunk_gateway_heard(sip_msg_t *msg);
int ki_siptrunk_gateway_at(sip_msg_t *msg, str *host);
int ki_siptrunk_to_gateway(sip_msg_t *msg, str *role);

int w_siptrunk_gateway_first(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_gateway_next(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_gateway_response(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_gateway_heard(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_gateway_at(sip_msg_t *msg, char *host, char *p2);
int w_siptrunk_to_gateway(sip_msg_t *msg, char *role, char *p2);

#endif
