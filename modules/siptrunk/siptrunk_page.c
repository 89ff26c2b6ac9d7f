/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How the edge is, in JSON.
 *
 * Any process; the text is the process's own.
 */
#include "siptrunk_page.h"

#include "siptrunk_calls.h"
#include "siptrunk_clock.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_health.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/globals.h"

#include <stdlib.h>

#define CALLS_SHOWN 40
#define CALLS_BYTES 12288
/** Copied at once, so that who tells of a call does not wait long. */
#define CALLS_PAGE 8
#define COUNTED_PAGE 32

void siptrunk_page_time(siptrunk_json_t *json, const char *name, int64_t ms)
{
	siptrunk_json_number(json, name, ms / 1000);
}

/* --- running calls --- */

static void count_call(const siptrunk_page_t *status, const char *name)
{
	const siptrunk_config_t *config = status->snapshot->config;
	const siptrunk_trunk_t *trunk =
			siptrunk_config_trunk(config, siptrunk_text(name));

	if(trunk != NULL)
		status->trunks[trunk - config->trunks].calls++;
}

static void add_call(
		siptrunk_json_list_t *list, const siptrunk_call_record_t *record)
{
	siptrunk_json_t *json = list->json;

	if(!siptrunk_json_list_item(list))
		return;
	siptrunk_json_text(json, "state",
			siptrunk_text(siptrunk_call_state_name(record->ids.state)));
	siptrunk_json_text(json, "from", siptrunk_text(record->from));
	siptrunk_json_text(json, "to", siptrunk_text(record->to));
	siptrunk_json_text(json, "trunk", siptrunk_text(record->ids.trunk));
	siptrunk_json_text(json, "target", siptrunk_text(record->ids.target));
	siptrunk_json_text(json, "class", siptrunk_text(record->classification));
	siptrunk_page_time(json, "started", record->started);
	siptrunk_page_time(json, "answered", record->answered);
	siptrunk_json_list_item_end(list);
}

static void show_calls(const siptrunk_page_t *status,
		siptrunk_json_list_t *list, siptrunk_calls_cursor_t *cursor)
{
	static siptrunk_call_record_t records[CALLS_PAGE];
	unsigned count, i;

	do {
		count = siptrunk_calls_next(cursor, records, CALLS_PAGE);
		for(i = 0; i < count; i++) {
			count_call(status, records[i].ids.trunk);
			count_call(status, records[i].ids.target);
			add_call(list, &records[i]);
		}
	} while(count == CALLS_PAGE && list->count < CALLS_SHOWN);
}

/** There may be thousands that are not shown. */
static void count_calls(const siptrunk_page_t *status,
		siptrunk_json_list_t *list, siptrunk_calls_cursor_t *cursor)
{
	static siptrunk_calls_trunks_t trunks[COUNTED_PAGE];
	unsigned count, i;

	do {
		count = siptrunk_calls_next_trunks(cursor, trunks, COUNTED_PAGE);
		for(i = 0; i < count; i++) {
			count_call(status, trunks[i].trunk);
			count_call(status, trunks[i].target);
		}
		siptrunk_json_list_more(list, count);
	} while(count == COUNTED_PAGE);
}

/** Counts them by trunk, too. */
static void add_calls(const siptrunk_page_t *status)
{
	siptrunk_calls_cursor_t cursor = {0};
	siptrunk_json_list_t list;

	siptrunk_json_list_begin(
			&list, status->json, "calls", CALLS_SHOWN, CALLS_BYTES);
	show_calls(status, &list, &cursor);
	count_calls(status, &list, &cursor);
	siptrunk_json_list_end(&list);
}

/* --- counters --- */

/** What does not show elsewhere, and is no good when it grows. */
static void add_counters(const siptrunk_page_t *status)
{
	static const siptrunk_stat_t stats[] = {
			SIPTRUNK_STAT_EMERGENCY_PLACED,
			SIPTRUNK_STAT_EMERGENCY_ANSWERED,
			SIPTRUNK_STAT_EMERGENCY_FAILED,
			SIPTRUNK_STAT_EMERGENCY_REFUSED,
			SIPTRUNK_STAT_EMERGENCY_UNLISTED,
			SIPTRUNK_STAT_PROVISIONING_HOLES,
			SIPTRUNK_STAT_CALLBACKS,
			SIPTRUNK_STAT_CALLBACKS_FAILED,
			SIPTRUNK_STAT_NOTIFICATION_FAILED,
			SIPTRUNK_STAT_ACCESS_UNKNOWN,
			SIPTRUNK_STAT_ACCESS_DENIED,
			SIPTRUNK_STAT_ACCESS_UNPROVED,
			SIPTRUNK_STAT_ACCESS_FLOOD,
			SIPTRUNK_STAT_GATEWAY_FAILURES,
			SIPTRUNK_STAT_CERTIFICATE_REFUSED,
			SIPTRUNK_STAT_CREDENTIALS_REFUSED,
			SIPTRUNK_STAT_ONE_WAY_AUDIO,
			SIPTRUNK_STAT_NO_ROOM,
			SIPTRUNK_STAT_RELOAD_FAILURES,
	};
	size_t i;

	siptrunk_json_open(status->json, "counters", '{');
	for(i = 0; i < sizeof(stats) / sizeof(stats[0]); i++)
		siptrunk_json_number(status->json, siptrunk_stats_name(stats[i]),
				siptrunk_stats_value(stats[i]));
	siptrunk_json_close(status->json, '}');
}

/* --- all --- */

static void write_all(siptrunk_page_t *status)
{
	siptrunk_json_t *json = status->json;

	siptrunk_json_open(json, NULL, '{');
	siptrunk_page_time(json, "time", status->now);
	siptrunk_json_number(json, "started", up_since);
	siptrunk_json_number(json, "generation", status->snapshot->generation);
	add_calls(status);
	siptrunk_page_trunks(status);
	siptrunk_page_emergencies(status);
	siptrunk_page_tests(status);
	siptrunk_page_near_misses(status);
	siptrunk_page_alarms(status);
	add_counters(status);
	siptrunk_json_close(json, '}');
}

static void ask_health(const siptrunk_page_t *status)
{
	const siptrunk_config_t *config = status->snapshot->config;
	size_t i;

	for(i = 0; i < config->trunk_count; i++)
		status->trunks[i].status = siptrunk_health_status(
				&config->trunks[i], status->snapshot->overlay);
}

static const siptrunk_last_tests_t *copy_tests(void)
{
	static siptrunk_last_tests_t tests;
	size_t i;

	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX; i++)
		siptrunk_emergencies_last_test(i, &tests.items[i]);
	return &tests;
}

siptrunk_text_t siptrunk_page_write(void)
{
	static char text[SIPTRUNK_PAGE_MAX];
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	siptrunk_json_t json;
	siptrunk_page_t status = {.json = &json,
			.snapshot = snapshot,
			.now = siptrunk_clock_ms(),
			.trunks = calloc(snapshot->config->trunk_count + 1,
					sizeof(siptrunk_page_trunk_t)),
			.tests = copy_tests()};

	siptrunk_json_init(&json, text, sizeof(text));
	if(status.trunks != NULL) {
		ask_health(&status);
		write_all(&status);
		free(status.trunks);
	} else {
		LM_ERR("status page: no memory\n");
		json.cut = true;
	}
	siptrunk_snapshot_put(snapshot);
	return siptrunk_json_done(&json);
}
