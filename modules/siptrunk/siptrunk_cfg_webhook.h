/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for requests of the agents' platforms, and for calls that
 * are handed back to the pbx: ki_* for KEMI, w_* for the native configuration;
 * return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_WEBHOOK_H
#define SIPTRUNK_CFG_WEBHOOK_H

#include "siptrunk_call_record.h"
#include "siptrunk_webhook_body.h"

#include "core/parser/msg_parser.h"

/** What the latest siptrunk_webhook() of this process found. */
typedef struct siptrunk_webhook_request
{
	int code; /**< to answer by HTTP; 200: it is to be done */
	siptrunk_error_t reason;
	siptrunk_webhook_body_t body;
	siptrunk_call_ids_t call;
} siptrunk_webhook_request_t;

extern siptrunk_webhook_request_t siptrunk_webhook_request;

int ki_siptrunk_webhook(sip_msg_t *msg);
int ki_siptrunk_hand_over(sip_msg_t *msg, str *refer_to);
int ki_siptrunk_handed_over(sip_msg_t *msg, str *outcome);
int ki_siptrunk_bye_caller(sip_msg_t *msg);

int w_siptrunk_webhook(sip_msg_t *msg, char *p1, char *p2);
int w_siptrunk_hand_over(sip_msg_t *msg, char *refer_to, char *p2);
int w_siptrunk_handed_over(sip_msg_t *msg, char *outcome, char *p2);
int w_siptrunk_bye_caller(sip_msg_t *msg, char *p1, char *p2);

#endif
