/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reads the tables into a builder and publishes what comes out.
 *
 * Main process at start, the RPC's process later. Rows pass through private
 * memory a page at a time; the configuration is built in shared memory.
 */
#include "siptrunk_load.h"

#include "siptrunk_compat.h"
#include "siptrunk_database.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/mem/shm_mem.h"

#include <limits.h>
#include <stdio.h>

/** Of siptrunk_trunk, beside the id. */
#define COLUMNS_MAX 13
/** Rows per query. db_sqlite has no fetch and puts a whole result into
 *  private memory, where a large directory would not fit. */
#define PAGE_ROWS 1000

/** One table: what is selected after the id, and where a row of it goes. */
typedef struct siptrunk_table
{
	str name;
	/** Texts go through COALESCE for more than NULL: db_sqlite cuts plain
	 *  columns at a NUL byte, expressions it returns whole, and the builder
	 *  can refuse them. */
	const char *columns;
	int column_count;
	siptrunk_status_t (*add)(
			siptrunk_builder_t *builder, int id, const siptrunk_text_t *v);
} siptrunk_table_t;

static siptrunk_status_t add_site(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_site_row_t row = {id, v[0], v[1]};

	return siptrunk_builder_add_site(builder, &row);
}

static siptrunk_status_t add_caller_order(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_caller_order_row_t row = {id, v[0], v[1]};

	return siptrunk_builder_add_caller_order(builder, &row);
}

static siptrunk_status_t add_trunk(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_trunk_row_t row = {id, v[0], v[1], v[2], v[3], v[4], v[5], v[6],
			v[7], v[8], v[9], v[10], v[11], v[12]};

	return siptrunk_builder_add_trunk(builder, &row);
}

static siptrunk_status_t add_header(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_header_row_t row = {id, v[0], v[1], v[2]};

	return siptrunk_builder_add_header(builder, &row);
}

static siptrunk_status_t add_address(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_address_row_t row = {id, v[0], v[1], v[2]};

	return siptrunk_builder_add_address(builder, &row);
}

static siptrunk_status_t add_caller(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_caller_row_t row = {id, v[0], v[1], v[2], v[3], v[4]};

	return siptrunk_builder_add_caller(builder, &row);
}

static siptrunk_status_t add_number_plan(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_number_plan_row_t row = {id, v[0], v[1], v[2]};

	return siptrunk_builder_add_number_plan(builder, &row);
}

static siptrunk_status_t add_number(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_number_row_t row = {id, v[0], v[1]};

	return siptrunk_builder_add_number(builder, &row);
}

/* clang-format off */
#define TEXT(column) "COALESCE(" column ", '')"
/* as text, because SQLite stores 'abc' in an INTEGER and db_sqlite reads 0 */
#define NUMBER(column) "TRIM(CAST(" column " AS CHAR(11)))"

/** In the order that the builder demands: what is named before who names it. */
static const siptrunk_table_t tables[] = {
	{str_init("siptrunk_site"), TEXT("name") ", " TEXT("ani"), 2, add_site},
	{str_init("siptrunk_caller_order"),
		TEXT("name") ", " TEXT("sources"), 2, add_caller_order},
	{str_init("siptrunk_trunk"),
		TEXT("name") ", " TEXT("role") ", " TEXT("state") ", "
		TEXT("transport") ", " NUMBER("gateways") ", " TEXT("media") ", "
		TEXT("codecs") ", " TEXT("caller_order") ", " TEXT("ani") ", "
		TEXT("outside_prefix") ", " TEXT("site") ", " NUMBER("call_limit") ", "
		TEXT("description"), 13, add_trunk},
	{str_init("siptrunk_header"),
		TEXT("trunk") ", " TEXT("name") ", " TEXT("value"), 3, add_header},
	{str_init("siptrunk_address"),
		TEXT("trunk") ", " TEXT("prefix") ", " TEXT("action"), 3, add_address},
	{str_init("siptrunk_caller"),
		TEXT("aor") ", " TEXT("email") ", " TEXT("extension") ", " TEXT("did")
		", " TEXT("site"), 5, add_caller},
	{str_init("siptrunk_number_plan"),
		TEXT("match_type") ", " TEXT("numbers") ", " TEXT("classification"), 3,
		add_number_plan},
	{str_init("siptrunk_number"),
		TEXT("number") ", " TEXT("trunk"), 2, add_number},
};
/* clang-format on */

#define TABLE_COUNT (sizeof(tables) / sizeof(tables[0]))

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
		siptrunk_builder_t *builder, int *id, siptrunk_error_t *error)
{
	const db_val_t *values = ROW_VALUES(row);
	siptrunk_text_t texts[COLUMNS_MAX];
	char numbers[COLUMNS_MAX][24];
	int i;

	if(!row_id(&values[0], id)) {
		siptrunk_error_set(error,
				"table %s: a row after id %d has an id that is no 32-bit integer",
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
	if(table->add(builder, *id, texts) == SIPTRUNK_OK)
		return true;
	siptrunk_error_set(error, "%s", siptrunk_builder_error(builder));
	return false;
}

/** Reads the rows after *id, and moves *id; the count, or -1. */
static int read_page(const siptrunk_database_t *database,
		const siptrunk_table_t *table, siptrunk_builder_t *builder, int *id,
		siptrunk_error_t *error)
{
	char text[1024];
	str query = {text, 0};
	db1_res_t *result;
	int i, count;

	query.len = snprintf(text, sizeof(text),
			"SELECT id, %s FROM %s WHERE id > %d ORDER BY id LIMIT %d",
			table->columns, table->name.s, *id, PAGE_ROWS);
	result = siptrunk_database_query(database, &query, &table->name, error);
	if(result == NULL)
		return -1;
	count = RES_ROW_N(result);
	for(i = 0; i < count; i++) {
		if(!add_row(table, &RES_ROWS(result)[i], builder, id, error)) {
			count = -1;
			break;
		}
	}
	siptrunk_database_free(database, result);
	return count;
}

static bool read_table(const siptrunk_database_t *database,
		const siptrunk_table_t *table, siptrunk_builder_t *builder,
		siptrunk_error_t *error)
{
	int id = INT_MIN, count;

	if(!siptrunk_database_check_version(database, &table->name, error))
		return false;
	do
		count = read_page(database, table, builder, &id, error);
	while(count == PAGE_ROWS);
	return count >= 0;
}

static bool read_tables(siptrunk_builder_t *builder, siptrunk_error_t *error)
{
	siptrunk_database_t database;
	bool complete = true;
	size_t i;

	if(!siptrunk_database_open(&database, error))
		return false;
	for(i = 0; complete && i < TABLE_COUNT; i++)
		complete = read_table(&database, &tables[i], builder, error);
	siptrunk_database_close(&database);
	return complete;
}

static void *from_shm(size_t size)
{
	return shm_malloc(size);
}

static void to_shm(void *memory)
{
	shm_free(memory);
}

static void log_warning(const char *text)
{
	LM_WARN("%s\n", text);
}

static const siptrunk_allocator_t shared_memory = {from_shm, to_shm};

static siptrunk_config_t *build(siptrunk_error_t *error)
{
	siptrunk_builder_t *builder =
			siptrunk_builder_new(&shared_memory, log_warning);
	siptrunk_config_t *config = NULL;

	if(builder == NULL) {
		siptrunk_error_set(error, "out of shared memory (-m)");
		return NULL;
	}
	if(read_tables(builder, error)
			&& siptrunk_builder_finish(builder, &config) != SIPTRUNK_OK) {
		siptrunk_error_set(error, "%s", siptrunk_builder_error(builder));
		config = NULL;
	}
	siptrunk_builder_free(builder);
	return config;
}

static unsigned build_and_publish(siptrunk_error_t *error)
{
	siptrunk_config_t *config = build(error);
	unsigned generation;

	if(config == NULL)
		return 0;
	generation = siptrunk_snapshot_publish(config);
	if(generation == 0) {
		siptrunk_error_set(error, "out of shared memory (-m)");
		siptrunk_config_free(config);
	}
	return generation;
}

unsigned siptrunk_load(siptrunk_error_t *error)
{
	unsigned generation = 0;

	if(!siptrunk_snapshot_writer_begin()) {
		siptrunk_error_set(error, "another reload is still running");
	} else {
		generation = build_and_publish(error);
		siptrunk_snapshot_writer_end();
	}
	if(generation == 0) {
		siptrunk_stats_add(SIPTRUNK_STAT_RELOAD_FAILURES, 1);
		LM_ERR("configuration not loaded: %s\n", error->text);
		return 0;
	}
	siptrunk_stats_add(SIPTRUNK_STAT_RELOADS, 1);
	LM_INFO("configuration %u loaded\n", generation);
	return generation;
}

static bool change_state(
		siptrunk_text_t name, siptrunk_state_t state, siptrunk_error_t *error)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	siptrunk_trunk_t *trunk = siptrunk_config_trunk(snapshot->config, name);
	bool stored = false;

	if(trunk == NULL)
		siptrunk_error_set(
				error, "no trunk is named %.*s", SIPTRUNK_TEXT_FMT(name));
	else
		stored = siptrunk_database_store_state(name, state, error);
	if(stored)
		__atomic_store_n(&trunk->state, (int)state, __ATOMIC_RELAXED);
	siptrunk_snapshot_put(snapshot);
	return stored;
}

bool siptrunk_load_set_state(
		siptrunk_text_t trunk, siptrunk_state_t state, siptrunk_error_t *error)
{
	bool stored;

	/* as a writer: a load that read the old state would undo this */
	if(!siptrunk_snapshot_writer_begin()) {
		siptrunk_error_set(error, "a reload is still running");
		return false;
	}
	stored = change_state(trunk, state, error);
	siptrunk_snapshot_writer_end();
	return stored;
}
