/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A leg of a call whose answer the edge itself acknowledges: somebody answered
 * when another had the call, or the edge had called.
 *
 * SIP workers; private memory.
 */
#ifndef SIPTRUNK_LEG_H
#define SIPTRUNK_LEG_H

#include <stdbool.h>

#include "siptrunk_text.h"

#include "core/parser/msg_parser.h"

/** Acknowledges a 2xx to an INVITE, and each repetition again (RFC 3261 section
 *  13.2.2.4), to where it came from. within: the way in the call that is up (a
 *  Route's body); empty: as the answer says, that made it. false: an error,
 *  logged. */
bool siptrunk_leg_acknowledge(sip_msg_t *answer, siptrunk_text_t within);

/** The same, and ends the dialog that it began (BYE). To a repetition again;
 *  its sender answers the second BYE 481. */
bool siptrunk_leg_end(sip_msg_t *answer);

#endif
