/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Random access lists, and an oracle that tries every row: what the
 * longest-prefix table is compared with.
 */
#ifndef PREFIX_ORACLE_H
#define PREFIX_ORACLE_H

#include "siptrunk_prefix_table.h"
#include "unit.h"

/** Rows of a test, and the table made of them on unit_allocator. */
typedef struct oracle
{
	siptrunk_prefix_row_t *rows; /**< room for ORACLE_ROWS */
	size_t count;
	siptrunk_prefix_table_t *table;
} oracle_t;

#define ORACLE_ROWS 4096

/** How the prefixes of a random list lie. */
typedef enum oracle_shape
{
	ORACLE_NESTED,	   /**< in, around and on top of each other */
	ORACLE_HOSTS,	   /**< single IPv4 addresses of one /16 */
	ORACLE_ONE_BLOCK,  /**< ::1, and all else in 2001:db8::/32 */
	ORACLE_INTERFACES, /**< differ only behind the first 64 bits */
	ORACLE_SAME,	   /**< one prefix, many times */
	ORACLE_ANY,		   /**< of length 0 and 1, and hosts at the ends */
	ORACLE_SHAPES
} oracle_shape_t;

/** No row yet. */
void oracle_init(oracle_t *oracle);
void oracle_free(oracle_t *oracle);

/** Replaces the rows: ids from 1, trunks 0 to 3. */
void oracle_random(oracle_t *oracle, oracle_shape_t shape, size_t count,
		unit_random_t *random);

/** Makes the table anew. */
void oracle_build(oracle_t *oracle);

/** An address at, in or beside one of the rows. */
siptrunk_address_t oracle_address(
		const oracle_t *oracle, unit_random_t *random);

/** The longest prefix of one trunk, found by the rows' parents; or NULL. */
const siptrunk_prefix_row_t *oracle_find_for(const oracle_t *oracle,
		const siptrunk_address_t *address, uint32_t trunk);

/** Fails unless table and oracle agree, over all rows and over a trunk's. */
void oracle_compare(
		const oracle_t *oracle, const siptrunk_address_t *address);

#endif
