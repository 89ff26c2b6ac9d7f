/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Host names on access lists: a process of its own asks DNS for them, at the
 * records' TTL, and hands the addresses to siptrunk_learned. DNS servers that
 * hang cost that process and nobody else.
 *
 * The process writes, RPC reads; shared memory, a block for each name that the
 * configuration holds.
 */
#ifndef SIPTRUNK_RESOLVER_H
#define SIPTRUNK_RESOLVER_H

#include "siptrunk_lookup.h"

/** In mod_init: 0 or -1. */
int siptrunk_resolver_init(void);
/** In child_init: forks the process, once; 0 or -1. */
int siptrunk_resolver_start(int rank);

/** How many names there are. */
size_t siptrunk_resolver_count(void);
/** Copies the name at index, 0 to the count less one; false beyond. */
bool siptrunk_resolver_read(size_t index, siptrunk_lookup_t *lookup);
/** Seconds until the name is asked for. */
long siptrunk_resolver_due_in(const siptrunk_lookup_t *lookup);

#endif
