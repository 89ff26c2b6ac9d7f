/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that knows which numbers cost more than others.
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

#endif
