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

/** In mod_init; 0 or -1. The key is in the folder topology of spool_dir, made
 *  when there is none; where it cannot be kept, calls that are up lose what is
 *  hidden when Kamailio is restarted. */
int siptrunk_topology_init(void);

#endif
