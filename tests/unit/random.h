/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Random numbers that are the same in every run: xorshift64*. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

typedef struct unit_random
{
	uint64_t state; /**< not 0 */
} unit_random_t;

static inline uint64_t unit_random(unit_random_t *random)
{
	random->state ^= random->state >> 12;
	random->state ^= random->state << 25;
	random->state ^= random->state >> 27;
	return random->state * UINT64_C(0x2545f4914f6cdd1d);
}

/** 0 to limit - 1. */
static inline uint32_t unit_random_below(unit_random_t *random, uint32_t limit)
{
	return (uint32_t)((unit_random(random) >> 32) * limit >> 32);
}

#endif
