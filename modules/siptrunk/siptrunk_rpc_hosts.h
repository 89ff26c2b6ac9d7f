/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.hosts.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_HOSTS_H
#define SIPTRUNK_RPC_HOSTS_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_hosts_doc[];
void siptrunk_rpc_hosts(rpc_t *rpc, void *ctx);

#endif
