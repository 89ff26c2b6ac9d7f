/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about emergency calls, for the table in siptrunk_rpc.c.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_EMERGENCY_H
#define SIPTRUNK_RPC_EMERGENCY_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_emergencies_doc[];
void siptrunk_rpc_emergencies(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_last_933_doc[];
void siptrunk_rpc_last_933(rpc_t *rpc, void *ctx);

#endif
