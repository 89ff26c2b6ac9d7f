/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Connections through srdb1: opening, checking, reading, and what is written
 * back: a trunk's state, and what was learned.
 *
 * Main process at start, the RPC's and the resolver's later; private memory of
 * srdb1.
 */
#include "siptrunk_database.h"

#include "siptrunk_compat.h"
#include "siptrunk_params.h"

#include "core/dprint.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SQLITE "sqlite:///"

static db_func_t db;

/** What the columns of the tables mean; the same numbers as in
 *  scripts/db/schema.sql, and dispatcher's own. */
static int version_of(const str *table)
{
	static const struct
	{
		const char *table;
		int version;
	} changed[] = {{"siptrunk_trunk", 7}, {"siptrunk_address", 2},
			{"siptrunk_site", 2}, {"siptrunk_number_plan", 3},
			{"siptrunk_credential", 3},
			{"dispatcher", 4}};
	size_t i;

	for(i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
		if(strcmp(changed[i].table, table->s) == 0)
			return changed[i].version;
	}
	return 1;
}

int siptrunk_database_init(void)
{
	if(db_bind_mod(&siptrunk_db_url, &db) < 0) {
		LM_ERR("no database driver for modparam db_url: load its module "
			   "(db_sqlite, db_postgres, db_mysql) before siptrunk\n");
		return -1;
	}
	if(!DB_CAPABILITY(db, DB_CAP_QUERY | DB_CAP_RAW_QUERY | DB_CAP_INSERT
								   | DB_CAP_DELETE | DB_CAP_UPDATE)) {
		LM_ERR("the database driver of modparam db_url cannot do raw queries, "
			   "inserts, deletes and updates; use SQLite, PostgreSQL or "
			   "MySQL\n");
		return -1;
	}
	return 0;
}

const db_func_t *siptrunk_database_functions(void)
{
	return &db;
}

/** DRIVER://USER:PASSWORD@HOST/NAME without the password. */
static void show_url(char shown[SIPTRUNK_URL_SHOWN_MAX])
{
	const char *url = siptrunk_db_url.s;
	const char *user = strstr(url, "://") + 3;
	const char *at = strrchr(user, '@');
	const char *colon = memchr(user, ':', at != NULL ? (size_t)(at - user) : 0);

	if(colon == NULL)
		snprintf(shown, SIPTRUNK_URL_SHOWN_MAX, "%s", url);
	else
		snprintf(shown, SIPTRUNK_URL_SHOWN_MAX, "%.*s:***%s",
				(int)(colon - url), url, at);
}

static bool is_sqlite(void)
{
	return strncmp(siptrunk_db_url.s, SQLITE, sizeof(SQLITE) - 1) == 0;
}

/** A statement whose rows, if any, nobody reads. */
static bool run(const siptrunk_database_t *database, const str *statement)
{
	db1_res_t *result = NULL;

	if(db.raw_query(database->connection, statement, &result) < 0)
		return false;
	if(result != NULL)
		db.free_result(database->connection, result);
	return true;
}

/** Readers and writers of a file shut each other out for moments: the ledger
 *  writes while somebody reloads. */
static void wait_when_locked(const siptrunk_database_t *database)
{
	static const str pragma = str_init("PRAGMA busy_timeout = 2000");

	run(database, &pragma);
}

/** db_sqlite would create a file that is missing, empty, and then complain
 *  about its contents. */
static bool check_file(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	const char *path = siptrunk_db_url.s + sizeof(SQLITE) - 1;

	if(!is_sqlite())
		return true;
	if(access(path, F_OK) != 0) {
		siptrunk_error_set(error,
				"database %s: file %s does not exist; create it with "
				"scripts/siptrunkdb",
				database->shown, path);
		return false;
	}
	if(access(path, R_OK) != 0) {
		siptrunk_error_set(error,
				"database %s: file %s is not readable for this user",
				database->shown, path);
		return false;
	}
	return true;
}

bool siptrunk_database_open(
		siptrunk_database_t *database, siptrunk_error_t *error)
{
	show_url(database->shown);
	if(!check_file(database, error))
		return false;
	database->connection = db.init(&siptrunk_db_url);
	if(database->connection == NULL) {
		siptrunk_error_set(error,
				"database %s: cannot connect; see the driver's line above",
				database->shown);
		return false;
	}
	if(is_sqlite())
		wait_when_locked(database);
	return true;
}

void siptrunk_database_close(siptrunk_database_t *database)
{
	db.close(database->connection);
}

bool siptrunk_database_begin(const siptrunk_database_t *database)
{
	static const str begin = str_init("BEGIN IMMEDIATE");

	return is_sqlite() && run(database, &begin);
}

bool siptrunk_database_commit(const siptrunk_database_t *database)
{
	static const str commit = str_init("COMMIT");
	static const str rollback = str_init("ROLLBACK");

	if(run(database, &commit))
		return true;
	run(database, &rollback);
	return false;
}

bool siptrunk_database_check_version(const siptrunk_database_t *database,
		const str *table, siptrunk_error_t *error)
{
	int version = db_table_version(&db, database->connection, table);

	if(version == version_of(table))
		return true;
	if(version < 0)
		siptrunk_error_set(error,
				"database %s: no table version can be read: locked, damaged, "
				"or not made with scripts/siptrunkdb; see the driver's line "
				"above",
				database->shown);
	else if(version == 0)
		siptrunk_error_set(error,
				"database %s: table version has no row for %s; create the "
				"tables with scripts/siptrunkdb",
				database->shown, table->s);
	else
		siptrunk_error_set(error,
				"database %s: table %s has version %d, expected %d; bring the "
				"tables here with scripts/siptrunkdb migrate (or rollback)",
				database->shown, table->s, version, version_of(table));
	return false;
}

db1_res_t *siptrunk_database_query(const siptrunk_database_t *database,
		const str *query, const str *table, siptrunk_error_t *error)
{
	db1_res_t *result = NULL;

	if(db.raw_query(database->connection, query, &result) == 0
			&& result != NULL)
		return result;
	siptrunk_error_set(error,
			"database %s: cannot read table %s; see the driver's line above",
			database->shown, table->s);
	return NULL;
}

void siptrunk_database_free(
		const siptrunk_database_t *database, db1_res_t *result)
{
	db.free_result(database->connection, result);
}

static str trunk_table = str_init("siptrunk_trunk");
static str name_column = str_init("name");
static str state_column = str_init("state");

static db_val_t text_value(siptrunk_text_t text)
{
	db_val_t value = {.type = DB1_STR};

	value.val.str_val = siptrunk_str_of(text);
	return value;
}

/** An update of no row is no error to a database. */
static bool row_exists(
		const siptrunk_database_t *database, const db_val_t *name)
{
	db_key_t key = &name_column;
	db1_res_t *result = NULL;
	bool exists;

	if(db.query(database->connection, &key, NULL, name, &key, 1, 1, NULL,
			   &result)
			< 0)
		return false;
	exists = RES_ROW_N(result) == 1;
	db.free_result(database->connection, result);
	return exists;
}

static bool write_state(const siptrunk_database_t *database,
		siptrunk_text_t trunk, siptrunk_state_t state, siptrunk_error_t *error)
{
	db_key_t key = &name_column, column = &state_column;
	db_val_t name = text_value(trunk);
	db_val_t value = text_value(siptrunk_state_name(state));

	if(db.use_table(database->connection, &trunk_table) == 0
			&& row_exists(database, &name)
			&& db.update(database->connection, &key, NULL, &name, &column,
					   &value, 1, 1)
					   == 0)
		return true;
	siptrunk_error_set(error,
			"database %s: cannot write the state of trunk %.*s: locked, "
			"read-only, or the trunk's row is gone",
			database->shown, SIPTRUNK_TEXT_FMT(trunk));
	return false;
}

bool siptrunk_database_store_state(
		siptrunk_text_t trunk, siptrunk_state_t state, siptrunk_error_t *error)
{
	siptrunk_database_t database;
	bool written;

	if(!siptrunk_database_open(&database, error))
		return false;
	written = write_state(&database, trunk, state, error);
	siptrunk_database_close(&database);
	return written;
}

/* --- siptrunk_learned --- */

static str learned_table = str_init("siptrunk_learned");
static str kind_column = str_init("kind");
static str trunk_column = str_init("trunk");
static str host_column = str_init("host");
static str prefix_column = str_init("prefix");
static str action_column = str_init("action");
static str expires_column = str_init("expires");

/** The first LEARNED_KEYS are what siptrunk_learned_same() compares. */
static db_key_t learned_columns[] = {&kind_column, &trunk_column, &host_column,
		&prefix_column, &action_column, &expires_column};
#define LEARNED_COLUMNS 6
#define LEARNED_KEYS 4

/** prefix holds text that values points to. */
static void learned_values(const siptrunk_learned_t *item,
		char prefix[SIPTRUNK_PREFIX_TEXT_MAX], db_val_t values[LEARNED_COLUMNS])
{
	siptrunk_text_t text = {
			prefix, siptrunk_prefix_format(&item->prefix, prefix)};

	values[0] = text_value(siptrunk_origin_name(item->origin));
	values[1] = text_value(item->trunk);
	values[2] = text_value(item->host);
	values[3] = text_value(text);
	values[4] = text_value(siptrunk_action_name(item->action));
	values[5] = (db_val_t){.type = DB1_BIGINT};
	values[5].val.ll_val = item->expires;
}

bool siptrunk_database_cannot_write(const siptrunk_database_t *database,
		const str *table, siptrunk_error_t *error)
{
	siptrunk_error_set(error,
			"database %s: cannot write table %s: locked, read-only or away; "
			"see the driver's line above",
			database->shown, table->s);
	return false;
}

static bool cannot_write_learned(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	return siptrunk_database_cannot_write(database, &learned_table, error);
}

bool siptrunk_database_forget_learned(const siptrunk_database_t *database,
		const siptrunk_learned_t *item, siptrunk_error_t *error)
{
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];
	db_val_t values[LEARNED_COLUMNS];

	learned_values(item, prefix, values);
	return (db.use_table(database->connection, &learned_table) == 0
				   && db.delete(database->connection, learned_columns, NULL,
							  values, LEARNED_KEYS)
							  == 0)
		   || cannot_write_learned(database, error);
}

bool siptrunk_database_forget_expired(const siptrunk_database_t *database,
		int64_t now, siptrunk_error_t *error)
{
	db_key_t keys[] = {&expires_column, &expires_column};
	db_op_t operators[] = {OP_GT, OP_LEQ};
	db_val_t values[] = {{.type = DB1_BIGINT}, {.type = DB1_BIGINT}};

	values[1].val.ll_val = now;
	return (db.use_table(database->connection, &learned_table) == 0
				   && db.delete(database->connection, keys, operators, values,
							  2)
							  == 0)
		   || cannot_write_learned(database, error);
}

static bool learned_exists(
		const siptrunk_database_t *database, const db_val_t *values)
{
	db1_res_t *result = NULL;
	bool exists;

	if(db.query(database->connection, learned_columns, NULL, values,
			   learned_columns, LEARNED_KEYS, 1, NULL, &result)
			< 0)
		return false;
	exists = RES_ROW_N(result) > 0;
	db.free_result(database->connection, result);
	return exists;
}

/** In one step: if it fails, what was there before is there still. */
static bool write_learned(
		const siptrunk_database_t *database, const db_val_t *values)
{
	if(db.use_table(database->connection, &learned_table) != 0)
		return false;
	if(learned_exists(database, values))
		return db.update(database->connection, learned_columns, NULL, values,
					   learned_columns + LEARNED_KEYS, values + LEARNED_KEYS,
					   LEARNED_KEYS, LEARNED_COLUMNS - LEARNED_KEYS)
			   == 0;
	return db.insert(database->connection, learned_columns, values,
				   LEARNED_COLUMNS)
		   == 0;
}

bool siptrunk_database_store_learned(const siptrunk_database_t *database,
		const siptrunk_learned_t *item, siptrunk_error_t *error)
{
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];
	db_val_t values[LEARNED_COLUMNS];

	learned_values(item, prefix, values);
	return write_learned(database, values)
		   || cannot_write_learned(database, error);
}

bool siptrunk_database_store_listed(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	static str query = str_init(
			"INSERT INTO siptrunk_learned (kind, trunk, prefix) "
			"SELECT DISTINCT 'listed', a.trunk, a.prefix "
			"FROM siptrunk_address a JOIN siptrunk_trunk t ON t.name = a.trunk "
			"WHERE t.role = 'pbx' AND a.action = 'allow' AND a.prefix <> '' "
			"AND NOT EXISTS (SELECT 1 FROM siptrunk_learned l "
			"WHERE l.kind = 'listed' AND l.trunk = a.trunk AND l.host = '' "
			"AND l.prefix = a.prefix)");
	db1_res_t *result = NULL;

	if(db.raw_query(database->connection, &query, &result) < 0)
		return cannot_write_learned(database, error);
	if(result != NULL)
		db.free_result(database->connection, result);
	return true;
}
