/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_dial_rule.c. */
#include "siptrunk_dial_rule.h"
#include "unit.h"

#include <string.h>

#define TO SIPTRUNK_HEADER_TO
#define FROM SIPTRUNK_HEADER_FROM

static siptrunk_arena_t arena;
static siptrunk_dial_rule_t items[8];
static siptrunk_dial_rules_t rules;

static void add(siptrunk_header_direction_t direction, const char *pattern,
		const char *prefix, const char *replacement)
{
	siptrunk_dial_rule_t *rule = &items[rules.count++];

	if(rules.count == 1) {
		siptrunk_arena_init(&arena, &unit_allocator);
		rules.items = items;
	}
	*rule = (siptrunk_dial_rule_t){.row = (int)rules.count,
			.direction = direction,
			.prefix = siptrunk_text(prefix),
			.replacement = siptrunk_text(replacement)};
	assert_int_equal(siptrunk_pattern_compile(&arena, siptrunk_text(pattern),
							 &rule->pattern, NULL),
			SIPTRUNK_OK);
}

static int forget(void **state)
{
	(void)state;
	siptrunk_arena_free(&arena);
	rules.count = 0;
	return 0;
}

/** By this rule (0: none) number becomes expected. */
static void becomes(siptrunk_header_direction_t direction, const char *number,
		int row, const char *expected)
{
	char result[SIPTRUNK_NUMBER_MAX + 1];
	const siptrunk_dial_rule_t *rule = siptrunk_dial_rule_apply(
			&rules, direction, unit_slice(number), result);

	if((rule != NULL ? rule->row : 0) != row)
		fail_msg("'%s' fits rule %d, not %d", number,
				rule != NULL ? rule->row : 0, row);
	if(rule != NULL)
		assert_string_equal(result, expected);
	unit_slices_free();
}

/** Seed 002's two: the second makes ten digits a number that is none. */
static void the_seeds_examples(void **state)
{
	(void)state;
	add(FROM, "^\\+1.*", "9", "");
	add(FROM, "^\\d{7,10}$", "+1415", "");
	becomes(FROM, "+14155552671", 1, "9+14155552671");
	becomes(FROM, "5552671", 2, "+14155552671");
	becomes(FROM, "4155552671", 2, "+14154155552671");
	becomes(FROM, "14155552671", 0, NULL);
	becomes(FROM, "2001", 0, NULL);
	becomes(TO, "+14155552671", 0, NULL);
}

static void the_first_that_fits_decides(void **state)
{
	(void)state;
	add(TO, "^2", "8", "");
	add(FROM, "^2\\d{3}$", "", "");
	add(FROM, "^2", "7", "");
	add(FROM, "^", "6", "");
	becomes(FROM, "2001", 2, "2001");
	becomes(FROM, "20011", 3, "720011");
	becomes(FROM, "3001", 4, "63001");
	becomes(TO, "2001", 1, "82001");
}

static void groups_are_put_in(void **state)
{
	(void)state;
	add(FROM, "^9(1?)(\\d{3})(\\d{7})$", "+", "1$2$3");
	add(FROM, "^(\\*)(\\d+)(#)?$", "", "$3$2$1$0");
	add(FROM, "^00(\\d+)$", "", "+$1");
	becomes(FROM, "913125550142", 1, "+13125550142");
	becomes(FROM, "93125550142", 1, "+13125550142");
	becomes(FROM, "*67", 2, "67**67");
	becomes(FROM, "*67#", 2, "#67**67#");
	becomes(FROM, "00442079460001", 3, "+442079460001");
}

/** It fits, and that nobody can be called then is for who asked to say. */
static void what_is_no_number_is_nothing(void **state)
{
	char digits[SIPTRUNK_NUMBER_MAX + 1];

	(void)state;
	add(FROM, "^0(\\d*)$", "+", "$1");
	add(FROM, "^1", "", "$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0"
						"$0$0$0$0$0$0$0");
	add(FROM, "^(2+)$", "", "$1$1$1");
	add(FROM, "^(3+)$", "4", "");
	becomes(FROM, "0", 1, "");
	becomes(FROM, "01", 1, "+1");
	becomes(FROM, "1", 2, "11111111111111111111111111111111");
	becomes(FROM, "2222222222222222222222", 3, "");
	becomes(FROM, "222222222222222222222", 3,
			"222222222222222222222222222222222222222222222222222222222222222");
	memset(digits, '3', sizeof(digits));
	digits[SIPTRUNK_NUMBER_MAX] = '\0';
	becomes(FROM, digits, 4, "");
	digits[SIPTRUNK_NUMBER_MAX - 1] = '\0';
	memmove(digits + 1, digits, SIPTRUNK_NUMBER_MAX);
	digits[0] = '4';
	becomes(FROM, digits + 1, 4, digits);
}

static void prefixes(void **state)
{
	(void)state;
	assert_true(siptrunk_dial_prefix_check(T(""), NULL));
	assert_true(siptrunk_dial_prefix_check(T("+1415"), NULL));
	assert_true(siptrunk_dial_prefix_check(T("*#9012345678+234"), NULL));
	assert_false(siptrunk_dial_prefix_check(T("*#9012345678+2345"), NULL));
	assert_false(siptrunk_dial_prefix_check(T("9,"), NULL));
	assert_false(siptrunk_dial_prefix_check(T("$1"), NULL));
	assert_false(siptrunk_dial_prefix_check(T("a"), NULL));
}

static void replacement(const char *text, unsigned groups, bool expected)
{
	const siptrunk_pattern_t pattern = {.groups = groups};
	siptrunk_error_t error;

	if(siptrunk_dial_replacement_check(unit_slice(text), &pattern, &error)
			!= expected)
		fail_msg("'%s' with %u groups", text, groups);
	unit_slices_free();
}

#define DIGITS_32 "12345678901234567890123456789012"

static void replacements(void **state)
{
	(void)state;
	replacement("", 0, true);
	replacement("+1415$0", 0, true);
	replacement("$1", 0, false);
	replacement("$1$2", 2, true);
	replacement("$2$3", 2, false);
	replacement("$9", 9, true);
	replacement("$9", 12, true);
	replacement("$", 2, false);
	replacement("$$", 2, false);
	replacement("$a", 2, false);
	replacement("1$", 2, false);
	replacement("\\1", 2, false);
	replacement("9,$1", 2, false);
	replacement(DIGITS_32 DIGITS_32, 0, true);
	replacement(DIGITS_32 DIGITS_32 "3", 0, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_teardown(the_seeds_examples, forget),
			cmocka_unit_test_teardown(the_first_that_fits_decides, forget),
			cmocka_unit_test_teardown(groups_are_put_in, forget),
			cmocka_unit_test_teardown(what_is_no_number_is_nothing, forget),
			cmocka_unit_test(prefixes),
			cmocka_unit_test(replacements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
