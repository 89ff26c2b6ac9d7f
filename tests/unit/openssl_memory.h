/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** OpenSSL's memory, of which one allocation can be made to fail. */
#ifndef OPENSSL_MEMORY_H
#define OPENSSL_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/** How often OpenSSL has asked, and which time it gets none (SIZE_MAX: it always
 *  does). Both are the test's to set. */
extern size_t openssl_allocations, openssl_fail_at;

/** Before OpenSSL is used. */
void openssl_memory_begin(void);

#endif
