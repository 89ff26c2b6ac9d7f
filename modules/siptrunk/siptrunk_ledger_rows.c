/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_ledger.
 *
 * The ledger's process, the main process at start; private memory of srdb1.
 */
#include "siptrunk_ledger_rows.h"

#include "siptrunk_compat.h"
#include "siptrunk_table.h"

#include "core/dprint.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS SIPTRUNK_EMERGENCY_FIELDS

static str table_name = str_init("siptrunk_ledger");
static str columns[COLUMNS];
static db_key_t keys[COLUMNS];
/** The same for reading. */
static char column_texts[SIPTRUNK_COLUMNS_TEXT_MAX];

static bool is_text(const siptrunk_field_t *field)
{
	return field->kind == SIPTRUNK_FIELD_TEXT
		   || field->kind == SIPTRUNK_FIELD_OUTCOME;
}

void siptrunk_ledger_rows_init(void)
{
	size_t i, len = 0;

	for(i = 0; i < COLUMNS; i++) {
		const siptrunk_field_t *field = &siptrunk_emergency_fields[i];
		/* in every table id is the row's own number */
		const char *name = i == 0 ? "uid" : field->name;

		columns[i] = (str){(char *)name, (int)strlen(name)};
		keys[i] = &columns[i];
		len += (size_t)snprintf(column_texts + len, sizeof(column_texts) - len,
				is_text(field) ? "%s" SIPTRUNK_COLUMN_TEXT("%s")
							   : "%s" SIPTRUNK_COLUMN_NUMBER("%s"),
				i > 0 ? ", " : "", name);
	}
}

bool siptrunk_ledger_rows_check(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	return siptrunk_database_check_version(database, &table_name, error);
}

/* --- writing --- */

static db_val_t value_of(
		const siptrunk_emergency_entry_t *entry, const siptrunk_field_t *field)
{
	db_val_t value = {.type = DB1_BIGINT};

	if(is_text(field)) {
		value.type = DB1_STR;
		value.val.str_val =
				siptrunk_str_of(siptrunk_emergency_text(entry, field));
	} else {
		value.val.ll_val = siptrunk_emergency_number(entry, field);
	}
	return value;
}

/** Which version of the call the table has: 0, none; -1: it cannot be read. */
static int version_stored(const siptrunk_database_t *database,
		const db_func_t *db, const db_val_t *uid)
{
	static str version_column = str_init("version");
	db_key_t version = &version_column;
	db1_res_t *result = NULL;
	int stored = 0;

	if(db->query(database->connection, keys, NULL, uid, &version, 1, 1, NULL,
			   &result)
			< 0)
		return -1;
	if(RES_ROW_N(result) > 0)
		stored = VAL_INT(ROW_VALUES(RES_ROWS(result)));
	db->free_result(database->connection, result);
	return stored;
}

static bool write_row(const siptrunk_database_t *database,
		const siptrunk_emergency_entry_t *entry)
{
	const db_func_t *db = siptrunk_database_functions();
	db_val_t values[COLUMNS];
	int stored;
	size_t i;

	for(i = 0; i < COLUMNS; i++)
		values[i] = value_of(entry, &siptrunk_emergency_fields[i]);
	if(db->use_table(database->connection, &table_name) < 0)
		return false;
	stored = version_stored(database, db, values);
	if(stored < 0)
		return false;
	if(stored == 0)
		return db->insert(database->connection, keys, values, COLUMNS) == 0;
	return stored >= entry->version
		   || db->update(database->connection, keys, NULL, values, keys + 1,
					  values + 1, 1, COLUMNS - 1)
					  == 0;
}

bool siptrunk_ledger_rows_store(const siptrunk_database_t *database,
		const siptrunk_emergency_entry_t *entry, siptrunk_error_t *error)
{
	return write_row(database, entry)
		   || siptrunk_database_cannot_write(database, &table_name, error);
}

/* --- reading --- */

typedef struct reading
{
	siptrunk_ledger_each_f each;
	void *param;
} reading_t;

static bool read_row(void *context, int id, const siptrunk_text_t *values,
		siptrunk_error_t *error)
{
	const reading_t *reading = context;
	siptrunk_emergency_entry_t entry = {0};
	size_t i;

	for(i = 0; i < COLUMNS; i++) {
		if(siptrunk_emergency_set(
				   &entry, &siptrunk_emergency_fields[i], values[i]))
			continue;
		LM_WARN("table %s, row %d: column %s holds no such value; the row is "
				"passed over\n",
				table_name.s, id, columns[i].s);
		return true;
	}
	reading->each(&entry, reading->param);
	return true;
}

bool siptrunk_ledger_rows_read(const siptrunk_database_t *database,
		int64_t since, bool tests, siptrunk_ledger_each_f each, void *param,
		siptrunk_error_t *error)
{
	const siptrunk_table_t table = {
			table_name, column_texts, COLUMNS, read_row};
	reading_t reading = {each, param};
	char condition[96];

	snprintf(condition, sizeof(condition), "received >= %" PRId64 "%s", since,
			tests ? " AND test = 1 AND answered > 0" : "");
	return siptrunk_table_read_some(
			database, &table, condition, &reading, error);
}
