/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Looks at the audio of the calls: asks RTPengine, and writes down what it
 * says.
 *
 * A process of its own, which must not end: Kamailio would shut down with it.
 * SIP workers never wait for it. What it sums up is in shared memory.
 */
#ifndef SIPTRUNK_MEDIA_H
#define SIPTRUNK_MEDIA_H

#include "siptrunk_media_totals.h"

/** In mod_init; 0 or -1. */
int siptrunk_media_init(void);
/** In child_init; 0 or -1. */
int siptrunk_media_start(int rank);
void siptrunk_media_fini(void);

/** By trunk; never NULL. */
const siptrunk_media_table_t *siptrunk_media_table(void);
/** That RTPengine answered when it was asked last. */
bool siptrunk_media_answers(unsigned instance);
/** How many calls it had then; of one that does not answer the last that it
 *  said. */
long siptrunk_media_sessions(unsigned instance);

#endif
