/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
#include "openssl_memory.h"

#include <openssl/crypto.h>

#include <stdlib.h>

size_t openssl_allocations, openssl_fail_at = SIZE_MAX;

static void *failing_alloc(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return openssl_allocations++ == openssl_fail_at ? NULL : malloc(size);
}

static void *failing_realloc(
		void *memory, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return openssl_allocations++ == openssl_fail_at ? NULL
													 : realloc(memory, size);
}

static void plain_free(void *memory, const char *file, int line)
{
	(void)file;
	(void)line;
	free(memory);
}

void openssl_memory_begin(void)
{
	CRYPTO_set_mem_functions(failing_alloc, failing_realloc, plain_free);
}
