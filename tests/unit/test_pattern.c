/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_pattern.c. */
#include "siptrunk_pattern.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static siptrunk_arena_t arena;
static unsigned given_up;

static void count_given_up(const siptrunk_pattern_t *pattern)
{
	assert_true(pattern->text.len > 0);
	given_up++;
}

static siptrunk_pattern_t compiled(const char *text)
{
	siptrunk_pattern_t pattern;
	siptrunk_error_t error = {""};

	siptrunk_arena_init(&arena, &unit_allocator);
	if(siptrunk_pattern_compile(&arena, unit_slice(text), &pattern, &error)
			!= SIPTRUNK_OK)
		fail_msg("%s: %s", text, error.text);
	unit_slices_free();
	return pattern;
}

static void fits(const char *text, const char *subject, bool expected)
{
	siptrunk_pattern_t pattern = compiled(text);

	if(siptrunk_pattern_fits(&pattern, unit_slice(subject), NULL) != expected)
		fail_msg("'%s' and '%s'", text, subject);
	unit_slices_free();
	siptrunk_arena_free(&arena);
}

/** Seed 002's two, and what they must leave alone. */
static void the_seeds_patterns(void **state)
{
	(void)state;
	fits("^\\+1.*", "+14155552671", true);
	fits("^\\+1.*", "14155552671", false);
	fits("^\\+1.*", "9+14155552671", false);
	fits("^\\d{7,10}$", "5552671", true);
	fits("^\\d{7,10}$", "4155552671", true);
	fits("^\\d{7,10}$", "555267", false);
	fits("^\\d{7,10}$", "14155552671", false);
	fits("^\\d{7,10}$", "+415555267", false);
	fits("55", "4155552671", true);
	fits("", "4155552671", true);
}

static void groups_are_slices(void **state)
{
	siptrunk_pattern_t pattern =
			compiled("^(9)?(0)?(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)(\\d)"
					 "(\\d+)$");
	siptrunk_pattern_match_t match;

	(void)state;
	assert_int_equal(pattern.groups, 11);
	assert_true(siptrunk_pattern_fits(
			&pattern, unit_slice("91234567890"), &match));
	unit_assert_text(match.groups[0], "91234567890");
	unit_assert_text(match.groups[1], "9");
	unit_assert_text(match.groups[2], "");
	unit_assert_text(match.groups[3], "1");
	unit_assert_text(match.groups[9], "7");
	unit_slices_free();
	siptrunk_arena_free(&arena);
	pattern = compiled("(1)|(2)");
	assert_true(siptrunk_pattern_fits(&pattern, unit_slice("1"), &match));
	unit_assert_text(match.groups[1], "1");
	unit_assert_text(match.groups[2], "");
	unit_assert_text(match.groups[9], "");
	unit_slices_free();
	siptrunk_arena_free(&arena);
}

static void refused(const char *text, const char *expected)
{
	siptrunk_pattern_t pattern;
	siptrunk_error_t error = {""};

	siptrunk_arena_init(&arena, &unit_allocator);
	assert_int_equal(siptrunk_pattern_compile(
							 &arena, unit_slice(text), &pattern, &error),
			SIPTRUNK_INVALID);
	assert_string_equal(error.text, expected);
	unit_slices_free();
	siptrunk_arena_free(&arena);
}

static void what_cannot_compile_says_where(void **state)
{
	(void)state;
	refused("^(\\d{7", "expected a regular expression, found '^(\\x5cd{7': "
						"missing closing parenthesis at position 6");
	refused("[0-9", "expected a regular expression, found '[0-9': missing "
					"terminating ] for character class at position 4");
	refused("1|*2", "expected a regular expression, found '1|*2': quantifier "
					"does not follow a repeatable item at position 2");
	refused("\\C", "expected a regular expression, found '\\x5cC': using \\C "
				   "is disabled by the application at position 2");
	refused("(*UTF)1", "expected a regular expression, found '(*UTF)1': using "
					   "UTF is disabled by the application at position 6");
}

/** Each doubles what there is to try with every digit more. */
static void no_pattern_takes_for_ever(void **state)
{
	static const char *const greedy[] = {"^(\\d+)+\\D", "^(\\d*)*\\1\\D",
			"(.*)(.*)(.*)(.*)(.*)\\D\\1", "^(?:(\\d)|(\\d)\\d?)+\\D",
			"^(\\d(?1)?)+\\D"};
	char digits[65];
	size_t i;

	(void)state;
	memset(digits, '1', sizeof(digits));
	digits[sizeof(digits) - 1] = '\0';
	siptrunk_pattern_watch(count_given_up);
	for(i = 0; i < COUNT(greedy); i++) {
		given_up = 0;
		fits(greedy[i], digits, false);
		if(given_up != 1)
			fail_msg("'%s' was given up %u times", greedy[i], given_up);
	}
	/* a thousand times what a number needs, a thousandth of PCRE2's limit */
	given_up = 0;
	fits("^(?:\\d\\d?)+\\D", "111111111111111111111111", false);
	assert_int_equal(given_up, 1);
	/* the same process goes on */
	fits("^\\d+$", digits, true);
	assert_int_equal(given_up, 1);
}

static siptrunk_status_t compile_one(void)
{
	siptrunk_status_t status;
	siptrunk_pattern_t pattern;

	siptrunk_arena_init(&arena, &unit_allocator);
	status = siptrunk_pattern_compile(
			&arena, T("^(\\d{3,7})(?<rest>\\d{7}|[*#]+)$"), &pattern, NULL);
	siptrunk_arena_free(&arena);
	return status;
}

static void each_allocation_may_fail(void **state)
{
	(void)state;
	unit_fail_each_allocation(compile_one, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_seeds_patterns),
			cmocka_unit_test(groups_are_slices),
			cmocka_unit_test(what_cannot_compile_says_where),
			cmocka_unit_test(no_pattern_takes_for_ever),
			cmocka_unit_test(each_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
