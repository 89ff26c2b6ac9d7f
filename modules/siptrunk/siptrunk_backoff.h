/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How long to wait before something that failed is tried again.
 *
 * Pure; any process; no memory. In whatever unit the caller counts time.
 */
#ifndef SIPTRUNK_BACKOFF_H
#define SIPTRUNK_BACKOFF_H

#include <stdint.h>

/** After so many failures in a row, 1..: first, doubled with each more, and
 *  most in the end. */
int64_t siptrunk_backoff_pause(int64_t first, int64_t most, unsigned failures);

/** pause and up to a quarter of it more, by random, but no more than
 *  jitter_most: what failed together is not tried again together. */
int64_t siptrunk_backoff_spread(
		int64_t pause, int64_t jitter_most, unsigned random);

#endif
