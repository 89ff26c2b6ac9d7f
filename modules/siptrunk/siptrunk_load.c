/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reads the tables into a builder and publishes what comes out.
 *
 * Main process at start, the RPC's process later; the configuration is built in
 * shared memory.
 */
#include "siptrunk_load.h"

#include "siptrunk_compat.h"
#include "siptrunk_database.h"
#include "siptrunk_learn.h"
#include "siptrunk_lint_log.h"
#include "siptrunk_proof.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"
#include "siptrunk_table.h"

#include "core/dprint.h"
#include "core/mem/shm_mem.h"

/** What became of a row. */
static bool added(const siptrunk_builder_t *builder, siptrunk_status_t status,
		siptrunk_error_t *error)
{
	if(status != SIPTRUNK_OK)
		siptrunk_error_set(error, "%s", siptrunk_builder_error(builder));
	return status == SIPTRUNK_OK;
}

static bool add_site(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_site_row_t row = {id, v[0], v[1]};

	return added(builder, siptrunk_builder_add_site(builder, &row), error);
}

static bool add_caller_order(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_caller_order_row_t row = {id, v[0], v[1]};

	return added(builder, siptrunk_builder_add_caller_order(builder, &row), error);
}

static bool add_trunk(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_trunk_row_t row = {id, v[0], v[1], v[2], v[3], v[4], v[5], v[6],
			v[7], v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15], v[16]};

	return added(builder, siptrunk_builder_add_trunk(builder, &row), error);
}

static bool add_credential(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_credential_row_t row = {id, v[0], v[1], v[2]};

	return added(builder, siptrunk_builder_add_credential(builder, &row), error);
}

static bool add_header(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_header_row_t row = {id, v[0], v[1], v[2]};

	return added(builder, siptrunk_builder_add_header(builder, &row), error);
}

static bool add_address(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_address_row_t row = {id, v[0], v[1], v[2], v[3], v[4], v[5], v[6],
			v[7], v[8], v[9], v[10], v[11]};

	return added(builder, siptrunk_builder_add_address(builder, &row), error);
}

static bool add_caller(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_caller_row_t row = {id, v[0], v[1], v[2], v[3], v[4]};

	return added(builder, siptrunk_builder_add_caller(builder, &row), error);
}

static bool add_number_plan(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_number_plan_row_t row = {id, v[0], v[1], v[2]};

	return added(builder, siptrunk_builder_add_number_plan(builder, &row), error);
}

static bool add_number(void *builder, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	siptrunk_number_row_t row = {id, v[0], v[1]};

	return added(builder, siptrunk_builder_add_number(builder, &row), error);
}

/* clang-format off */
#define TEXT SIPTRUNK_COLUMN_TEXT
#define NUMBER SIPTRUNK_COLUMN_NUMBER

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
		TEXT("proof") ", " TEXT("certificate") ", " TEXT("realm") ", "
		TEXT("strangers") ", " TEXT("description"), 17, add_trunk},
	{str_init("siptrunk_credential"),
		TEXT("trunk") ", " TEXT("username") ", " TEXT("ha1"), 3,
		add_credential},
	{str_init("siptrunk_header"),
		TEXT("trunk") ", " TEXT("name") ", " TEXT("value"), 3, add_header},
	{str_init("siptrunk_address"),
		TEXT("trunk") ", " TEXT("prefix") ", " TEXT("host") ", "
		TEXT("action") ", " TEXT("state") ", " TEXT("direction") ", "
		TEXT("transports") ", " TEXT("ports") ", " TEXT("valid_from") ", "
		TEXT("valid_until") ", " TEXT("source") ", " TEXT("dated"), 12,
		add_address},
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

static bool read_tables(const siptrunk_database_t *database,
		siptrunk_builder_t *builder, siptrunk_error_t *error)
{
	bool complete = true;
	size_t i;

	for(i = 0; complete && i < TABLE_COUNT; i++)
		complete = siptrunk_table_read(database, &tables[i], builder, error);
	return complete;
}

static void log_warning(const char *text)
{
	LM_WARN("%s\n", text);
}

/** NULL: refused, or no memory; error says which, and so does *status. */
static siptrunk_config_t *build(const siptrunk_database_t *database,
		const siptrunk_allocator_t *memory, siptrunk_status_t *status,
		siptrunk_error_t *error)
{
	siptrunk_builder_t *builder = siptrunk_builder_new(
			memory, &siptrunk_scratch_memory, log_warning);
	siptrunk_config_t *config = NULL;

	*status = SIPTRUNK_NO_MEMORY;
	if(builder == NULL) {
		siptrunk_error_set(error, "no memory left");
		return NULL;
	}
	if(read_tables(database, builder, error)) {
		*status = siptrunk_builder_finish(builder, &config);
		if(config == NULL)
			siptrunk_error_set(error, "%s", siptrunk_builder_error(builder));
	} else {
		*status = siptrunk_builder_status(builder);
	}
	siptrunk_builder_free(builder);
	if(config != NULL && !siptrunk_proof_ready(config, error)) {
		*status = SIPTRUNK_INVALID;
		siptrunk_config_free(config);
		return NULL;
	}
	return config;
}

/** Builds once more, in private memory, to see how much it takes. */
static void say_size(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	siptrunk_status_t status;
	siptrunk_config_t *config =
			build(database, &siptrunk_scratch_memory, &status, error);

	if(config == NULL)
		return;
	siptrunk_error_set(error,
			"shared memory: expected %zu kB for the new configuration beside "
			"the one in force, found %lu kB free; raise -m",
			siptrunk_config_size(config) / 1024 + 1, shm_available() / 1024);
	siptrunk_config_free(config);
}

/** The configuration kept for a rollback makes room, if that helps. */
static siptrunk_config_t *build_shared(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	siptrunk_status_t status;
	siptrunk_config_t *config =
			build(database, &siptrunk_shared_memory, &status, error);

	if(config != NULL || status != SIPTRUNK_NO_MEMORY)
		return config;
	if(siptrunk_snapshot_previous() != NULL) {
		LM_WARN("no shared memory for a third configuration: the one kept for "
				"siptrunk.rollback is given up; raise -m\n");
		siptrunk_snapshot_drop_previous();
		config = build(database, &siptrunk_shared_memory, &status, error);
	}
	if(config == NULL && status == SIPTRUNK_NO_MEMORY)
		say_size(database, error);
	return config;
}

static void no_memory(siptrunk_error_t *error)
{
	siptrunk_error_set(error, "no shared memory left; raise -m");
}

static unsigned publish(const siptrunk_database_t *database,
		siptrunk_config_t *config, siptrunk_error_t *error)
{
	siptrunk_overlay_t *overlay =
			siptrunk_learn_overlay(database, config, error);
	unsigned generation;

	if(overlay == NULL)
		return 0;
	generation = siptrunk_snapshot_publish(config, overlay);
	if(generation == 0) {
		siptrunk_overlay_free(overlay);
		no_memory(error);
	}
	return generation;
}

static unsigned build_and_publish(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	siptrunk_config_t *config = build_shared(database, error);
	unsigned generation;

	if(config == NULL)
		return 0;
	generation = publish(database, config, error);
	if(generation == 0) {
		siptrunk_config_free(config);
	} else {
		siptrunk_lint_log(config);
		siptrunk_learn_listed(database);
	}
	return generation;
}

static unsigned load(siptrunk_error_t *error)
{
	siptrunk_database_t database;
	unsigned generation;

	if(!siptrunk_database_open(&database, error))
		return 0;
	generation = build_and_publish(&database, error);
	siptrunk_database_close(&database);
	return generation;
}

unsigned siptrunk_load(siptrunk_error_t *error)
{
	unsigned generation = 0;

	if(!siptrunk_snapshot_writer_begin()) {
		siptrunk_error_set(error, "another reload is still running");
	} else {
		generation = load(error);
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
