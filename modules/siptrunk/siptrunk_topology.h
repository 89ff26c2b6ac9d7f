/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What goes to a trunk with topology = hide is masked as the last thing before
 * it is sent; what comes with such a mask loses it before it is parsed. Between
 * these two Kamailio knows nothing of it.
 *
 * Any process that sends or receives; memory of its own.
 */
#ifndef SIPTRUNK_TOPOLOGY_H
#define SIPTRUNK_TOPOLOGY_H

#include "siptrunk_config.h"

#include "core/ip_addr.h"

#include <stdbool.h>

/** Is what goes there masked? By the longest prefix of all lists that covers
 *  the address, or the trunk that has a gateway there; never an emergency
 *  gateway. */
bool siptrunk_topology_hides(const union sockaddr_union *to);

/** Can config be put in force? false: error says why nothing can be hidden. */
bool siptrunk_topology_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error);

/** In mod_init; 0 or -1. The key is in the folder topology of spool_dir, made
 *  when there is none; where it cannot be kept, calls that are up lose what is
 *  hidden when Kamailio is restarted. */
int siptrunk_topology_init(void);

#endif
