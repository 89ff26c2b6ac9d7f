/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Counters of group "siptrunk", for RPC stats and for whatever reads
 * Kamailio's counters (xhttp_prom, snmpstats, cnt.* RPC).
 *
 * Any process; Kamailio keeps one cell per process, so no lock is taken.
 */
#ifndef SIPTRUNK_STATS_H
#define SIPTRUNK_STATS_H

typedef enum siptrunk_stat
{
	SIPTRUNK_STAT_ACCESS_ALLOWED,
	SIPTRUNK_STAT_ACCESS_UNKNOWN,
	SIPTRUNK_STAT_ACCESS_DENIED,
	SIPTRUNK_STAT_ACCESS_UNPROVED,
	SIPTRUNK_STAT_OUTBOUND_REFUSED,
	SIPTRUNK_STAT_ACCESS_FLOOD,
	SIPTRUNK_STAT_ACCESS_MALFORMED,
	SIPTRUNK_STAT_NEAR_MISS_NAME,
	SIPTRUNK_STAT_NEAR_MISS_PROOF,
	SIPTRUNK_STAT_NEAR_MISS_LIMITS,
	SIPTRUNK_STAT_EMERGENCY_PLACED,
	SIPTRUNK_STAT_EMERGENCY_TEST_PLACED,
	SIPTRUNK_STAT_EMERGENCY_REFUSED,
	SIPTRUNK_STAT_EMERGENCY_ANSWERED,
	SIPTRUNK_STAT_EMERGENCY_FAILED,
	SIPTRUNK_STAT_EMERGENCY_UNLISTED,
	/* in the order of siptrunk_source_t */
	SIPTRUNK_STAT_CALLER_BY_SOURCE,
	SIPTRUNK_STAT_CALLER_BY_LAST = SIPTRUNK_STAT_CALLER_BY_SOURCE + 4,
	SIPTRUNK_STAT_CALLER_NONE,
	SIPTRUNK_STAT_HEADERS_REMOVED,
	SIPTRUNK_STAT_HOST_FAILURES,
	SIPTRUNK_STAT_GATEWAY_FAILURES,
	SIPTRUNK_STAT_RELOADS,
	SIPTRUNK_STAT_RELOAD_FAILURES,
	SIPTRUNK_STAT_ANSWERS_LATE,
	SIPTRUNK_STAT_NO_ROOM,
	SIPTRUNK_STAT_CONNECTIONS_CLOSED,
	SIPTRUNK_STAT_PROVISIONING_HOLES,
	SIPTRUNK_STAT_SIGNATURES_DROPPED,
	SIPTRUNK_STAT_COUNT
} siptrunk_stat_t;

/** Registers all; 0 or -1. Before the first fork. */
int siptrunk_stats_init(void);

void siptrunk_stats_add(siptrunk_stat_t stat, int count);

const char *siptrunk_stats_name(siptrunk_stat_t stat);
/** Summed over all processes. */
long siptrunk_stats_value(siptrunk_stat_t stat);

#endif
