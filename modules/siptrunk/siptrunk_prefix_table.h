/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The longest-prefix table of the access lists.
 *
 * Pure. Built off-line by the process that reloads; read by all processes
 * without a lock, because nothing but the rows' counters changes once it is
 * built.
 */
#ifndef SIPTRUNK_PREFIX_TABLE_H
#define SIPTRUNK_PREFIX_TABLE_H

#include "siptrunk_prefix.h"

typedef enum siptrunk_action
{
	SIPTRUNK_DENY = 0, /**< wins a tie */
	SIPTRUNK_ALLOW = 1
} siptrunk_action_t;

#define SIPTRUNK_NO_ROW UINT32_MAX

/** One row of an access list. The caller fills all but parent. */
typedef struct siptrunk_prefix_row
{
	siptrunk_prefix_t prefix;
	uint8_t action;	 /**< siptrunk_action_t */
	uint32_t trunk;	 /**< index of the trunk in the configuration */
	uint32_t detail; /**< index of what limits and explains the row, opaque
						  here; 0: nothing does */
	int row;		 /**< id in the table siptrunk_address, for reports */
	uint32_t parent; /**< next row that covers this one, or SIPTRUNK_NO_ROW */
} siptrunk_prefix_row_t;

/** Most rows of a table: their ranges are numbered in 31 bits. */
#define SIPTRUNK_PREFIX_ROWS_MAX (UINT32_MAX / 4 - 1)

/** Both families; opaque; one block of memory. */
typedef struct siptrunk_prefix_table siptrunk_prefix_table_t;

/**
 * Builds the table from rows in any order; rows is not kept. The table is one
 * block of `memory`; what building needs beside it comes from `scratch` and
 * is returned. *table is set on SIPTRUNK_OK only. SIPTRUNK_INVALID: more
 * than SIPTRUNK_PREFIX_ROWS_MAX rows.
 *
 * Identical prefixes: deny before allow, then the lower row id.
 */
siptrunk_status_t siptrunk_prefix_table_build(
		const siptrunk_allocator_t *memory, const siptrunk_allocator_t *scratch,
		const siptrunk_prefix_row_t *rows, size_t count,
		siptrunk_prefix_table_t **table);

/** table may be NULL; memory as it was built with. */
void siptrunk_prefix_table_free(
		siptrunk_prefix_table_t *table, const siptrunk_allocator_t *memory);

/** Bytes of the table's block. */
size_t siptrunk_prefix_table_size(const siptrunk_prefix_table_t *table);

/** The row of the longest prefix that covers address, or NULL. */
const siptrunk_prefix_row_t *siptrunk_prefix_table_find(
		const siptrunk_prefix_table_t *table,
		const siptrunk_address_t *address);

/**
 * The rows in order of family, address and length, 0 to the number of rows
 * less one; parent counts the same way. NULL for SIPTRUNK_NO_ROW and beyond.
 */
const siptrunk_prefix_row_t *siptrunk_prefix_table_row(
		const siptrunk_prefix_table_t *table, uint32_t index);

/** Counts that row, which is one of a table's, decided. Any process. */
void siptrunk_prefix_table_hit(const siptrunk_prefix_row_t *row);
/** How often it did. */
uint64_t siptrunk_prefix_table_hits(const siptrunk_prefix_row_t *row);
/**
 * Rows with the id, prefix and action of one in older take over its count.
 * Before table is published: the counts are set, not added. What older counts
 * after that is lost.
 */
void siptrunk_prefix_table_adopt_hits(siptrunk_prefix_table_t *table,
		const siptrunk_prefix_table_t *older);

#endif
