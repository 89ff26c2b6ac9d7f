/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which answer to an INVITE has the call: the first 2xx, whoever sends it; and
 * how long answers are still waited for when it has come.
 *
 * SIP workers; a timer lets go of what is held. Shared memory, allocated once.
 */
#ifndef SIPTRUNK_WINNER_H
#define SIPTRUNK_WINNER_H

#include "siptrunk_call.h"

#include "core/parser/msg_parser.h"

/** How long a transaction whose call is decided is held, in seconds: a gateway
 *  that was given up may wake up so late and still be told. Below the 90 s that
 *  tm keeps a transaction at most. */
#define SIPTRUNK_WINNER_HOLD_S 60
/** Transactions that are held at the same time. */
#define SIPTRUNK_WINNER_HELD_MAX 64

/** 0 or -1. */
int siptrunk_winner_init(void);
void siptrunk_winner_fini(void);

/**
 * Of a 2xx to an INVITE that has just come, its transaction found but the reply
 * not yet handled by tm: when its gateway was given up and nobody has answered,
 * the gateway is as if it were still tried. tm would throw the answer away.
 */
void siptrunk_winner_admit(void);

/**
 * In tm's reply route, which runs for one reply of a transaction at a time: is
 * this 2xx the first, or the first one's repeated? If not, tm is kept from
 * passing it on.
 */
bool siptrunk_winner_is(sip_msg_t *answer, siptrunk_call_t *call);

/**
 * Holds the transaction of the message at hand, once, for
 * SIPTRUNK_WINNER_HOLD_S. While it is there tm cancels a gateway that was given
 * up in silence and wakes up (it could not before: RFC 3261 section 9.1), and
 * that one's answer is known for late.
 */
void siptrunk_winner_hold(siptrunk_call_t *call);

#endif
