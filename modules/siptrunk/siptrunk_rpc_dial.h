/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC about dial rules.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_DIAL_H
#define SIPTRUNK_RPC_DIAL_H

#include "siptrunk_config.h"

#include "core/rpc.h"

extern const char *siptrunk_rpc_dial_doc[];
void siptrunk_rpc_dial(rpc_t *rpc, void *ctx);

/** The list "dial_rules" of an answer. */
void siptrunk_rpc_dial_rules_of(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk);

#endif
