/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which rows of a table are not what they were: of each row its id and a hash
 * of its texts are kept, not the texts.
 *
 * Pure. Written and read by the processes that load; the caller's memory.
 */
#ifndef SIPTRUNK_FINGERPRINT_H
#define SIPTRUNK_FINGERPRINT_H

#include "siptrunk_text.h"

#include <stdint.h>

/** Of two different rows with one id, one pair in 2^32 looks the same. */
typedef struct siptrunk_fingerprint
{
	int row; /**< id */
	uint32_t hash;
} siptrunk_fingerprint_t;

/** Of a table, in the order of the ids. */
typedef struct siptrunk_fingerprints
{
	siptrunk_fingerprint_t *items;
	size_t count;
} siptrunk_fingerprints_t;

/** Of all columns; an empty text is the same as no column. */
uint32_t siptrunk_fingerprint(const siptrunk_text_t *values, size_t count);
/** The row's hash when the text in column, 0.., goes from before to after. */
void siptrunk_fingerprint_change(siptrunk_fingerprint_t *fingerprint,
		size_t column, siptrunk_text_t before, siptrunk_text_t after);
/** NULL: no such row. */
siptrunk_fingerprint_t *siptrunk_fingerprint_find(
		const siptrunk_fingerprints_t *fingerprints, int row);

typedef enum siptrunk_change
{
	SIPTRUNK_CHANGE_ADDED,
	SIPTRUNK_CHANGE_REMOVED,
	SIPTRUNK_CHANGE_CHANGED,
	SIPTRUNK_CHANGE_COUNT
} siptrunk_change_t;

/** Rows of one kind of change that are named; all are counted. */
#define SIPTRUNK_CHANGES_NAMED 20

typedef struct siptrunk_changes
{
	size_t count[SIPTRUNK_CHANGE_COUNT];
	/** The first ones' ids, in their order. */
	int rows[SIPTRUNK_CHANGE_COUNT][SIPTRUNK_CHANGES_NAMED];
} siptrunk_changes_t;

/** What makes after of before. */
void siptrunk_fingerprints_compare(const siptrunk_fingerprints_t *before,
		const siptrunk_fingerprints_t *after, siptrunk_changes_t *changes);

bool siptrunk_changes_exist(const siptrunk_changes_t *changes);

/** "added" and so on. */
const char *siptrunk_change_name(siptrunk_change_t change);

#endif
