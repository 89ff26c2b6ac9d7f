/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function for dial rules.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_DIAL_H
#define SIPTRUNK_CFG_DIAL_H

#include "core/parser/msg_parser.h"

/** Before any number is looked at: a pattern that takes too many steps is
 *  counted and logged. */
void siptrunk_cfg_dial_init(void);

/** "from": the sender's rules, "to": the target's. 1: one fitted, and
 *  $siptrunk(dialled) is what it made of number; -1: none; -2: that would be an
 *  emergency call; -4: that is no number. */
int ki_siptrunk_dial(sip_msg_t *msg, str *direction, str *number);
int w_siptrunk_dial(sip_msg_t *msg, char *direction, char *number);

#endif
