/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about what a call would get; the table is in siptrunk_rpc.c.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_CALLS_H
#define SIPTRUNK_RPC_CALLS_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_classify_doc[];
void siptrunk_rpc_classify(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_premium_doc[];
void siptrunk_rpc_premium(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_caller_doc[];
void siptrunk_rpc_caller(rpc_t *rpc, void *ctx);

#endif
