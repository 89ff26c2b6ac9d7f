/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is believed of each address of each gateway: up or down, from the
 * answers to OPTIONS and from calls. What is down is tried later, never left
 * out.
 *
 * Emergency trunks, and whatever a call for help meets, are believed at once;
 * of the others it takes several good answers or failures in a row.
 *
 * Shared memory, under a lock that is held for nothing else. The prober's
 * process says which addresses there are; SIP workers, the prober and RPC read
 * and change what is believed.
 */
#ifndef SIPTRUNK_HEALTH_H
#define SIPTRUNK_HEALTH_H

#include "siptrunk_belief.h"
#include "siptrunk_trials.h"
#include "siptrunk_snapshot.h"

#include <time.h>

/** An address of a trunk's gateway; terminated texts, cut when longer. */
typedef struct siptrunk_destination
{
	char trunk[65];
	char gateway[254];
	siptrunk_address_t address;
	uint16_t port;
	uint8_t transport; /**< siptrunk_transport_t */
	siptrunk_belief_t belief;
	time_t since;	 /**< of its health */
	int code;		 /**< of the last reply that counted; 0: silence, or none */
	bool emergency;	 /**< of an emergency trunk: believed at once */
	bool probed;	 /**< by OPTIONS */
	int64_t due;	 /**< the next one, in seconds of a steady clock */
	int64_t waiting; /**< since then for the answer; 0: it has come */
	unsigned serial; /**< its own, also when it comes back */
} siptrunk_destination_t;

/** patience: with gateways of ordinary trunks. 0 or -1. */
int siptrunk_health_init(siptrunk_patience_t patience);

/** Takes over the gateways of a configuration, and what DNS says of them; the
 *  new ones are due at once. The prober's process alone. false: no memory for
 *  one, which stays unknown. */
bool siptrunk_health_follow(const siptrunk_snapshot_t *snapshot);

/* Of calls. help: for help (siptrunk_call_is_for_help()). */

/** Whether others are to be tried before. An ordinary call may be the one that
 *  finds out whether it still is down (siptrunk_belief_lets_by()). */
bool siptrunk_health_is_down(
		siptrunk_text_t trunk, const siptrunk_trial_t *trial, bool help);
/** It did not take a call; code 0: it said nothing. */
void siptrunk_health_failed(siptrunk_text_t trunk,
		const siptrunk_trial_t *trial, int code, bool help);
/** It has answered a call, though it may not have taken it. */
void siptrunk_health_answered_call(
		siptrunk_text_t trunk, const siptrunk_trial_t *trial, int code);
/** A reply below 300 has come from there, whosever gateway it is. Of an
 *  ordinary call only a 2xx counts: that is one for each. */
void siptrunk_health_heard(const siptrunk_address_t *address, uint16_t port,
		uint8_t transport, int code, bool help);

/* Of OPTIONS. now: seconds of the steady clock of due. */

/** The next one whose question is due, which is then waited for. false: there
 *  is none. */
bool siptrunk_health_ask(
		int64_t now, int interval, siptrunk_destination_t *destination);
/** The answer to that question; 0: it could not be sent. */
void siptrunk_health_answered(unsigned serial, int code);
/** Those that have not answered in all this time are down. */
void siptrunk_health_expect(int64_t now);
/** All that are asked at all are due; how many. */
size_t siptrunk_health_hurry(void);

/* Of addresses together. One that was never heard of is up, one whose name has
 * no address yet is down. */

siptrunk_trunk_status_t siptrunk_health_status_of_gateway(
		siptrunk_text_t trunk, const siptrunk_gateway_t *gateway,
		const siptrunk_overlay_t *overlay);
siptrunk_trunk_status_t siptrunk_health_status(
		const siptrunk_trunk_t *trunk, const siptrunk_overlay_t *overlay);
/** How many trunks are so now. */
long siptrunk_health_trunks_degraded(void);
long siptrunk_health_trunks_down(void);

/** A copy, for RPC; of one not followed yet what it will begin with. */
void siptrunk_health_read(siptrunk_text_t trunk,
		const siptrunk_gateway_t *gateway, const siptrunk_address_t *address,
		siptrunk_destination_t *destination);

#endif
