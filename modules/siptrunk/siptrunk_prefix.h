/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Addresses, CIDR prefixes and the longest-prefix table of the access lists.
 *
 * Pure. Built off-line by the process that reloads; read by all processes
 * without a lock, because it never changes once built.
 */
#ifndef SIPTRUNK_PREFIX_H
#define SIPTRUNK_PREFIX_H

#include "siptrunk_text.h"

#include <stdint.h>

typedef enum siptrunk_family
{
	SIPTRUNK_IPV4 = 4,
	SIPTRUNK_IPV6 = 6
} siptrunk_family_t;

/** Network byte order; IPv4 uses the first four bytes, the rest is zero. */
typedef struct siptrunk_address
{
	uint8_t bytes[16];
	uint8_t family; /**< siptrunk_family_t */
} siptrunk_address_t;

typedef struct siptrunk_prefix
{
	siptrunk_address_t address; /**< host bits are zero */
	uint8_t length;				/**< 0..32 or 0..128 */
} siptrunk_prefix_t;

typedef enum siptrunk_action
{
	SIPTRUNK_DENY = 0, /**< sorts first: deny wins a tie */
	SIPTRUNK_ALLOW = 1
} siptrunk_action_t;

#define SIPTRUNK_NO_ROW UINT32_MAX

/** One row of an access list. The caller fills all but parent. */
typedef struct siptrunk_prefix_row
{
	siptrunk_prefix_t prefix;
	siptrunk_action_t action;
	uint32_t trunk;	 /**< index of the trunk in the configuration */
	int row;		 /**< id in the table siptrunk_address, for reports */
	uint32_t parent; /**< next row that covers this one, or SIPTRUNK_NO_ROW */
} siptrunk_prefix_row_t;

/** Enough for an IPv6 prefix in text, terminated. */
#define SIPTRUNK_PREFIX_TEXT_MAX 52

/** The two tables (IPv4, IPv6); opaque. */
typedef struct siptrunk_prefix_table siptrunk_prefix_table_t;

/**
 * Strict: four decimal octets without leading zeros, or RFC 4291 text
 * (brackets as in a SIP URI are accepted). An IPv4-mapped IPv6 address is
 * the IPv4 address that it is.
 */
bool siptrunk_address_parse(siptrunk_text_t text, siptrunk_address_t *address);

/** From raw network-order bytes; IPv4-mapped IPv6 becomes IPv4. */
void siptrunk_address_set(siptrunk_address_t *address,
		siptrunk_family_t family, const uint8_t *bytes);

/**
 * ADDRESS or ADDRESS/LENGTH. Host bits set, a length out of range, anything
 * after it: refused, with the reason (expected, found) in error.
 */
bool siptrunk_prefix_parse(siptrunk_text_t text, siptrunk_prefix_t *prefix,
		siptrunk_error_t *error);

/** Canonical text "ADDRESS/LENGTH", terminated; returns its length. */
size_t siptrunk_prefix_format(const siptrunk_prefix_t *prefix,
		char text[SIPTRUNK_PREFIX_TEXT_MAX]);

/**
 * Builds the table from rows in any order. Everything that lives as long as
 * the table comes from arena; scratch memory comes from and returns to the
 * arena's allocator. rows is not kept.
 *
 * Identical prefixes: deny before allow, then the lower row id.
 */
siptrunk_status_t siptrunk_prefix_table_build(siptrunk_arena_t *arena,
		const siptrunk_prefix_row_t *rows, size_t count,
		siptrunk_prefix_table_t **table);

/** The row of the longest prefix that covers address, or NULL. */
const siptrunk_prefix_row_t *siptrunk_prefix_table_find(
		const siptrunk_prefix_table_t *table,
		const siptrunk_address_t *address);

/** The same among the rows of one trunk. */
const siptrunk_prefix_row_t *siptrunk_prefix_table_find_for(
		const siptrunk_prefix_table_t *table,
		const siptrunk_address_t *address, uint32_t trunk);

/**
 * The rows in order of family, address and length, 0 to the number of rows
 * less one; parent counts the same way. NULL for SIPTRUNK_NO_ROW and beyond.
 */
const siptrunk_prefix_row_t *siptrunk_prefix_table_row(
		const siptrunk_prefix_table_t *table, uint32_t index);

#endif
