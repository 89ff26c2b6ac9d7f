/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Counters of group "siptrunk".
 *
 * Any process; Kamailio's counter memory.
 */
#include "siptrunk_stats.h"

#include "siptrunk_expiry.h"
#include "siptrunk_explain.h"
#include "siptrunk_health.h"

#include "core/counters.h"

static counter_handle_t handles[SIPTRUNK_STAT_COUNT];

#define COUNTER(stat, name, text)           \
	{                                       \
		&handles[stat], name, 0, 0, 0, text \
	}

#define CAUSE_COUNTER(cause, name, text) \
	COUNTER(SIPTRUNK_STAT_REGISTRATION_BY_CAUSE + cause, name, text)

/** A value that is computed when it is read. */
#define GAUGE(stat, name, read, text)                      \
	{                                                      \
		&handles[stat], name, 0, gauge, (void *)read, text \
	}

static counter_val_t gauge(counter_handle_t handle, void *read)
{
	return ((long (*)(void))read)();
}

/* by siptrunk_stat_t; the last, empty one ends the list for Kamailio */
static counter_def_t counters[SIPTRUNK_STAT_COUNT + 1] = {
		COUNTER(SIPTRUNK_STAT_ACCESS_ALLOWED, "access_allowed",
				"access checks that found the address on a list"),
		COUNTER(SIPTRUNK_STAT_ACCESS_UNKNOWN, "access_unknown",
				"access checks that found the address on no list"),
		COUNTER(SIPTRUNK_STAT_ACCESS_DENIED, "access_denied",
				"access checks of an address that is always denied"),
		COUNTER(SIPTRUNK_STAT_ACCESS_UNPROVED, "access_unproved",
				"access checks that missed what the trunk demands beside the "
				"address"),
		COUNTER(SIPTRUNK_STAT_OUTBOUND_REFUSED, "outbound_refused",
				"requests for a trunk whose list does not let them go there"),
		COUNTER(SIPTRUNK_STAT_ACCESS_FLOOD, "access_flood",
				"messages of unknown addresses over their rate, not looked at"),
		COUNTER(SIPTRUNK_STAT_ACCESS_MALFORMED, "access_malformed",
				"messages that are no SIP"),
		COUNTER(SIPTRUNK_STAT_NEAR_MISS_NAME, "near_miss_name",
				"requests with a trunk's proof from an unknown address"),
		COUNTER(SIPTRUNK_STAT_NEAR_MISS_PROOF, "near_miss_proof",
				"requests of a listed address without its trunk's proof"),
		COUNTER(SIPTRUNK_STAT_NEAR_MISS_LIMITS, "near_miss_limits",
				"requests of a listed address outside its row's limits"),
		COUNTER(SIPTRUNK_STAT_EMERGENCY_PLACED, "emergency_placed",
				"emergency calls sent to a gateway"),
		COUNTER(SIPTRUNK_STAT_EMERGENCY_TEST_PLACED, "emergency_test_placed",
				"emergency test calls sent to a gateway"),
		COUNTER(SIPTRUNK_STAT_EMERGENCY_REFUSED, "emergency_refused",
				"emergency calls refused because of where they came from"),
		COUNTER(SIPTRUNK_STAT_EMERGENCY_ANSWERED, "emergency_answered",
				"emergency and test calls that were answered"),
		COUNTER(SIPTRUNK_STAT_EMERGENCY_FAILED, "emergency_failed",
				"emergency and test calls that nobody answered"),
		COUNTER(SIPTRUNK_STAT_EMERGENCY_UNLISTED, "emergency_unlisted",
				"emergency calls let in that missed what others need"),
		COUNTER(SIPTRUNK_STAT_LEDGER_SPOOL_FAILURES, "ledger_spool_failures",
				"tries to write an emergency call to the spool that failed"),
		COUNTER(SIPTRUNK_STAT_LEDGER_DB_FAILURES, "ledger_database_failures",
				"tries to write emergency calls to the database that failed"),
		COUNTER(SIPTRUNK_STAT_CALLER_BY_SOURCE, "caller_by_call_source",
				"caller IDs that were the caller's DID or what was asserted"),
		COUNTER(SIPTRUNK_STAT_CALLER_BY_SOURCE + 1, "caller_by_user_extension",
				"caller IDs that were the caller's extension"),
		COUNTER(SIPTRUNK_STAT_CALLER_BY_SOURCE + 2, "caller_by_site",
				"caller IDs that were a site's ANI"),
		COUNTER(SIPTRUNK_STAT_CALLER_BY_SOURCE + 3, "caller_by_trunk",
				"caller IDs that were the trunk's ANI"),
		COUNTER(SIPTRUNK_STAT_CALLER_BY_LAST, "caller_by_user_email",
				"caller IDs that were the caller's e-mail address"),
		COUNTER(SIPTRUNK_STAT_CALLER_NONE, "caller_none",
				"selections that found no caller ID"),
		COUNTER(SIPTRUNK_STAT_HEADERS_REMOVED, "headers_removed",
				"custom headers that came in and were removed"),
		COUNTER(SIPTRUNK_STAT_HOST_FAILURES, "host_failures",
				"look-ups of host names that DNS did not answer well"),
		COUNTER(SIPTRUNK_STAT_GATEWAY_FAILURES, "gateway_failures",
				"times that a gateway was no longer believed to be up"),
		COUNTER(SIPTRUNK_STAT_RELOADS, "reloads",
				"successful loads, the one at start included"),
		COUNTER(SIPTRUNK_STAT_RELOAD_FAILURES, "reload_failures",
				"refused loads; the old configuration stayed"),
		COUNTER(SIPTRUNK_STAT_ANSWERS_LATE, "answers_late",
				"answers to calls that another had, acknowledged and ended"),
		COUNTER(SIPTRUNK_STAT_NO_ROOM, "no_room",
				"ordinary calls refused: what memory is left is kept for "
				"emergency calls"),
		COUNTER(SIPTRUNK_STAT_WEBHOOKS_REFUSED, "webhooks_refused",
				"requests by HTTP whose signature, body or call was no good"),
		COUNTER(SIPTRUNK_STAT_HANDOVERS, "handovers",
				"calls handed back to the pbx for it to call somebody else"),
		COUNTER(SIPTRUNK_STAT_HANDOVERS_DONE, "handovers_done",
				"of these, calls that the pbx did transfer"),
		COUNTER(SIPTRUNK_STAT_HANDOVERS_FAILED, "handovers_failed",
				"of these, calls that it did not"),
		COUNTER(SIPTRUNK_STAT_CONNECTIONS_CLOSED, "connections_closed",
				"connections of strangers closed to leave room for peers"),
		COUNTER(SIPTRUNK_STAT_PROVISIONING_HOLES, "provisioning_holes",
				"emergency calls whose caller ID was the trunk's ANI or an "
				"e-mail address"),
		COUNTER(SIPTRUNK_STAT_SIGNATURES_DROPPED, "signatures_dropped",
				"emergency calls that came with a STIR Identity"),
		COUNTER(SIPTRUNK_STAT_CERTIFICATE_REFUSED, "certificate_refused",
				"TLS handshakes given up because of the gateway's certificate"),
		COUNTER(SIPTRUNK_STAT_CERTIFICATE_TOLERATED, "certificate_tolerated",
				"TLS handshakes completed in spite of it"),
		GAUGE(SIPTRUNK_STAT_DAYS_LEFT_OWN, "certificate_days_left_own",
				siptrunk_expiry_days_left_own,
				"days until the first of our own certificates ends"),
		GAUGE(SIPTRUNK_STAT_DAYS_LEFT_PEER, "certificate_days_left_peer",
				siptrunk_expiry_days_left_peer,
				"days until the first of the gateways' certificates ends"),
		COUNTER(SIPTRUNK_STAT_NOTIFICATION_SENT, "notification_sent",
				"notifications of emergency calls that were taken"),
		COUNTER(SIPTRUNK_STAT_NOTIFICATION_FAILED, "notification_failed",
				"notifications of emergency calls that were given up"),
		COUNTER(SIPTRUNK_STAT_NOTIFICATION_PENDING, "notification_pending",
				"notifications of emergency calls not delivered yet"),
		COUNTER(SIPTRUNK_STAT_CALLBACKS, "callbacks",
				"calls taken for a PSAP's call-back"),
		COUNTER(SIPTRUNK_STAT_CALLBACKS_FAILED, "callbacks_failed",
				"call-backs that nobody at the pbx took"),
		COUNTER(SIPTRUNK_STAT_CALLBACK_MARKS_IGNORED, "callback_marks_ignored",
				"calls marked as call-back by a trunk that is not trusted to"),
		COUNTER(SIPTRUNK_STAT_TLS_ALERTS, "tls_alerts",
				"TLS handshakes with gateways that an alert ended"),
		COUNTER(SIPTRUNK_STAT_CALLS_FORGOTTEN, "calls_forgotten",
				"calls still running whose record gave way to another's"),
		COUNTER(SIPTRUNK_STAT_REGISTRATIONS_SHARED, "registrations_shared",
				"calls that another delivery of the same call registers or has "
				"registered"),
		COUNTER(SIPTRUNK_STAT_REGISTRATIONS_UNUSED, "registrations_unused",
				"calls whose caller had given up when they were registered"),
		COUNTER(SIPTRUNK_STAT_HEADERS_EXCESSIVE, "headers_excessive",
				"extension headers dropped: one too many, or too long"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_NONE, "registration_registered",
				"calls registered with their agent's API"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_DNS, "registration_dns",
				"calls not registered: the API's name had no address"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_REFUSED, "registration_refused",
				"calls not registered: no connection to the API"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_TLS, "registration_tls",
				"calls not registered: TLS with the API failed"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_DEADLINE, "registration_deadline",
				"calls not registered: the API did not answer in time"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_BROKEN, "registration_broken",
				"calls not registered: the API broke the connection"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_SERVER, "registration_server",
				"calls not registered: the API answered 5xx"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_REDIRECT, "registration_redirect",
				"calls not registered: the API answered 3xx"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_STATUS, "registration_status",
				"calls not registered: the API answered an unknown status"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_TOO_LARGE, "registration_too_large",
				"calls not registered: the API's answer was too large"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_NOT_JSON, "registration_not_json",
				"calls not registered: the API's answer was no JSON"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_NO_CALL_ID, "registration_no_call_id",
				"calls not registered: the API's answer had no call id"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_UNAUTHORIZED, "registration_unauthorized",
				"calls not registered: the API refused the key"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_PAYMENT, "registration_payment",
				"calls not registered: the API demanded a payment"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_RATE_LIMITED, "registration_rate_limited",
				"calls not registered: the API answered 429"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_INVALID, "registration_invalid",
				"calls not registered: the API refused the request"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_OPEN, "registration_open",
				"calls not registered: the API had failed just before"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_BUSY, "registration_busy",
				"calls not registered: the account had all its calls"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_FULL, "registration_full",
				"calls not registered: too many registrations waited"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_UNSETTLED, "registration_unsettled",
				"calls not registered anew: the fate of their first request "
				"is unknown"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_NO_AGENT, "registration_no_agent",
				"calls not registered: no row for their number or API"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_NO_KEY, "registration_no_key",
				"calls not registered: the API key could not be read"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_NO_WORKERS, "registration_no_workers",
				"calls not registered: async_workers is 0"),
		CAUSE_COUNTER(SIPTRUNK_CAUSE_NO_MEMORY, "registration_no_memory",
				"calls not registered: no memory"),
		COUNTER(SIPTRUNK_STAT_CONCURRENCY_UNKNOWN, "concurrency_unknown",
				"times that an API did not tell how many calls there are"),
		COUNTER(SIPTRUNK_STAT_TRANSFERS_REFUSED, "transfers_refused",
				"transfers to somebody who is not on the trunk's list"),
		COUNTER(SIPTRUNK_STAT_TRANSFERS_DONE, "transfers_done",
				"transfers that the edge has carried out"),
		COUNTER(SIPTRUNK_STAT_TRANSFERS_FAILED, "transfers_failed",
				"transfers that the edge was to carry out and could not"),
		COUNTER(SIPTRUNK_STAT_MEDIA_GOOD, "media_good",
				"legs of calls that heard a MOS of 4.0 or better"),
		COUNTER(SIPTRUNK_STAT_MEDIA_FAIR, "media_fair",
				"legs of calls that heard a MOS of 3.1 or better"),
		COUNTER(SIPTRUNK_STAT_MEDIA_POOR, "media_poor",
				"legs of calls that heard a MOS below 3.1"),
		COUNTER(SIPTRUNK_STAT_ONE_WAY_AUDIO, "one_way_audio",
				"times that nothing came from a side of a call for long"),
		COUNTER(SIPTRUNK_STAT_SILENCE_HUNG_UP, "silence_hung_up",
				"agents' calls that were ended for that"),
		COUNTER(SIPTRUNK_STAT_CREDENTIALS_REFUSED, "credentials_refused",
				"challenges to an answer with siptrunk_credential"),
		COUNTER(SIPTRUNK_STAT_CALLERS_REPLACED, "callers_replaced",
				"calls whose caller is not verified, shown as their trunk"),
		COUNTER(SIPTRUNK_STAT_CALLERS_REFUSED, "callers_refused",
				"calls whose caller is not verified, not let out"),
		GAUGE(SIPTRUNK_STAT_TRUNKS_DEGRADED, "trunks_degraded",
				siptrunk_health_trunks_degraded,
				"trunks of whose gateways some are down"),
		GAUGE(SIPTRUNK_STAT_TRUNKS_DOWN, "trunks_down",
				siptrunk_health_trunks_down,
				"trunks of whose gateways none is up"),
		COUNTER(SIPTRUNK_STAT_COUNTRY_REFUSED, "country_refused",
				"calls refused: the trunk may not call that country"),
		COUNTER(SIPTRUNK_STAT_PREMIUM_REFUSED, "premium_refused",
				"calls refused: the number costs more than others"),
		COUNTER(SIPTRUNK_STAT_UNREADABLE_REFUSED, "unreadable_refused",
				"calls refused: nobody knows which country the number is of"),
		COUNTER(SIPTRUNK_STAT_RATE_REFUSED, "rate_refused",
				"calls refused: more a second than the trunk or caller may"),
		COUNTER(SIPTRUNK_STAT_MINUTES_REFUSED, "minutes_refused",
				"calls refused: the trunk or caller has had its minutes"),
		COUNTER(SIPTRUNK_STAT_DESTINATION_ALARMS, "destination_alarms",
				"times that a new country got more calls than it may"),
		COUNTER(SIPTRUNK_STAT_PATTERNS_GIVEN_UP, "patterns_given_up",
				"matches of a pattern that took too many steps"),
		COUNTER(SIPTRUNK_STAT_DIAL_RULES_REFUSED, "dial_rules_refused",
				"calls refused: a dial rule made an emergency number of "
				"theirs"),
		COUNTER(SIPTRUNK_STAT_RECORDS_WRITTEN, "records_written",
				"records of calls that are over, written to file, log or "
				"spool"),
		COUNTER(SIPTRUNK_STAT_RECORDS_DROPPED, "records_dropped",
				"records of calls that the file or the table lacks"),
		COUNTER(SIPTRUNK_STAT_RECORD_FILE_FAILURES, "record_file_failures",
				"tries to write records to their file that failed"),
		COUNTER(SIPTRUNK_STAT_RECORD_SPOOL_FAILURES, "record_spool_failures",
				"tries to write records to the spool that failed"),
		COUNTER(SIPTRUNK_STAT_RECORD_DB_FAILURES, "record_database_failures",
				"tries to write records to the database that failed"),
};

int siptrunk_stats_init(void)
{
	return counter_register_array("siptrunk", counters) < 0 ? -1 : 0;
}

void siptrunk_stats_add(siptrunk_stat_t stat, int count)
{
	if(!siptrunk_explaining)
		counter_add(handles[stat], count);
}

const char *siptrunk_stats_name(siptrunk_stat_t stat)
{
	return counters[stat].name;
}

const char *siptrunk_stats_text(siptrunk_stat_t stat)
{
	return counters[stat].descr;
}

bool siptrunk_stats_is_gauge(siptrunk_stat_t stat)
{
	return counters[stat].get_cbk != NULL;
}

long siptrunk_stats_value(siptrunk_stat_t stat)
{
	return counter_get_val(handles[stat]);
}
