/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC command about the calls that are running and those that ended lately; the
 * table is in siptrunk_rpc.c.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_RECORDS_H
#define SIPTRUNK_RPC_RECORDS_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_calls_doc[];
void siptrunk_rpc_calls(rpc_t *rpc, void *ctx);

#endif
