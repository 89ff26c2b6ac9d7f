/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reads the tables into a builder and publishes what comes out.
 *
 * Main process at start, the RPC's process later; shared memory, for a dry run
 * the process's own.
 */
#include "siptrunk_load.h"

#include "siptrunk_compat.h"
#include "siptrunk_database.h"
#include "siptrunk_learn.h"
#include "siptrunk_lint_log.h"
#include "siptrunk_notify.h"
#include "siptrunk_proof.h"
#include "siptrunk_register.h"
#include "siptrunk_resume.h"
#include "siptrunk_room.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"
#include "siptrunk_table.h"
#include "siptrunk_tls.h"

#include "core/dprint.h"

static siptrunk_status_t add_site(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_site_row_t row = {id, v[0], v[1], v[2], v[3]};

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
			v[7], v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15], v[16],
			v[17], v[18], v[19], v[20], v[21], v[22], v[23], v[24],
			v[25]};

	return siptrunk_builder_add_trunk(builder, &row);
}

static siptrunk_status_t add_credential(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_credential_row_t row = {id, v[0], v[1], v[2], v[3], v[4]};

	return siptrunk_builder_add_credential(builder, &row);
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
	siptrunk_address_row_t row = {id, v[0], v[1], v[2], v[3], v[4], v[5], v[6],
			v[7], v[8], v[9], v[10], v[11]};

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
	siptrunk_number_plan_row_t row = {id, v[0], v[1], v[2], v[3]};

	return siptrunk_builder_add_number_plan(builder, &row);
}

static siptrunk_status_t add_number(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_number_row_t row = {id, v[0], v[1]};

	return siptrunk_builder_add_number(builder, &row);
}

static siptrunk_status_t add_gateway(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_gateway_row_t row = {id, v[0], v[1], v[2], v[3], v[4]};

	return siptrunk_builder_add_gateway(builder, &row);
}

static siptrunk_status_t add_notification(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_notification_row_t row = {id, v[0], v[1], v[2], v[3], v[4]};

	return siptrunk_builder_add_notification(builder, &row);
}

static siptrunk_status_t add_api(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_api_row_t row = {id, v[0], v[1], v[2], v[3], v[4], v[5]};

	return siptrunk_builder_add_api(builder, &row);
}

static siptrunk_status_t add_agent(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_agent_row_t row = {id, v[0], v[1], v[2], v[3], v[4], v[5]};

	return siptrunk_builder_add_agent(builder, &row);
}

static siptrunk_status_t add_variable(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_variable_row_t row = {id, v[0], v[1], v[2], v[3]};

	return siptrunk_builder_add_variable(builder, &row);
}

static siptrunk_status_t add_call_id_header(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_call_id_header_row_t row = {id, v[0], v[1]};

	return siptrunk_builder_add_call_id_header(builder, &row);
}

static siptrunk_status_t add_header_rule(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_header_rule_row_t row = {id, v[0], v[1], v[2], v[3], v[4]};

	return siptrunk_builder_add_header_rule(builder, &row);
}

static siptrunk_status_t add_transfer(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_transfer_row_t row = {id, v[0], v[1], v[2]};

	return siptrunk_builder_add_transfer(builder, &row);
}

/** A row on its way from a table to the builder. */
typedef struct source
{
	siptrunk_table_t table;
	siptrunk_status_t (*add)(
			siptrunk_builder_t *builder, int id, const siptrunk_text_t *v);
} source_t;

typedef struct reading
{
	const source_t *source;
	siptrunk_builder_t *builder;
} reading_t;

static bool add_row(void *context, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	const reading_t *reading = context;
	siptrunk_builder_t *builder = reading->builder;

	if(reading->source->add(builder, id, v) == SIPTRUNK_OK
			&& siptrunk_builder_add_fingerprint(
					   builder, id, v, reading->source->table.column_count)
					   == SIPTRUNK_OK)
		return true;
	siptrunk_error_set(error, "%s", siptrunk_builder_error(builder));
	return false;
}

/* clang-format off */
#define TEXT SIPTRUNK_COLUMN_TEXT
#define NUMBER SIPTRUNK_COLUMN_NUMBER

/** In the order that the builder demands: what is named before who names it. */
static const source_t sources[] = {
	{{str_init("siptrunk_site"),
		TEXT("name") ", " TEXT("ani") ", " TEXT("desk") ", " TEXT("callback"),
		4, add_row}, add_site},
	{{str_init("siptrunk_caller_order"),
		TEXT("name") ", " TEXT("sources"), 2, add_row}, add_caller_order},
	{{str_init("siptrunk_trunk"),
		TEXT("name") ", " TEXT("role") ", " TEXT("state") ", "
		TEXT("transport") ", " NUMBER("gateways") ", " TEXT("media") ", "
		TEXT("codecs") ", " TEXT("caller_order") ", " TEXT("ani") ", "
		TEXT("outside_prefix") ", " TEXT("site") ", " NUMBER("call_limit") ", "
		TEXT("proof") ", " TEXT("certificate") ", " TEXT("authority") ", "
		TEXT("realm") ", " TEXT("strangers") ", " TEXT("distribution") ", "
		TEXT("bad_certificate") ", " TEXT("psap_callback") ", "
		TEXT("identity") ", " NUMBER("header_limit") ", "
		NUMBER("header_size") ", " TEXT("dtmf") ", " TEXT("refer") ", "
		TEXT("description"), 26, add_row}, add_trunk},
	{{str_init("siptrunk_credential"),
		TEXT("trunk") ", " TEXT("direction") ", " TEXT("realm") ", "
		TEXT("username") ", " TEXT("ha1"), 5, add_row}, add_credential},
	{{str_init("siptrunk_header"),
		TEXT("trunk") ", " TEXT("name") ", " TEXT("value"), 3, add_row},
		add_header},
	{{str_init("siptrunk_address"),
		TEXT("trunk") ", " TEXT("prefix") ", " TEXT("host") ", "
		TEXT("action") ", " TEXT("state") ", " TEXT("direction") ", "
		TEXT("transports") ", " TEXT("ports") ", " TEXT("valid_from") ", "
		TEXT("valid_until") ", " TEXT("source") ", " TEXT("dated"), 12,
		add_row}, add_address},
	{{str_init("siptrunk_caller"),
		TEXT("aor") ", " TEXT("email") ", " TEXT("extension") ", " TEXT("did")
		", " TEXT("site"), 5, add_row}, add_caller},
	{{str_init("siptrunk_number_plan"),
		TEXT("match_type") ", " TEXT("numbers") ", " TEXT("classification") ", "
		TEXT("site"), 4, add_row}, add_number_plan},
	{{str_init("siptrunk_number"),
		TEXT("number") ", " TEXT("trunk"), 2, add_row}, add_number},
	{{str_init("dispatcher"),
		NUMBER("setid") ", " TEXT("destination") ", " NUMBER("flags") ", "
		NUMBER("priority") ", " TEXT("attrs"), 5, add_row}, add_gateway},
	{{str_init("siptrunk_notification"),
		TEXT("site") ", " TEXT("target") ", " TEXT("key_file") ", "
		TEXT("ca_file") ", " TEXT("description"), 5, add_row},
		add_notification},
	{{str_init("siptrunk_api"),
		TEXT("trunk") ", " TEXT("url") ", " TEXT("api_key") ", "
		TEXT("ca_file") ", " NUMBER("deadline") ", " NUMBER("reserve"), 6,
		add_row}, add_api},
	{{str_init("siptrunk_agent"),
		TEXT("trunk") ", " TEXT("number") ", " TEXT("agent_id") ", "
		TEXT("agent_version") ", " TEXT("direction") ", " TEXT("fallback"), 6,
		add_row}, add_agent},
	{{str_init("siptrunk_variable"),
		TEXT("trunk") ", " TEXT("header") ", " TEXT("kind") ", "
		TEXT("name"), 4, add_row}, add_variable},
	{{str_init("siptrunk_call_id_header"),
		TEXT("kind") ", " TEXT("header"), 2, add_row}, add_call_id_header},
	{{str_init("siptrunk_header_rule"),
		TEXT("trunk") ", " TEXT("direction") ", " TEXT("header") ", "
		TEXT("action") ", " TEXT("new_name"), 5, add_row}, add_header_rule},
	{{str_init("siptrunk_transfer"),
		TEXT("trunk") ", " TEXT("match_type") ", " TEXT("numbers"), 3,
		add_row}, add_transfer},
};
/* clang-format on */

#define SOURCE_COUNT (sizeof(sources) / sizeof(sources[0]))

static bool read_tables(const siptrunk_database_t *database,
		siptrunk_builder_t *builder, siptrunk_error_t *error)
{
	bool complete = true;
	size_t i;

	for(i = 0; complete && i < SOURCE_COUNT; i++) {
		reading_t reading = {&sources[i], builder};

		complete = siptrunk_table_read(
				database, &sources[i].table, &reading, error);
	}
	return complete;
}

static void log_warning(const char *text)
{
	LM_WARN("%s\n", text);
}

/** What is to be in force. */
typedef struct load
{
	siptrunk_config_t *config;
	siptrunk_overlay_t *overlay; /**< made for it */
} load_t;

static void load_free(load_t *load)
{
	siptrunk_overlay_free(load->overlay);
	siptrunk_config_free(load->config);
}

/** On no memory error says nothing. */
static siptrunk_status_t build_config(const siptrunk_database_t *database,
		const siptrunk_allocator_t *memory, siptrunk_config_t **config,
		siptrunk_error_t *error)
{
	siptrunk_builder_t *builder = siptrunk_builder_new(
			memory, &siptrunk_scratch_memory, log_warning);
	siptrunk_status_t status = SIPTRUNK_NO_MEMORY;

	if(builder == NULL)
		return status;
	if(read_tables(database, builder, error)) {
		status = siptrunk_builder_finish(builder, config);
		siptrunk_error_set(error, "%s", siptrunk_builder_error(builder));
	} else if(siptrunk_builder_status(builder) != SIPTRUNK_NO_MEMORY) {
		status = SIPTRUNK_INVALID;
	}
	siptrunk_builder_free(builder);
	return status;
}

/** Rather calls that nobody is told of than no calls: at start what is wrong
 *  with a key file is an alarm, and it is read again for each notification. */
static bool can_notify(const siptrunk_config_t *config, siptrunk_error_t *error)
{
	if(siptrunk_notify_ready(config, error))
		return true;
	if(siptrunk_snapshot_current() != NULL)
		return false;
	LM_ERR("no notification is sent until this is mended: %s\n", error->text);
	return true;
}

/** Likewise of the keys of APIs: a call that cannot be registered takes its
 *  fallback. */
static bool can_register(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	if(config->api_count > 0 && !siptrunk_resume_ready())
		LM_WARN("no call is registered: expected tm, and async_workers of 1 or "
				"more, found none\n");
	if(siptrunk_register_ready(config, error))
		return true;
	if(siptrunk_snapshot_current() != NULL)
		return false;
	LM_ERR("no call is registered until this is mended: %s\n", error->text);
	return true;
}

/** The same; *load is empty unless all of it is there. */
static siptrunk_status_t build(const siptrunk_database_t *database,
		const siptrunk_allocator_t *memory, load_t *load,
		siptrunk_error_t *error)
{
	siptrunk_status_t status;

	*load = (load_t){NULL, NULL};
	status = build_config(database, memory, &load->config, error);
	if(status == SIPTRUNK_OK
			&& (!siptrunk_proof_ready(load->config, error)
					|| !siptrunk_tls_ready(load->config, error)
					|| !can_notify(load->config, error)
					|| !can_register(load->config, error)))
		status = SIPTRUNK_INVALID;
	if(status == SIPTRUNK_OK)
		status = siptrunk_learn_overlay(
				database, load->config, memory, &load->overlay, error);
	if(status != SIPTRUNK_OK) {
		load_free(load);
		*load = (load_t){NULL, NULL};
	}
	return status;
}

/** Bytes of shared memory, when it is built there. */
static size_t load_size(const load_t *load)
{
	return siptrunk_config_size(load->config)
		   + siptrunk_overlay_size(load->overlay);
}

/** Builds once more, in private memory, to see how much it takes. */
static void say_size(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	load_t load;

	switch(build(database, &siptrunk_scratch_memory, &load, error)) {
		case SIPTRUNK_OK:
			siptrunk_error_set(error,
					"shared memory: expected %zu kB for the new configuration "
					"beside the one in force, found %zu kB free beside what "
					"is kept for emergency calls; raise -m",
					load_size(&load) / 1024 + 1, siptrunk_room_free() / 1024);
			load_free(&load);
			return;
		case SIPTRUNK_NO_MEMORY:
			siptrunk_error_set(error, "no memory left");
			return;
		case SIPTRUNK_INVALID:
			return; /* changed meanwhile; error says how */
	}
}

/** The configuration kept for a rollback makes room, if that helps. */
static bool build_shared(const siptrunk_database_t *database, load_t *load,
		siptrunk_error_t *error)
{
	siptrunk_status_t status =
			build(database, &siptrunk_shared_memory, load, error);

	if(status == SIPTRUNK_NO_MEMORY && siptrunk_snapshot_previous() != NULL) {
		LM_WARN("no shared memory for a third configuration: the one kept for "
				"siptrunk.rollback is given up; raise -m\n");
		siptrunk_snapshot_drop_previous();
		status = build(database, &siptrunk_shared_memory, load, error);
	}
	if(status == SIPTRUNK_NO_MEMORY)
		say_size(database, error);
	return status == SIPTRUNK_OK;
}

static void no_memory(siptrunk_error_t *error)
{
	siptrunk_error_set(error, "no shared memory left; raise -m");
}

/** What config changes in what is in force; at start there is nothing. */
static void compare(
		const siptrunk_config_t *config, siptrunk_load_report_t *report)
{
	static const siptrunk_config_t nothing;
	const siptrunk_snapshot_t *current = siptrunk_snapshot_current();

	siptrunk_config_compare(current != NULL ? current->config : &nothing,
			config, report->changes);
}

static unsigned build_and_publish(const siptrunk_database_t *database,
		siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	unsigned generation;
	load_t load;

	if(!build_shared(database, &load, error))
		return 0;
	compare(load.config, report);
	generation = siptrunk_snapshot_publish(load.config, load.overlay);
	if(generation == 0) {
		load_free(&load);
		no_memory(error);
		return 0;
	}
	siptrunk_lint_log(load.config);
	siptrunk_learn_listed(database);
	return generation;
}

static unsigned build_and_compare(const siptrunk_database_t *database,
		siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	siptrunk_status_t status;
	load_t load;

	status = build(database, &siptrunk_scratch_memory, &load, error);
	if(status == SIPTRUNK_NO_MEMORY)
		siptrunk_error_set(error, "no memory left");
	if(status != SIPTRUNK_OK)
		return 0;
	compare(load.config, report);
	report->needed = load_size(&load);
	siptrunk_lint_log(load.config);
	load_free(&load);
	return siptrunk_snapshot_current()->generation;
}

static unsigned with_database(
		unsigned (*work)(const siptrunk_database_t *database,
				siptrunk_load_report_t *report, siptrunk_error_t *error),
		siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	siptrunk_database_t database;
	unsigned generation;

	if(!siptrunk_database_open(&database, error))
		return 0;
	generation = work(&database, report, error);
	siptrunk_database_close(&database);
	return generation;
}

static unsigned load(siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	return with_database(build_and_publish, report, error);
}

static unsigned dry_run(siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	return with_database(build_and_compare, report, error);
}

static siptrunk_overlay_t *read_overlay(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	siptrunk_database_t database;
	siptrunk_overlay_t *overlay;

	if(!siptrunk_database_open(&database, error))
		return NULL;
	if(siptrunk_learn_overlay(&database, config, &siptrunk_shared_memory,
			   &overlay, error)
			== SIPTRUNK_NO_MEMORY)
		no_memory(error);
	siptrunk_database_close(&database);
	return overlay;
}

/** From the table, where by now stands what the configuration that goes has on
 *  the lists of its pbx trunks; a way back must not depend on it, though. */
static siptrunk_overlay_t *overlay_for(const siptrunk_config_t *config)
{
	siptrunk_error_t error;
	siptrunk_overlay_t *overlay = read_overlay(config, &error);

	if(overlay != NULL)
		return overlay;
	LM_WARN("table siptrunk_learned is not read again for a rollback: an "
			"address of a pbx trunk that was new in the configuration which "
			"goes is not known for a 911 until the next reload: %s\n",
			error.text);
	return siptrunk_learn_overlay_again(config);
}

static unsigned put_back(siptrunk_config_t *config)
{
	siptrunk_overlay_t *overlay = overlay_for(config);
	unsigned generation =
			overlay != NULL ? siptrunk_snapshot_rollback(overlay) : 0;

	if(generation == 0)
		siptrunk_overlay_free(overlay);
	return generation;
}

static unsigned roll_back(
		siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	siptrunk_config_t *config = siptrunk_snapshot_previous();
	unsigned generation;

	if(config == NULL) {
		siptrunk_error_set(error,
				"there is no configuration to go back to: none was loaded "
				"since the start, or it was given up to make room");
		return 0;
	}
	siptrunk_config_take_states(config, siptrunk_snapshot_current()->config);
	compare(config, report);
	generation = put_back(config);
	if(generation == 0)
		no_memory(error);
	return generation;
}

/** What a writer does. The generation in force afterwards; 0: error says why
 *  it is not done. */
typedef unsigned (*work_f)(
		siptrunk_load_report_t *report, siptrunk_error_t *error);

static unsigned as_writer(work_f work, siptrunk_load_report_t *report,
		siptrunk_error_t *error)
{
	unsigned generation;

	if(!siptrunk_snapshot_writer_begin()) {
		siptrunk_error_set(error, "another reload is still running");
		return 0;
	}
	generation = work(report, error);
	siptrunk_snapshot_writer_end();
	return generation;
}

unsigned siptrunk_load(siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	unsigned generation = as_writer(load, report, error);

	if(generation == 0) {
		siptrunk_stats_add(SIPTRUNK_STAT_RELOAD_FAILURES, 1);
		LM_ERR("configuration not loaded: %s\n", error->text);
		return 0;
	}
	siptrunk_stats_add(SIPTRUNK_STAT_RELOADS, 1);
	LM_INFO("configuration %u loaded\n", generation);
	return generation;
}

unsigned siptrunk_load_dry_run(
		siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	return as_writer(dry_run, report, error);
}

unsigned siptrunk_load_rollback(
		siptrunk_load_report_t *report, siptrunk_error_t *error)
{
	unsigned generation = as_writer(roll_back, report, error);

	if(generation != 0)
		LM_INFO("configuration %u is the one before the last\n", generation);
	return generation;
}

static bool change_state(
		siptrunk_text_t name, siptrunk_state_t state, siptrunk_error_t *error)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	siptrunk_config_t *config = snapshot->config;
	siptrunk_trunk_t *trunk = siptrunk_config_trunk(config, name);
	bool stored = false;

	if(trunk == NULL)
		siptrunk_error_set(
				error, "no trunk is named %.*s", SIPTRUNK_TEXT_FMT(name));
	else
		stored = siptrunk_database_store_state(name, state, error);
	if(stored)
		siptrunk_config_set_state(config, trunk, state);
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
