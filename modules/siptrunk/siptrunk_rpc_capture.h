/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.capture and siptrunk.captures.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#ifndef SIPTRUNK_RPC_CAPTURE_H
#define SIPTRUNK_RPC_CAPTURE_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_capture_doc[];
void siptrunk_rpc_capture(rpc_t *rpc, void *ctx);
extern const char *siptrunk_rpc_captures_doc[];
void siptrunk_rpc_captures(rpc_t *rpc, void *ctx);

#endif
