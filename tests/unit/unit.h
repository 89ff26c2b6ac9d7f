/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the unit tests share: memory that is counted and can fail, texts, random
 * numbers.
 */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs the four above */
#include <cmocka.h>

#include "random.h"
#include "siptrunk_text.h"

#define T SIPTRUNK_TEXT
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/** malloc and free; counts what lives, and poisons what it hands out. */
extern const siptrunk_allocator_t unit_allocator;
/** Blocks that unit_allocator has handed out and not got back. */
extern size_t unit_live_blocks;
/** Bytes in these blocks. */
extern size_t unit_live_bytes;

/** Something that allocates from unit_allocator and frees all of it. */
typedef siptrunk_status_t (*unit_operation_f)(void);

/**
 * Runs operation with the first allocation failing, then the second, and so
 * on until it succeeds: each time before, it must report SIPTRUNK_NO_MEMORY,
 * and each time nothing new may be left. Asserts that at least `least` different
 * allocations failed.
 */
void unit_fail_each_allocation(unit_operation_f operation, unsigned least);

/** A copy in a block of exactly text.len bytes, so that the sanitizer sees a
 *  read beyond a slice. Lives until unit_slices_free(). */
siptrunk_text_t unit_slice(const char *terminated);
void unit_slices_free(void);

/** Prints both texts when they differ. */
void unit_assert_text(siptrunk_text_t found, const char *expected);

#endif
