/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that writes down what becomes of a call: ki_* for KEMI,
 * w_* for the native configuration; return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_CALLS_H
#define SIPTRUNK_CFG_CALLS_H

#include "siptrunk_call_record.h"

#include "core/parser/msg_parser.h"

int ki_siptrunk_record_call(sip_msg_t *msg, str *event);

int w_siptrunk_record_call(sip_msg_t *msg, char *event, char *p2);

/** Adds to change, whose event is set, what the message at hand and its call
 *  say. */
void siptrunk_cfg_describe_call(
		sip_msg_t *msg, siptrunk_call_change_t *change);

#endif
