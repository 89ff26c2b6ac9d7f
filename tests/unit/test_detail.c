/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_detail.c: what limits a row, in text and applied.
 */
#include "siptrunk_detail.h"
#include "unit.h"

#include <time.h>

static const siptrunk_situation_t by_udp = {
		SIPTRUNK_INBOUND, SIPTRUNK_UDP, 5060, 1000};

static void limited(siptrunk_detail_t detail, siptrunk_limit_t expected)
{
	assert_int_equal(siptrunk_detail_limit(&detail, &by_udp), expected);
}

static void each_limit_is_applied(void **state)
{
	(void)state;
	limited((siptrunk_detail_t){.origin = SIPTRUNK_ORIGIN_CONFIGURED},
			SIPTRUNK_LIMIT_NONE);
	limited((siptrunk_detail_t){.off = true}, SIPTRUNK_LIMIT_OFF);
	limited((siptrunk_detail_t){.from = 1001}, SIPTRUNK_LIMIT_NOT_YET);
	limited((siptrunk_detail_t){.from = 1000}, SIPTRUNK_LIMIT_NONE);
	limited((siptrunk_detail_t){.until = 1000}, SIPTRUNK_LIMIT_EXPIRED);
	limited((siptrunk_detail_t){.until = 1001}, SIPTRUNK_LIMIT_NONE);
	limited((siptrunk_detail_t){.directions = SIPTRUNK_OUTBOUND},
			SIPTRUNK_LIMIT_DIRECTION);
	limited((siptrunk_detail_t){.directions = SIPTRUNK_INBOUND},
			SIPTRUNK_LIMIT_NONE);
	limited((siptrunk_detail_t){.transports = SIPTRUNK_TCP | SIPTRUNK_TLS},
			SIPTRUNK_LIMIT_TRANSPORT);
	limited((siptrunk_detail_t){.transports = SIPTRUNK_TCP | SIPTRUNK_UDP},
			SIPTRUNK_LIMIT_NONE);
	limited((siptrunk_detail_t){.port_first = 5061, .port_last = 5070},
			SIPTRUNK_LIMIT_PORT);
	limited((siptrunk_detail_t){.port_first = 5050, .port_last = 5059},
			SIPTRUNK_LIMIT_PORT);
	limited((siptrunk_detail_t){.port_first = 5060, .port_last = 5060},
			SIPTRUNK_LIMIT_NONE);
	limited((siptrunk_detail_t){.origin = SIPTRUNK_ORIGIN_LISTED},
			SIPTRUNK_LIMIT_LISTED_ONCE);
}

static void what_is_not_known_is_not_limited(void **state)
{
	const siptrunk_situation_t nothing = {.now = 1000};
	const siptrunk_detail_t detail = {.directions = SIPTRUNK_OUTBOUND,
			.transports = SIPTRUNK_TLS,
			.port_first = 1,
			.port_last = 2};
	siptrunk_situation_t other = by_udp;
	const siptrunk_detail_t all = {
			.transports = SIPTRUNK_UDP | SIPTRUNK_TCP | SIPTRUNK_TLS};

	(void)state;
	assert_int_equal(
			siptrunk_detail_limit(&detail, &nothing), SIPTRUNK_LIMIT_NONE);
	/* SCTP is known, and named by no row */
	other.transport = SIPTRUNK_OTHER_TRANSPORT;
	assert_int_equal(
			siptrunk_detail_limit(&all, &other), SIPTRUNK_LIMIT_TRANSPORT);
}

static void transports_are_a_list(void **state)
{
	static const char *const bad[] = {
			",", "udp,", ",udp", "udp;tcp", "sctp", "ud", " ", "udp,,tcp"};
	uint8_t transports;
	size_t i;

	(void)state;
	assert_true(siptrunk_transports_parse(T(""), &transports));
	assert_int_equal(transports, 0);
	assert_true(siptrunk_transports_parse(T("tls, UDP"), &transports));
	assert_int_equal(transports, SIPTRUNK_TLS | SIPTRUNK_UDP);
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_transports_parse(unit_slice(bad[i]), &transports))
			fail_msg("accepted: '%s'", bad[i]);
	}
	unit_slices_free();
}

static void ports_are_one_or_a_range(void **state)
{
	static const char *const bad[] = {"0", "65536", "5060-", "-5060", "10-9",
			"1-65536", "5060 ", "a", "1-2-3", "99999999999999999999"};
	uint16_t first, last;
	size_t i;

	(void)state;
	assert_true(siptrunk_ports_parse(T("5060"), &first, &last));
	assert_int_equal(first, 5060);
	assert_int_equal(last, 5060);
	assert_true(siptrunk_ports_parse(T("1-65535"), &first, &last));
	assert_int_equal(first, 1);
	assert_int_equal(last, 65535);
	assert_true(siptrunk_ports_parse(T(""), &first, &last));
	assert_int_equal(first, 0);
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_ports_parse(unit_slice(bad[i]), &first, &last))
			fail_msg("accepted: '%s'", bad[i]);
	}
	unit_slices_free();
}

static void direction_is_one_or_none(void **state)
{
	uint8_t directions;

	(void)state;
	assert_true(siptrunk_direction_parse(T("inbound"), &directions));
	assert_int_equal(directions, SIPTRUNK_INBOUND);
	assert_true(siptrunk_direction_parse(T("outbound"), &directions));
	assert_int_equal(directions, SIPTRUNK_OUTBOUND);
	assert_true(siptrunk_direction_parse(T(""), &directions));
	assert_int_equal(directions, 0);
	assert_false(siptrunk_direction_parse(T("both"), &directions));
}

static void times_are_utc(void **state)
{
	static const struct
	{
		const char *text;
		bool until;
		int64_t seconds;
	} good[] = {{"2000-01-01", false, 946684800},
			{"2000-01-01", true, 946684800 + 86400},
			{"2026-11-21T18:00:00Z", false, 1795284000},
			{"2026-11-21T18:00:00Z", true, 1795284000},
			{"2024-02-29", false, 1709164800},
			{"2100-03-01", false, INT64_C(4107542400)},
			{"9999-12-31T23:59:59Z", true, INT64_C(253402300799)},
			{"", false, 0}};
	static const char *const bad[] = {"2026-02-29", "2100-02-29", "1999-12-31",
			"2026-13-01", "2026-00-01", "2026-01-32", "2026-01-00",
			"2026-1-1", "26-01-01", "2026/01/01", "2026-01-01T24:00:00Z",
			"2026-01-01T23:60:00Z", "2026-01-01T23:00:60Z",
			"2026-01-01T23:00:00", "2026-01-01T23:00Z", "2026-01-01T",
			"2026-01-01 00:00:00", "2026-01-01T00:00:00Zx", "tomorrow"};
	int64_t seconds;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++) {
		assert_true(siptrunk_time_parse(
				unit_slice(good[i].text), good[i].until, &seconds));
		if(seconds != good[i].seconds)
			fail_msg("%s: %lld", good[i].text, (long long)seconds);
	}
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_time_parse(unit_slice(bad[i]), false, &seconds))
			fail_msg("accepted: '%s'", bad[i]);
	}
	unit_slices_free();
}

/** Every day of four centuries, against the library's calendar. */
static void days_agree_with_the_calendar(void **state)
{
	char text[SIPTRUNK_TIME_TEXT_MAX];
	int64_t day, seconds;

	(void)state;
	for(day = 10957; day < 10957 + 146097; day++) {
		siptrunk_time_format(day * 86400, text);
		assert_true(siptrunk_time_parse(
				(siptrunk_text_t){text, 10}, false, &seconds));
		if(seconds != day * 86400)
			fail_msg("%s: day %lld", text, (long long)seconds / 86400);
	}
}

static void dates_may_be_less_exact(void **state)
{
	static const char *const good[] = {"", "2026", "2026-06", "2026-06-30"};
	static const char *const bad[] = {
			"202", "2026-6", "2026-13", "2026-06-31", "June", "2026-06-"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++)
		assert_true(siptrunk_dated_parse(unit_slice(good[i])));
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_dated_parse(unit_slice(bad[i])))
			fail_msg("accepted: '%s'", bad[i]);
	}
	unit_slices_free();
}

static void assert_limits(
		const char *direction, const char *transports, const char *ports)
{
	char text[SIPTRUNK_TRANSPORTS_TEXT_MAX + SIPTRUNK_PORTS_TEXT_MAX];
	uint16_t first, last;
	uint8_t set;

	assert_true(siptrunk_direction_parse(siptrunk_text(direction), &set));
	unit_assert_text(siptrunk_directions_name(set), direction);
	assert_true(siptrunk_transports_parse(siptrunk_text(transports), &set));
	assert_string_equal(siptrunk_transports_format(set, text), transports);
	assert_true(siptrunk_ports_parse(siptrunk_text(ports), &first, &last));
	assert_string_equal(siptrunk_ports_format(first, last, text), ports);
}

static void limits_are_written_as_they_were_read(void **state)
{
	(void)state;
	assert_limits("", "", "");
	assert_limits("inbound", "udp", "5060");
	assert_limits("outbound", "udp,tcp,tls", "10000-65535");
	assert_limits("", "udp,tls", "1-2");
}

static void milliseconds_are_written(void **state)
{
	char text[SIPTRUNK_TIME_MS_TEXT_MAX];

	(void)state;
	assert_string_equal(siptrunk_time_ms_format(1795219200007, text),
			"2026-11-21T00:00:00.007Z");
	assert_string_equal(
			siptrunk_time_ms_format(999, text), "1970-01-01T00:00:00.999Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(each_limit_is_applied),
			cmocka_unit_test(what_is_not_known_is_not_limited),
			cmocka_unit_test(transports_are_a_list),
			cmocka_unit_test(ports_are_one_or_a_range),
			cmocka_unit_test(direction_is_one_or_none),
			cmocka_unit_test(times_are_utc),
			cmocka_unit_test(days_agree_with_the_calendar),
			cmocka_unit_test(dates_may_be_less_exact),
			cmocka_unit_test(limits_are_written_as_they_were_read),
			cmocka_unit_test(milliseconds_are_written),
	};

	return cmocka_run_group_tests_name("detail", tests, NULL, NULL);
}
