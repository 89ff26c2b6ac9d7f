/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Does a message prove who sent it, beside its address?
 *
 * SIP workers; no memory of its own.
 */
#ifndef SIPTRUNK_PROOF_H
#define SIPTRUNK_PROOF_H

#include "siptrunk_config.h"

#include "core/parser/msg_parser.h"

typedef struct siptrunk_proved
{
	unsigned held; /**< SIPTRUNK_PROOF_*: what is demanded and holds */
	unsigned missing; /**< and what does not */
	/** 0, or the flags for auth_challenge(): digest credentials are all that
	 *  is missing, and the sender may have them. */
	int challenge;
	/** Static text: why something that was there does not hold, or empty. */
	siptrunk_text_t wrong;
} siptrunk_proved_t;

/** Finds the modules tls and auth. Before the first load. */
void siptrunk_proof_init(void);

/** Can all that the trunks demand be checked? If not, error says which trunk
 *  demands what, and what it takes. */
bool siptrunk_proof_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error);

/** What a trunk must show in this message beside its address: its proof, and
 *  with a REGISTER always digest. */
unsigned siptrunk_proof_demanded(
		const sip_msg_t *message, const siptrunk_trunk_t *trunk);

/**
 * What of that holds for a message. Digest credentials of the trunk's
 * realm are removed from the message, right or wrong; of replies, ACK and
 * CANCEL, which cannot be challenged (RFC 3261 section 22.1), neither these nor
 * a call id are asked.
 */
void siptrunk_proof_check(sip_msg_t *message, const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_proved_t *proved);

/**
 * For an address that is on no list: the trunk which is not known by its
 * address, and that the message shows to be from (proved->missing is 0), else
 * the one that comes nearest: it can be challenged. NULL: there is none.
 */
const siptrunk_trunk_t *siptrunk_proof_shown(sip_msg_t *message,
		const siptrunk_config_t *config, siptrunk_proved_t *proved);

/**
 * For an address that is on no list: the first trunk that the message proves
 * to be from anyway, by any part of its proof; held says by which. NULL: none.
 */
const siptrunk_trunk_t *siptrunk_proof_name(sip_msg_t *message,
		const siptrunk_config_t *config, unsigned *held);

#endif
