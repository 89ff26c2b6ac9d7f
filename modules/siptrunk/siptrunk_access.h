/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * May an address send, or be sent to; which row says so, and what is missing.
 *
 * Pure. Any process; reads a configuration and its overlay, no memory.
 */
#ifndef SIPTRUNK_ACCESS_H
#define SIPTRUNK_ACCESS_H

#include "siptrunk_learned.h"

typedef enum siptrunk_verdict
{
	SIPTRUNK_VERDICT_NONE, /**< not asked yet */
	SIPTRUNK_VERDICT_ALLOW,
	SIPTRUNK_VERDICT_UNKNOWN,
	SIPTRUNK_VERDICT_DENY,
	SIPTRUNK_VERDICT_UNPROVED /**< listed, but what the trunk demands beside
								   the address is missing */
} siptrunk_verdict_t;

typedef struct siptrunk_access
{
	siptrunk_verdict_t verdict;
	siptrunk_address_t address;
	const siptrunk_trunk_t *only_list; /**< asked for this trunk's list only */
	const siptrunk_prefix_row_t *row;  /**< that decided; NULL: on no list */
	const siptrunk_detail_t *detail;   /**< the row's */
	/** The row's; without a row one that is not known by its address, and has
	 *  shown who it is. */
	const siptrunk_trunk_t *trunk;
	/** That would decide without the temporary rows that deny. */
	const siptrunk_prefix_row_t *lasting;
	/** The longest allow row that covers the address and does not apply; NULL:
	 *  none, or nothing that the row which applies leaves to say. */
	const siptrunk_prefix_row_t *passed_over;
	siptrunk_limit_t limit; /**< why it does not */
	unsigned held, missing; /**< siptrunk_proof_t; set by who checked it */
	siptrunk_text_t wrong;	/**< about what is missing, or empty; static */
} siptrunk_access_t;

/**
 * The longest prefix that applies in this situation decides, deny before allow
 * in a tie; in the list of only_list alone when that is given. What DNS answers
 * for another trunk's host name is passed by where a pbx has the address on its
 * list. What the trunk demands beside the address is not asked here.
 */
void siptrunk_access_check(const siptrunk_config_t *config,
		const siptrunk_overlay_t *overlay, const siptrunk_address_t *address,
		const siptrunk_situation_t *situation,
		const siptrunk_trunk_t *only_list, siptrunk_access_t *access);

/**
 * The pbx trunk for whose emergency calls an address that was not let in is
 * good enough: listed once, expired, switched off, for another transport,
 * without its proof, or denied by a temporary row. NULL: none; also when a
 * lasting prefix that is as long denies the address, or when it was let in, or
 * would be but for that row, as a trunk that is no pbx (an agent's emergency
 * would send help to the wrong place). A prefix of length 0 lists nobody.
 */
const siptrunk_trunk_t *siptrunk_access_ever_pbx(
		const siptrunk_config_t *config, const siptrunk_overlay_t *overlay,
		const siptrunk_access_t *access);

/** "allow", "deny", "unknown", "unproved". */
const char *siptrunk_verdict_name(siptrunk_verdict_t verdict);
/** The prefix that decided, or empty. text holds it. */
siptrunk_text_t siptrunk_access_prefix(
		const siptrunk_access_t *access, char text[SIPTRUNK_PREFIX_TEXT_MAX]);
/** "listed as 192.0.2.10/32 of trunk genesys". Terminated; its length. */
size_t siptrunk_access_reason(const siptrunk_config_t *config,
		const siptrunk_access_t *access, char *text, size_t size);

#endif
