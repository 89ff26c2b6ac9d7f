/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Limits of a row of an access list: reading them, applying them.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_detail.h"
#include "siptrunk_ascii.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY ((int64_t)24 * 60 * 60)

siptrunk_limit_t siptrunk_detail_limit(
		const siptrunk_detail_t *detail, const siptrunk_situation_t *situation)
{
	if(detail->origin == SIPTRUNK_ORIGIN_LISTED)
		return SIPTRUNK_LIMIT_LISTED_ONCE;
	if(detail->off)
		return SIPTRUNK_LIMIT_OFF;
	if(detail->from != 0 && situation->now < detail->from)
		return SIPTRUNK_LIMIT_NOT_YET;
	if(detail->until != 0 && situation->now >= detail->until)
		return SIPTRUNK_LIMIT_EXPIRED;
	if(detail->directions != 0 && situation->direction != 0
			&& !(detail->directions & situation->direction))
		return SIPTRUNK_LIMIT_DIRECTION;
	if(detail->transports != 0 && situation->transport != 0
			&& !(detail->transports & situation->transport))
		return SIPTRUNK_LIMIT_TRANSPORT;
	if(detail->port_first != 0 && situation->port != 0
			&& (situation->port < detail->port_first
					|| situation->port > detail->port_last))
		return SIPTRUNK_LIMIT_PORT;
	return SIPTRUNK_LIMIT_NONE;
}

const char *siptrunk_limit_name(siptrunk_limit_t limit)
{
	static const char *const names[] = {
			[SIPTRUNK_LIMIT_NONE] = "in force",
			[SIPTRUNK_LIMIT_LISTED_ONCE] = "no longer listed",
			[SIPTRUNK_LIMIT_OFF] = "switched off",
			[SIPTRUNK_LIMIT_NOT_YET] = "not valid yet",
			[SIPTRUNK_LIMIT_EXPIRED] = "expired",
			[SIPTRUNK_LIMIT_DIRECTION] = "for the other direction",
			[SIPTRUNK_LIMIT_TRANSPORT] = "for another transport",
			[SIPTRUNK_LIMIT_PORT] = "for other ports",
	};

	return names[limit];
}

siptrunk_text_t siptrunk_origin_name(siptrunk_origin_t origin)
{
	static const char *const names[] = {
			[SIPTRUNK_ORIGIN_CONFIGURED] = "configured",
			[SIPTRUNK_ORIGIN_HOST] = "host",
			[SIPTRUNK_ORIGIN_TEMPORARY] = "temporary",
			[SIPTRUNK_ORIGIN_LISTED] = "listed",
	};

	return siptrunk_text(names[origin]);
}

bool siptrunk_direction_parse(siptrunk_text_t text, uint8_t *directions)
{
	*directions = 0;
	if(siptrunk_text_equal(text, SIPTRUNK_TEXT("inbound")))
		*directions = SIPTRUNK_INBOUND;
	else if(siptrunk_text_equal(text, SIPTRUNK_TEXT("outbound")))
		*directions = SIPTRUNK_OUTBOUND;
	return *directions != 0 || text.len == 0;
}

siptrunk_text_t siptrunk_directions_name(uint8_t directions)
{
	switch(directions) {
		case SIPTRUNK_INBOUND:
			return SIPTRUNK_TEXT("inbound");
		case SIPTRUNK_OUTBOUND:
			return SIPTRUNK_TEXT("outbound");
		default:
			return SIPTRUNK_TEXT("");
	}
}

const char *siptrunk_transport_name(uint8_t transport)
{
	switch(transport) {
		case SIPTRUNK_UDP:
			return "udp";
		case SIPTRUNK_TCP:
			return "tcp";
		case SIPTRUNK_TLS:
			return "tls";
		default:
			return "other";
	}
}

static uint8_t transport_of(siptrunk_text_t text)
{
	if(siptrunk_text_equal_nocase(text, SIPTRUNK_TEXT("udp")))
		return SIPTRUNK_UDP;
	if(siptrunk_text_equal_nocase(text, SIPTRUNK_TEXT("tcp")))
		return SIPTRUNK_TCP;
	if(siptrunk_text_equal_nocase(text, SIPTRUNK_TEXT("tls")))
		return SIPTRUNK_TLS;
	return 0;
}

bool siptrunk_transports_parse(siptrunk_text_t text, uint8_t *transports)
{
	*transports = 0;
	while(text.len > 0 || text.s != NULL) {
		siptrunk_text_t one = siptrunk_text_split(text, ',', &text);
		uint8_t transport = transport_of(siptrunk_text_trim(one));

		if(transport == 0)
			return *transports == 0 && one.len == 0 && text.s == NULL;
		*transports |= transport;
	}
	return true;
}

const char *siptrunk_transports_format(
		uint8_t transports, char text[SIPTRUNK_TRANSPORTS_TEXT_MAX])
{
	uint8_t one;

	text[0] = '\0';
	for(one = SIPTRUNK_UDP; one <= SIPTRUNK_TLS; one <<= 1) {
		if(!(transports & one))
			continue;
		if(text[0] != '\0')
			strcat(text, ",");
		strcat(text, siptrunk_transport_name(one));
	}
	return text;
}

/** Decimal digits only; the value is no more than max. */
static bool digits_parse(siptrunk_text_t text, int max, int *value)
{
	size_t i;

	*value = 0;
	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_digit(text.s[i]))
			return false;
		*value = *value * 10 + (text.s[i] - '0');
		if(*value > max)
			return false;
	}
	return text.len > 0;
}

bool siptrunk_ports_parse(siptrunk_text_t text, uint16_t *first, uint16_t *last)
{
	siptrunk_text_t rest;
	siptrunk_text_t low = siptrunk_text_split(text, '-', &rest);
	int from = 0, to = 0;

	*first = *last = 0;
	if(text.len == 0)
		return true;
	if(!digits_parse(low, UINT16_MAX, &from) || from == 0)
		return false;
	to = from;
	if(rest.s != NULL && (!digits_parse(rest, UINT16_MAX, &to) || to < from))
		return false;
	*first = (uint16_t)from;
	*last = (uint16_t)to;
	return true;
}

const char *siptrunk_ports_format(
		uint16_t first, uint16_t last, char text[SIPTRUNK_PORTS_TEXT_MAX])
{
	text[0] = '\0';
	if(first != 0 && first == last)
		snprintf(text, SIPTRUNK_PORTS_TEXT_MAX, "%d", first);
	else if(first != 0)
		snprintf(text, SIPTRUNK_PORTS_TEXT_MAX, "%d-%d", first, last);
	return text;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/** Since 1970-01-01. */
static int64_t days_of_date(int year, int month, int day)
{
	int64_t days = (int64_t)(year - 1970) * 365 + (year - 1969) / 4
				   - (year - 1901) / 100 + (year - 1601) / 400;

	while(--month > 0)
		days += days_of_month(year, month);
	return days + day - 1;
}

/** "NN" at text's offset, from low to high. */
static bool two_digits(siptrunk_text_t text, size_t offset, int low, int high,
		int *value)
{
	return offset + 2 <= text.len
		   && digits_parse(
				   (siptrunk_text_t){text.s + offset, 2}, high, value)
		   && *value >= low;
}

static bool date_parse(siptrunk_text_t text, int64_t *days)
{
	int year, month, day;

	if(text.len != sizeof("2026-11-21") - 1 || text.s[4] != '-'
			|| text.s[7] != '-'
			|| !digits_parse((siptrunk_text_t){text.s, 4}, 9999, &year)
			|| year < 2000 || !two_digits(text, 5, 1, 12, &month)
			|| !two_digits(text, 8, 1, days_of_month(year, month), &day))
		return false;
	*days = days_of_date(year, month, day);
	return true;
}

bool siptrunk_time_parse(siptrunk_text_t text, bool until, int64_t *seconds)
{
	siptrunk_text_t clock;
	siptrunk_text_t date = siptrunk_text_split(text, 'T', &clock);
	int hour, minute, second;
	int64_t days;

	*seconds = 0;
	if(text.len == 0)
		return true;
	if(!date_parse(date, &days))
		return false;
	if(clock.s == NULL) {
		*seconds = (days + until) * DAY;
		return true;
	}
	if(clock.len != sizeof("18:00:00Z") - 1 || clock.s[2] != ':'
			|| clock.s[5] != ':' || clock.s[8] != 'Z'
			|| !two_digits(clock, 0, 0, 23, &hour)
			|| !two_digits(clock, 3, 0, 59, &minute)
			|| !two_digits(clock, 6, 0, 59, &second))
		return false;
	*seconds = days * DAY + (hour * 60 + minute) * 60 + second;
	return true;
}

bool siptrunk_dated_parse(siptrunk_text_t text)
{
	static const char first_day[] = "0000-01-01";
	char date[sizeof(first_day)];
	int64_t days;
	size_t i;

	if(text.len == 0)
		return true;
	if(text.len != 4 && text.len != 7 && text.len != 10)
		return false;
	for(i = 0; i < sizeof(date); i++)
		date[i] = i < text.len ? text.s[i] : first_day[i];
	return date_parse(siptrunk_text(date), &days);
}

const char *siptrunk_time_format(
		int64_t seconds, char text[SIPTRUNK_TIME_TEXT_MAX])
{
	time_t when = (time_t)seconds;
	struct tm utc;

	text[0] = '\0';
	if(gmtime_r(&when, &utc) != NULL)
		strftime(text, SIPTRUNK_TIME_TEXT_MAX, "%Y-%m-%dT%H:%M:%SZ", &utc);
	return text;
}

const char *siptrunk_time_ms_format(
		int64_t ms, char text[SIPTRUNK_TIME_MS_TEXT_MAX])
{
	size_t len = strlen(siptrunk_time_format(ms / 1000, text));

	/* in the place of the Z */
	if(len > 0)
		snprintf(text + len - 1, sizeof(".000Z"), ".%03uZ",
				(unsigned)(ms % 1000) % 1000);
	return text;
}
