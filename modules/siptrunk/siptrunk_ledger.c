/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The ledger of emergency calls.
 *
 * Two processes of its own; private memory. They must not end, whatever
 * happens: Kamailio would shut down with them.
 */
#include "siptrunk_ledger.h"

#include "siptrunk_clock.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_outlet.h"
#include "siptrunk_params.h"
#include "siptrunk_spool.h"
#include "siptrunk_tls_spool.h"

#include "core/dprint.h"
#include "core/sr_module.h"
#include "core/timer_proc.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SPOOL_TICK_US (50 * 1000)
#define STORE_TICK_US (200 * 1000)
/** From one try to the next, of what does not take it. */
#define RETRY_MAX_S 60
/** How often files are looked for that nobody has brought to the database. */
#define SWEEP_S 60
/** How long test calls are remembered over a restart: 400 days. */
#define TESTS_S (400L * 24 * 60 * 60)
/** Rows refused one after the other: not the rows are to blame. */
#define REFUSED_MAX 3

#define MEANWHILE "emergency calls are kept and this is tried again"
static siptrunk_outlet_t spool = {.what = "ledger, spool",
		.meanwhile = MEANWHILE,
		.stat = SIPTRUNK_STAT_LEDGER_SPOOL_FAILURES,
		.longest = RETRY_MAX_S};
static siptrunk_outlet_t table = {.what = "ledger, database",
		.meanwhile = MEANWHILE,
		.stat = SIPTRUNK_STAT_LEDGER_DB_FAILURES,
		.longest = RETRY_MAX_S};
static char folder[SIPTRUNK_SPOOL_DIR_MAX + sizeof("/ledger")];

static void remove_file(const char *name)
{
	siptrunk_error_t error;

	if(!siptrunk_spool_remove(folder, name, &error))
		LM_ERR("%s: %s\n", spool.what, error.text);
}

/* --- to the spool --- */

static bool write_file(
		const siptrunk_emergency_entry_t *entry, siptrunk_error_t *error)
{
	char text[SIPTRUNK_EMERGENCY_FILE_MAX];
	const siptrunk_text_t file = {
			text, siptrunk_emergency_write(entry, text)};

	return siptrunk_spool_write(folder, entry->id, file, error)
		   || (siptrunk_spool_open(folder, error)
				   && siptrunk_spool_write(folder, entry->id, file, error));
}

static void spool_tick(unsigned int ticks, void *param)
{
	siptrunk_emergency_entry_t entry;
	siptrunk_error_t error;

	while(siptrunk_outlet_may_try(&spool)
			&& siptrunk_emergencies_unsafe(SIPTRUNK_KEEPER_SPOOL, 0, &entry)) {
		if(!siptrunk_outlet_note(&spool, write_file(&entry, &error), &error))
			return;
		siptrunk_emergencies_safe(&entry, SIPTRUNK_KEEPER_SPOOL);
		/* the row was written, and the file removed, while we wrote it */
		if(siptrunk_emergency_over(&entry)
				&& siptrunk_emergencies_has(&entry, SIPTRUNK_KEEPER_DATABASE))
			remove_file(entry.id);
	}
	/* a disk that hangs must hang this process only */
	siptrunk_tls_spool_write();
}

/* --- to the database --- */

/** What shared memory has; false: enough was refused. */
static bool store_changes(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	siptrunk_emergency_entry_t entry = {.changes = 0};
	int refused = 0;

	while(siptrunk_emergencies_unsafe(
			SIPTRUNK_KEEPER_DATABASE, entry.changes, &entry)) {
		if(!siptrunk_ledger_rows_store(database, &entry, error)) {
			if(++refused == REFUSED_MAX)
				return false;
			continue;
		}
		siptrunk_emergencies_safe(&entry, SIPTRUNK_KEEPER_DATABASE);
		if(siptrunk_emergency_over(&entry))
			remove_file(entry.id);
	}
	return refused == 0;
}

static bool read_file(const char *name, siptrunk_emergency_entry_t *entry,
		siptrunk_error_t *error)
{
	char text[SIPTRUNK_EMERGENCY_FILE_MAX];
	long len = siptrunk_spool_read(folder, name, text, sizeof(text), error);

	if(len < 0)
		return false;
	if(siptrunk_emergency_read(
			   (siptrunk_text_t){text, (size_t)len}, entry, error)
			&& strcmp(entry->id, name) == 0)
		return true;
	LM_ERR("ledger, spool: %s/%s is no emergency call, and stays there: %s\n",
			folder, name, error->text);
	return false;
}

typedef struct sweep
{
	const siptrunk_database_t *database;
	siptrunk_error_t *error;
	int refused;
} sweep_t;

/** A call that is going on in shared memory is stored from there. */
static void sweep_file(void *context, const char *name, time_t modified)
{
	siptrunk_emergency_entry_t entry;
	sweep_t *sweep = context;
	siptrunk_error_t error;

	if(sweep->refused == REFUSED_MAX
			|| !siptrunk_emergency_is_id(siptrunk_text(name))
			|| (siptrunk_emergencies_find(siptrunk_text(name), &entry)
					&& !siptrunk_emergency_over(&entry))
			|| !read_file(name, &entry, &error))
		return;
	if(siptrunk_ledger_rows_store(sweep->database, &entry, sweep->error))
		remove_file(name);
	else
		sweep->refused++;
}

/** What an earlier life of the edge has left, or shared memory has forgotten
 *  while the database was away. */
static bool sweep_folder(
		const siptrunk_database_t *database, siptrunk_error_t *error)
{
	sweep_t sweep = {database, error, 0};
	siptrunk_error_t unreadable;

	/* no folder, no files: that it cannot be made is the spool's trouble */
	siptrunk_spool_each(folder, sweep_file, &sweep, &unreadable);
	return sweep.refused == 0;
}

static bool store(bool sweep, siptrunk_error_t *error)
{
	siptrunk_database_t database;
	bool stored;

	if(!siptrunk_database_open(&database, error))
		return false;
	stored = siptrunk_ledger_rows_check(&database, error)
			 && store_changes(&database, error)
			 && (!sweep || sweep_folder(&database, error));
	siptrunk_database_close(&database);
	return stored;
}

static void store_tick(unsigned int ticks, void *param)
{
	static int64_t sweep_due;
	siptrunk_emergency_entry_t entry;
	siptrunk_error_t error;
	bool sweep = table.failures > 0 || sweep_due <= siptrunk_clock_steady_s();

	if(!siptrunk_outlet_may_try(&table)
			|| (!sweep
					&& !siptrunk_emergencies_unsafe(
							SIPTRUNK_KEEPER_DATABASE, 0, &entry)))
		return;
	if(siptrunk_outlet_note(&table, store(sweep, &error), &error) && sweep)
		sweep_due = siptrunk_clock_steady_s() + SWEEP_S;
}

/* --- what others call --- */

int siptrunk_ledger_start(int rank)
{
	if(rank != PROC_MAIN)
		return 0;
	if(fork_basic_utimer(PROC_TIMER, "SIPTRUNK SPOOL", 0, spool_tick, NULL,
			   SPOOL_TICK_US)
			< 0)
		return -1;
	return fork_basic_utimer(PROC_TIMER, "SIPTRUNK LEDGER", 0, store_tick, NULL,
				   STORE_TICK_US)
						   < 0
				   ? -1
				   : 0;
}

typedef struct recent
{
	int64_t since;
	siptrunk_ledger_each_f each;
	void *param;
} recent_t;

static bool has_file(const char *name)
{
	char path[sizeof(folder) + 1 + SIPTRUNK_EMERGENCY_ID_LEN];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return access(path, F_OK) == 0;
}

/** A row whose file is there is the same, or older. */
static void recent_row(const siptrunk_emergency_entry_t *entry, void *param)
{
	const recent_t *recent = param;

	if(!has_file(entry->id))
		recent->each(entry, recent->param);
}

static void recent_file(void *context, const char *name, time_t modified)
{
	const recent_t *recent = context;
	siptrunk_emergency_entry_t entry;
	siptrunk_error_t error;

	if(siptrunk_emergency_is_id(siptrunk_text(name))
			&& read_file(name, &entry, &error)
			&& entry.received >= recent->since)
		recent->each(&entry, recent->param);
}

void siptrunk_ledger_recent(
		int64_t since, bool tests, siptrunk_ledger_each_f each, void *param)
{
	recent_t recent = {since, each, param};
	siptrunk_database_t database;
	siptrunk_error_t error;
	bool read = siptrunk_database_open(&database, &error);

	if(read) {
		read = siptrunk_ledger_rows_read(
				&database, since, tests, recent_row, &recent, &error);
		siptrunk_database_close(&database);
	}
	if(!read)
		LM_ERR("ledger: emergency calls of before cannot be read: %s\n",
				error.text);
	siptrunk_spool_each(folder, recent_file, &recent, &error);
}

static void note_test(const siptrunk_emergency_entry_t *entry, void *param)
{
	siptrunk_emergencies_note_test(entry);
}

int siptrunk_ledger_init(void)
{
	siptrunk_ledger_rows_init();
	snprintf(folder, sizeof(folder), "%s/ledger", siptrunk_spool_dir.s);
	siptrunk_ledger_recent(
			((int64_t)time(NULL) - TESTS_S) * 1000, true, note_test, NULL);
	return register_basic_timers(2);
}
