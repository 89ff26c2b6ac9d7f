/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Hides from a peer which way a message has come, and undoes that in what the
 * peer sends (topology hiding, RFC 5853 section 3.1).
 *
 * Pure, on whole messages. Nothing is remembered: what is hidden travels along,
 * sealed, in what the peer has to give back: the other Vias in the edge's, all
 * Record-Routes in one of the edge's, the Contact as the user of the edge's. So
 * it outlives a restart, and another edge with the same key can go on.
 */
#ifndef SIPTRUNK_MASK_H
#define SIPTRUNK_MASK_H

#include "siptrunk_seal.h"

/** Bytes of a message. */
#define SIPTRUNK_MASK_MAX 65535

typedef struct siptrunk_mask
{
	siptrunk_seal_t *seal;
	siptrunk_text_t own; /**< our address to the peer, as in a URI behind '@' */
	bool (*is_own)(siptrunk_text_t uri); /**< is this the edge? */
} siptrunk_mask_t;

/**
 * Writes message as the peer is to see it, a request with the edge's Via at its
 * top; what is no SIP stays as it is. The length; 0: it cannot be hidden (out
 * has SIPTRUNK_MASK_MAX bytes, a seal SIPTRUNK_SEAL_MAX; 32 Record-Routes).
 */
size_t siptrunk_mask_hide(const siptrunk_mask_t *mask, siptrunk_text_t message,
		char out[SIPTRUNK_MASK_MAX]);

/** Could it have something to undo? No for most messages, and quickly. */
bool siptrunk_mask_has(siptrunk_text_t message);

/**
 * Writes message as if nothing had been hidden: a reply, or a request that
 * comes by our Route and no other. The peer has no other use for what is
 * sealed, but to have it shown. The length, never more than the message's; 0:
 * it stays as it is, also when something of it was not sealed by us for this
 * call. mask->own is not used.
 */
size_t siptrunk_mask_undo(const siptrunk_mask_t *mask, siptrunk_text_t message,
		char out[SIPTRUNK_MASK_MAX]);

#endif
