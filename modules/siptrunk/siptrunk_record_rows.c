/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_call.
 *
 * The process that brings records to the database. Private memory of srdb1.
 */
#include "siptrunk_record_rows.h"

#include "siptrunk_compat.h"

#include <string.h>

#define COLUMNS SIPTRUNK_CALL_COLUMNS

static str table_name = str_init("siptrunk_call");
static str columns[COLUMNS];
static db_key_t keys[COLUMNS];

void siptrunk_record_rows_init(void)
{
	size_t i;

	for(i = 0; i < COLUMNS; i++) {
		const char *name = siptrunk_call_columns[i].column;

		columns[i] = (str){(char *)name, (int)strlen(name)};
		keys[i] = &columns[i];
	}
}

bool siptrunk_record_rows_check(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	return siptrunk_database_check_version(database, &table_name, error);
}

static db_val_t value_of(
		siptrunk_call_kind_t kind, const siptrunk_call_value_t *from)
{
	db_val_t value = {.type = DB1_BIGINT};

	switch(kind) {
		case SIPTRUNK_CALL_KIND_TEXT:
		case SIPTRUNK_CALL_KIND_JSON:
			value.type = DB1_STR;
			value.val.str_val = siptrunk_str_of(from->text);
			break;
		case SIPTRUNK_CALL_KIND_DECIMAL:
			value.type = DB1_DOUBLE;
			value.nul = !from->known;
			value.val.double_val = from->decimal;
			break;
		default:
			value.nul = kind == SIPTRUNK_CALL_KIND_FIGURE && !from->known;
			value.val.ll_val = from->number;
	}
	return value;
}

/** 1, 0, or -1: nobody knows. */
static int is_there(const siptrunk_database_t *database, const db_func_t *db,
		const db_val_t *uid)
{
	db1_res_t *result = NULL;
	int there;

	if(db->query(database->connection, keys, NULL, uid, keys, 1, 1, NULL,
			   &result)
			< 0)
		return -1;
	there = RES_ROW_N(result) > 0;
	db->free_result(database->connection, result);
	return there;
}

static bool write_row(
		const siptrunk_database_t *database, const siptrunk_call_row_t *row)
{
	const db_func_t *db = siptrunk_database_functions();
	db_val_t values[COLUMNS];
	int there;
	size_t i;

	for(i = 0; i < COLUMNS; i++)
		values[i] = value_of(siptrunk_call_columns[i].kind, &row->values[i]);
	if(db->use_table(database->connection, &table_name) < 0)
		return false;
	there = is_there(database, db, values);
	if(there != 0)
		return there > 0;
	return db->insert(database->connection, keys, values, COLUMNS) == 0;
}

bool siptrunk_record_rows_store(const siptrunk_database_t *database,
		const siptrunk_call_row_t *row, siptrunk_error_t *error)
{
	return write_row(database, row)
		   || siptrunk_database_cannot_write(database, &table_name, error);
}

bool siptrunk_record_rows_commit(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	return siptrunk_database_commit(database)
		   || siptrunk_database_cannot_write(database, &table_name, error);
}
