/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Addresses that become known between two loads: temporary entries, what the
 * DNS answers for names, what a pbx trunk ever had on its list. They form a
 * small prefix table of their own, laid over the configuration's, so that a
 * change of one of them does not rebuild a table of a million.
 *
 * Pure. Written by one process at a time; read by all without a lock.
 */
#ifndef SIPTRUNK_LEARNED_H
#define SIPTRUNK_LEARNED_H

#include "siptrunk_config.h"

/** A row of siptrunk_learned. */
typedef struct siptrunk_learned
{
	siptrunk_origin_t origin; /**< HOST, TEMPORARY or LISTED */
	siptrunk_text_t trunk;	  /**< name; empty for a HOST */
	siptrunk_text_t host;	  /**< empty but for a HOST */
	siptrunk_prefix_t prefix;
	siptrunk_action_t action;
	int64_t expires; /**< seconds since 1970; 0: never */
} siptrunk_learned_t;

typedef struct siptrunk_overlay
{
	siptrunk_arena_t arena; /**< owns the items and details */
	const siptrunk_learned_t *items;
	size_t count;
	const siptrunk_detail_t *details; /**< of the rows; the first one limits
										   nothing */
	siptrunk_prefix_table_t *prefixes;
	size_t deciding; /**< rows; the others are LISTED, which never decide */
} siptrunk_overlay_t;

/**
 * Copies the items that have not expired by now and makes rows of them: a host
 * gives one to every row of config that names it, with that row's limits; a
 * listed one whose trunk is no pbx any more stands for the first pbx. Items
 * whose trunk is gone make no row but stay.
 *
 * memory holds the result, scratch what the way there needs. NULL: no memory.
 */
siptrunk_overlay_t *siptrunk_overlay_new(const siptrunk_allocator_t *memory,
		const siptrunk_allocator_t *scratch, const siptrunk_config_t *config,
		const siptrunk_learned_t *items, size_t count, int64_t now);
void siptrunk_overlay_free(siptrunk_overlay_t *overlay);
/** Bytes that it takes from its allocator. */
size_t siptrunk_overlay_size(const siptrunk_overlay_t *overlay);

/** The two are about the same: origin, trunk, host and prefix. */
bool siptrunk_learned_same(
		const siptrunk_learned_t *a, const siptrunk_learned_t *b);

#endif
