/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Metrics of calls, emergency calls and audio.
 *
 * Whoever answers a scrape; reads shared memory.
 */
#include "siptrunk_metrics.h"

#include "siptrunk_calls.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_media.h"
#include "siptrunk_ng.h"

#include <stdio.h>

#define COUNTER SIPTRUNK_METRIC_COUNTER
#define GAUGE SIPTRUNK_METRIC_GAUGE
#define HISTOGRAM SIPTRUNK_METRIC_HISTOGRAM

/* --- calls --- */

static void write_results(siptrunk_exposition_t *exposition,
		const siptrunk_call_total_t *total, siptrunk_call_direction_t direction)
{
	siptrunk_call_result_t result;

	for(result = 0; result < SIPTRUNK_CALL_RESULT_COUNT; result++)
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS({"trunk", siptrunk_text(total->trunk)},
						{"direction",
								siptrunk_text(siptrunk_call_direction_name(
										direction))},
						{"result", siptrunk_text(
										   siptrunk_call_result_name(result))}),
				siptrunk_histogram_read(&total->calls[direction][result]));
}

static void write_talked(siptrunk_exposition_t *exposition,
		const siptrunk_call_total_t *total, siptrunk_call_direction_t direction)
{
	siptrunk_exposition_thousandths(exposition,
			SIPTRUNK_LABELS({"trunk", siptrunk_text(total->trunk)},
					{"direction", siptrunk_text(siptrunk_call_direction_name(
										  direction))}),
			siptrunk_histogram_read(&total->talked[direction]));
}

typedef void (*write_f)(siptrunk_exposition_t *exposition,
		const siptrunk_call_total_t *total,
		siptrunk_call_direction_t direction);

static void for_each_trunk(siptrunk_exposition_t *exposition, write_f write)
{
	const siptrunk_call_totals_t *totals = siptrunk_calls_totals();
	unsigned i, count = __atomic_load_n(&totals->count, __ATOMIC_ACQUIRE);

	for(i = 0; i < count; i++) {
		write(exposition, &totals->trunks[i], SIPTRUNK_CALL_FROM_TRUNK);
		write(exposition, &totals->trunks[i], SIPTRUNK_CALL_TO_TRUNK);
	}
}

void siptrunk_metrics_calls(siptrunk_exposition_t *exposition)
{
	siptrunk_exposition_single(exposition, "siptrunk_calls_running", GAUGE,
			"calls that have begun and not ended", siptrunk_calls_running());
	siptrunk_exposition_family(exposition, "siptrunk_calls_total", COUNTER,
			"calls that have ended, emergency calls too, by trunk: those that "
			"came from it, those that went to it last");
	for_each_trunk(exposition, write_results);
	siptrunk_exposition_family(exposition, "siptrunk_call_seconds_total",
			COUNTER, "how long calls that have ended had been answered");
	for_each_trunk(exposition, write_talked);
}

/* --- emergency calls --- */

static siptrunk_label_t number_label(int test)
{
	return (siptrunk_label_t){
			"number", test ? SIPTRUNK_TEXT("933") : SIPTRUNK_TEXT("911")};
}

static void write_outcomes(siptrunk_exposition_t *exposition,
		const siptrunk_emergency_total_t *total, int test)
{
	siptrunk_outcome_t outcome;

	for(outcome = 0; outcome < SIPTRUNK_OUTCOME_COUNT; outcome++)
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS(number_label(test),
						{"outcome",
								siptrunk_text(siptrunk_outcome_name(outcome))}),
				siptrunk_histogram_read(&total->calls[outcome]));
}

static void write_emergency_totals(siptrunk_exposition_t *exposition,
		const siptrunk_emergency_total_t kinds[2])
{
	int test;

	siptrunk_exposition_family(exposition, "siptrunk_emergency_calls_total",
			COUNTER,
			"emergency calls (911) and test calls (933) that had an outcome; "
			"a call has several: received, placed, answered, ended");
	for(test = 0; test < 2; test++)
		write_outcomes(exposition, &kinds[test], test);
	siptrunk_exposition_family(exposition, "siptrunk_emergency_attempts_total",
			COUNTER,
			"times that an emergency or test call was sent to a gateway, the "
			"fallback carrier or a desk");
	for(test = 0; test < 2; test++)
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS(number_label(test)),
				siptrunk_histogram_read(&kinds[test].attempts));
	siptrunk_exposition_family(exposition, "siptrunk_emergency_tries",
			HISTOGRAM,
			"how often an emergency or test call was sent somewhere until it "
			"was answered: 1 is the first gateway");
	for(test = 0; test < 2; test++)
		siptrunk_exposition_histogram(exposition, number_label(test),
				&kinds[test].tries, &siptrunk_emergency_tries);
	siptrunk_exposition_family(exposition, "siptrunk_emergency_answer_seconds",
			HISTOGRAM,
			"how long after it came in an emergency or test call was "
			"answered");
	for(test = 0; test < 2; test++)
		siptrunk_exposition_histogram(exposition, number_label(test),
				&kinds[test].answers, &siptrunk_emergency_answers);
}

static void write_last_tests(siptrunk_exposition_t *exposition)
{
	siptrunk_last_test_t test;
	size_t i;

	siptrunk_exposition_family(exposition,
			"siptrunk_last_test_timestamp_seconds", GAUGE,
			"when a test call (933) was answered last, of each site by each "
			"gateway");
	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX; i++) {
		if(siptrunk_emergencies_last_test(i, &test))
			siptrunk_exposition_thousandths(exposition,
					SIPTRUNK_LABELS({"site", siptrunk_text(test.site)},
							{"gateway", siptrunk_text(test.gateway)}),
					test.answered);
	}
}

static void write_ledger(siptrunk_exposition_t *exposition)
{
	siptrunk_exposition_family(exposition, "siptrunk_ledger_waiting", GAUGE,
			"emergency calls that are not yet in a file of the spool, or in "
			"the database, as they are now");
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"keeper", SIPTRUNK_TEXT("spool")}),
			siptrunk_emergencies_unsafe_count(SIPTRUNK_KEEPER_SPOOL));
	siptrunk_exposition_sample(exposition,
			SIPTRUNK_LABELS({"keeper", SIPTRUNK_TEXT("database")}),
			siptrunk_emergencies_unsafe_count(SIPTRUNK_KEEPER_DATABASE));
}

void siptrunk_metrics_emergencies(siptrunk_exposition_t *exposition)
{
	write_emergency_totals(exposition, siptrunk_emergencies_totals()->kinds);
	write_last_tests(exposition);
	write_ledger(exposition);
}

/* --- audio --- */

static const struct
{
	const char *name, *rating, *help;
	siptrunk_media_total_t total;
} media_families[] = {
		{"siptrunk_media_legs_total", NULL,
				"legs of answered calls whose audio RTPengine told of",
				SIPTRUNK_MEDIA_LEGS},
		{"siptrunk_media_packets_total", NULL,
				"packets of audio that came from the trunk",
				SIPTRUNK_MEDIA_SENT},
		{"siptrunk_media_packets_lost_total", NULL,
				"packets of audio of the trunk that were lost",
				SIPTRUNK_MEDIA_LOST},
		{"siptrunk_media_heard_total", "good",
				"legs by what they heard: good is a MOS of 4.0 or better, fair "
				"3.1, poor below",
				SIPTRUNK_MEDIA_MOS_GOOD},
		{NULL, "fair", NULL, SIPTRUNK_MEDIA_MOS_FAIR},
		{NULL, "poor", NULL, SIPTRUNK_MEDIA_MOS_POOR},
		{"siptrunk_media_silent_total", NULL,
				"times that nothing came from a side of a call for long",
				SIPTRUNK_MEDIA_SILENT},
		{"siptrunk_media_hung_up_total", NULL,
				"agents' calls ended because nothing came from a side",
				SIPTRUNK_MEDIA_HUNG_UP},
};

static void write_media_total(siptrunk_exposition_t *exposition,
		const char *rating, siptrunk_media_total_t total)
{
	const siptrunk_media_table_t *table = siptrunk_media_table();
	unsigned i, count = __atomic_load_n(&table->count, __ATOMIC_ACQUIRE);

	for(i = 0; i < count; i++) {
		const siptrunk_label_t labels[] = {
				{"trunk", siptrunk_text(table->trunks[i].trunk)},
				{rating != NULL ? "rating" : NULL,
						siptrunk_text(rating != NULL ? rating : "")},
				SIPTRUNK_LABEL_END};

		siptrunk_exposition_sample(exposition, labels,
				siptrunk_media_totals_value(&table->trunks[i], total));
	}
}

static void write_instances(siptrunk_exposition_t *exposition,
		const char *name, const char *help, bool sessions)
{
	char set[12], address[SIPTRUNK_NG_HOST_MAX + 8];
	unsigned i;

	siptrunk_exposition_family(exposition, name, GAUGE, help);
	for(i = 0; i < siptrunk_ng_count(); i++) {
		const siptrunk_ng_address_t *instance = siptrunk_ng_address(i);

		snprintf(set, sizeof(set), "%d", instance->set);
		snprintf(address, sizeof(address), "%s:%u", instance->host,
				instance->port);
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS({"set", siptrunk_text(set)},
						{"address", siptrunk_text(address)}),
				sessions ? siptrunk_media_sessions(i)
						 : siptrunk_media_answers(i));
	}
}

void siptrunk_metrics_media(siptrunk_exposition_t *exposition)
{
	size_t i;

	write_instances(exposition, "siptrunk_rtpengine_up",
			"1: the RTPengine answers; set 2 is for emergency calls", false);
	write_instances(exposition, "siptrunk_rtpengine_sessions",
			"calls that it has, also for a while after their end", true);
	for(i = 0; i < sizeof(media_families) / sizeof(media_families[0]); i++) {
		if(media_families[i].name != NULL)
			siptrunk_exposition_family(exposition, media_families[i].name,
					COUNTER, media_families[i].help);
		write_media_total(exposition, media_families[i].rating,
				media_families[i].total);
	}
}
