/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Ranges of numbers that cost more than others, wherever they are.
 *
 * Pure. Built by the process that loads; any process asks. No memory.
 */
#ifndef SIPTRUNK_PREMIUM_H
#define SIPTRUNK_PREMIUM_H

#include "siptrunk_text.h"

/** A row of siptrunk_premium_range. */
typedef struct siptrunk_premium_range
{
	siptrunk_text_t prefix; /**< '+' and 1 to 15 digits */
	siptrunk_text_t description;
	siptrunk_text_t source; /**< who says so */
	siptrunk_text_t dated;	/**< and when */
	int row;
} siptrunk_premium_range_t;

/** Sorted by prefix, each once. */
typedef struct siptrunk_premium_ranges
{
	const siptrunk_premium_range_t *items;
	size_t count;
} siptrunk_premium_ranges_t;

/** '+' and 1 to 15 digits. */
bool siptrunk_premium_check_prefix(
		siptrunk_text_t value, siptrunk_error_t *error);

/** As qsort() and bsearch() want it: by prefix. */
int siptrunk_premium_compare(const void *left, const void *right);

/** Of the ranges that an E.164 number with its '+' is in the one with the
 *  longest prefix; NULL: it is in none. */
const siptrunk_premium_range_t *siptrunk_premium_find(
		const siptrunk_premium_ranges_t *ranges, siptrunk_text_t number);

#endif
