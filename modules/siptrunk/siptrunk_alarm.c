/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an operator must be told without asking.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_alarm.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define TEST_DAYS 31
#define CERTIFICATE_CRITICAL_DAYS 7
#define CERTIFICATE_WARNING_DAYS 30

const char *siptrunk_alarm_name(siptrunk_alarm_t alarm)
{
	static const char *const names[] = {
			[SIPTRUNK_ALARM_NONE] = "none",
			[SIPTRUNK_ALARM_WARNING] = "warning",
			[SIPTRUNK_ALARM_CRITICAL] = "critical",
	};

	return names[alarm];
}

siptrunk_alarm_t siptrunk_alarm_of_status(siptrunk_trunk_status_t status)
{
	switch(status) {
		case SIPTRUNK_TRUNK_DOWN:
			return SIPTRUNK_ALARM_CRITICAL;
		case SIPTRUNK_TRUNK_DEGRADED:
			return SIPTRUNK_ALARM_WARNING;
		default:
			return SIPTRUNK_ALARM_NONE;
	}
}

siptrunk_alarm_t siptrunk_alarm_of_certificate(long days_left)
{
	if(days_left <= CERTIFICATE_CRITICAL_DAYS)
		return SIPTRUNK_ALARM_CRITICAL;
	return days_left <= CERTIFICATE_WARNING_DAYS ? SIPTRUNK_ALARM_WARNING
												 : SIPTRUNK_ALARM_NONE;
}

siptrunk_alarm_t siptrunk_alarm_of_emergency(
		const siptrunk_emergency_entry_t *entry, int64_t now)
{
	if(now - entry->received >= DAY_MS)
		return SIPTRUNK_ALARM_NONE;
	switch(entry->outcome) {
		case SIPTRUNK_OUTCOME_FAILED:
			return entry->test ? SIPTRUNK_ALARM_WARNING
							   : SIPTRUNK_ALARM_CRITICAL;
		case SIPTRUNK_OUTCOME_REFUSED:
			return SIPTRUNK_ALARM_WARNING;
		default:
			return SIPTRUNK_ALARM_NONE;
	}
}

siptrunk_alarm_t siptrunk_alarm_of_test(int64_t answered, int64_t now)
{
	return now - answered > TEST_DAYS * DAY_MS ? SIPTRUNK_ALARM_WARNING
											   : SIPTRUNK_ALARM_NONE;
}
