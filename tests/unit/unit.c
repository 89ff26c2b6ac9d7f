/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEVER SIZE_MAX

size_t unit_live_blocks;
size_t unit_live_bytes;

static size_t allocations; /**< since the operation began */
static size_t fail_at = NEVER;

/** In front of every block; keeps malloc's alignment. */
typedef union header
{
	size_t size;
	max_align_t align;
} header_t;

static void *counted_alloc(size_t size)
{
	header_t *header;

	if(allocations++ == fail_at)
		return NULL;
	header = malloc(sizeof(*header) + size);
	assert_non_null(header);
	header->size = size;
	unit_live_blocks++;
	unit_live_bytes += size;
	return memset(header + 1, 0xa5, size);
}

static void counted_free(void *memory)
{
	header_t *header = (header_t *)memory - 1;

	assert_non_null(memory);
	unit_live_blocks--;
	unit_live_bytes -= header->size;
	free(header);
}

const siptrunk_allocator_t unit_allocator = {counted_alloc, counted_free};

void unit_fail_each_allocation(unit_operation_f operation, unsigned least)
{
	const size_t blocks = unit_live_blocks, bytes = unit_live_bytes;
	siptrunk_status_t status;
	size_t failed = 0;

	do {
		allocations = 0;
		fail_at = failed;
		status = operation();
		fail_at = NEVER;
		assert_int_equal(unit_live_blocks, blocks);
		assert_int_equal(unit_live_bytes, bytes);
		if(allocations > failed)
			assert_int_equal(status, SIPTRUNK_NO_MEMORY);
	} while(allocations > failed++);
	assert_int_equal(status, SIPTRUNK_OK);
	if(failed <= least)
		fail_msg("only %zu allocations failed", failed - 1);
}

static char *slices[4096];
static size_t slice_count;

siptrunk_text_t unit_slice(const char *terminated)
{
	size_t len = strlen(terminated);
	char *copy = malloc(len > 0 ? len : 1);

	assert_true(copy != NULL && slice_count < COUNT(slices));
	slices[slice_count++] = copy;
	memcpy(copy, terminated, len);
	return (siptrunk_text_t){copy, len};
}

void unit_slices_free(void)
{
	while(slice_count > 0)
		free(slices[--slice_count]);
}

void unit_assert_text(siptrunk_text_t found, const char *expected)
{
	if(siptrunk_text_equal(found, siptrunk_text(expected)))
		return;
	fail_msg("found '%.*s', expected '%s'", SIPTRUNK_TEXT_FMT(found), expected);
}
