/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The ledger of emergency calls: from shared memory to a file each, at once,
 * and from there to the table siptrunk_ledger, when the database lets us.
 *
 * Two processes, so that a database that hangs keeps no file from being
 * written; neither holds a lock while it waits.
 */
#ifndef SIPTRUNK_LEDGER_H
#define SIPTRUNK_LEDGER_H

#include "siptrunk_ledger_rows.h"

/** In mod_init, when the database was found: 0 or -1. */
int siptrunk_ledger_init(void);
/** In child_init: forks the processes, once; 0 or -1. */
int siptrunk_ledger_start(int rank);

/**
 * Calls each for the calls received since then (ms since 1970), of earlier
 * lives of the edge too: those in the table, then those still on their way
 * there; each once, with its latest version. tests: of those in the table only
 * answered test calls. What cannot be read is logged.
 * In mod_init, after siptrunk_ledger_init().
 */
void siptrunk_ledger_recent(
		int64_t since, bool tests, siptrunk_ledger_each_f each, void *param);

#endif
