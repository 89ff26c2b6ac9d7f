/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reading a whole table, row by row.
 *
 * Main process at start, the RPC's process later. Rows pass through private
 * memory a page at a time.
 */
#ifndef SIPTRUNK_TABLE_H
#define SIPTRUNK_TABLE_H

#include "siptrunk_database.h"

/** Most columns of a table, beside the id. */
#define SIPTRUNK_COLUMNS_MAX 64

/* clang-format off */
/** db_sqlite cuts plain columns at a NUL byte; expressions it returns whole,
 *  and they can be refused. Of a large table most texts are empty: a NULL costs
 *  no allocation. Of table r: so PostgreSQL takes a word of its own for a
 *  column, too (symmetric). */
#define SIPTRUNK_COLUMN_TEXT(column) "NULLIF(r." column ", '')"
/** As text, because SQLite stores 'abc' in an INTEGER and db_sqlite reads 0. */
#define SIPTRUNK_COLUMN_NUMBER(column) "TRIM(CAST(r." column " AS CHAR(20)))"
/* clang-format on */

/** Room for the text of a table's columns. */
#define SIPTRUNK_COLUMNS_TEXT_MAX 3072

/** One table: what is selected after the id, and where a row of it goes. */
typedef struct siptrunk_table
{
	str name;
	const char *columns;
	int column_count; /**< at most SIPTRUNK_COLUMNS_MAX */
	/** values[column_count] are valid during the call only. false: refused, and
	 *  error says why. */
	bool (*add)(void *context, int id, const siptrunk_text_t *values,
			siptrunk_error_t *error);
} siptrunk_table_t;

/** Checks the table's version and adds all rows in the order of their ids. */
bool siptrunk_table_read(const siptrunk_database_t *database,
		const siptrunk_table_t *table, void *context, siptrunk_error_t *error);
/** The rows that condition, a short one, holds of. */
bool siptrunk_table_read_some(const siptrunk_database_t *database,
		const siptrunk_table_t *table, const char *condition, void *context,
		siptrunk_error_t *error);

#endif
