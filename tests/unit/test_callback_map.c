/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_callback_map.c. */
#include "siptrunk_callback_map.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define WINDOW 3600
/** A steady clock may begin anywhere. */
#define START 100

static siptrunk_callback_map_t *map;

static int set_up(void **state)
{
	(void)state;
	map = siptrunk_callback_map_new(&unit_allocator, 4, WINDOW);
	return map != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	siptrunk_callback_map_free(map);
	assert_int_equal(unit_live_blocks, 0);
	return 0;
}

static bool put(const char *number, const char *caller, int64_t placed)
{
	siptrunk_expected_t expected = {.placed = placed};

	snprintf(expected.number, sizeof(expected.number), "%s", number);
	snprintf(expected.caller, sizeof(expected.caller), "%s", caller);
	return siptrunk_callback_map_put(map, &expected);
}

/** The caller behind number, "" when a call to it is no call-back. */
static const char *found(const char *number, int64_t now)
{
	static siptrunk_expected_t expected;
	bool found = siptrunk_callback_map_find(
			map, siptrunk_text(number), now, &expected);

	return found ? expected.caller : "";
}

static void every_spelling_is_the_same_number(void **state)
{
	static const char *const spellings[] = {"+13125550101", "13125550101",
			"3125550101", "sip:+13125550101@203.0.113.10",
			"sip:3125550101@203.0.113.10:5060;user=phone",
			"tel:+1-312-555-0101", "sips:%2B13125550101@203.0.113.10",
			"sip:1(312)555.0101@example.com",
			"tel:312-555-0101;phone-context=+1",
			"sip:+13125550101;npdi;rn=+13125559999@203.0.113.10"};
	size_t i;

	(void)state;
	assert_true(put("+13125550101", "2001", START));
	for(i = 0; i < COUNT(spellings); i++)
		assert_string_equal(found(spellings[i], START), "2001");
}

static void other_numbers_are_other_numbers(void **state)
{
	static const char *const others[] = {"+13125550102", "125550101",
			"+3125550101", "+23125550101", "01113125550101", "5550101",
			"sip:alice@203.0.113.10", "", "sip:203.0.113.10", "urn:service:sos",
			"+", "*13125550101", "1+3125550101"};
	size_t i;

	(void)state;
	put("+13125550101", "2001", START);
	for(i = 0; i < COUNT(others); i++)
		assert_string_equal(found(others[i], START), "");
}

static void a_number_of_another_country_needs_no_plus(void **state)
{
	(void)state;
	put("+442079460000", "2001", START);
	assert_string_equal(found("442079460000", START), "2001");
	/* ten digits without '+' are of the North American plan */
	put("+4930123456", "2002", START);
	assert_string_equal(found("+4930123456", START), "2002");
	assert_string_equal(found("4930123456", START), "");
	/* where no area code begins with a 0 or 1 */
	put("+1123456789", "2003", START);
	assert_string_equal(found("1123456789", START), "2003");
}

static void an_extension_keeps_its_zeros(void **state)
{
	(void)state;
	put("0201", "2001", START);
	assert_string_equal(found("0201", START), "2001");
	assert_string_equal(found("201", START), "");
	assert_string_equal(found("00201", START), "");
}

static void a_number_has_at_most_15_digits(void **state)
{
	(void)state;
	assert_true(put("+123456789012345", "2001", START));
	assert_string_equal(found("+123456789012345", START), "2001");
	assert_int_equal(siptrunk_callback_key(T("1234567890123456")), 0);
	assert_int_equal(siptrunk_callback_key(T("+1234567890123456")), 0);
	assert_false(put("alice", "2001", START));
}

static void its_digits_are_those_of_its_longest_spelling(void **state)
{
	char digits[SIPTRUNK_CALLBACK_DIGITS_MAX + 1];

	(void)state;
	assert_string_equal(siptrunk_callback_digits(T("tel:312-555-0101"), digits),
			"13125550101");
	assert_string_equal(siptrunk_callback_digits(T("+123456789012345"), digits),
			"123456789012345");
	assert_string_equal(siptrunk_callback_digits(T("0201"), digits), "0201");
	assert_string_equal(siptrunk_callback_digits(T("sip:alice@x"), digits), "");
}

static void a_key_is_read_from_the_slice_alone(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_callback_key(unit_slice("3125550101")),
			siptrunk_callback_key(T("+13125550101")));
	assert_int_equal(siptrunk_callback_key(unit_slice("")), 0);
	unit_slices_free();
}

static void after_the_window_it_is_no_call_back(void **state)
{
	(void)state;
	put("+13125550101", "2001", START);
	assert_string_equal(found("+13125550101", START + WINDOW - 1), "2001");
	assert_string_equal(found("+13125550101", START + WINDOW), "");
}

/** A call of before the restart, of which a clock that started since does not
 *  know. */
static void a_call_may_be_older_than_the_clock(void **state)
{
	(void)state;
	put("+13125550101", "2001", START - 1000);
	assert_string_equal(found("+13125550101", START), "2001");
	assert_string_equal(found("+13125550101", START + WINDOW - 1000), "");
}

static void the_latest_caller_wins(void **state)
{
	(void)state;
	put("+13125550100", "2001", START);
	assert_true(put("13125550100", "2002", START + 10));
	assert_string_equal(found("+13125550100", START + 10), "2002");
	/* read back at start in whatever order */
	assert_false(put("+13125550100", "2001", START + 9));
	assert_string_equal(found("+13125550100", START + 10), "2002");
	/* the next branch of the same call, within the second */
	assert_true(put("+13125550100", "2003", START + 10));
	assert_string_equal(found("+13125550100", START + 10), "2003");
}

static void a_full_map_forgets_the_oldest(void **state)
{
	(void)state;
	put("2001", "a", START + 1);
	put("2002", "b", START);
	put("2003", "c", START + 2);
	put("2004", "d", START + 3);
	put("2005", "e", START + 4);
	assert_string_equal(found("2002", START + 5), "");
	assert_string_equal(found("2001", START + 5), "a");
	assert_string_equal(found("2005", START + 5), "e");
	put("2006", "f", START + 5);
	assert_string_equal(found("2001", START + 5), "");
	assert_string_equal(found("2003", START + 5), "c");
	assert_string_equal(found("2006", START + 5), "f");
}

static void it_is_idle_until_a_call_and_after_its_window(void **state)
{
	(void)state;
	assert_true(siptrunk_callback_map_idle(map, 0));
	assert_true(siptrunk_callback_map_idle(map, START));
	put("2001", "a", START);
	assert_false(siptrunk_callback_map_idle(map, START));
	put("2002", "b", START - 10);
	assert_false(siptrunk_callback_map_idle(map, START + WINDOW - 1));
	assert_true(siptrunk_callback_map_idle(map, START + WINDOW));
}

static void it_is_read_one_by_one(void **state)
{
	siptrunk_expected_t expected;

	(void)state;
	assert_false(siptrunk_callback_map_read(map, 0, &expected));
	put("2001", "a", START);
	put("2002", "b", START + 5);
	assert_true(siptrunk_callback_map_read(map, 1, &expected));
	assert_string_equal(expected.caller, "b");
	assert_int_equal(siptrunk_callback_map_left(map, &expected, START + 15),
			WINDOW - 10);
	assert_false(siptrunk_callback_map_read(map, 2, &expected));
}

static void a_window_of_nothing_expects_nothing(void **state)
{
	siptrunk_callback_map_t *kept = map;

	(void)state;
	map = siptrunk_callback_map_new(&unit_allocator, 1, 0);
	put("2001", "a", START);
	assert_string_equal(found("2001", START), "");
	assert_true(siptrunk_callback_map_idle(map, START));
	siptrunk_callback_map_free(map);
	map = kept;
}

static siptrunk_status_t make_one(void)
{
	siptrunk_callback_map_t *made =
			siptrunk_callback_map_new(&unit_allocator, 1000, WINDOW);

	siptrunk_callback_map_free(made);
	return made != NULL ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
}

static void no_memory_is_reported(void **state)
{
	(void)state;
	unit_fail_each_allocation(make_one, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
			TEST(every_spelling_is_the_same_number),
			TEST(other_numbers_are_other_numbers),
			TEST(a_number_of_another_country_needs_no_plus),
			TEST(an_extension_keeps_its_zeros),
			TEST(a_number_has_at_most_15_digits),
			TEST(its_digits_are_those_of_its_longest_spelling),
			TEST(a_key_is_read_from_the_slice_alone),
			TEST(after_the_window_it_is_no_call_back),
			TEST(a_call_may_be_older_than_the_clock),
			TEST(the_latest_caller_wins),
			TEST(a_full_map_forgets_the_oldest),
			TEST(it_is_idle_until_a_call_and_after_its_window),
			TEST(it_is_read_one_by_one),
			TEST(a_window_of_nothing_expects_nothing),
			TEST(no_memory_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
