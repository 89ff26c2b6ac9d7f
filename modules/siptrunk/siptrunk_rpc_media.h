/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC command siptrunk.media.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_MEDIA_H
#define SIPTRUNK_RPC_MEDIA_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_media_doc[];
void siptrunk_rpc_media(rpc_t *rpc, void *ctx);

#endif
