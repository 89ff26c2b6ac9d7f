/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The keys of the agents' APIs.
 *
 * Pure, with POSIX files and the environment; never a SIP worker. A key is the
 * caller's to wipe (explicit_bzero).
 */
#ifndef SIPTRUNK_API_KEY_H
#define SIPTRUNK_API_KEY_H

#include "siptrunk_config.h"
#include "siptrunk_key_file.h"

/** The key that is there, fit to be part of a header. false: error says what is
 *  wrong, never what is in it. */
bool siptrunk_api_key_read(const siptrunk_key_source_t *source,
		siptrunk_key_t *key, siptrunk_error_t *error);

/** Can each API's key be read? error says which row's cannot. */
bool siptrunk_api_keys_check(
		const siptrunk_config_t *config, siptrunk_error_t *error);

#endif
