/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How many values were how large.
 *
 * Pure; any process, at the same time: each count is one atomic word. The
 * caller's memory.
 */
#ifndef SIPTRUNK_HISTOGRAM_H
#define SIPTRUNK_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define SIPTRUNK_BUCKETS_MAX 12

/** The upper bounds, each larger than the one before; in thousandths of the
 *  unit (so that seconds are ms). Above the last is one more bucket. */
typedef struct siptrunk_buckets
{
	size_t count;
	int64_t bounds[SIPTRUNK_BUCKETS_MAX];
} siptrunk_buckets_t;

/** All zeros at first. */
typedef struct siptrunk_histogram
{
	int64_t counts[SIPTRUNK_BUCKETS_MAX + 1]; /**< of each bucket alone */
	int64_t sum;							  /**< thousandths */
} siptrunk_histogram_t;

void siptrunk_histogram_observe(siptrunk_histogram_t *histogram,
		const siptrunk_buckets_t *buckets, int64_t value);

/** Of a word that others change. */
int64_t siptrunk_histogram_read(const int64_t *word);

#endif
