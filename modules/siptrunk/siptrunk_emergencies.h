/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The latest emergency calls: a ring in shared memory for the operator's
 * first look (the durable ledger is something else).
 *
 * Written by SIP workers, read by RPC.
 */
#ifndef SIPTRUNK_EMERGENCIES_H
#define SIPTRUNK_EMERGENCIES_H

#include "siptrunk_ring.h"

#include <time.h>

typedef enum siptrunk_outcome
{
	SIPTRUNK_OUTCOME_PLACED,   /**< sent to a gateway */
	SIPTRUNK_OUTCOME_REFUSED,  /**< came from where it may not come from */
	SIPTRUNK_OUTCOME_ANSWERED, /**< 2xx */
	SIPTRUNK_OUTCOME_FAILED,   /**< nobody answered, all was tried */
	SIPTRUNK_OUTCOME_COUNT
} siptrunk_outcome_t;

bool siptrunk_outcome_parse(siptrunk_text_t text, siptrunk_outcome_t *outcome);
const char *siptrunk_outcome_name(siptrunk_outcome_t outcome);

/** What a worker knows about a call now; empty texts and code 0 keep what
 *  the entry had. */
typedef struct siptrunk_emergency
{
	siptrunk_text_t call_id, trunk, target, number, classification, caller,
			caller_source, gateway;
	siptrunk_outcome_t outcome;
	int code;
} siptrunk_emergency_t;

/** An entry as kept: terminated texts, cut when longer. */
typedef struct siptrunk_emergency_entry
{
	time_t time; /**< of the first record of this call */
	char call_id[128];
	char trunk[65], target[65];
	char number[32], classification[33];
	char caller[128], caller_source[16];
	char gateway[128];
	siptrunk_outcome_t outcome; /**< the latest */
	unsigned outcomes;			/**< all so far, a bit each */
	int code;
} siptrunk_emergency_entry_t;

/** 0 or -1. entries is at least 1. */
int siptrunk_emergencies_init(int entries);
void siptrunk_emergencies_fini(void);

/** Creates or updates the entry of the call. true when the call had not this
 *  outcome before, so that a second gateway does not count twice. */
bool siptrunk_emergencies_record(const siptrunk_emergency_t *emergency);

/** For reading: its entries are siptrunk_emergency_entry_t. */
siptrunk_ring_t *siptrunk_emergencies(void);

#endif
