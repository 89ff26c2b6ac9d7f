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

#include "siptrunk_snapshot.h"
#include "siptrunk_uri.h"

#include "core/xavp.h"

typedef enum siptrunk_verdict
{
	SIPTRUNK_VERDICT_NONE, /**< not asked yet */
	SIPTRUNK_VERDICT_ALLOW,
	SIPTRUNK_VERDICT_UNKNOWN,
	SIPTRUNK_VERDICT_DENY
} siptrunk_verdict_t;

/** May a source address send, and which row of which list says so. */
typedef struct siptrunk_access
{
	siptrunk_verdict_t verdict;
	siptrunk_address_t source;
	const siptrunk_prefix_row_t *row;  /**< NULL: on no list */
	const siptrunk_trunk_t *trunk;	   /**< the row's */
	const siptrunk_trunk_t *only_list; /**< asked for this trunk's list only */
} siptrunk_access_t;

typedef struct siptrunk_call
{
	sr_data_t data; /**< first: Kamailio frees the record through it */
	siptrunk_snapshot_t *snapshot;
	siptrunk_access_t access;
	bool classified;
	siptrunk_number_t number;
	const siptrunk_trunk_t *target;
	siptrunk_text_t caller; /**< into the snapshot, or asserted below */
	siptrunk_source_t caller_source;
	char asserted[SIPTRUNK_E164_MAX + 1];
} siptrunk_call_t;

/** The record of the transaction or message at hand, or NULL. */
siptrunk_call_t *siptrunk_call_find(void);
/** The same, made when there is none. NULL: no memory, logged. */
siptrunk_call_t *siptrunk_call_get(void);

/** Looks address up; in the list of only_list alone when that is given. */
void siptrunk_access_check(const siptrunk_config_t *config,
		const siptrunk_address_t *source, const siptrunk_trunk_t *only_list,
		siptrunk_access_t *access);
/** "allow", "deny", "unknown". */
const char *siptrunk_verdict_name(siptrunk_verdict_t verdict);
/** The prefix that decided, or empty. text holds it. */
siptrunk_text_t siptrunk_access_prefix(
		const siptrunk_access_t *access, char text[SIPTRUNK_PREFIX_TEXT_MAX]);
/** "listed as 192.0.2.10/32 of trunk genesys". Terminated; its length. */
size_t siptrunk_access_reason(
		const siptrunk_access_t *access, char *text, size_t size);

#endif
