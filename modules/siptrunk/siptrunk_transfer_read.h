/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a transfer that the edge carries out is made of: read from the REFER,
 * its dialog, and the target's answer.
 *
 * SIP workers and tm's timers; private memory.
 */
#ifndef SIPTRUNK_TRANSFER_READ_H
#define SIPTRUNK_TRANSFER_READ_H

#include "siptrunk_dialog.h"
#include "siptrunk_transfer_requests.h"

/** What the routes know of a REFER that they carry out. */
typedef struct siptrunk_transfer_plan
{
	siptrunk_text_t agent_trunk; /**< that sent it */
	siptrunk_text_t other_trunk; /**< of the other side */
	siptrunk_text_t target;		 /**< whom it names: a URI at the edge */
	siptrunk_text_t caller;		 /**< whom the target sees calling: a URI */
} siptrunk_transfer_plan_t;

/** All that is known before the target answers; serial 0. false: something is
 *  missing or too long. */
bool siptrunk_transfer_read(sip_msg_t *refer, struct dlg_cell *call,
		const siptrunk_transfer_plan_t *plan, siptrunk_carried_t *transfer);

/** From the answer of who has taken the call. false: as above. */
bool siptrunk_transfer_read_target(
		sip_msg_t *answer, siptrunk_transfer_side_t *target);

/** The other side's last SDP, for pkg_free(). false: none. */
bool siptrunk_transfer_read_offer(struct dlg_cell *call, str *offer);

#endif
