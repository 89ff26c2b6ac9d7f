/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Transfers that the edge carries out itself: it calls the target, has the
 * other side of the call talk to it, and ends the agent's part.
 *
 * SIP workers and tm's timers; shared memory, allocated once. A lock of its
 * own, held for one copy.
 */
#ifndef SIPTRUNK_TRANSFERS_H
#define SIPTRUNK_TRANSFERS_H

#include "siptrunk_transfer_read.h"

/** How many may be under way at once. */
#define SIPTRUNK_TRANSFERS_MAX 64

/** 0, or -1 after an error. Before the first fork. */
int siptrunk_transfers_init(void);
void siptrunk_transfers_fini(void);

/** Answers the REFER with 202, and begins. The dialog's variable "offer" has
 *  the other side's last SDP. false: not answered, because another is
 *  under way in the call, there are too many, a text is too long, or there is
 *  no offer. */
bool siptrunk_transfers_begin(
		sip_msg_t *refer, const siptrunk_transfer_plan_t *plan);

/** One end of a call hangs up while it is transferred: the agent, whom nobody
 *  needs any more, or the other side, for whom it is done. false: it is not. */
bool siptrunk_transfers_left(siptrunk_text_t call_id, bool agent);

#endif
