/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the edge sends in a transfer that it carries out, each time for one of
 * those who take part.
 *
 * All of it goes to the edge itself, which routes it as anybody's: with
 * trunks, TLS and media the routes alone deal. SIP workers and tm's timers;
 * tm's memory.
 */
#ifndef SIPTRUNK_TRANSFER_REQUESTS_H
#define SIPTRUNK_TRANSFER_REQUESTS_H

#include "siptrunk_dialog.h"
#include "siptrunk_text.h"

#include "core/parser/msg_parser.h"
#include "modules/tm/t_hooks.h"

#include <stdbool.h>

/** Marks the edge's own requests: a secret that never leaves it, then the name
 *  of the trunk for which it speaks. */
#define SIPTRUNK_OWN_HEADER "X-Siptrunk-Own"
/** In the edge's own re-INVITE: the tag of who has the agent's place now, and
 *  the way there. */
#define SIPTRUNK_TARGET_HEADER "X-Siptrunk-Target"

#define SIPTRUNK_TRANSFER_NAME 128
#define SIPTRUNK_TRANSFER_TEXT 384
#define SIPTRUNK_TRANSFER_ROUTES 1024

/** Who takes part; terminated texts. */
typedef struct siptrunk_transfer_side
{
	char uri[SIPTRUNK_TRANSFER_TEXT]; /**< in From or To */
	char tag[SIPTRUNK_TRANSFER_NAME];
	char contact[SIPTRUNK_TRANSFER_TEXT];
	/** Of requests to it: a Route's body, or empty. */
	char routes[SIPTRUNK_TRANSFER_ROUTES];
	char trunk[SIPTRUNK_TRANSFER_NAME];
} siptrunk_transfer_side_t;

/** A transfer that the edge carries out. */
typedef struct siptrunk_carried
{
	unsigned serial; /**< 0: not begun */
	char call_id[SIPTRUNK_TRANSFER_TEXT];
	siptrunk_transfer_side_t agent; /**< who sent the REFER */
	siptrunk_transfer_side_t other; /**< of the call with it */
	siptrunk_transfer_side_t self;	/**< the other as the target knows it */
	siptrunk_transfer_side_t target;
	struct dlg_cell *call; /**< in shared memory, kept until it is over */
	int agent_leg, other_leg;
	bool agent_gone, other_gone;
	bool begun_told; /**< the agent has answered the first NOTIFY */
	bool joined;	 /**< the two have each other */
	char outcome[SIPTRUNK_TRANSFER_NAME]; /**< a status line without its
										       version; empty: not known yet */
	unsigned index, label; /**< of the INVITE to the target, in tm */
} siptrunk_carried_t;

/** Makes the secret. 0 or -1. Before the first fork; it lives in shared
 *  memory. */
int siptrunk_transfer_requests_init(void);
void siptrunk_transfer_requests_fini(void);

/** The trunk for which the edge itself sent this, in the message; empty:
 *  somebody else did. */
siptrunk_text_t siptrunk_transfer_requests_own(sip_msg_t *message);

/* Each: false when nothing could be sent (logged). answered is called by tm
 * with the transfer's serial. A 2xx is acknowledged by the routes
 * (siptrunk_leg.h), as often as it comes. */

/** To the target, with the other side's offer (SDP). Sets index and label. */
bool siptrunk_transfer_invite(siptrunk_carried_t *transfer,
		siptrunk_text_t offer, transaction_cb answered);
/** Stops that, while nobody has answered. */
void siptrunk_transfer_cancel(const siptrunk_carried_t *transfer);
/** To the other side, as the agent, with the target's answer (SDP). */
bool siptrunk_transfer_reinvite(const siptrunk_carried_t *transfer,
		siptrunk_text_t answer, transaction_cb answered);

/** What the agent hears of it (RFC 3515 section 2.4.5): a status line without
 *  its version. last: nothing more will come. */
bool siptrunk_transfer_notify(const siptrunk_carried_t *transfer,
		const char *status, bool last, transaction_cb answered);

/** BYEs, for who takes the place of whom they end the call with. */
void siptrunk_transfer_bye_agent(const siptrunk_carried_t *transfer);
void siptrunk_transfer_bye_other(const siptrunk_carried_t *transfer);
void siptrunk_transfer_bye_target(const siptrunk_carried_t *transfer);

#endif
