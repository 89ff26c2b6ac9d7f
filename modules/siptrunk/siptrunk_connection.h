/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Connections that never came up, and what waits in them.
 *
 * SIP workers, timers; the core's shared memory.
 */
#ifndef SIPTRUNK_CONNECTION_H
#define SIPTRUNK_CONNECTION_H

#include <stdbool.h>

/**
 * In a failure route: closes the connection that the failed branch's INVITE
 * waits in, when its handshake (TCP's, or TLS') is not finished. The INVITE
 * would be sent when it is, and ring for a call that others have taken by then.
 * A connection that is up stays: other calls live on it. true: one was closed.
 */
bool siptrunk_connection_drop_unfinished(void);

#endif
