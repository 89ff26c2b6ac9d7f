/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The record of each call that is over.
 *
 * Two processes of its own, the main process at the end; private memory. They
 * must not end, whatever happens: Kamailio would shut down with them.
 */
#include "siptrunk_records.h"

#include "siptrunk_call_json.h"
#include "siptrunk_calls.h"
#include "siptrunk_clock.h"
#include "siptrunk_ng.h"
#include "siptrunk_outlet.h"
#include "siptrunk_params.h"
#include "siptrunk_record_rows.h"
#include "siptrunk_spool.h"

#include "core/dprint.h"
#include "core/sr_module.h"
#include "core/timer_proc.h"

#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/statvfs.h>

#define WRITE_TICK_US (100 * 1000)
#define STORE_TICK_US (200 * 1000)
/** From one try to the next, of what does not take it. */
#define RETRY_MAX_S 10
/** A line of the log, a write of the file, a file of the spool. */
#define BATCH_MAX 32
/** So much of the disk, or so many bytes, is left to emergency calls. */
#define DISK_SHARE 10
#define DISK_ENOUGH (256UL << 20)
/** Files refused in one sweep: not what they hold is to blame. */
#define REFUSED_MAX 3
/** What the database has refused for so long, while it takes others. */
#define HOPELESS_S (24 * 60 * 60)

#define TRIED_AGAIN "calls are not kept from going on, and this is tried again"

static siptrunk_outlet_t file = {.what = "records, file",
		.meanwhile = TRIED_AGAIN,
		.stat = SIPTRUNK_STAT_RECORD_FILE_FAILURES,
		.longest = RETRY_MAX_S};
static siptrunk_outlet_t spool = {.what = "records, spool",
		.meanwhile = TRIED_AGAIN,
		.stat = SIPTRUNK_STAT_RECORD_SPOOL_FAILURES,
		.longest = RETRY_MAX_S};
static siptrunk_outlet_t table = {.what = "records, database",
		.meanwhile = "records wait in the spool, and this is tried again",
		.stat = SIPTRUNK_STAT_RECORD_DB_FAILURES,
		.longest = RETRY_MAX_S};

static char folder[SIPTRUNK_SPOOL_DIR_MAX + sizeof("/records")];
static char file_folder[PATH_MAX];
static uint64_t this_start;
static bool started;

static struct
{
	siptrunk_call_record_t records[BATCH_MAX];
	size_t count;
	char text[BATCH_MAX * SIPTRUNK_CALL_JSON_MAX];
	size_t len;
} batch;

static bool has_file(void)
{
	return siptrunk_records_file.len > 0;
}

static bool is_wanted(void)
{
	return has_file() || siptrunk_records_log || siptrunk_records_table;
}

/* --- a batch --- */

/** Where there is no RTPengine nobody will tell more of a call. Else the media
 *  process will, in its next round. */
static int64_t settled_before(void)
{
	const int64_t wait = siptrunk_ng_count() > 0
								 ? 2 * siptrunk_media_interval + 2
								 : 0;

	return siptrunk_clock_ms() - wait * 1000;
}

static void fill_batch(int64_t before)
{
	size_t i;

	batch.count = siptrunk_calls_due(batch.records, BATCH_MAX, before);
	batch.len = 0;
	for(i = 0; i < batch.count; i++) {
		siptrunk_call_hide(
				&batch.records[i], siptrunk_records_hidden_digits);
		batch.len += siptrunk_call_json_write(
				&batch.records[i], this_start, batch.text + batch.len);
	}
}

static siptrunk_text_t batch_text(void)
{
	return (siptrunk_text_t){batch.text, batch.len};
}

static void find_file_folder(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s", siptrunk_records_file.s);
	snprintf(file_folder, sizeof(file_folder), "%s", dirname(path));
}

/** Of the disk that path is on. */
static bool has_room(const char *path, siptrunk_error_t *error)
{
	struct statvfs disk;

	if(statvfs(path, &disk) < 0
			|| disk.f_bavail * disk.f_frsize >= DISK_ENOUGH
			|| disk.f_bavail >= disk.f_blocks / DISK_SHARE)
		return true;
	siptrunk_error_set(error,
			"cannot write to %s: less than a tenth of the disk is free, which "
			"is kept for emergency calls",
			path);
	return false;
}

/** Its disk may be the spool's. */
static bool append_to_file(siptrunk_error_t *error)
{
	return has_room(file_folder, error)
		   && siptrunk_spool_append(
				   siptrunk_records_file.s, batch_text(), error);
}

static bool write_to_spool(siptrunk_error_t *error)
{
	char name[SIPTRUNK_CALL_UID_LEN + 1];

	siptrunk_call_uid(this_start, batch.records[0].serial, name);
	return siptrunk_spool_open(folder, error) && has_room(folder, error)
		   && siptrunk_spool_write(folder, name, batch_text(), error);
}

static bool give(siptrunk_outlet_t *outlet, bool (*write)(siptrunk_error_t *))
{
	siptrunk_error_t error;

	return siptrunk_outlet_may_try(outlet)
		   && siptrunk_outlet_note(outlet, write(&error), &error);
}

static void log_batch(void)
{
	siptrunk_text_t line, rest = batch_text();

	while(rest.len > 0) {
		line = siptrunk_text_split(rest, '\n', &rest);
		LM_NOTICE("record %.*s\n", SIPTRUNK_TEXT_FMT(line));
	}
}

/** What one takes and the other does not is not kept for that other one: it
 *  must not take the memory that the next calls need. false: nobody took it. */
static bool write_batch(void)
{
	const bool filed = has_file() && give(&file, append_to_file);
	const bool spooled = siptrunk_records_table && give(&spool, write_to_spool);

	if(!filed && !spooled && !siptrunk_records_log)
		return false;
	if(siptrunk_records_log)
		log_batch();
	if((has_file() && !filed) || (siptrunk_records_table && !spooled))
		siptrunk_stats_add(SIPTRUNK_STAT_RECORDS_DROPPED, (int)batch.count);
	siptrunk_stats_add(SIPTRUNK_STAT_RECORDS_WRITTEN, (int)batch.count);
	siptrunk_calls_written(batch.records, batch.count);
	return true;
}

static void write_due(int64_t before)
{
	do
		fill_batch(before);
	while(batch.count > 0 && write_batch());
}

/** Who ends in the middle would leave the batch to be written again. */
static void write_tick(unsigned int ticks, void *param)
{
	sigset_t ends, before;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, &before);
	write_due(settled_before());
	sigprocmask(SIG_SETMASK, &before, NULL);
}

/* --- to the database --- */

typedef struct sweep
{
	const siptrunk_database_t *database;
	siptrunk_error_t *error;
	int refused;	/**< files */
	unsigned taken; /**< rows */
} sweep_t;

/** A line that is no record stays out, or it would be in the way for ever. */
static bool store_line(sweep_t *sweep, const char *name, siptrunk_text_t line)
{
	siptrunk_call_row_t row;
	siptrunk_error_t error;
	bool stored;

	if(!siptrunk_call_row_read(line, &row, &error)) {
		LM_ERR("records, spool: %s/%s has a line that is no record: %s\n",
				folder, name, error.text);
		siptrunk_stats_add(SIPTRUNK_STAT_RECORDS_DROPPED, 1);
		return true;
	}
	stored = siptrunk_record_rows_store(sweep->database, &row, sweep->error);
	siptrunk_call_row_free(&row);
	sweep->taken += stored;
	return stored;
}

/** How many lines of it were refused. */
static int store_lines(sweep_t *sweep, const char *name, siptrunk_text_t rest)
{
	siptrunk_text_t line;
	int refused = 0;

	while(rest.len > 0) {
		line = siptrunk_text_split(rest, '\n', &rest);
		refused += !store_line(sweep, name, line);
	}
	return refused;
}

/** The same, but that nothing is taken of what the disk does not take. */
static int store_text(sweep_t *sweep, const char *name, siptrunk_text_t text)
{
	const unsigned taken = sweep->taken;
	const bool begun = siptrunk_database_begin(sweep->database);
	const int refused = store_lines(sweep, name, text);

	if(!begun || siptrunk_record_rows_commit(sweep->database, sweep->error))
		return refused;
	sweep->taken = taken;
	return 1;
}

static void give_up(const char *name, int refused)
{
	LM_ERR("records, database: %d rows of %s/%s are refused since a day, and "
		   "others are not: given up\n",
			refused, folder, name);
	siptrunk_stats_add(SIPTRUNK_STAT_RECORDS_DROPPED, refused);
}

static void sweep_file(void *context, const char *name, time_t modified)
{
	static char text[sizeof(batch.text)];
	sweep_t *sweep = context;
	siptrunk_error_t error;
	long len;
	int refused;

	if(sweep->refused == REFUSED_MAX)
		return;
	len = siptrunk_spool_read(folder, name, text, sizeof(text), &error);
	refused = len < 0 ? 1
					  : store_text(sweep, name,
								(siptrunk_text_t){text, (size_t)len});
	if(refused > 0) {
		if(modified > time(NULL) - HOPELESS_S || sweep->taken == 0) {
			sweep->refused++;
			return;
		}
		give_up(name, refused);
	}
	if(!siptrunk_spool_remove(folder, name, &error))
		LM_ERR("records, spool: %s\n", error.text);
}

static void note_file(void *context, const char *name, time_t modified)
{
	*(bool *)context = true;
}

static bool has_files(void)
{
	siptrunk_error_t error;
	bool found = false;

	/* no folder, no files */
	siptrunk_spool_each(folder, note_file, &found, &error);
	return found;
}

static bool store(siptrunk_error_t *error)
{
	siptrunk_database_t database;
	sweep_t sweep = {&database, error, 0, 0};
	siptrunk_error_t unreadable;
	bool stored;

	if(!siptrunk_database_open(&database, error))
		return false;
	stored = siptrunk_record_rows_check(&database, error);
	if(stored)
		siptrunk_spool_each(folder, sweep_file, &sweep, &unreadable);
	siptrunk_database_close(&database);
	return stored && sweep.refused == 0;
}

static void store_tick(unsigned int ticks, void *param)
{
	siptrunk_error_t error = {""};

	if(siptrunk_outlet_may_try(&table) && has_files())
		siptrunk_outlet_note(&table, store(&error), &error);
}

/* --- what others call --- */

int siptrunk_records_init(void)
{
	/* of that few bytes the kernel gives all, once it has booted */
	while(getrandom(&this_start, sizeof(this_start), 0) != sizeof(this_start))
		;
	snprintf(folder, sizeof(folder), "%s/records", siptrunk_spool_dir.s);
	find_file_folder();
	siptrunk_record_rows_init();
	if(!is_wanted())
		return 0;
	siptrunk_calls_write();
	return register_basic_timers(siptrunk_records_table ? 2 : 1);
}

int siptrunk_records_start(int rank)
{
	if(rank != PROC_MAIN || !is_wanted())
		return 0;
	started = true;
	if(fork_basic_utimer(PROC_TIMER, "SIPTRUNK RECORDS", 0, write_tick, NULL,
			   WRITE_TICK_US)
			< 0)
		return -1;
	if(siptrunk_records_table
			&& fork_basic_utimer(PROC_TIMER, "SIPTRUNK RECORD ROWS", 0,
					   store_tick, NULL, STORE_TICK_US)
					   < 0)
		return -1;
	return 0;
}

void siptrunk_records_fini(void)
{
	if(!started)
		return;
	siptrunk_calls_end_all();
	write_due(INT64_MAX);
}
