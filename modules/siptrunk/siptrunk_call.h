/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the config functions found out about the message at hand.
 *
 * Kept in an xavp named "siptrunk", so that tm carries it from request_route
 * into branch, failure and reply routes and frees it with the transaction.
 * A call record holds the snapshot that it was made from: one transaction
 * sees one configuration from first to last, whatever is reloaded meanwhile,
 * and may point into it instead of copying.
 *
 * SIP workers and timers; shared memory.
 */
#ifndef SIPTRUNK_CALL_H
#define SIPTRUNK_CALL_H

#include "siptrunk_access.h"
#include "siptrunk_registry.h"
#include "siptrunk_rings.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_uri.h"

#include "core/xavp.h"

#define SIPTRUNK_CALL_TAG_MAX 128
#define SIPTRUNK_CALL_AUTHORIZATION_MAX 1024
#define SIPTRUNK_CALL_DISPLAY_MAX 130
#define SIPTRUNK_CALL_USER_MAX 128

typedef struct siptrunk_call
{
	sr_data_t data; /**< first: Kamailio frees the record through it */
	siptrunk_snapshot_t *snapshot;
	siptrunk_access_t access;
	/** A digest would let the sender in: the flags for auth_challenge(); 0:
	 *  it would not. */
	int challenge;
	/** On no list: the trunk whose realm it is asked for, or NULL. */
	const siptrunk_trunk_t *challenger;
	bool own; /**< the edge itself sent it, in a transfer */
	bool classified;
	siptrunk_number_t number;
	char dialled[SIPTRUNK_NUMBER_MAX + 1]; /**< by the dial rule that fitted
											    last; empty: none did */
	const siptrunk_trunk_t *target;
	siptrunk_route_plan_t plan; /**< of its outbound route, if it has one */
	siptrunk_text_t caller; /**< into the snapshot, or asserted below */
	siptrunk_source_t caller_source;
	char why[SIPTRUNK_WHY_MAX]; /**< what was passed over for the caller */
	bool masked; /**< what follows counts; else the caller is asserted */
	siptrunk_text_t identity; /**< to be asserted, or empty */
	char display[SIPTRUNK_CALL_DISPLAY_MAX]; /**< of From, with its quotes */
	char came[SIPTRUNK_CALL_USER_MAX]; /**< From's user as it came */
	bool hole_noted;		/**< that a better caller ID is missing */
	bool excess_noted; /**< that headers were dropped over the limit */
	bool signature_dropped; /**< a STIR Identity that came with the call */
	char asserted[SIPTRUNK_E164_MAX + 1];
	siptrunk_text_t desk; /**< into the snapshot; of the caller's site */
	/** To tag of the 2xx that has the call (siptrunk_winner.h). */
	char answered[SIPTRUNK_CALL_TAG_MAX];
	/** Answers a challenge in branch authorized; name and value as in a header
	 *  (siptrunk_challenge.h). Name empty: there was no challenge. */
	siptrunk_text_t authorization_name;
	char authorization[SIPTRUNK_CALL_AUTHORIZATION_MAX];
	int authorized;
	const siptrunk_credential_t *credential; /**< of that answer, or NULL */
	bool renewed; /**< that answer was the second: the first nonce was stale */
	bool held; /**< the transaction waits for late answers */
	siptrunk_rings_t rings; /**< of a call-back */
	const siptrunk_agent_t *agent; /**< for its number, or NULL */
	bool was_registered;		   /**< or not, and registered says why */
	siptrunk_registered_t registered;
} siptrunk_call_t;

/** The record of the transaction or message at hand, or NULL. */
siptrunk_call_t *siptrunk_call_find(void);
/** The same, made when there is none. NULL: no memory, logged. */
siptrunk_call_t *siptrunk_call_get(void);

/** What became of its registration; counted. */
void siptrunk_call_register(
		siptrunk_call_t *call, const siptrunk_registered_t *registered);

/** An emergency call or a PSAP's call-back: no ordinary rule holds for it. */
bool siptrunk_call_is_for_help(const siptrunk_call_t *call);

/** The pbx that a call belongs to: the one it came from, else the first; NULL:
 *  there is none. */
const siptrunk_trunk_t *siptrunk_call_pbx(const siptrunk_call_t *call);

#endif
