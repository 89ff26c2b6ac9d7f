/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The time of day, as records keep it.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_CLOCK_H
#define SIPTRUNK_CLOCK_H

#include <stdint.h>
#include <time.h>

/** Milliseconds since 1970. */
static inline int64_t siptrunk_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif
