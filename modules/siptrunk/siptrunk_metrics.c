/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * All that an operator wants to watch: the edge as a whole, then its parts.
 *
 * Whoever answers a scrape; private memory.
 */
#include "siptrunk_metrics.h"

#include "siptrunk_clock.h"
#include "siptrunk_notices.h"
#include "siptrunk_registrations.h"
#include "siptrunk_room.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/globals.h"
#include "core/mem/shm.h"
#include "core/ver.h"

#define GAUGE SIPTRUNK_METRIC_GAUGE

/* --- the edge --- */

static void write_edge(siptrunk_exposition_t *exposition)
{
	siptrunk_exposition_family(exposition, "siptrunk_info", GAUGE,
			"1; the version of Kamailio that the edge is part of");
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"kamailio", siptrunk_text(ver_version)}), 1);
	siptrunk_exposition_single(exposition,
			"siptrunk_start_time_seconds", GAUGE,
			"when the edge has started, since 1970", up_since);
}

/** The same for edges that have loaded the same rows, in whatever order. */
static uint32_t fingerprint_of(const siptrunk_config_t *config)
{
	uint32_t sum = 0;
	size_t stage, i;

	for(stage = 0; stage < SIPTRUNK_STAGE_COUNT; stage++) {
		const siptrunk_fingerprints_t *rows = &config->rows[stage];

		for(i = 0; i < rows->count; i++)
			sum += (rows->items[i].hash ^ (uint32_t)rows->items[i].row)
				   * (2 * (uint32_t)stage + 0x9e3779b1);
	}
	return sum;
}

static void write_configuration(siptrunk_exposition_t *exposition,
		const siptrunk_snapshot_t *snapshot)
{
	siptrunk_exposition_single(exposition, "siptrunk_generation", GAUGE,
			"how often this edge has put a configuration in force since its "
			"start",
			snapshot->generation);
	siptrunk_exposition_single(exposition, "siptrunk_configuration_fingerprint",
			GAUGE,
			"a number that edges with the same configuration in force share",
			fingerprint_of(snapshot->config));
}

static void write_memory(siptrunk_exposition_t *exposition)
{
	struct mem_info info;

	shm_info(&info);
	siptrunk_exposition_family(exposition, "siptrunk_shared_memory_bytes",
			GAUGE,
			"Kamailio's shared memory: in use, the most that ever was, free "
			"for ordinary calls, all of it");
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"part", SIPTRUNK_TEXT("used")}),
			(int64_t)info.real_used);
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"part", SIPTRUNK_TEXT("most")}),
			(int64_t)info.max_used);
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"part", SIPTRUNK_TEXT("free")}),
			(int64_t)siptrunk_room_free());
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"part", SIPTRUNK_TEXT("all")}),
			(int64_t)info.total_size);
}

/* --- what waits --- */

/** Of the notification that waits longest, in ms. */
static int64_t oldest_notice(void)
{
	const int64_t now = siptrunk_clock_steady_ms();
	siptrunk_notice_t notice;
	int64_t oldest = 0;
	int place;

	for(place = 0; place < SIPTRUNK_NOTICES_MAX; place++) {
		if(siptrunk_notices_read(place, &notice) && now - notice.made > oldest)
			oldest = now - notice.made;
	}
	return oldest;
}

static void write_notifications(siptrunk_exposition_t *exposition)
{
	siptrunk_exposition_single(exposition, "siptrunk_notifications_pending",
			GAUGE, "notifications of emergency calls not delivered yet",
			siptrunk_stats_value(SIPTRUNK_STAT_NOTIFICATION_PENDING));
	siptrunk_exposition_family(exposition,
			"siptrunk_notification_oldest_seconds", GAUGE,
			"how long the oldest notification that is pending has waited");
	siptrunk_exposition_thousandths(exposition, NULL, oldest_notice());
}

static void write_registrations(siptrunk_exposition_t *exposition)
{
	const siptrunk_registry_load_t load = siptrunk_registrations_load();

	siptrunk_exposition_family(exposition, "siptrunk_registrations_waiting",
			GAUGE,
			"calls to be registered with an agent's API: not sent by the HTTP "
			"process yet, or sent and without an answer");
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"for", SIPTRUNK_TEXT("sending")}), load.queued);
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"for", SIPTRUNK_TEXT("answer")}), load.sent);
}

/* --- all --- */

static void write_all(siptrunk_exposition_t *exposition)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();

	write_edge(exposition);
	write_configuration(exposition, snapshot);
	write_memory(exposition);
	siptrunk_metrics_calls(exposition);
	siptrunk_metrics_emergencies(exposition);
	siptrunk_metrics_trunks(exposition, snapshot);
	siptrunk_snapshot_put(snapshot);
	siptrunk_metrics_certificates(exposition);
	siptrunk_metrics_media(exposition);
	siptrunk_metrics_apis(exposition);
	write_registrations(exposition);
	write_notifications(exposition);
	siptrunk_metrics_counters(exposition);
}

siptrunk_text_t siptrunk_metrics(void)
{
	static siptrunk_exposition_t exposition;

	if(exposition.memory == NULL)
		siptrunk_exposition_init(&exposition, &siptrunk_scratch_memory,
				SIPTRUNK_METRICS_MOST);
	siptrunk_exposition_clear(&exposition);
	write_all(&exposition);
	if(exposition.failed) {
		LM_ERR("metrics: no memory, or more than %d bytes\n",
				SIPTRUNK_METRICS_MOST);
		return SIPTRUNK_TEXT("");
	}
	return (siptrunk_text_t){exposition.text, exposition.len};
}
