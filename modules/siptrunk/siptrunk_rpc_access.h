/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about the access lists, for the table in siptrunk_rpc.c.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_ACCESS_H
#define SIPTRUNK_RPC_ACCESS_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_check_doc[];
void siptrunk_rpc_check(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_address_add_doc[];
void siptrunk_rpc_address_add(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_address_remove_doc[];
void siptrunk_rpc_address_remove(rpc_t *rpc, void *ctx);

#endif
