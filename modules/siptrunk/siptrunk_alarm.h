/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an operator must be told without asking, and how urgent it is.
 *
 *   a trunk is down                          critical
 *   some of its gateways are                 warning
 *   a certificate ends within a week         critical
 *   within 30 days                           warning
 *   nobody answered an emergency call        critical, for a day
 *   nor a test call; one came from where     warning, for a day
 *   none may come from
 *   the last answered test call (933) is     warning
 *   older than 31 days, or there was none
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_ALARM_H
#define SIPTRUNK_ALARM_H

#include "siptrunk_belief.h"
#include "siptrunk_emergency.h"

typedef enum siptrunk_alarm
{
	SIPTRUNK_ALARM_NONE,
	SIPTRUNK_ALARM_WARNING,
	SIPTRUNK_ALARM_CRITICAL
} siptrunk_alarm_t;

const char *siptrunk_alarm_name(siptrunk_alarm_t alarm);

siptrunk_alarm_t siptrunk_alarm_of_status(siptrunk_trunk_status_t status);
siptrunk_alarm_t siptrunk_alarm_of_certificate(long days_left);

/* now and answered: ms since 1970; answered 0: never. */

siptrunk_alarm_t siptrunk_alarm_of_emergency(
		const siptrunk_emergency_entry_t *entry, int64_t now);
siptrunk_alarm_t siptrunk_alarm_of_test(int64_t answered, int64_t now);

#endif
