/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_flood.c. */
#include "siptrunk_flood.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define RATE 10
#define SECOND 1000000u
/** Not 0, which a slot that nobody has used holds, too. */
#define START (5 * SECOND)

static siptrunk_flood_t flood;

static void start(unsigned rate)
{
	static const uint64_t key[2] = {0x0123456789abcdefu, 0xfedcba9876543210u};

	siptrunk_flood_init(&flood, rate, key);
}

static siptrunk_address_t address(const char *text)
{
	siptrunk_address_t parsed;

	assert_true(siptrunk_address_parse(siptrunk_text(text), &parsed));
	return parsed;
}

/** How many of count messages at this time may be looked at. */
static unsigned passed(const char *source, unsigned count, uint64_t now)
{
	siptrunk_address_t from = address(source);
	unsigned passed = 0;

	while(count-- > 0)
		passed += siptrunk_flood_pass(&flood, &from, now);
	return passed;
}

static void two_seconds_worth_may_come_at_once(void **state)
{
	(void)state;
	start(RATE);
	assert_int_equal(passed("203.0.113.66", 1000, START), 2 * RATE);
}

static void a_flood_gets_its_rate_and_no_less(void **state)
{
	unsigned total = 0;
	uint64_t i;

	(void)state;
	start(RATE);
	passed("203.0.113.66", 2 * RATE, START);
	/* 5,000 a second for 60 seconds */
	for(i = 1; i <= 300000; i++)
		total += passed("203.0.113.66", 1, START + i * 200);
	assert_int_equal(total, 60 * RATE);
}

static void who_keeps_to_the_rate_always_passes(void **state)
{
	uint64_t i;

	(void)state;
	start(RATE);
	for(i = 0; i < 10000; i++)
		assert_int_equal(
				passed("203.0.113.66", 1, START + i * SECOND / RATE), 1);
}

static void a_pause_gives_no_more_than_two_seconds_worth(void **state)
{
	(void)state;
	start(RATE);
	passed("203.0.113.66", 1000, START);
	assert_int_equal(
			passed("203.0.113.66", 1000, START + 3600u * SECOND), 2 * RATE);
}

static void one_source_does_not_silence_another(void **state)
{
	(void)state;
	start(RATE);
	passed("203.0.113.66", 1000, START);
	assert_int_equal(passed("203.0.113.67", 1, START), 1);
	assert_int_equal(passed("2001:db8::66", 1, START), 1);
}

static void an_ipv6_source_is_its_64(void **state)
{
	(void)state;
	start(RATE);
	passed("2001:db8:0:1::1", 1000, START);
	assert_int_equal(passed("2001:db8:0:1:ffff::2", 1, START), 0);
	assert_int_equal(passed("2001:db8:0:2::1", 1, START), 1);
}

static void a_mapped_source_is_the_ipv4_that_it_is(void **state)
{
	(void)state;
	start(RATE);
	passed("203.0.113.66", 1000, START);
	assert_int_equal(passed("::ffff:203.0.113.66", 1, START), 0);
}

static void an_ipv4_source_is_no_ipv6_of_the_same_bytes(void **state)
{
	(void)state;
	start(RATE);
	passed("203.0.113.66", 1000, START);
	assert_int_equal(passed("cb00:7142::", 1, START), 1);
}

/** 60 seconds of 5,000 spoofed sources each: no memory, and a stranger who
 *  says little is still heard. */
static void spoofed_sources_silence_few(void **state)
{
	siptrunk_address_t spoofed = {.family = SIPTRUNK_IPV4};
	unit_random_t random = {1};
	unsigned heard = 0;
	uint64_t i, now = START;

	(void)state;
	start(RATE);
	for(i = 0; i < 300000; i++) {
		uint32_t bits = (uint32_t)unit_random(&random);

		memcpy(spoofed.bytes, &bits, sizeof(bits));
		siptrunk_flood_pass(&flood, &spoofed, now += 200);
		if(i % 5000 == 0)
			heard += passed("203.0.113.66", 1, now);
	}
	assert_int_equal(heard, 60);
}

static void sources_are_counted_since_a_time(void **state)
{
	char text[32];
	unsigned i, count;

	(void)state;
	start(RATE);
	assert_int_equal(siptrunk_flood_sources(&flood, 0), 0);
	passed("203.0.113.66", 1000, START);
	assert_int_equal(siptrunk_flood_sources(&flood, START), 1);
	assert_int_equal(siptrunk_flood_sources(&flood, START + 10 * SECOND), 0);
	for(i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "10.1.%u.%u", i / 250, i % 250);
		passed(text, 1, START + 20 * SECOND);
	}
	count = siptrunk_flood_sources(&flood, START + 10 * SECOND);
	assert_in_range(count, 970, 1000);
}

static void another_key_makes_others_share_a_slot(void **state)
{
	const uint64_t other[2] = {1, 2};
	siptrunk_address_t from = address("203.0.113.66");
	size_t slot = 0;

	(void)state;
	start(RATE);
	siptrunk_flood_pass(&flood, &from, START);
	while(flood.slots[slot] == 0)
		slot++;
	siptrunk_flood_init(&flood, RATE, other);
	siptrunk_flood_pass(&flood, &from, START);
	assert_int_equal(flood.slots[slot], 0);
}

static void any_rate_works(void **state)
{
	static const unsigned rates[] = {1, 2, 3, 7, 999, 1000000, 100000000};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(rates); i++) {
		start(rates[i]);
		assert_int_equal(passed("203.0.113.66", 2, START), 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(two_seconds_worth_may_come_at_once),
			cmocka_unit_test(a_flood_gets_its_rate_and_no_less),
			cmocka_unit_test(who_keeps_to_the_rate_always_passes),
			cmocka_unit_test(a_pause_gives_no_more_than_two_seconds_worth),
			cmocka_unit_test(one_source_does_not_silence_another),
			cmocka_unit_test(an_ipv6_source_is_its_64),
			cmocka_unit_test(a_mapped_source_is_the_ipv4_that_it_is),
			cmocka_unit_test(an_ipv4_source_is_no_ipv6_of_the_same_bytes),
			cmocka_unit_test(spoofed_sources_silence_few),
			cmocka_unit_test(sources_are_counted_since_a_time),
			cmocka_unit_test(another_key_makes_others_share_a_slot),
			cmocka_unit_test(any_rate_works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
