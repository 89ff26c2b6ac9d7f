/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A gateway challenges an INVITE or REGISTER of the edge (401, 407: RFC 3261
 * section 22, RFC 7616): it is answered once, and once more if the nonce was
 * too old (stale), with the trunk's outbound credentials of its realm.
 * Credentials that were refused ordinary calls leave alone for
 * SIPTRUNK_CREDENTIAL_PAUSE.
 *
 * SIP workers, timers; the answer is kept in the call record.
 */
#ifndef SIPTRUNK_CHALLENGE_H
#define SIPTRUNK_CHALLENGE_H

#include "siptrunk_call.h"

#include "core/parser/msg_parser.h"

/**
 * In a failure route: answers the branch that failed last, for the next branch
 * of the transaction. false: that was no challenge, or one to an answer
 * already, or there are no credentials for it (logged). A 403 to an answer is
 * explained in the log.
 */
bool siptrunk_challenge_answer(siptrunk_call_t *call);

/** In a reply route, of a 2xx: if that branch showed credentials, they are
 *  good. */
void siptrunk_challenge_accepted(const siptrunk_call_t *call);

/** In the branch route: adds the answer if it is this branch's. 0 or -1. */
int siptrunk_challenge_apply(sip_msg_t *message, const siptrunk_call_t *call);

#endif
