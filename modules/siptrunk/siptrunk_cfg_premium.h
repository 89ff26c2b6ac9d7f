/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions of the permissions: which numbers cost more than others, and
 * counting what they refuse.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_PREMIUM_H
#define SIPTRUNK_CFG_PREMIUM_H

#include "core/parser/msg_parser.h"

/** 1: an E.164 number with its '+' is in a range of siptrunk_premium_range;
 *  -1: it is not; SIPTRUNK_CFG_ERROR: no memory. */
int ki_siptrunk_premium(sip_msg_t *msg, str *number);
int w_siptrunk_premium(sip_msg_t *msg, char *number, char *p2);

/** Counts one of the counters that are told by the routing; SIPTRUNK_CFG_ERROR:
 *  it is none. */
int ki_siptrunk_count(sip_msg_t *msg, str *name);
int w_siptrunk_count(sip_msg_t *msg, char *name, char *p2);

#endif
