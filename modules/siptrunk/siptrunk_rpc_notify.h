/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.notifications.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_NOTIFY_H
#define SIPTRUNK_RPC_NOTIFY_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_notifications_doc[];
void siptrunk_rpc_notifications(rpc_t *rpc, void *ctx);

#endif
