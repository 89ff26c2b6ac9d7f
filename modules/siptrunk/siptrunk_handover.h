/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Hands a call that is up back to its caller, the pbx, to call somebody else: a
 * REFER of the edge's own (RFC 3515), in the callee's name.
 *
 * SIP workers; private memory, tm's and dialog's.
 */
#ifndef SIPTRUNK_HANDOVER_H
#define SIPTRUNK_HANDOVER_H

#include "core/parser/msg_parser.h"

#include <stdbool.h>

/** 0 or -1. Before the first fork. */
int siptrunk_handover_init(void);
void siptrunk_handover_fini(void);

typedef enum siptrunk_handover_begun
{
	SIPTRUNK_HANDOVER_BEGUN,
	SIPTRUNK_HANDOVER_UNDER_WAY, /**< another one, for three minutes at most:
									  the pbx may say nothing more of it */
	SIPTRUNK_HANDOVER_FAILED	 /**< not sent, logged */
} siptrunk_handover_begun_t;

/* Of the dialog that is set (dlg_get()) or that message belongs to. Its
 * variable "handover" is since when one is under way, in seconds since
 * 1970. */

/** Sends a REFER with that Refer-To to the caller. One that is refused is
 *  counted, logged, and under way no more. */
siptrunk_handover_begun_t siptrunk_handover_begin(
		sip_msg_t *message, str *refer_to);

/** It is under way no more. */
void siptrunk_handover_over(sip_msg_t *message);

/** Sends a BYE to the caller, who has called somebody else. false: not sent. */
bool siptrunk_handover_end(sip_msg_t *message);

#endif
