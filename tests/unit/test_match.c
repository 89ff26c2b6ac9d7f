/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_match.c; what a row may say test_rows_plan.c tells, and what fits
 *  test_number.c. */
#include "siptrunk_match.h"
#include "unit.h"

static siptrunk_arena_t arena;

/** The first item of a row. */
static siptrunk_match_t item(const char *name, const char *items)
{
	siptrunk_text_t rest = siptrunk_text(items);
	siptrunk_match_type_t type;
	siptrunk_match_t match;

	assert_true(siptrunk_match_type_parse(siptrunk_text(name), &type));
	if(siptrunk_match_read(type, &arena, &rest, &match, NULL) != SIPTRUNK_OK)
		fail_msg("%s '%s' was refused", name, items);
	return match;
}

static void fits(
		const char *name, const char *items, const char *number, bool expected)
{
	siptrunk_match_t match;

	siptrunk_arena_init(&arena, &unit_allocator);
	match = item(name, items);
	if(siptrunk_match_fits(&match, unit_slice(number)) != expected)
		fail_msg("%s '%s' and '%s'", name, items, number);
	unit_slices_free();
	siptrunk_arena_free(&arena);
}

static void what_fits(void **state)
{
	(void)state;
	fits("number_list", "911", "911", true);
	fits("number_list", "911", "9111", false);
	fits("number_list", "911", "91", false);
	fits("digit_length", "4", "2001", true);
	fits("digit_length", "4", "+2001", true);
	fits("digit_length", "4", "200", false);
	fits("digit_length", "4", "20011", false);
	fits("digit_length", "4", "*200", false);
	fits("digit_length", "7-10", "1234567", true);
	fits("digit_length", "7-10", "1234567890", true);
	fits("digit_length", "7-10", "123456", false);
	fits("digit_length", "7-10", "12345678901", false);
	fits("prefix", "1900", "1900", true);
	fits("prefix", "1900", "19005551234", true);
	fits("prefix", "1900", "190", false);
	fits("prefix", "1900", "+19005551234", false);
	fits("prefix", "*6", "*67", true);
	fits("country_code", "44", "+442079460001", true);
	fits("country_code", "44", "+44", true);
	fits("country_code", "44", "442079460001", false);
	fits("country_code", "44", "+1442", false);
	fits("regex", "^\\d{4}$", "2001", true);
	fits("regex", "^\\d{4}$", "20011", false);
}

static void other_names_are_none(void **state)
{
	siptrunk_match_type_t type;

	(void)state;
	assert_true(siptrunk_match_type_parse(T("regex"), &type));
	assert_int_equal(type, SIPTRUNK_MATCH_REGEX);
	assert_false(siptrunk_match_type_parse(T(""), &type));
	assert_false(siptrunk_match_type_parse(T("Regex"), &type));
	assert_false(siptrunk_match_type_parse(T("prefixes"), &type));
}

static void numbers_of_a_list(void **state)
{
	static const char *const good[] = {"9", "911", "+911", "123456789012345"};
	static const char *const bad[] = {"", "+", "++1", "9-1-1", "911 ", "*86",
			"1234567890123456", "+1234567890123456", "x"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++)
		assert_true(siptrunk_match_number_check(unit_slice(good[i]), &error));
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_match_number_check(unit_slice(bad[i]), &error))
			fail_msg("accepted: '%s'", bad[i]);
	}
	unit_slices_free();
}

static siptrunk_status_t read_all(void)
{
	siptrunk_text_t list = T("1900,*6"), pattern = T("^(1|2),$");
	siptrunk_status_t status = SIPTRUNK_OK;
	siptrunk_match_t match;

	siptrunk_arena_init(&arena, &unit_allocator);
	while(list.s != NULL && status == SIPTRUNK_OK)
		status = siptrunk_match_read(
				SIPTRUNK_MATCH_PREFIX, &arena, &list, &match, NULL);
	if(status == SIPTRUNK_OK)
		status = siptrunk_match_read(
				SIPTRUNK_MATCH_REGEX, &arena, &pattern, &match, NULL);
	siptrunk_arena_free(&arena);
	return status;
}

static void each_allocation_may_fail(void **state)
{
	(void)state;
	unit_fail_each_allocation(read_all, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(what_fits),
			cmocka_unit_test(other_names_are_none),
			cmocka_unit_test(numbers_of_a_list),
			cmocka_unit_test(each_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
