/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_premium.c. */
#include "siptrunk_premium.h"
#include "unit.h"

#include <stdio.h>

static siptrunk_premium_ranges_t none;

/** The prefix that explains number, of +1900, +870, +88, +8816; or "". */
static const char *prefix_of(const char *number)
{
	static const siptrunk_premium_range_t items[] = {
			{.prefix = {"+1900", 5}}, {.prefix = {"+870", 4}},
			{.prefix = {"+88", 3}}, {.prefix = {"+8816", 5}}};
	static const siptrunk_premium_ranges_t ranges = {items, 4};
	const siptrunk_premium_range_t *found =
			siptrunk_premium_find(&ranges, unit_slice(number));

	return found != NULL ? found->prefix.s : "";
}

static void the_longest_prefix_explains(void **state)
{
	(void)state;
	assert_string_equal(prefix_of("+881612345"), "+8816");
	assert_string_equal(prefix_of("+881512345"), "+88");
	assert_string_equal(prefix_of("+870"), "+870");
	assert_string_equal(prefix_of("+19005550100"), "+1900");
	assert_string_equal(
			prefix_of("+870123456789012345678901234567890"), "+870");
	unit_slices_free();
}

static void all_others_are_in_none(void **state)
{
	(void)state;
	assert_string_equal(prefix_of("+8"), "");
	assert_string_equal(prefix_of("+190"), "");
	assert_string_equal(prefix_of("+13125550100"), "");
	assert_string_equal(prefix_of("870123"), "");
	assert_string_equal(prefix_of("+"), "");
	assert_string_equal(prefix_of(""), "");
	assert_null(siptrunk_premium_find(&none, T("+870123")));
	unit_slices_free();
}

static void refuse_prefix(const char *value)
{
	siptrunk_error_t error;
	char expected[128];

	assert_false(siptrunk_premium_check_prefix(unit_slice(value), &error));
	snprintf(expected, sizeof(expected),
			"expected '+' and 1 to 15 digits, found '%s'", value);
	assert_string_equal(error.text, expected);
}

static void what_a_prefix_is(void **state)
{
	(void)state;
	assert_true(siptrunk_premium_check_prefix(unit_slice("+9"), NULL));
	assert_true(siptrunk_premium_check_prefix(
			unit_slice("+123456789012345"), NULL));
	refuse_prefix("");
	refuse_prefix("+");
	refuse_prefix("870");
	refuse_prefix("+87x");
	refuse_prefix("+1234567890123456");
	unit_slices_free();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_longest_prefix_explains),
			cmocka_unit_test(all_others_are_in_none),
			cmocka_unit_test(what_a_prefix_is),
	};

	return cmocka_run_group_tests_name("premium", tests, NULL, NULL);
}
