/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_ledger: an emergency call each.
 *
 * The ledger's process writes; the main process reads at start. Private memory
 * of srdb1.
 */
#ifndef SIPTRUNK_LEDGER_ROWS_H
#define SIPTRUNK_LEDGER_ROWS_H

#include "siptrunk_database.h"
#include "siptrunk_emergency.h"

/** The names of the columns; before the rest. */
void siptrunk_ledger_rows_init(void);

bool siptrunk_ledger_rows_check(
		const siptrunk_database_t *database, siptrunk_error_t *error);

/** Writes the call's row, unless a later version of it is there. */
bool siptrunk_ledger_rows_store(const siptrunk_database_t *database,
		const siptrunk_emergency_entry_t *entry, siptrunk_error_t *error);

typedef void (*siptrunk_ledger_each_f)(
		const siptrunk_emergency_entry_t *entry, void *param);

/** Calls each for the calls received since then (ms since 1970), in the order
 *  in which they came to the table; tests: for answered test calls alone. Rows
 *  that are none are logged. */
bool siptrunk_ledger_rows_read(const siptrunk_database_t *database,
		int64_t since, bool tests, siptrunk_ledger_each_f each, void *param,
		siptrunk_error_t *error);

#endif
