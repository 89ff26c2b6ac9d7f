/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A leg of a call that somebody answered when another had the call.
 *
 * SIP workers; private memory.
 */
#ifndef SIPTRUNK_LEG_H
#define SIPTRUNK_LEG_H

#include <stdbool.h>

#include "core/parser/msg_parser.h"

/**
 * Acknowledges a 2xx to an INVITE and ends the dialog that it began: ACK, then
 * BYE (RFC 3261 section 13.2.2.4), to where it came from. To each repetition
 * again; its sender answers the second BYE 481. false: an error, logged.
 */
bool siptrunk_leg_end(sip_msg_t *answer);

#endif
