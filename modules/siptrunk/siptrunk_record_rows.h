/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_call: a call each.
 *
 * The process that brings records to the database. Private memory of srdb1.
 */
#ifndef SIPTRUNK_RECORD_ROWS_H
#define SIPTRUNK_RECORD_ROWS_H

#include "siptrunk_call_row.h"
#include "siptrunk_database.h"

/** The names of the columns; before the rest. */
void siptrunk_record_rows_init(void);

bool siptrunk_record_rows_check(
		const siptrunk_database_t *database, siptrunk_error_t *error);

/** Writes the call's row, unless it is there. */
bool siptrunk_record_rows_store(const siptrunk_database_t *database,
		const siptrunk_call_row_t *row, siptrunk_error_t *error);

/** Where siptrunk_database_begin() was true: false, no row since is written. */
bool siptrunk_record_rows_commit(
		const siptrunk_database_t *database, siptrunk_error_t *error);

#endif
