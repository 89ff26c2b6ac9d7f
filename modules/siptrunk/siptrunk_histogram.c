/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How many values were how large.
 *
 * Pure; any process; the caller's memory.
 */
#include "siptrunk_histogram.h"

void siptrunk_histogram_observe(siptrunk_histogram_t *histogram,
		const siptrunk_buckets_t *buckets, int64_t value)
{
	size_t i = 0;

	while(i < buckets->count && value > buckets->bounds[i])
		i++;
	__atomic_fetch_add(&histogram->counts[i], 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&histogram->sum, value, __ATOMIC_RELAXED);
}

int64_t siptrunk_histogram_read(const int64_t *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}
