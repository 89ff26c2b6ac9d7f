/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands siptrunk.*.
 *
 * Any process that serves RPC, several at the same time.
 */
#ifndef SIPTRUNK_RPC_H
#define SIPTRUNK_RPC_H

#include "core/rpc.h"

extern rpc_export_t siptrunk_rpc_commands[];

#endif
