/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.gateways and siptrunk.probe: the gateways of the trunks, and
 * what is believed of them.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_GATEWAYS_H
#define SIPTRUNK_RPC_GATEWAYS_H

#include "siptrunk_learned.h"

#include "core/rpc.h"

extern const char *siptrunk_rpc_gateways_doc[];
void siptrunk_rpc_gateways(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_probe_doc[];
void siptrunk_rpc_probe(rpc_t *rpc, void *ctx);

/** Adds gateway_list to what siptrunk.show answers. */
/** Of siptrunk.show. */
void siptrunk_rpc_gateways_of(rpc_t *rpc, void *answer,
		const siptrunk_trunk_t *trunk, const siptrunk_overlay_t *overlay);
void siptrunk_rpc_responses_of(
		rpc_t *rpc, void *answer, const siptrunk_trunk_t *trunk);

#endif
