/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reading a whole table, row by row.
 *
 * Main process at start, the RPC's process later; private memory of srdb1.
 */
#include "siptrunk_table.h"

#include "siptrunk_compat.h"

#include "core/mem/mem.h"

#include <limits.h>
#include <stdio.h>

/** Rows per query. db_sqlite has no fetch and puts a whole result into
 *  private memory, where a large directory would not fit. */
#define PAGE_ROWS 500

/**
 * Free places of about a row's size, with small ones in use between them.
 *
 * Kamailio's default allocator qm looks for the smallest free fragment through
 * thousands of lists, one for each size; in a heap that is one large fragment
 * that takes 4 us for each value that a driver allocates, and most of the time
 * of a large load. Any other allocator loses nothing by it.
 */
typedef struct comb
{
	void *teeth[PAGE_ROWS];
	int count;
} comb_t;

/** The values of a row and its texts; what needs more is found all the same. */
#define COMB_GAP 1024

static void comb_free(comb_t *comb)
{
	while(comb->count > 0)
		pkg_free(comb->teeth[--comb->count]);
}

/** As far as private memory reaches; none is no failure. */
static void comb_make(comb_t *comb)
{
	void *gaps[PAGE_ROWS];
	int i, gap_count;

	for(gap_count = 0; gap_count < PAGE_ROWS; gap_count++) {
		gaps[gap_count] = pkg_malloc(COMB_GAP);
		if(gaps[gap_count] == NULL)
			break;
		comb->teeth[comb->count] = pkg_malloc(1);
		if(comb->teeth[comb->count] != NULL)
			comb->count++;
	}
	for(i = 0; i < gap_count; i++)
		pkg_free(gaps[i]);
}

/** number holds the text of a value that is none. false: some other type. */
static bool value_text(
		const db_val_t *value, char number[24], siptrunk_text_t *text)
{
	*text = SIPTRUNK_TEXT("");
	if(VAL_NULL(value))
		return true;
	switch(VAL_TYPE(value)) {
		case DB1_INT:
			snprintf(number, 24, "%d", VAL_INT(value));
			break;
		case DB1_UINT:
			snprintf(number, 24, "%u", VAL_UINT(value));
			break;
		case DB1_BIGINT:
			snprintf(number, 24, "%lld", VAL_BIGINT(value));
			break;
		case DB1_STRING:
			*text = siptrunk_text(VAL_STRING(value));
			return true;
		case DB1_STR:
			*text = siptrunk_text_of(&VAL_STR(value));
			return true;
		case DB1_BLOB:
			*text = siptrunk_text_of(&VAL_BLOB(value));
			return true;
		default:
			return false;
	}
	*text = siptrunk_text(number);
	return true;
}

static bool row_id(const db_val_t *value, int *id)
{
	long long found;

	if(VAL_NULL(value))
		return false;
	switch(VAL_TYPE(value)) {
		case DB1_INT:
			found = VAL_INT(value);
			break;
		case DB1_UINT:
			found = VAL_UINT(value);
			break;
		case DB1_BIGINT:
			found = VAL_BIGINT(value);
			break;
		default:
			return false;
	}
	*id = (int)found;
	return found > INT_MIN && found <= INT_MAX;
}

static bool add_row(const siptrunk_table_t *table, const db_row_t *row,
		void *context, int *id, siptrunk_error_t *error)
{
	const db_val_t *values = ROW_VALUES(row);
	siptrunk_text_t texts[SIPTRUNK_COLUMNS_MAX];
	char numbers[SIPTRUNK_COLUMNS_MAX][24];
	int i;

	if(!row_id(&values[0], id)) {
		siptrunk_error_set(error,
				"table %s: a row after id %d has an id that is no 32-bit "
				"integer",
				table->name.s, *id);
		return false;
	}
	for(i = 0; i < table->column_count; i++) {
		if(!value_text(&values[i + 1], numbers[i], &texts[i])) {
			siptrunk_error_set(error,
					"table %s, row %d: column %d is neither text nor integer",
					table->name.s, *id, i + 1);
			return false;
		}
	}
	return table->add(context, *id, texts, error);
}

/** Reads the rows after *id, and moves *id; the count, or -1. */
static int read_page(const siptrunk_database_t *database,
		const siptrunk_table_t *table, const char *condition, void *context,
		int *id, siptrunk_error_t *error)
{
	char text[SIPTRUNK_COLUMNS_TEXT_MAX + 256];
	str query = {text, 0};
	db1_res_t *result;
	int i, count;

	query.len = snprintf(text, sizeof(text),
			"SELECT id, %s FROM %s r WHERE id > %d AND %s ORDER BY id LIMIT %d",
			table->columns, table->name.s, *id, condition, PAGE_ROWS);
	result = siptrunk_database_query(database, &query, &table->name, error);
	if(result == NULL)
		return -1;
	count = RES_ROW_N(result);
	for(i = 0; i < count; i++) {
		if(!add_row(table, &RES_ROWS(result)[i], context, id, error)) {
			count = -1;
			break;
		}
	}
	siptrunk_database_free(database, result);
	return count;
}

bool siptrunk_table_read(const siptrunk_database_t *database,
		const siptrunk_table_t *table, void *context, siptrunk_error_t *error)
{
	return siptrunk_table_read_some(database, table, "1 = 1", context, error);
}

bool siptrunk_table_read_some(const siptrunk_database_t *database,
		const siptrunk_table_t *table, const char *condition, void *context,
		siptrunk_error_t *error)
{
	int id = INT_MIN, count;
	comb_t comb = {.count = 0};

	if(table->column_count > SIPTRUNK_COLUMNS_MAX) {
		siptrunk_error_set(error,
				"table %s: expected at most %d columns to read, found %d",
				table->name.s, SIPTRUNK_COLUMNS_MAX, table->column_count);
		return false;
	}
	if(!siptrunk_database_check_version(database, &table->name, error))
		return false;
	for(;;) {
		count = read_page(
				database, table, condition, context, &id, error);
		if(count != PAGE_ROWS)
			break;
		if(comb.count == 0)
			comb_make(&comb);
	}
	comb_free(&comb);
	return count >= 0;
}
