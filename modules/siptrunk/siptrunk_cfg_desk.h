/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function for the staffed number of a site: ki_* for KEMI, w_* for
 * the native configuration; return codes as in siptrunk_cfg_funcs.h.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_DESK_H
#define SIPTRUNK_CFG_DESK_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_target_desk(sip_msg_t *msg);

int w_siptrunk_target_desk(sip_msg_t *msg, char *p1, char *p2);

#endif
