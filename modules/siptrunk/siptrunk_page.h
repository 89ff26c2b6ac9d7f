/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How the edge is, in JSON for the status page (scripts/status): alarms, trunks
 * and gateways, running calls, emergency calls, test calls, near misses. Of a
 * bounded size: a list says how much of it is not shown. No secrets.
 *
 * Any process; what is written belongs to the process and stays until it is
 * written anew. Nothing blocks; nothing is allocated but a few bytes a trunk,
 * for the moment.
 */
#ifndef SIPTRUNK_PAGE_H
#define SIPTRUNK_PAGE_H

#include "siptrunk_belief.h"
#include "siptrunk_json_list.h"
#include "siptrunk_last_tests.h"
#include "siptrunk_snapshot.h"

/** In bytes; what one connection takes at once, of a reader who is slow. */
#define SIPTRUNK_PAGE_MAX 57344

/** Empty: no memory, logged. */
siptrunk_text_t siptrunk_page_write(void);

/* --- of its parts --- */

/** What is known of a trunk beside its configuration. */
typedef struct siptrunk_page_trunk
{
	siptrunk_trunk_status_t status;
	unsigned calls; /**< running, from it and to it */
} siptrunk_page_trunk_t;

typedef struct siptrunk_page
{
	siptrunk_json_t *json;
	const siptrunk_snapshot_t *snapshot;
	int64_t now; /**< ms since 1970 */
	siptrunk_page_trunk_t *trunks; /**< as many as the configuration has */
	const siptrunk_last_tests_t *tests;
	unsigned sites_overdue; /**< an alarm: siptrunk_alarm_of_test() */
} siptrunk_page_t;

/** A time of ms since 1970, in whole seconds; 0: not yet, or never. */
void siptrunk_page_time(
		siptrunk_json_t *json, const char *name, int64_t ms);

void siptrunk_page_trunks(const siptrunk_page_t *status);
void siptrunk_page_emergencies(const siptrunk_page_t *status);
/** Finds which sites are overdue, too. */
void siptrunk_page_tests(siptrunk_page_t *status);
void siptrunk_page_near_misses(const siptrunk_page_t *status);
/** Behind all others: it tells of what they found. */
void siptrunk_page_alarms(const siptrunk_page_t *status);

#endif
