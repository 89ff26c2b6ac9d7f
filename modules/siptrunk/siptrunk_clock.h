/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The time of day, as records keep it, and a clock for pauses and deadlines.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_CLOCK_H
#define SIPTRUNK_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t siptrunk_clock_read(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/** Milliseconds since 1970. */
static inline int64_t siptrunk_clock_ms(void)
{
	return siptrunk_clock_read(CLOCK_REALTIME);
}

/** Milliseconds of a clock that nobody sets, the same in all processes; above
 *  0. It goes on while the machine sleeps. */
static inline int64_t siptrunk_clock_steady_ms(void)
{
	return siptrunk_clock_read(CLOCK_BOOTTIME);
}

/** The same in seconds. */
static inline int64_t siptrunk_clock_steady_s(void)
{
	return siptrunk_clock_steady_ms() / 1000;
}

#endif
