/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Addresses and CIDR prefixes: their text, and their bits.
 *
 * Pure; any process; nothing here allocates.
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

/** Enough for an IPv6 prefix in text, terminated. */
#define SIPTRUNK_PREFIX_TEXT_MAX 52

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

/** Canonical text, terminated; returns its length. */
size_t siptrunk_address_format(const siptrunk_address_t *address,
		char text[SIPTRUNK_PREFIX_TEXT_MAX]);

/** Canonical text "ADDRESS/LENGTH", terminated; returns its length. */
size_t siptrunk_prefix_format(const siptrunk_prefix_t *prefix,
		char text[SIPTRUNK_PREFIX_TEXT_MAX]);

bool siptrunk_address_equal(
		const siptrunk_address_t *a, const siptrunk_address_t *b);
bool siptrunk_prefix_equal(
		const siptrunk_prefix_t *a, const siptrunk_prefix_t *b);

/** Shorter than /8 (IPv4) or /16 (IPv6): no peer has so many addresses. */
bool siptrunk_prefix_is_broad(const siptrunk_prefix_t *prefix);

#endif
