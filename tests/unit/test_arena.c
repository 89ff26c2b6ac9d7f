/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_text.c's arena, with its real chunks; the other tests give every
 * request its own.
 */
#include "siptrunk_text.h"
#include "unit.h"

#include <string.h>

static void arena_hands_out_zeroed_aligned_memory(void **state)
{
	static const size_t sizes[] = {0, 1, 3, 8, 17, 100, 16 * 1024,
			16 * 1024 + 1, 64 * 1024, 1000 * 1000, 5};
	siptrunk_arena_t arena;
	size_t round, i, j;

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	for(round = 0; round < 10; round++) {
		for(i = 0; i < COUNT(sizes); i++) {
			char *memory = siptrunk_arena_alloc(&arena, sizes[i]);

			assert_non_null(memory);
			assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
			for(j = 0; j < sizes[i]; j++)
				assert_int_equal(memory[j], 0);
			memset(memory, 0xff, sizes[i]);
		}
	}
	siptrunk_arena_free(&arena);
	assert_int_equal(unit_live_blocks, 0);
}

static void arena_aligns_whatever_its_allocator_gives(void **state)
{
	siptrunk_arena_t arena;

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	siptrunk_arena_copy(&arena, T("odd"));
	assert_int_equal(
			(uintptr_t)siptrunk_arena_alloc(&arena, 8) % _Alignof(max_align_t),
			0);
	siptrunk_arena_free(&arena);
}

static void arena_counts_and_can_be_used_again(void **state)
{
	siptrunk_arena_t arena;

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	siptrunk_arena_free(&arena);
	assert_non_null(siptrunk_arena_alloc(&arena, 10));
	assert_int_equal(arena.used, 10);
	siptrunk_arena_copy(&arena, T("four"));
	assert_int_equal(arena.used, 14);
	siptrunk_arena_free(&arena);
	assert_int_equal(arena.used, 0);
	assert_non_null(siptrunk_arena_alloc(&arena, 10));
	siptrunk_arena_free(&arena);
	assert_int_equal(unit_live_blocks, 0);
}

static void arena_keeps_small_requests_together(void **state)
{
	siptrunk_arena_t arena;
	size_t i;

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	for(i = 0; i < 1000; i++)
		siptrunk_arena_alloc(&arena, 48);
	assert_int_equal(unit_live_blocks, 1);
	/* a big one gets its own block and does not end the chunk in use */
	siptrunk_arena_alloc(&arena, 100 * 1000);
	siptrunk_arena_alloc(&arena, 48);
	assert_int_equal(unit_live_blocks, 2);
	siptrunk_arena_free(&arena);
}

static void arena_refuses_what_overflows(void **state)
{
	siptrunk_arena_t arena;

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	assert_null(siptrunk_arena_alloc(&arena, SIZE_MAX));
	assert_null(siptrunk_arena_alloc(&arena, SIZE_MAX - 15));
	assert_null(siptrunk_arena_alloc(&arena, SIZE_MAX - 32));
	siptrunk_arena_free(&arena);
	assert_int_equal(unit_live_blocks, 0);
}

static void arena_copies_texts(void **state)
{
	siptrunk_arena_t arena;
	siptrunk_text_t copy;
	char original[] = "a\0b";

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	copy = siptrunk_arena_copy(&arena, (siptrunk_text_t){original, 3});
	original[0] = 'x';
	assert_true(siptrunk_text_equal(copy, T("a\0b")));
	copy = siptrunk_arena_copy(&arena, (siptrunk_text_t){NULL, 0});
	assert_non_null(copy.s);
	assert_int_equal(copy.len, 0);
	siptrunk_arena_free(&arena);
}

static siptrunk_status_t use_arena(void)
{
	siptrunk_status_t status = SIPTRUNK_OK;
	siptrunk_arena_t arena;
	size_t i;

	siptrunk_arena_init(&arena, &unit_allocator);
	for(i = 0; i < 40 && status == SIPTRUNK_OK; i++) {
		if(siptrunk_arena_alloc(&arena, 5000) == NULL
				|| siptrunk_arena_alloc(&arena, 70000) == NULL
				|| siptrunk_arena_copy(&arena, T("text")).s == NULL)
			status = SIPTRUNK_NO_MEMORY;
	}
	siptrunk_arena_free(&arena);
	return status;
}

static void arena_survives_every_failed_allocation(void **state)
{
	(void)state;
	unit_fail_each_allocation(use_arena, 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(arena_hands_out_zeroed_aligned_memory),
			cmocka_unit_test(arena_aligns_whatever_its_allocator_gives),
			cmocka_unit_test(arena_counts_and_can_be_used_again),
			cmocka_unit_test(arena_keeps_small_requests_together),
			cmocka_unit_test(arena_refuses_what_overflows),
			cmocka_unit_test(arena_copies_texts),
			cmocka_unit_test(arena_survives_every_failed_allocation),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
