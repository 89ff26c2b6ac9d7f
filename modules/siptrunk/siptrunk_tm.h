/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Kamailio's transaction module tm, which may not be loaded.
 *
 * Found in mod_init; read-only after it.
 */
#ifndef SIPTRUNK_TM_H
#define SIPTRUNK_TM_H

#include "modules/tm/tm_load.h"

/** Finds tm. */
void siptrunk_tm_init(void);

/** tm's functions; all NULL when it is not loaded. */
extern struct tm_binds siptrunk_tm;

/** The transaction of the message at hand, or NULL. */
struct cell *siptrunk_tm_transaction(void);

#endif
