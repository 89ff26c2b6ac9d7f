/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that limits transfers: ki_* for KEMI, w_* for the native
 * configuration; return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_TRANSFER_H
#define SIPTRUNK_CFG_TRANSFER_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_may_transfer(sip_msg_t *msg, str *uri);

int w_siptrunk_may_transfer(sip_msg_t *msg, char *uri, char *p2);

#endif
