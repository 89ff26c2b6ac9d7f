/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Emergency calls, test calls and near misses, for the status page.
 *
 * Any process; no memory of its own.
 */
#include "siptrunk_alarm.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_near_misses.h"
#include "siptrunk_page.h"

#include <string.h>

#define EMERGENCIES_SHOWN 20
#define EMERGENCIES_BYTES 8192
#define SITES_SHOWN 60
#define SITES_BYTES 5120
/** The first ones; of these, those tested longest ago are shown. */
#define SITES_SEEN 1000
#define NEAR_MISSES_SHOWN 20
#define NEAR_MISSES_BYTES 4096

/* --- emergency calls --- */

static const char *const shown_fields[] = {"outcome", "class", "trunk", "site",
		"dialled", "identity", "caller", "caller_source", "target", "gateway",
		"attempts", "ended_by"};

static bool is_shown(const char *name)
{
	size_t i;

	for(i = 0; i < sizeof(shown_fields) / sizeof(shown_fields[0]); i++) {
		if(strcmp(name, shown_fields[i]) == 0)
			return true;
	}
	return false;
}

static void add_emergency(
		siptrunk_json_list_t *list, const siptrunk_emergency_entry_t *entry)
{
	siptrunk_json_t *json = list->json;
	const siptrunk_field_t *field = siptrunk_emergency_fields;
	size_t i;

	if(!siptrunk_json_list_item(list))
		return;
	for(i = 0; i < SIPTRUNK_EMERGENCY_FIELDS; i++, field++) {
		if(is_shown(field->name))
			siptrunk_json_text(
					json, field->name, siptrunk_emergency_text(entry, field));
	}
	siptrunk_json_bool(json, "test", entry->test != 0);
	siptrunk_json_number(json, "code", entry->code);
	siptrunk_page_time(json, "received", entry->received);
	siptrunk_page_time(json, "answered", entry->answered);
	siptrunk_page_time(json, "ended", entry->ended);
	siptrunk_json_list_item_end(list);
}

void siptrunk_page_emergencies(const siptrunk_page_t *status)
{
	siptrunk_emergency_entry_t entry = {.serial = UINT64_MAX};
	unsigned count = siptrunk_emergencies_count();
	siptrunk_json_list_t list;

	siptrunk_json_list_begin(&list, status->json, "emergencies",
			EMERGENCIES_SHOWN, EMERGENCIES_BYTES);
	while(list.count < EMERGENCIES_SHOWN
			&& siptrunk_emergencies_before(entry.serial, &entry))
		add_emergency(&list, &entry);
	if(count > list.count)
		siptrunk_json_list_more(&list, count - list.count);
	siptrunk_json_list_end(&list);
}

/* --- test calls --- */

/** Of the sites that are looked at; NULL: never. */
typedef struct latest
{
	const siptrunk_last_test_t *tests[SITES_SEEN];
	bool written[SITES_SEEN];
	size_t count;
} latest_t;

static int64_t answered(const siptrunk_last_test_t *test)
{
	return test != NULL ? test->answered : 0;
}

static void find_latest(siptrunk_page_t *status, latest_t *latest)
{
	const siptrunk_config_t *config = status->snapshot->config;
	const siptrunk_last_test_t *test;
	size_t i;

	for(i = 0; i < config->site_count && i < SITES_SEEN; i++) {
		test = siptrunk_last_tests_latest(
				status->tests, &config->sites[i].name, NULL);
		latest->tests[i] = test;
		latest->written[i] = false;
		status->sites_overdue +=
				siptrunk_alarm_of_test(answered(test), status->now)
				!= SIPTRUNK_ALARM_NONE;
	}
	latest->count = i;
}

/** The site tested longest ago that is not written yet. */
static size_t next_site(const latest_t *latest)
{
	size_t i, found = latest->count;

	for(i = 0; i < latest->count; i++) {
		if(!latest->written[i]
				&& (found == latest->count
						|| answered(latest->tests[i])
								   < answered(latest->tests[found])))
			found = i;
	}
	return found;
}

static void add_site(siptrunk_json_list_t *list, const siptrunk_site_t *site,
		const siptrunk_last_test_t *test)
{
	if(!siptrunk_json_list_item(list))
		return;
	siptrunk_json_text(list->json, "site", site->name);
	siptrunk_json_text(list->json, "gateway",
			siptrunk_text(test != NULL ? test->gateway : ""));
	siptrunk_page_time(list->json, "answered", answered(test));
	siptrunk_json_list_item_end(list);
}

void siptrunk_page_tests(siptrunk_page_t *status)
{
	const siptrunk_config_t *config = status->snapshot->config;
	static latest_t latest;
	siptrunk_json_list_t list;
	size_t site;

	find_latest(status, &latest);
	siptrunk_json_list_begin(
			&list, status->json, "tests", SITES_SHOWN, SITES_BYTES);
	while(list.count < SITES_SHOWN
			&& (site = next_site(&latest)) < latest.count) {
		latest.written[site] = true;
		add_site(&list, &config->sites[site], latest.tests[site]);
	}
	siptrunk_json_list_more(&list, (unsigned)config->site_count - list.count);
	siptrunk_json_list_end(&list);
}

/* --- near misses --- */

static void add_near_miss(
		siptrunk_json_list_t *list, const siptrunk_near_miss_entry_t *entry)
{
	char source[SIPTRUNK_PREFIX_TEXT_MAX];
	siptrunk_json_t *json = list->json;

	if(!siptrunk_json_list_item(list))
		return;
	siptrunk_address_format(&entry->source, source);
	siptrunk_json_text(
			json, "kind", siptrunk_text(siptrunk_near_miss_name(entry->kind)));
	siptrunk_json_text(json, "trunk", siptrunk_text(entry->trunk));
	siptrunk_json_text(json, "source", siptrunk_text(source));
	siptrunk_json_text(json, "transport",
			siptrunk_text(siptrunk_transport_name(entry->transport)));
	siptrunk_json_text(json, "reason", siptrunk_text(entry->reason));
	siptrunk_json_number(json, "last", entry->last);
	siptrunk_json_number(json, "times", entry->count);
	siptrunk_json_list_item_end(list);
}

void siptrunk_page_near_misses(const siptrunk_page_t *status)
{
	siptrunk_ring_t *ring = siptrunk_near_misses();
	unsigned next = siptrunk_ring_next(ring), i;
	unsigned count = siptrunk_ring_count(ring);
	siptrunk_near_miss_entry_t entry;
	siptrunk_json_list_t list;

	siptrunk_json_list_begin(&list, status->json, "near_misses",
			NEAR_MISSES_SHOWN, NEAR_MISSES_BYTES);
	for(i = 1; i <= NEAR_MISSES_SHOWN
			   && siptrunk_ring_read(ring, next - i, &entry);
			i++)
		add_near_miss(&list, &entry);
	if(count > list.count)
		siptrunk_json_list_more(&list, count - list.count);
	siptrunk_json_list_end(&list);
}
