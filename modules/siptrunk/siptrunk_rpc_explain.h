/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.explain.
 *
 * A process that serves RPC; memory of the RPC transport.
 */
#ifndef SIPTRUNK_RPC_EXPLAIN_H
#define SIPTRUNK_RPC_EXPLAIN_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_explain_doc[];
void siptrunk_rpc_explain(rpc_t *rpc, void *ctx);

#endif
