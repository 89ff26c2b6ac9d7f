/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Alarms, for the status page: what is wrong now, and what went wrong with an
 * emergency call in the last day.
 *
 * Any process; no memory of its own.
 */
#include "siptrunk_alarm.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_expiry.h"
#include "siptrunk_media.h"
#include "siptrunk_ng.h"
#include "siptrunk_notices.h"
#include "siptrunk_room.h"
#include "siptrunk_stats.h"
#include "siptrunk_page.h"

#include <stdarg.h>
#include <stdio.h>

#define ALARMS_SHOWN 30
#define ALARMS_BYTES 5120
#define EMERGENCIES_SEEN 50

/** Those of one kind, critical or warning. */
typedef struct alarms
{
	const siptrunk_page_t *status;
	siptrunk_json_list_t *list;
	siptrunk_alarm_t kind;
} alarms_t;

/** about: what the page has more of. Of another kind it is left out. */
static void add(const alarms_t *alarms, siptrunk_alarm_t kind,
		const char *about, const char *format, ...)
		__attribute__((format(printf, 4, 5)));

static void add(const alarms_t *alarms, siptrunk_alarm_t kind,
		const char *about, const char *format, ...)
{
	siptrunk_json_t *json = alarms->list->json;
	char text[512];
	va_list arguments;

	if(kind != alarms->kind || !siptrunk_json_list_item(alarms->list))
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	siptrunk_json_text(
			json, "level", siptrunk_text(siptrunk_alarm_name(kind)));
	siptrunk_json_text(json, "about", siptrunk_text(about));
	siptrunk_json_text(json, "text", siptrunk_text(text));
	siptrunk_json_list_item_end(alarms->list);
}

static void of_trunks(const alarms_t *alarms)
{
	const siptrunk_config_t *config = alarms->status->snapshot->config;
	siptrunk_trunk_status_t status;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		status = alarms->status->trunks[i].status;
		add(alarms, siptrunk_alarm_of_status(status), "trunks",
				status == SIPTRUNK_TRUNK_DOWN
						? "Trunk %.*s is down: no gateway of it is up."
						: "Trunk %.*s is degraded: some of its gateways are "
						  "down.",
				SIPTRUNK_TEXT_FMT(config->trunks[i].name));
	}
}

/** Whatever RTPengine is to do is not done meanwhile. */
static void of_media(const alarms_t *alarms)
{
	const siptrunk_ng_address_t *address;
	unsigned i;

	for(i = 0; i < siptrunk_ng_count(); i++) {
		address = siptrunk_ng_address(i);
		if(!siptrunk_media_answers(i))
			add(alarms, SIPTRUNK_ALARM_CRITICAL, "media",
					"RTPengine at %s port %d (set %d) does not answer.",
					address->host, (int)address->port, (int)address->set);
	}
}

static void of_certificates(const alarms_t *alarms)
{
	const long own = siptrunk_expiry_days_left_own();
	const long peer = siptrunk_expiry_days_left_peer();

	add(alarms, siptrunk_alarm_of_certificate(own), "certificates",
			"A certificate of the edge ends in %ld days.", own);
	add(alarms, siptrunk_alarm_of_certificate(peer), "certificates",
			"A gateway's certificate ends in %ld days.", peer);
}

static void of_emergencies(const alarms_t *alarms)
{
	siptrunk_emergency_entry_t entry = {.serial = UINT64_MAX};
	char time[SIPTRUNK_TIME_TEXT_MAX];
	int i;

	for(i = 0; i < EMERGENCIES_SEEN
			   && siptrunk_emergencies_before(entry.serial, &entry);
			i++)
		add(alarms, siptrunk_alarm_of_emergency(&entry, alarms->status->now),
				"emergencies",
				entry.outcome == SIPTRUNK_OUTCOME_FAILED
						? "Nobody answered the call of %s by %s to %s."
						: "%s: an emergency call of %s to %s was refused: it "
						  "may not come from there.",
				siptrunk_time_format((time_t)(entry.received / 1000), time),
				entry.outcome == SIPTRUNK_OUTCOME_FAILED
								&& entry.caller[0] != '\0'
						? entry.caller
						: entry.trunk,
				entry.number);
}

static void of_tests(const alarms_t *alarms)
{
	const unsigned count = alarms->status->sites_overdue;

	if(count > 0)
		add(alarms, SIPTRUNK_ALARM_WARNING, "tests",
				"%u %s had no answered test call (933) for a month.", count,
				count == 1 ? "site has" : "sites have");
}

static unsigned undelivered(void)
{
	siptrunk_notice_t notice;
	unsigned count = 0;
	int place;

	for(place = 0; place < SIPTRUNK_NOTICES_MAX; place++)
		count += siptrunk_notices_read(place, &notice)
				 && notice.error[0] != '\0';
	return count;
}

static void of_notifications(const alarms_t *alarms)
{
	const unsigned count =
			siptrunk_stats_value(SIPTRUNK_STAT_NOTIFICATION_PENDING) > 0
					? undelivered()
					: 0;

	if(count > 0)
		add(alarms, SIPTRUNK_ALARM_CRITICAL, "emergencies",
				"%u notifications of emergency calls are not delivered.",
				count);
}

static void of_memory(const alarms_t *alarms)
{
	if(!siptrunk_room_for_call())
		add(alarms, SIPTRUNK_ALARM_CRITICAL, "memory",
				"Memory is short: ordinary calls are refused, what is left is "
				"for emergency calls.");
}

static void add_all(const alarms_t *alarms)
{
	of_emergencies(alarms);
	of_trunks(alarms);
	of_media(alarms);
	of_notifications(alarms);
	of_memory(alarms);
	of_certificates(alarms);
	of_tests(alarms);
}

void siptrunk_page_alarms(const siptrunk_page_t *status)
{
	siptrunk_json_list_t list;

	siptrunk_json_list_begin(
			&list, status->json, "alarms", ALARMS_SHOWN, ALARMS_BYTES);
	add_all(&(alarms_t){status, &list, SIPTRUNK_ALARM_CRITICAL});
	add_all(&(alarms_t){status, &list, SIPTRUNK_ALARM_WARNING});
	siptrunk_json_list_end(&list);
}
