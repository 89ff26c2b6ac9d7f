/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Asks gateways by OPTIONS whether they are there, which also keeps a
 * connection open to each: a call pays for no handshake.
 *
 * A process of its own.
 */
#ifndef SIPTRUNK_PROBE_H
#define SIPTRUNK_PROBE_H

/** In mod_init. interval: seconds between two questions to one gateway. 0 or
 *  -1. */
int siptrunk_probe_init(int interval);
/** The module's child_init, of all processes; forks its own from main. 0 or
 *  -1. */
int siptrunk_probe_start(int rank);

#endif
