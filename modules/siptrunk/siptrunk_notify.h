/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Tells whoever is listed in siptrunk_notification of every emergency call:
 * at once, off the call's path, and until it is certain (47 CFR 9.16, Kari's
 * Law).
 *
 * The HTTP process. A notification is in a file of spool_dir/notify from
 * before its first try until its delivery, so it is delivered at least once;
 * each try has the same id.
 */
#ifndef SIPTRUNK_NOTIFY_H
#define SIPTRUNK_NOTIFY_H

#include "siptrunk_config.h"

/** In mod_init; 0 or -1. */
int siptrunk_notify_init(void);
void siptrunk_notify_fini(void);

/** Can all that config wants signed be signed? error says which row's key file
 *  is not as it must be. By whoever loads. */
bool siptrunk_notify_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error);

/* In the HTTP process. */

/** Once: takes what an earlier life has left to be delivered. */
void siptrunk_notify_begin(void);
/** Again and again: looks for new calls, sends what is due. */
void siptrunk_notify_tick(void);

#endif
