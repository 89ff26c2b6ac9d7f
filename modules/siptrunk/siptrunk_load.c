/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Makes a configuration of what the database has and publishes it.
 *
 * Main process at start, the RPC's process later; shared memory, for a dry run
 * the process's own.
 */
#include "siptrunk_load.h"

#include "siptrunk_api_key.h"
#include "siptrunk_compat.h"
#include "siptrunk_database.h"
#include "siptrunk_learn.h"
#include "siptrunk_lint_log.h"
#include "siptrunk_load_rows.h"
#include "siptrunk_notify.h"
#include "siptrunk_params.h"
#include "siptrunk_proof.h"
#include "siptrunk_resume.h"
#include "siptrunk_room.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"
#include "siptrunk_tls.h"
#include "siptrunk_topology.h"
#include "siptrunk_trunk_defaults.h"

#include "core/dprint.h"

static void log_warning(const char *text)
{
	LM_WARN("%s\n", text);
}

/** Of this edge; written at start. */
static siptrunk_trunk_defaults_t defaults;

int siptrunk_load_init(void)
{
	siptrunk_error_t error;

	if(siptrunk_trunk_defaults_parse(siptrunk_text_of(&siptrunk_trunk_defaults),
			   &defaults, &error))
		return 0;
	LM_ERR("modparam trunk_defaults: %s\n", error.text);
	return -1;
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
	siptrunk_builder_use_defaults(builder, &defaults);
	if(siptrunk_load_rows(database, builder, error)) {
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
	if(siptrunk_api_keys_check(config, error))
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
					|| !siptrunk_topology_ready(load->config, error)
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
