/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_shown.c. */
#include "siptrunk_shown.h"
#include "unit.h"

#include <string.h>

#define NOW 1000
#define UDP 1
#define TLS 4

static siptrunk_shown_t shown;

static int start(void **state)
{
	static const uint64_t key[2] = {0x0123456789abcdefu, 0xfedcba9876543210u};

	(void)state;
	siptrunk_shown_init(&shown, key);
	return 0;
}

static siptrunk_flow_t flow(const char *address, unsigned port, uint8_t how)
{
	siptrunk_flow_t made = {.port = (uint16_t)port, .transport = how};

	assert_true(siptrunk_address_parse(siptrunk_text(address), &made.address));
	return made;
}

static void note(const char *address, unsigned port, uint8_t how, uint32_t now)
{
	const siptrunk_flow_t from = flow(address, port, how);

	siptrunk_shown_note(&shown, &from, now);
}

static bool has(const char *address, unsigned port, uint8_t how, uint32_t now)
{
	const siptrunk_flow_t from = flow(address, port, how);

	return siptrunk_shown_has(&shown, &from, now);
}

static void who_has_shown_it_is_known(void **state)
{
	(void)state;
	assert_false(has("203.0.113.66", 5060, UDP, NOW));
	note("203.0.113.66", 5060, UDP, NOW);
	assert_true(has("203.0.113.66", 5060, UDP, NOW));
}

/** A NAT's other ports are other people's. */
static void another_port_transport_or_address_is_not(void **state)
{
	(void)state;
	note("203.0.113.66", 5060, UDP, NOW);
	note("2001:db8::1", 5060, UDP, NOW);
	assert_true(has("2001:db8::1", 5060, UDP, NOW));
	assert_false(has("203.0.113.66", 5061, UDP, NOW));
	assert_false(has("203.0.113.66", 5060, TLS, NOW));
	assert_false(has("203.0.113.67", 5060, UDP, NOW));
	assert_false(has("cb00:7142::", 5060, UDP, NOW));
	assert_false(has("2001:db8::2", 5060, UDP, NOW));
}

static void it_is_forgotten_unless_it_is_shown_again(void **state)
{
	const uint32_t last = NOW + SIPTRUNK_SHOWN_SECONDS - 1;

	(void)state;
	note("203.0.113.66", 5060, UDP, NOW);
	assert_true(has("203.0.113.66", 5060, UDP, last));
	assert_false(has("203.0.113.66", 5060, UDP, last + 1));
	note("203.0.113.66", 5060, UDP, last);
	assert_true(has("203.0.113.66", 5060, UDP, last + 1));
}

static unsigned taken(void)
{
	const uint64_t *slots = shown.slots[0];
	unsigned count = 0;
	size_t i;

	for(i = 0; i < SIPTRUNK_SHOWN_BUCKETS * SIPTRUNK_SHOWN_WAYS; i++)
		count += slots[i] != 0;
	return count;
}

static void who_shows_it_again_keeps_one_place(void **state)
{
	uint32_t i;

	(void)state;
	for(i = 0; i < 100; i++)
		note("203.0.113.66", 5060, UDP, NOW + i);
	assert_int_equal(taken(), 1);
}

/** One address with all its ports has four for each place. */
static void whoever_was_last_has_a_place(void **state)
{
	unsigned port;

	(void)state;
	for(port = 1; port <= 65535; port++)
		note("203.0.113.66", port, UDP, NOW + port);
	assert_true(taken() > 16000);
	for(port = 65000; port <= 65535; port++)
		assert_true(has("203.0.113.66", port, UDP, NOW + 65535));
}

static void others_fill_other_places(void **state)
{
	unsigned port, kept = 0;

	(void)state;
	for(port = 1; port <= 4096; port++)
		note("203.0.113.66", port, UDP, NOW);
	for(port = 1; port <= 4096; port++)
		kept += has("203.0.113.66", port, UDP, NOW);
	assert_in_range(kept, 4080, 4096);
}

static void another_key_is_another_place(void **state)
{
	static const uint64_t keys[][2] = {{1, 2}, {1, 3}, {2, 2}};
	static siptrunk_shown_t before;
	size_t i;

	for(i = 0; i < COUNT(keys); i++) {
		siptrunk_shown_init(&shown, keys[i]);
		note("203.0.113.66", 5060, UDP, NOW);
		assert_memory_not_equal(before.slots, shown.slots, sizeof(shown.slots));
		before = shown;
	}
	start(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup(who_has_shown_it_is_known, start),
			cmocka_unit_test_setup(
					another_port_transport_or_address_is_not, start),
			cmocka_unit_test_setup(
					it_is_forgotten_unless_it_is_shown_again, start),
			cmocka_unit_test_setup(who_shows_it_again_keeps_one_place, start),
			cmocka_unit_test_setup(whoever_was_last_has_a_place, start),
			cmocka_unit_test_setup(others_fill_other_places, start),
			cmocka_unit_test_setup(another_key_is_another_place, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
