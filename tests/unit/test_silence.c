/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_silence.c. */
#include "siptrunk_silence.h"
#include "unit.h"

#include <string.h>

static siptrunk_silence_t silence;
static siptrunk_media_side_t side;
static siptrunk_moment_t now;
static bool expected;

static int begin_test(void **state)
{
	(void)state;
	memset(&silence, 0, sizeof(silence));
	memset(&side, 0, sizeof(side));
	strcpy(side.told, "203.0.113.10:20000");
	strcpy(side.named, "192.0.2.10:40000");
	now = (siptrunk_moment_t){1000, 1700000000000, 1};
	expected = true;
	return 0;
}

/** A second later; 3 s of silence are borne. */
static siptrunk_silence_news_t look(void)
{
	now.steady += 1000;
	now.clock += 1000;
	now.round++;
	return siptrunk_silence_look(&silence, &side, expected, 3, now);
}

static void look_without_news(unsigned times)
{
	while(times-- > 0)
		assert_int_equal(look(), SIPTRUNK_SILENCE_NO_NEWS);
}

/** So many packets of audio. */
static void speak(unsigned packets)
{
	side.packets += packets;
	side.rtp += packets;
}

static void who_never_speaks_is_told_once(void **state)
{
	(void)state;
	look_without_news(3);
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
	assert_int_equal(silence.clock, 1700000001000);
	look_without_news(9);
}

static void who_speaks_is_not_silent(void **state)
{
	unsigned i;

	(void)state;
	for(i = 0; i < 20; i++) {
		speak(i % 3 == 0);
		look_without_news(1);
	}
}

static void who_speaks_again_is_told_and_may_stop_again(void **state)
{
	(void)state;
	speak(50);
	look_without_news(3);
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
	speak(1);
	assert_int_equal(look(), SIPTRUNK_SILENCE_ENDS);
	look_without_news(2);
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
}

static void who_is_on_hold_may_be_silent(void **state)
{
	(void)state;
	look_without_news(3);
	expected = false;
	look_without_news(9);
	expected = true;
	look_without_news(3);
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
	expected = false;
	look_without_news(3);
}

/* Who holds, by a=sendonly or by an address of zeros, may play no music. */
static void nobody_is_expected_while_one_holds(void **state)
{
	siptrunk_media_side_t other = {.sends = true};

	(void)state;
	assert_false(siptrunk_silence_is_expected(&side, &other));
	assert_false(siptrunk_silence_is_expected(&other, &side));
	side.sends = true;
	assert_true(siptrunk_silence_is_expected(&side, &other));
	other.holds = true;
	assert_false(siptrunk_silence_is_expected(&side, &other));
	assert_false(siptrunk_silence_is_expected(&other, &side));
}

/* RTPengine did not answer, or the stream was off: T.38 had its place. */
static void silence_begins_anew_after_rounds_without_a_look(void **state)
{
	(void)state;
	look_without_news(2);
	now.round += 3;
	look_without_news(1);
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
	now.round += 4;
	look_without_news(3);
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
}

static void any_silence_is_borne_with_0(void **state)
{
	unsigned i;

	(void)state;
	for(i = 0; i < 9; i++) {
		now.steady += 100000;
		assert_int_equal(siptrunk_silence_look(&silence, &side, true, 0, now),
				SIPTRUNK_SILENCE_NO_NEWS);
	}
}

/* By rtcp-mux it is among the packets that were taken, and is no RTP. */
static void silence_is_not_ended_by_rtcp(void **state)
{
	(void)state;
	look_without_news(3);
	side.packets++;
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
}

/* It is among the RTP, and was not taken. */
static void silence_is_not_ended_by_what_cannot_be_decrypted(void **state)
{
	(void)state;
	look_without_news(3);
	side.rtp++;
	assert_int_equal(look(), SIPTRUNK_SILENCE_BEGINS);
}

/* --- why --- */

static siptrunk_media_profile_t profile = {.symmetric = true};

static void expect_cause(
		const siptrunk_media_profile_t *of, const char *cause)
{
	char text[SIPTRUNK_SILENCE_CAUSE_MAX];

	siptrunk_silence_cause(&silence, &side, of, text);
	if(strstr(text, cause) == NULL)
		fail_msg("expected '%s' in '%s'", cause, text);
}

static void nothing_ever_came(void **state)
{
	siptrunk_media_profile_t behind_nat = {.nat = true};
	char text[SIPTRUNK_SILENCE_CAUSE_MAX];

	(void)state;
	look_without_news(3);
	expect_cause(&profile, "no packet has ever come to 203.0.113.10:20000: "
						   "is there a firewall");
	expect_cause(&profile, "(nat = yes)");
	siptrunk_silence_cause(&silence, &side, &behind_nat, text);
	assert_null(strstr(text, "nat = yes"));
}

static void it_has_stopped(void **state)
{
	(void)state;
	speak(70);
	side.errors = 4;
	look_without_news(3);
	expect_cause(NULL, "70 packets had come, the last one at "
					   "2023-11-14T22:13:21.000Z; it has stopped");
}

static void packets_come_from_elsewhere(void **state)
{
	siptrunk_media_profile_t all = {.nat = true, .symmetric = true};

	(void)state;
	side.errors = 5;
	look_without_news(3);
	side.errors = 9;
	expect_cause(&profile,
			"9 packets came from elsewhere than 192.0.2.10:40000, which its "
			"SDP says, and were dropped: nat = yes, or symmetric = no, would");
	expect_cause(&all, "symmetric = no would");
	expect_cause(NULL, "of its trunk would");
}

static void packets_came_and_come_from_elsewhere_now(void **state)
{
	(void)state;
	speak(70);
	side.errors = 2;
	look_without_news(3);
	side.errors = 9;
	expect_cause(&profile, "7 packets came from elsewhere");
}

static void packets_cannot_be_decrypted(void **state)
{
	(void)state;
	look_without_news(1);
	side.errors = side.rtp = 90;
	look_without_news(2);
	expect_cause(&profile, "90 packets came that cannot be decrypted");
	begin_test(state);
	speak(70);
	look_without_news(1);
	side.rtp += 8;
	side.errors += 8;
	expect_cause(&profile, "8 packets came that cannot be decrypted");
}

static void only_rtcp_comes(void **state)
{
	(void)state;
	look_without_news(1);
	side.rtcp++;
	expect_cause(&profile, "only its RTCP comes");
	side.rtcp--;
	side.packets++;
	expect_cause(&profile, "only its RTCP comes");
}

static void the_longest_cause_has_room(void **state)
{
	(void)state;
	memset(side.told, 'x', sizeof(side.told) - 1);
	memset(side.named, 'x', sizeof(side.named) - 1);
	side.errors = UINT64_MAX;
	expect_cause(NULL, "would take them");
	side.errors = 0;
	expect_cause(NULL, "(nat = yes)?");
}

#define TEST(name) cmocka_unit_test_setup(name, begin_test)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(who_never_speaks_is_told_once),
			TEST(who_speaks_is_not_silent),
			TEST(who_speaks_again_is_told_and_may_stop_again),
			TEST(who_is_on_hold_may_be_silent),
			TEST(nobody_is_expected_while_one_holds),
			TEST(silence_begins_anew_after_rounds_without_a_look),
			TEST(any_silence_is_borne_with_0),
			TEST(silence_is_not_ended_by_rtcp),
			TEST(silence_is_not_ended_by_what_cannot_be_decrypted),
			TEST(nothing_ever_came),
			TEST(it_has_stopped),
			TEST(packets_come_from_elsewhere),
			TEST(packets_came_and_come_from_elsewhere_now),
			TEST(packets_cannot_be_decrypted),
			TEST(only_rtcp_comes),
			TEST(the_longest_cause_has_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
