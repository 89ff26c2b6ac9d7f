/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Registers calls with the API of their agent trunk, so that no SIP worker
 * waits for it.
 */
#ifndef SIPTRUNK_REGISTER_H
#define SIPTRUNK_REGISTER_H

#include <stdbool.h>

/** In the HTTP process, again and again: sends what is queued, and lets go on
 *  whose registration has come to something. false: the Async Workers did not
 *  take all of these; come again soon. */
bool siptrunk_register_tick(void);

#endif
