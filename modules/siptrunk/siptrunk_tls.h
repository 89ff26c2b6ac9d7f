/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The certificates of the gateways that we connect to by TLS: chain and host
 * name are verified (tls itself verifies the chain alone), and what is wrong is
 * logged once and kept, so that the next call tries other gateways first.
 *
 * Any process that sends or receives on such a connection.
 */
#ifndef SIPTRUNK_TLS_H
#define SIPTRUNK_TLS_H

#include "siptrunk_config.h"
#include "siptrunk_tls_fault.h"

/** In mod_init: from now on tls asks us; 0 or -1. */
int siptrunk_tls_init(void);
void siptrunk_tls_fini(void);

/** Can the gateways of all trunks be verified that are called by TLS? If not,
 *  error says which trunk's cannot, and what it takes. */
bool siptrunk_tls_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error);

/** May a gateway with that fault take the trunk's calls when there is no better
 *  one? It must be known by siptrunk_tls_peers_fault() before: the handshake
 *  that meets it first fails. */
bool siptrunk_tls_tolerates(
		const siptrunk_trunk_t *trunk, siptrunk_tls_fault_t fault);

#endif
