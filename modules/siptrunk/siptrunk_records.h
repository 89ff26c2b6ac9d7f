/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The record of each call that is over: from shared memory to a file, the log,
 * and the table siptrunk_call.
 *
 * Two processes, so that a database that hangs keeps no line from being
 * written; between them is the spool, so that neither a database that is down
 * nor a restart loses a row. Neither holds a lock while it waits.
 */
#ifndef SIPTRUNK_RECORDS_H
#define SIPTRUNK_RECORDS_H

/** In mod_init, when the database was found: 0 or -1. */
int siptrunk_records_init(void);
/** In child_init: forks the processes, once; 0 or -1. */
int siptrunk_records_start(int rank);
/** When all other processes have ended: writes what is left, and what was up
 *  as lost at a restart. */
void siptrunk_records_fini(void);

#endif
