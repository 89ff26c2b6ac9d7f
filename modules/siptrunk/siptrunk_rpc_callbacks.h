/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.callbacks.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_CALLBACKS_H
#define SIPTRUNK_RPC_CALLBACKS_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_callbacks_doc[];
void siptrunk_rpc_callbacks(rpc_t *rpc, void *ctx);

#endif
