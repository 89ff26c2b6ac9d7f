/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The gateways that a call is to try, in order, and where it stands.
 *
 * Kept in an xavp named "siptrunk_gateways" beside the call record, whose
 * snapshot owns the gateways; tm carries it and frees it with the transaction.
 *
 * SIP workers and timers; shared memory.
 */
#ifndef SIPTRUNK_ATTEMPTS_H
#define SIPTRUNK_ATTEMPTS_H

#include "siptrunk_call.h"
#include "siptrunk_trials.h"

typedef struct siptrunk_attempts
{
	sr_data_t data; /**< first: Kamailio frees the record through it */
	const siptrunk_trunk_t *trunk;
	size_t count;
	size_t at; /**< the attempt at hand; count: none is left */
	char uri[SIPTRUNK_GATEWAY_URI_MAX]; /**< of the attempt at hand */
	/** Of the attempt at hand, once it is judged; not for a call for help. */
	siptrunk_response_t response;
	bool judged;   /**< what the attempt at hand says of its gateway is known */
	int began;	   /**< branches of the transaction before the one at hand */
	uint32_t rang; /**< the transaction's branches with a 18x, as bits */
	siptrunk_trial_t trials[];
} siptrunk_attempts_t;

/** Those of the transaction or message at hand, or NULL. */
siptrunk_attempts_t *siptrunk_attempts_find(void);
/** Begins with the gateways of the call's target, in the place of whatever was
 *  there. NULL: it has none that has an address, or there is no memory. */
siptrunk_attempts_t *siptrunk_attempts_begin(const siptrunk_call_t *call);
/** The same, at the first gateway with this address; NULL: the target has none,
 *  or there is no memory. */
siptrunk_attempts_t *siptrunk_attempts_begin_at(
		const siptrunk_call_t *call, const siptrunk_address_t *address);
/** Moves on; false: all were tried. */
bool siptrunk_attempts_next(siptrunk_attempts_t *attempts);
/** The attempt at hand, or NULL. */
const siptrunk_trial_t *siptrunk_attempts_current(
		const siptrunk_attempts_t *attempts);

#endif
