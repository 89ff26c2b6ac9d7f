/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The certificates that siptrunk_tls_peers remembers, kept over a restart: a
 * gateway may leave one out on the day after it.
 *
 * Main process at start, then the ledger's; the disk.
 */
#ifndef SIPTRUNK_TLS_SPOOL_H
#define SIPTRUNK_TLS_SPOOL_H

/** In mod_init: what an earlier life has written. That there is nothing, or
 *  nothing that can be read, is no error: handshakes bring it again. */
void siptrunk_tls_spool_read(void);
/** Writes when there is something new. */
void siptrunk_tls_spool_write(void);

#endif
