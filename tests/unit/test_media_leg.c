/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_media_leg.c and siptrunk_media_totals.c. */
#include "siptrunk_media_leg.h"
#include "siptrunk_media_totals.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static siptrunk_media_leg_t leg;
static siptrunk_media_base_t base;

static int begin_test(void **state)
{
	(void)state;
	memset(&leg, 0, sizeof(leg));
	memset(&base, 0, sizeof(base));
	return 0;
}

static void look(uint32_t ssrc, uint64_t packets, uint64_t last)
{
	siptrunk_media_side_t side = {.rtp = packets,
			.ssrc = ssrc,
			.ssrc_packets = packets,
			.ssrc_last = last};

	siptrunk_media_leg_look(&leg, &base, &side);
}

static void what_has_no_number_is_lost(void **state)
{
	(void)state;
	look(1, 100, 5100);
	assert_false(leg.measured);
	look(1, 150, 5150);
	assert_true(leg.measured);
	assert_int_equal(leg.lost, 0);
	look(1, 190, 5200);
	assert_int_equal(leg.lost, 10);
	assert_int_equal(leg.sent, 190);
}

static void what_comes_late_is_not_lost(void **state)
{
	(void)state;
	look(1, 100, 5100);
	look(1, 140, 5150);
	assert_int_equal(leg.lost, 10);
	look(1, 160, 5160);
	assert_int_equal(leg.lost, 0);
	look(1, 170, 5160);
	assert_int_equal(leg.lost, 0);
}

static void a_new_stream_is_counted_from_its_first_look(void **state)
{
	(void)state;
	look(1, 100, 5100);
	look(1, 140, 5150);
	look(2, 10, 60000);
	assert_int_equal(leg.lost, 10);
	look(2, 15, 60010);
	assert_int_equal(leg.lost, 15);
}

static void numbers_that_jump_are_no_loss(void **state)
{
	(void)state;
	look(1, 100, 5100);
	look(1, 101, 8101);
	assert_int_equal(leg.lost, 0);
	look(1, 102, 50);
	look(1, 103, 51);
	assert_int_equal(leg.lost, 0);
}

static void who_never_sent_has_lost_nothing(void **state)
{
	(void)state;
	look(0, 0, 0);
	look(0, 0, 0);
	assert_true(leg.seen);
	assert_false(leg.measured);
	look(1, 100, 5100);
	look(1, 101, 5101);
	assert_int_equal(leg.lost, 0);
}

/* --- fields --- */

static void expect(unsigned field, const char *name, const char *text)
{
	char room[SIPTRUNK_TIME_MS_TEXT_MAX];

	assert_string_equal(
			siptrunk_media_leg_name(SIPTRUNK_LEG_CALLEE, field), name);
	unit_assert_text(siptrunk_media_leg_text(&leg, field, room), text);
}

static void what_is_not_known_is_empty(void **state)
{
	(void)state;
	expect(0, "callee_sent", "");
	expect(1, "callee_lost", "");
	expect(2, "callee_mos", "");
	expect(3, "callee_jitter", "");
	expect(4, "callee_loss", "");
	expect(5, "callee_round_trip", "");
	expect(6, "callee_silent", "");
	assert_string_equal(
			siptrunk_media_leg_name(SIPTRUNK_LEG_CALLER, 2), "caller_mos");
}

static void what_is_known_is_written(void **state)
{
	(void)state;
	leg = (siptrunk_media_leg_t){.seen = true,
			.measured = true,
			.heard = {true, 41, 0, 0, 1234},
			.silent = 1};
	expect(0, "callee_sent", "0");
	expect(1, "callee_lost", "0");
	expect(2, "callee_mos", "4.1");
	expect(3, "callee_jitter", "0");
	expect(4, "callee_loss", "0");
	expect(5, "callee_round_trip", "1.2");
	expect(6, "callee_silent", "1970-01-01T00:00:00.001Z");
}

/* --- by trunk --- */

static siptrunk_media_table_t table;

static long value(const char *trunk, siptrunk_media_total_t total)
{
	return siptrunk_media_totals_value(
			siptrunk_media_totals_of(&table, trunk), total);
}

static void add(const char *trunk, int mos)
{
	leg = (siptrunk_media_leg_t){.seen = true,
			.sent = 100,
			.lost = 2,
			.heard = {mos > 0, mos, 0, 0, 0}};
	siptrunk_media_totals_add_leg(
			siptrunk_media_totals_of(&table, trunk), &leg);
}

static void each_trunk_has_its_own(void **state)
{
	(void)state;
	memset(&table, 0, sizeof(table));
	add("a", 44);
	add("a", 30);
	add("a", 40);
	add("a", 39);
	add("a", 31);
	add("a", 0);
	add("b", 45);
	assert_int_equal(table.count, 2);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_LEGS), 6);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_SENT), 600);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_LOST), 12);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_MOS_GOOD), 2);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_MOS_FAIR), 2);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_MOS_POOR), 1);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_MOS_SUM), 184);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_MOS_WORST), 30);
	assert_int_equal(value("b", SIPTRUNK_MEDIA_MOS_WORST), 45);
}

static void a_trunk_too_many_is_not_counted(void **state)
{
	char name[16];
	int i;

	(void)state;
	memset(&table, 0, sizeof(table));
	assert_null(siptrunk_media_totals_of(&table, ""));
	for(i = 0; i < SIPTRUNK_MEDIA_TRUNKS_MAX; i++) {
		snprintf(name, sizeof(name), "%d", i);
		assert_non_null(siptrunk_media_totals_of(&table, name));
	}
	assert_null(siptrunk_media_totals_of(&table, "one more"));
	assert_non_null(siptrunk_media_totals_of(&table, "0"));
	siptrunk_media_totals_add(NULL, SIPTRUNK_MEDIA_SILENT, 1);
	siptrunk_media_totals_add_leg(NULL, &leg);
}

static void a_leg_that_nobody_saw_is_not_counted(void **state)
{
	(void)state;
	memset(&table, 0, sizeof(table));
	siptrunk_media_totals_add_leg(siptrunk_media_totals_of(&table, "a"), &leg);
	assert_int_equal(value("a", SIPTRUNK_MEDIA_LEGS), 0);
}

#define TEST(name) cmocka_unit_test_setup(name, begin_test)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(what_has_no_number_is_lost),
			TEST(what_comes_late_is_not_lost),
			TEST(a_new_stream_is_counted_from_its_first_look),
			TEST(numbers_that_jump_are_no_loss),
			TEST(who_never_sent_has_lost_nothing),
			TEST(what_is_not_known_is_empty),
			TEST(what_is_known_is_written),
			TEST(each_trunk_has_its_own),
			TEST(a_trunk_too_many_is_not_counted),
			TEST(a_leg_that_nobody_saw_is_not_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
