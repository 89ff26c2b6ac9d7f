/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The module's counters (siptrunk_stats.h) as metrics: those that belong
 * together are one family with a label, each other one is its own.
 *
 * Whoever answers a scrape.
 */
#include "siptrunk_metrics.h"

#include "siptrunk_stats.h"

#include <stdio.h>

typedef struct member
{
	const char *value; /**< of the label; NULL behind the last */
	siptrunk_stat_t stat;
} member_t;

#define MEMBERS_MAX 10

/** Of families with name NULL nothing is written: others tell more. */
typedef struct family
{
	const char *name, *label, *help;
	member_t members[MEMBERS_MAX + 1];
} family_t;

static const family_t families[] = {
		{"siptrunk_access_checks_total", "verdict",
				"messages by what became of their source address",
				{{"allowed", SIPTRUNK_STAT_ACCESS_ALLOWED},
						{"unknown", SIPTRUNK_STAT_ACCESS_UNKNOWN},
						{"denied", SIPTRUNK_STAT_ACCESS_DENIED},
						{"unproved", SIPTRUNK_STAT_ACCESS_UNPROVED},
						{"flood", SIPTRUNK_STAT_ACCESS_FLOOD},
						{"malformed", SIPTRUNK_STAT_ACCESS_MALFORMED},
						{"outbound", SIPTRUNK_STAT_OUTBOUND_REFUSED}}},
		{"siptrunk_near_misses_total", "kind",
				"requests of somebody who was almost let in, by what lacked: "
				"the name (its address), its proof, its row's limits",
				{{"name", SIPTRUNK_STAT_NEAR_MISS_NAME},
						{"proof", SIPTRUNK_STAT_NEAR_MISS_PROOF},
						{"limits", SIPTRUNK_STAT_NEAR_MISS_LIMITS}}},
		{"siptrunk_callers_total", "source",
				"caller IDs by where they came from; none: there was no caller",
				{{"call_source", SIPTRUNK_STAT_CALLER_BY_SOURCE},
						{"user_extension", SIPTRUNK_STAT_CALLER_BY_SOURCE + 1},
						{"site", SIPTRUNK_STAT_CALLER_BY_SOURCE + 2},
						{"trunk", SIPTRUNK_STAT_CALLER_BY_SOURCE + 3},
						{"user_email", SIPTRUNK_STAT_CALLER_BY_LAST},
						{"none", SIPTRUNK_STAT_CALLER_NONE}}},
		{"siptrunk_reloads_total", "result",
				"loads of the configuration; after a refused one the old stays",
				{{"ok", SIPTRUNK_STAT_RELOADS},
						{"refused", SIPTRUNK_STAT_RELOAD_FAILURES}}},
		{"siptrunk_calls_refused_total", "reason",
				"ordinary calls that the edge itself has refused",
				{{"country", SIPTRUNK_STAT_COUNTRY_REFUSED},
						{"premium", SIPTRUNK_STAT_PREMIUM_REFUSED},
						{"unreadable", SIPTRUNK_STAT_UNREADABLE_REFUSED},
						{"rate", SIPTRUNK_STAT_RATE_REFUSED},
						{"minutes", SIPTRUNK_STAT_MINUTES_REFUSED},
						{"dial_rule", SIPTRUNK_STAT_DIAL_RULES_REFUSED},
						{"caller", SIPTRUNK_STAT_CALLERS_REFUSED},
						{"memory", SIPTRUNK_STAT_NO_ROOM}}},
		{"siptrunk_ledger_failures_total", "keeper",
				"tries to write emergency calls down that failed",
				{{"spool", SIPTRUNK_STAT_LEDGER_SPOOL_FAILURES},
						{"database", SIPTRUNK_STAT_LEDGER_DB_FAILURES}}},
		{"siptrunk_notifications_total", "result",
				"notifications of emergency calls: taken, or given up",
				{{"sent", SIPTRUNK_STAT_NOTIFICATION_SENT},
						{"failed", SIPTRUNK_STAT_NOTIFICATION_FAILED}}},
		{"siptrunk_gateway_certificates_total", "verdict",
				"TLS handshakes with a gateway whose certificate is bad: given "
				"up, or completed in spite of it",
				{{"refused", SIPTRUNK_STAT_CERTIFICATE_REFUSED},
						{"tolerated", SIPTRUNK_STAT_CERTIFICATE_TOLERATED}}},
		{"siptrunk_transfers_total", "result",
				"transfers: carried out by the edge, failed, or to somebody "
				"who is not on the list",
				{{"done", SIPTRUNK_STAT_TRANSFERS_DONE},
						{"failed", SIPTRUNK_STAT_TRANSFERS_FAILED},
						{"refused", SIPTRUNK_STAT_TRANSFERS_REFUSED}}},
		{"siptrunk_handovers_total", "result",
				"calls handed back to the pbx, those that it has transferred, "
				"those that it has not",
				{{"begun", SIPTRUNK_STAT_HANDOVERS},
						{"done", SIPTRUNK_STAT_HANDOVERS_DONE},
						{"failed", SIPTRUNK_STAT_HANDOVERS_FAILED}}},
		{NULL, NULL, "siptrunk_metrics_emergencies()",
				{{"placed", SIPTRUNK_STAT_EMERGENCY_PLACED},
						{"test placed", SIPTRUNK_STAT_EMERGENCY_TEST_PLACED},
						{"refused", SIPTRUNK_STAT_EMERGENCY_REFUSED},
						{"answered", SIPTRUNK_STAT_EMERGENCY_ANSWERED},
						{"failed", SIPTRUNK_STAT_EMERGENCY_FAILED}}},
		{NULL, NULL, "siptrunk_metrics_media()",
				{{"good", SIPTRUNK_STAT_MEDIA_GOOD},
						{"fair", SIPTRUNK_STAT_MEDIA_FAIR},
						{"poor", SIPTRUNK_STAT_MEDIA_POOR},
						{"silent", SIPTRUNK_STAT_ONE_WAY_AUDIO},
						{"hung up", SIPTRUNK_STAT_SILENCE_HUNG_UP}}},
		{NULL, NULL, "siptrunk_metrics_trunks(), _certificates(), "
					 "siptrunk_metrics()",
				{{"degraded", SIPTRUNK_STAT_TRUNKS_DEGRADED},
						{"down", SIPTRUNK_STAT_TRUNKS_DOWN},
						{"own", SIPTRUNK_STAT_DAYS_LEFT_OWN},
						{"peer", SIPTRUNK_STAT_DAYS_LEFT_PEER},
						{"pending", SIPTRUNK_STAT_NOTIFICATION_PENDING}}},
};

#define FAMILIES (sizeof(families) / sizeof(families[0]))

static bool is_of(const family_t *family, siptrunk_stat_t stat)
{
	const member_t *member = family->members;

	while(member->value != NULL && member->stat != stat)
		member++;
	return member->value != NULL;
}

static bool is_of_a_family(siptrunk_stat_t stat)
{
	size_t i;

	for(i = 0; i < FAMILIES; i++) {
		if(is_of(&families[i], stat))
			return true;
	}
	return stat >= SIPTRUNK_STAT_REGISTRATION_BY_CAUSE
		   && stat <= SIPTRUNK_STAT_REGISTRATION_BY_LAST;
}

static void write_family(
		siptrunk_exposition_t *exposition, const family_t *family)
{
	const member_t *member;

	siptrunk_exposition_family(
			exposition, family->name, SIPTRUNK_METRIC_COUNTER, family->help);
	for(member = family->members; member->value != NULL; member++)
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS(
						{family->label, siptrunk_text(member->value)}),
				siptrunk_stats_value(member->stat));
}

static void write_registrations(siptrunk_exposition_t *exposition)
{
	siptrunk_cause_t cause;

	siptrunk_exposition_family(exposition, "siptrunk_registrations_total",
			SIPTRUNK_METRIC_COUNTER,
			"calls by what became of their registration with an agent's API");
	for(cause = 0; cause < SIPTRUNK_CAUSE_COUNT; cause++)
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS(
						{"cause", siptrunk_text(siptrunk_cause_name(cause))}),
				siptrunk_stats_value(
						SIPTRUNK_STAT_REGISTRATION_BY_CAUSE + cause));
}

static void write_single(
		siptrunk_exposition_t *exposition, siptrunk_stat_t stat)
{
	const bool gauge = siptrunk_stats_is_gauge(stat);
	char name[96];

	snprintf(name, sizeof(name), "siptrunk_%s%s", siptrunk_stats_name(stat),
			gauge ? "" : "_total");
	siptrunk_exposition_single(exposition, name,
			gauge ? SIPTRUNK_METRIC_GAUGE : SIPTRUNK_METRIC_COUNTER,
			siptrunk_stats_text(stat), siptrunk_stats_value(stat));
}

void siptrunk_metrics_counters(siptrunk_exposition_t *exposition)
{
	siptrunk_stat_t stat;
	size_t i;

	for(i = 0; i < FAMILIES; i++) {
		if(families[i].name != NULL)
			write_family(exposition, &families[i]);
	}
	write_registrations(exposition);
	for(stat = 0; stat < SIPTRUNK_STAT_COUNT; stat++) {
		if(!is_of_a_family(stat))
			write_single(exposition, stat);
	}
}
