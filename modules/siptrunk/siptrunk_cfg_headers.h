/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function for headers on their way from trunk to trunk: ki_* for
 * KEMI, w_* for the native configuration; return codes as in
 * siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_HEADERS_H
#define SIPTRUNK_CFG_HEADERS_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_filter_headers(sip_msg_t *msg);

int w_siptrunk_filter_headers(sip_msg_t *msg, char *p1, char *p2);

#endif
