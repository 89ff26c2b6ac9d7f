/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Registers calls with the API of their agent trunk, so that no SIP worker
 * waits for it.
 */
#ifndef SIPTRUNK_REGISTER_H
#define SIPTRUNK_REGISTER_H

#include "siptrunk_config.h"
#include "siptrunk_key_file.h"

/** The key of an API, to be wiped by the caller; false: error says what is
 *  wrong with where it should be, never what is in it. Not in SIP workers. */
bool siptrunk_register_key(const siptrunk_api_t *api, siptrunk_key_t *key,
		siptrunk_error_t *error);

/** Can each API's key be read? error says which row's cannot. By whoever
 *  loads. */
bool siptrunk_register_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error);

/** In the HTTP process, again and again: sends what is queued, and lets go on
 *  whose registration has come to something. false: the Async Workers did not
 *  take all of these; come again soon. */
bool siptrunk_register_tick(void);

#endif
