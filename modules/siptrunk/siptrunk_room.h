/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The part of shared memory that is kept for emergency calls. All that a call
 * takes of Kamailio (transaction, dialog, timers, connections) is taken there
 * and has no other limit.
 *
 * Any process; a word of shared memory. Asking costs what taking a block does,
 * and walks nothing.
 */
#ifndef SIPTRUNK_ROOM_H
#define SIPTRUNK_ROOM_H

#include <stdbool.h>
#include <stddef.h>

/** In mod_init, before anything is loaded; 0 or -1. percent: of all there
 *  is. */
int siptrunk_room_init(int percent);
void siptrunk_room_fini(void);

/** Bytes that are free and not kept. */
size_t siptrunk_room_free(void);

/** May an ordinary call begin? Once it may not, again only when an eighth more
 *  than what is kept is free; each change is logged. */
bool siptrunk_room_for_call(void);

#endif
