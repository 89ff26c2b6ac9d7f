/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config function siptrunk_metrics(): ki_* for KEMI, w_* for the native
 * configuration.
 *
 * SIP workers. 1: the metrics are the body of the answer to come; -1: they
 * could not be written (logged), or the request is no HTTP.
 */
#ifndef SIPTRUNK_CFG_METRICS_H
#define SIPTRUNK_CFG_METRICS_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_metrics(sip_msg_t *msg);
int w_siptrunk_metrics(sip_msg_t *msg, char *p1, char *p2);

#endif
