/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Connections through srdb1.
 *
 * Main process at start, later those of RPC, resolver and ledger; never on a
 * call's path.
 * A connection lives for one operation only, so none crosses a fork.
 */
#ifndef SIPTRUNK_DATABASE_H
#define SIPTRUNK_DATABASE_H

#include "siptrunk_learned.h"

#include "lib/srdb1/db.h"

#define SIPTRUNK_URL_SHOWN_MAX 256

typedef struct siptrunk_database
{
	db1_con_t *connection;
	char shown[SIPTRUNK_URL_SHOWN_MAX]; /**< the URL without its password */
} siptrunk_database_t;

/** Finds the driver of db_url; 0, or -1 after a log line. In mod_init. */
int siptrunk_database_init(void);

/** For what other files write. */
const db_func_t *siptrunk_database_functions(void);

/** To be closed when true. */
bool siptrunk_database_open(
		siptrunk_database_t *database, siptrunk_error_t *error);
void siptrunk_database_close(siptrunk_database_t *database);

/**
 * True: what is written until siptrunk_database_commit() is one write of the
 * SQLite file, which waits for its disk once. Else each row is its own: on a
 * server one that is refused would take the others with it.
 */
bool siptrunk_database_begin(const siptrunk_database_t *database);
/** After a true one alone; false: nothing of it is written. */
bool siptrunk_database_commit(const siptrunk_database_t *database);

bool siptrunk_database_check_version(const siptrunk_database_t *database,
		const str *table, siptrunk_error_t *error);

/** A result for siptrunk_database_free(), or NULL; table is named in error. */
db1_res_t *siptrunk_database_query(const siptrunk_database_t *database,
		const str *query, const str *table, siptrunk_error_t *error);
void siptrunk_database_free(
		const siptrunk_database_t *database, db1_res_t *result);
/** false; table is named in error. */
bool siptrunk_database_cannot_write(const siptrunk_database_t *database,
		const str *table, siptrunk_error_t *error);

/** Removes rows of siptrunk_learned that had an end before now (seconds since
 *  1970). */
bool siptrunk_database_forget_expired(const siptrunk_database_t *database,
		int64_t now, siptrunk_error_t *error);
/** Writes one row of siptrunk_learned in place of the same one. */
bool siptrunk_database_store_learned(const siptrunk_database_t *database,
		const siptrunk_learned_t *item, siptrunk_error_t *error);
/** Deletes it; it need not be there. */
bool siptrunk_database_forget_learned(const siptrunk_database_t *database,
		const siptrunk_learned_t *item, siptrunk_error_t *error);
/** Adds what the lists of the pbx trunks allow and siptrunk_learned lacks. */
bool siptrunk_database_store_listed(
		const siptrunk_database_t *database, siptrunk_error_t *error);

/** Writes a trunk's state, over a connection of its own. */
bool siptrunk_database_store_state(
		siptrunk_text_t trunk, siptrunk_state_t state, siptrunk_error_t *error);

#endif
