/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A secret in a file of its own.
 *
 * Pure, with POSIX files; never a SIP worker. The key is the caller's to wipe
 * (explicit_bzero).
 */
#ifndef SIPTRUNK_KEY_FILE_H
#define SIPTRUNK_KEY_FILE_H

#include "siptrunk_text.h"

#define SIPTRUNK_KEY_MIN 16
#define SIPTRUNK_KEY_MAX 1024

typedef struct siptrunk_key
{
	char bytes[SIPTRUNK_KEY_MAX + 2]; /**< a longer one is seen to be longer */
	size_t len;
} siptrunk_key_t;

/**
 * The file's bytes without a newline at their end, of a regular file that its
 * owner alone may read. false: error says what is
 * wrong and never what is in it.
 */
bool siptrunk_key_file_read(siptrunk_text_t path, siptrunk_key_t *key,
		siptrunk_error_t *error);

#endif
