/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The RPC command that explains where a call would go.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_ROUTE_H
#define SIPTRUNK_RPC_ROUTE_H

#include "siptrunk_config.h"

#include "core/rpc.h"

void siptrunk_rpc_route(rpc_t *rpc, void *ctx);
extern const char *siptrunk_rpc_route_doc[];

/** The names of the outbound routes to a trunk, as outbound_routes. */
void siptrunk_rpc_routes_of(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk);

/** Its termination identifiers, as terminations. */
void siptrunk_rpc_terminations_of(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk);

#endif
