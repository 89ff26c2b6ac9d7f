/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands that change which configuration is in force, for the table in
 * siptrunk_rpc.c.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_LOAD_H
#define SIPTRUNK_RPC_LOAD_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_reload_doc[];
void siptrunk_rpc_reload(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_rollback_doc[];
void siptrunk_rpc_rollback(rpc_t *rpc, void *ctx);

#endif
