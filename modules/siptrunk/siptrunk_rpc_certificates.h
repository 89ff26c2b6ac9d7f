/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.certificates.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_CERTIFICATES_H
#define SIPTRUNK_RPC_CERTIFICATES_H

#include "core/rpc.h"

extern const char *siptrunk_rpc_certificates_doc[];
void siptrunk_rpc_certificates(rpc_t *rpc, void *ctx);

#endif
