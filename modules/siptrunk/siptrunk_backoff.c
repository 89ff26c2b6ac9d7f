/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How long to wait before something that failed is tried again.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_backoff.h"

int64_t siptrunk_backoff_pause(int64_t first, int64_t most, unsigned failures)
{
	int64_t pause = first;

	while(failures-- > 1 && pause < most)
		pause *= 2;
	return pause < most ? pause : most;
}

int64_t siptrunk_backoff_spread(
		int64_t pause, int64_t jitter_most, unsigned random)
{
	int64_t jitter = pause / 4 < jitter_most ? pause / 4 : jitter_most;

	return pause + random % (jitter + 1);
}
