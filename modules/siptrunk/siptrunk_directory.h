/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The directory: callers by what a message says of them.
 *
 * Pure; built once, then read by any process without a lock.
 */
#ifndef SIPTRUNK_DIRECTORY_H
#define SIPTRUNK_DIRECTORY_H

#include "siptrunk_caller.h"

/** Index of callers by address of record, DID, extension and e-mail. */
typedef struct siptrunk_directory siptrunk_directory_t;

/**
 * callers stays where it is (the directory points into it; same arena).
 * Two callers sharing an address of record, DID, extension or e-mail:
 * SIPTRUNK_INVALID, and error names both. Addresses of record and e-mails
 * share one space: one may not be another caller's other.
 */
siptrunk_status_t siptrunk_directory_build(siptrunk_arena_t *arena,
		const siptrunk_caller_t *callers, size_t count,
		siptrunk_directory_t **directory, siptrunk_error_t *error);

/**
 * identity is a URI, "user@host" or a bare user: matched as address of
 * record (user@host), DID, extension (user), then e-mail (user@host, or the
 * unescaped user when that holds an '@'). Addresses of record and e-mails
 * compare without case. A DID matches with and without its '+'. NULL: unknown.
 */
const siptrunk_caller_t *siptrunk_directory_find(
		const siptrunk_directory_t *directory, siptrunk_text_t identity);

#endif
