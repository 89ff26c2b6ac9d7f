/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.registrations.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_REGISTRATIONS_H
#define SIPTRUNK_RPC_REGISTRATIONS_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_registrations_doc[];
void siptrunk_rpc_registrations(rpc_t *rpc, void *ctx);

#endif
