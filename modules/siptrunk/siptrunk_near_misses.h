/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Who was almost let in: a ring in shared memory that tells an operator of a
 * vendor's new address range before calls fail, and of somebody who has the
 * right address and cannot prove it.
 *
 * Written by SIP workers, read by RPC.
 */
#ifndef SIPTRUNK_NEAR_MISSES_H
#define SIPTRUNK_NEAR_MISSES_H

#include "siptrunk_access.h"
#include "siptrunk_ring.h"

#include <time.h>

typedef enum siptrunk_near_miss
{
	SIPTRUNK_NEAR_MISS_NAME,   /**< proof holds, the address is on no list */
	SIPTRUNK_NEAR_MISS_PROOF,  /**< the address is listed, proof is missing */
	SIPTRUNK_NEAR_MISS_LIMITS, /**< listed, but not now or not like this:
							        expired, off, another transport... */
	SIPTRUNK_NEAR_MISS_COUNT
} siptrunk_near_miss_t;

/** "right_name_wrong_address", "right_address_no_proof", "outside_limits". */
const char *siptrunk_near_miss_name(siptrunk_near_miss_t kind);

/** All of one kind, trunk and source are one entry. Terminated texts, cut
 *  when longer. */
typedef struct siptrunk_near_miss_entry
{
	time_t first, last;
	unsigned count;
	siptrunk_near_miss_t kind;
	siptrunk_address_t source;
	char trunk[65];
	uint8_t transport; /**< of the last one, as is the reason */
	char reason[191];
} siptrunk_near_miss_entry_t;

/** 0 or -1. entries is at least 1. */
int siptrunk_near_misses_init(int entries);
void siptrunk_near_misses_fini(void);

/**
 * Keeps and counts one. In siptrunk_access_reason()'s words access says why;
 * trunk is whose name or address it was.
 */
void siptrunk_near_misses_record(siptrunk_near_miss_t kind,
		const siptrunk_config_t *config, const siptrunk_access_t *access,
		const siptrunk_trunk_t *trunk, uint8_t transport);
/** The same, when access by itself tells of one: a listed address that lacks
 *  its proof, or that no row lets in here and now. */
void siptrunk_near_misses_note(const siptrunk_config_t *config,
		const siptrunk_access_t *access, uint8_t transport);

/** For reading: its entries are siptrunk_near_miss_entry_t. */
siptrunk_ring_t *siptrunk_near_misses(void);

#endif
