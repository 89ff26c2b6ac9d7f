/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about the rows of the access lists, for the table in
 * siptrunk_rpc.c.
 *
 * Any process that serves RPC.
 */
#ifndef SIPTRUNK_RPC_ROWS_H
#define SIPTRUNK_RPC_ROWS_H

#include "siptrunk_config.h"

#include "core/rpc.h"

/** The rows of a trunk's access list, in the list "addresses" of answer, each
 *  with all of its columns. */
void siptrunk_rpc_rows_of(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk);

extern const char *siptrunk_rpc_lint_doc[];
void siptrunk_rpc_lint(rpc_t *rpc, void *ctx);

extern const char *siptrunk_rpc_hits_doc[];
void siptrunk_rpc_hits(rpc_t *rpc, void *ctx);

#endif
