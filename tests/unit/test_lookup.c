/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_lookup.c: what stays when DNS fails, and when is asked again. */
#include "siptrunk_lookup.h"
#include "unit.h"

#include <string.h>

#define NOW 1000
#define TTL 300
#define NOT_SAID UINT32_MAX

static siptrunk_lookup_t lookup;

static siptrunk_address_t address_of(const char *text)
{
	siptrunk_address_t address;

	assert_true(siptrunk_address_parse(siptrunk_text(text), &address));
	return address;
}

/** Texts up to a NULL: an answer with these addresses. */
static siptrunk_answer_t addresses(uint32_t ttl, ...)
{
	siptrunk_answer_t answer = {
			.kind = SIPTRUNK_ANSWER_ADDRESSES, .ttl = ttl};
	const char *text;
	va_list texts;

	va_start(texts, ttl);
	while((text = va_arg(texts, const char *)) != NULL)
		answer.addresses[answer.count++] = address_of(text);
	va_end(texts);
	return answer;
}

static siptrunk_answer_t many(siptrunk_family_t family, size_t count)
{
	siptrunk_answer_t answer = {
			.kind = SIPTRUNK_ANSWER_ADDRESSES, .count = count, .ttl = TTL};
	uint8_t bytes[16] = {0x20};
	size_t i;

	for(i = 0; i < count && i < COUNT(answer.addresses); i++) {
		bytes[1] = (uint8_t)(i >> 8);
		bytes[2] = (uint8_t)i;
		siptrunk_address_set(&answer.addresses[i], family, bytes);
	}
	return answer;
}

static siptrunk_answer_t none(uint32_t ttl)
{
	return (siptrunk_answer_t){.kind = SIPTRUNK_ANSWER_NONE,
			.ttl = ttl,
			.problem = "the name has no address"};
}

static siptrunk_answer_t failed(const char *problem)
{
	siptrunk_answer_t answer;

	siptrunk_answer_fail(&answer, problem);
	return answer;
}

static siptrunk_answer_t refused(const char *text)
{
	return (siptrunk_answer_t){.kind = SIPTRUNK_ANSWER_ADDRESSES,
			.refused = 1,
			.first_refused = address_of(text),
			.ttl = TTL};
}

static void answered(siptrunk_answer_t ipv4, siptrunk_answer_t ipv6)
{
	siptrunk_lookup_answered(&lookup, &ipv4, &ipv6, NOW, 0);
}

/** A new name that both questions found an address for. */
static void found_once(void)
{
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	answered(addresses(TTL, "192.0.2.1", NULL),
			addresses(TTL, "2001:db8::1", NULL));
}

static bool has(const char *text)
{
	siptrunk_address_t address = address_of(text);
	size_t i;

	for(i = 0; i < lookup.count; i++) {
		if(memcmp(&lookup.addresses[i], &address, sizeof(address)) == 0)
			return true;
	}
	return false;
}

static void assert_state(
		siptrunk_lookup_state_t state, size_t count, const char *error)
{
	assert_string_equal(siptrunk_lookup_state_name(lookup.state),
			siptrunk_lookup_state_name(state));
	assert_int_equal(lookup.count, count);
	assert_string_equal(lookup.error, error);
	assert_int_equal(
			lookup.trouble == SIPTRUNK_TROUBLE_NONE, error[0] == '\0');
}

static void a_new_name_is_due_and_stands_for_nothing(void **state)
{
	(void)state;
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	assert_string_equal(lookup.name, "sip.example.com");
	assert_state(SIPTRUNK_LOOKUP_UNRESOLVED, 0, "");
	assert_int_equal(lookup.due, NOW);
}

static void both_families_are_taken(void **state)
{
	(void)state;
	found_once();
	assert_state(SIPTRUNK_LOOKUP_FRESH, 2, "");
	assert_true(has("192.0.2.1"));
	assert_true(has("2001:db8::1"));
	assert_int_equal(lookup.due, NOW + TTL);
	assert_string_equal(siptrunk_lookup_state_name(lookup.state), "fresh");
	assert_true(siptrunk_lookup_asked(&lookup));
}

static void a_new_answer_replaces_the_old(void **state)
{
	(void)state;
	found_once();
	answered(addresses(TTL, "192.0.2.2", NULL), none(NOT_SAID));
	assert_state(SIPTRUNK_LOOKUP_FRESH, 1, "");
	assert_true(has("192.0.2.2"));
}

static void a_family_that_is_gone_leaves_the_other(void **state)
{
	(void)state;
	found_once();
	answered(none(NOT_SAID), addresses(TTL, "2001:db8::1", NULL));
	assert_state(SIPTRUNK_LOOKUP_FRESH, 1, "");
	assert_true(has("2001:db8::1"));
}

static void order_and_repetition_make_no_difference(void **state)
{
	siptrunk_lookup_t before;

	(void)state;
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	answered(addresses(TTL, "192.0.2.1", "192.0.2.2", NULL),
			addresses(TTL, "2001:db8::1", "192.0.2.1", NULL));
	assert_state(SIPTRUNK_LOOKUP_FRESH, 3, "");
	before = lookup;
	answered(addresses(TTL, "192.0.2.2", "192.0.2.1", "192.0.2.2", NULL),
			addresses(TTL, "2001:db8::1", NULL));
	assert_memory_equal(&lookup, &before, sizeof(lookup));
}

static void silence_keeps_the_last_good_answer(void **state)
{
	(void)state;
	found_once();
	answered(failed("nobody answered"), failed("nobody answered"));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "nobody answered");
	assert_int_equal(lookup.trouble, SIPTRUNK_TROUBLE_FAILED);
	answered(addresses(TTL, "192.0.2.1", NULL),
			addresses(TTL, "2001:db8::1", NULL));
	assert_state(SIPTRUNK_LOOKUP_FRESH, 2, "");
}

static void a_name_that_is_gone_keeps_the_last_good_answer(void **state)
{
	(void)state;
	found_once();
	answered(none(TTL), none(TTL));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "the name has no address");
}

static void a_name_that_never_was_stands_for_nothing(void **state)
{
	(void)state;
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	answered(none(TTL), none(TTL));
	assert_state(SIPTRUNK_LOOKUP_UNRESOLVED, 0, "the name has no address");
	answered(failed("nobody answered"), none(TTL));
	assert_state(SIPTRUNK_LOOKUP_UNRESOLVED, 0,
			"A: nobody answered; AAAA: the name has no address");
}

static void each_family_keeps_its_own(void **state)
{
	(void)state;
	found_once();
	answered(addresses(TTL, "192.0.2.2", NULL), failed("SERVFAIL"));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "AAAA: SERVFAIL");
	assert_true(has("192.0.2.2"));
	assert_true(has("2001:db8::1"));
	answered(failed("SERVFAIL"), addresses(TTL, "2001:db8::2", NULL));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "A: SERVFAIL");
	assert_true(has("192.0.2.2"));
	assert_true(has("2001:db8::2"));
}

static void nothing_left_is_no_good_answer(void **state)
{
	(void)state;
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	answered(addresses(TTL, "192.0.2.1", NULL), none(NOT_SAID));
	answered(none(NOT_SAID), failed("SERVFAIL"));
	assert_state(SIPTRUNK_LOOKUP_STALE, 1,
			"A: the name has no address; AAAA: SERVFAIL");
	assert_true(has("192.0.2.1"));
}

static void a_refused_address_is_named(void **state)
{
	siptrunk_answer_t mixed = addresses(TTL, "192.0.2.3", NULL);

	(void)state;
	found_once();
	answered(refused("127.0.0.1"), none(NOT_SAID));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2,
			"expected unicast addresses of a peer, found 127.0.0.1: refused (1 "
			"in all)");
	assert_int_equal(lookup.trouble, SIPTRUNK_TROUBLE_REFUSED);
	mixed.refused = 2;
	mixed.first_refused = address_of("::1");
	answered(none(NOT_SAID), mixed);
	assert_state(SIPTRUNK_LOOKUP_FRESH, 1,
			"expected unicast addresses of a peer, found ::1: refused (2 "
			"in all)");
	assert_true(has("192.0.2.3"));
}

static void too_many_change_nothing(void **state)
{
	(void)state;
	found_once();
	answered(many(SIPTRUNK_IPV4, 300), none(NOT_SAID));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2,
			"expected at most 256 addresses, found 300");
	answered(many(SIPTRUNK_IPV4, 200), many(SIPTRUNK_IPV6, 57));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2,
			"expected at most 256 addresses, found 257");
	assert_int_equal(lookup.trouble, SIPTRUNK_TROUBLE_TOO_MANY);
	answered(many(SIPTRUNK_IPV4, 200), many(SIPTRUNK_IPV6, 56));
	assert_state(SIPTRUNK_LOOKUP_FRESH, 256, "");
}

static void the_ttl_is_taken_within_limits(void **state)
{
	(void)state;
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	answered(addresses(0, "192.0.2.1", NULL), none(NOT_SAID));
	assert_int_equal(lookup.due, NOW + 5);
	answered(addresses(TTL, "192.0.2.1", NULL), none(60));
	assert_int_equal(lookup.due, NOW + 60);
	answered(addresses(INT32_MAX, "192.0.2.1", NULL), none(NOT_SAID));
	assert_int_equal(lookup.due, NOW + 86400);
}

static void failures_are_retried_more_and_more_slowly(void **state)
{
	static const int pauses[] = {5, 10, 20, 40, 60, 60, 60};
	size_t i;

	(void)state;
	found_once();
	for(i = 0; i < COUNT(pauses); i++) {
		answered(failed("nobody"), failed("nobody"));
		assert_int_equal(lookup.due, NOW + pauses[i]);
	}
	found_once();
	answered(failed("nobody"), failed("nobody"));
	assert_int_equal(lookup.due, NOW + 5);
}

static void a_failing_family_makes_the_other_no_older(void **state)
{
	int i;

	(void)state;
	found_once();
	for(i = 0; i < 5; i++)
		answered(addresses(30, "192.0.2.1", NULL), failed("SERVFAIL"));
	assert_int_equal(lookup.due, NOW + 30);
}

static void a_question_is_late_by_a_bounded_chance(void **state)
{
	siptrunk_answer_t long_lived = addresses(TTL, "192.0.2.1", NULL);
	siptrunk_answer_t short_lived = addresses(20, "192.0.2.1", NULL);
	siptrunk_answer_t no_ipv6 = none(NOT_SAID);
	unsigned random;

	(void)state;
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	for(random = 0; random < 100; random++) {
		siptrunk_lookup_answered(&lookup, &long_lived, &no_ipv6, NOW, random);
		assert_int_equal(lookup.due, NOW + TTL + random % 11);
		siptrunk_lookup_answered(&lookup, &short_lived, &no_ipv6, NOW, random);
		assert_int_equal(lookup.due, NOW + 20 + random % 6);
	}
	siptrunk_lookup_unused(&lookup, "no memory", NOW, UINT32_MAX);
	assert_in_range(lookup.due, NOW + 5, NOW + 6);
}

static void what_is_remembered_is_stale_and_stays(void **state)
{
	siptrunk_address_t first = address_of("192.0.2.9");
	siptrunk_address_t second = address_of("2001:db8::9");

	(void)state;
	siptrunk_lookup_init(&lookup, T("sip.example.com"), NOW);
	siptrunk_lookup_remember(&lookup, &second);
	siptrunk_lookup_remember(&lookup, &first);
	siptrunk_lookup_remember(&lookup, &first);
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "");
	assert_false(siptrunk_lookup_asked(&lookup));
	answered(failed("nobody"), failed("nobody"));
	assert_true(siptrunk_lookup_asked(&lookup));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "nobody");
	answered(addresses(TTL, "192.0.2.1", NULL), failed("nobody"));
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "AAAA: nobody");
	assert_true(has("2001:db8::9"));
	answered(many(SIPTRUNK_IPV4, 256), none(NOT_SAID));
	siptrunk_lookup_remember(&lookup, &first);
	assert_int_equal(lookup.count, 256);
}

static void what_cannot_be_put_in_force_changes_nothing(void **state)
{
	(void)state;
	found_once();
	siptrunk_lookup_unused(&lookup, "out of shared memory", NOW, 0);
	assert_state(SIPTRUNK_LOOKUP_STALE, 2, "out of shared memory");
	assert_int_equal(lookup.trouble, SIPTRUNK_TROUBLE_UNUSED);
	assert_int_equal(lookup.due, NOW + 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_new_name_is_due_and_stands_for_nothing),
			cmocka_unit_test(both_families_are_taken),
			cmocka_unit_test(a_new_answer_replaces_the_old),
			cmocka_unit_test(a_family_that_is_gone_leaves_the_other),
			cmocka_unit_test(order_and_repetition_make_no_difference),
			cmocka_unit_test(silence_keeps_the_last_good_answer),
			cmocka_unit_test(a_name_that_is_gone_keeps_the_last_good_answer),
			cmocka_unit_test(a_name_that_never_was_stands_for_nothing),
			cmocka_unit_test(each_family_keeps_its_own),
			cmocka_unit_test(nothing_left_is_no_good_answer),
			cmocka_unit_test(a_refused_address_is_named),
			cmocka_unit_test(too_many_change_nothing),
			cmocka_unit_test(the_ttl_is_taken_within_limits),
			cmocka_unit_test(failures_are_retried_more_and_more_slowly),
			cmocka_unit_test(a_failing_family_makes_the_other_no_older),
			cmocka_unit_test(a_question_is_late_by_a_bounded_chance),
			cmocka_unit_test(what_is_remembered_is_stale_and_stays),
			cmocka_unit_test(what_cannot_be_put_in_force_changes_nothing),
	};

	return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
