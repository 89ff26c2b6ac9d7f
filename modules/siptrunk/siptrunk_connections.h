/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The last quarter of the TCP and TLS connections, and what memory is kept for
 * emergency calls, is not for strangers: theirs are closed then. Kamailio
 * itself cannot tell them apart when they connect.
 *
 * A timer process; private memory while it looks.
 */
#ifndef SIPTRUNK_CONNECTIONS_H
#define SIPTRUNK_CONNECTIONS_H

/** In mod_init; 0 or -1. */
int siptrunk_connections_init(void);

#endif
