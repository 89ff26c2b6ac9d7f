/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_text.c, without its arena, and siptrunk_ascii.h. */
#include "siptrunk_ascii.h"
#include "unit.h"

#include <string.h>

static void compare_orders_by_bytes_then_length(void **state)
{
	(void)state;
	assert_true(siptrunk_text_compare(SIPTRUNK_TEXT("a"), SIPTRUNK_TEXT("b"))
				< 0);
	assert_true(siptrunk_text_compare(SIPTRUNK_TEXT("b"), SIPTRUNK_TEXT("aa"))
				> 0);
	assert_true(siptrunk_text_compare(SIPTRUNK_TEXT("a"), SIPTRUNK_TEXT("aa"))
				< 0);
	assert_true(siptrunk_text_compare(SIPTRUNK_TEXT("a"), SIPTRUNK_TEXT(""))
				> 0);
	assert_int_equal(
			siptrunk_text_compare(SIPTRUNK_TEXT("ab"), SIPTRUNK_TEXT("ab")), 0);
}

static void equal_compares_length_and_bytes(void **state)
{
	(void)state;
	assert_true(siptrunk_text_equal(T("abc"), T("abc")));
	assert_false(siptrunk_text_equal(T("abc"), T("abd")));
	assert_false(siptrunk_text_equal(T("abc"), T("ab")));
	assert_false(siptrunk_text_equal(T("abc"), T("ABC")));
	assert_true(siptrunk_text_equal(T(""), (siptrunk_text_t){NULL, 0}));
	assert_true(siptrunk_text_equal(T("a\0b"), T("a\0b")));
	assert_false(siptrunk_text_equal(T("a\0b"), T("a\0c")));
}

static void nocase_folds_ascii_letters_only(void **state)
{
	(void)state;
	assert_true(siptrunk_text_equal_nocase(T("Call-ID"), T("cALL-id")));
	assert_false(siptrunk_text_equal_nocase(T("Call-ID"), T("Call-I")));
	/* '@' and '`', '[' and '{' differ in the same bit as 'A' and 'a' */
	assert_false(siptrunk_text_equal_nocase(T("@["), T("`{")));
	assert_false(siptrunk_text_equal_nocase(T("\xc4"), T("\xe4")));
	assert_true(siptrunk_text_equal_nocase(T(""), (siptrunk_text_t){NULL, 0}));
}

static void trim_takes_spaces_and_tabs_off_both_ends(void **state)
{
	(void)state;
	unit_assert_text(siptrunk_text_trim(T(" \t a b\t ")), "a b");
	unit_assert_text(siptrunk_text_trim(T("\na\r")), "\na\r");
	unit_assert_text(siptrunk_text_trim(T(" \t ")), "");
	unit_assert_text(siptrunk_text_trim((siptrunk_text_t){NULL, 0}), "");
	assert_int_equal(siptrunk_text_trim(T(" a\0 ")).len, 2);
}

static void split_tells_none_from_empty(void **state)
{
	siptrunk_text_t rest;

	(void)state;
	unit_assert_text(siptrunk_text_split(T("a,b,c"), ',', &rest), "a");
	unit_assert_text(rest, "b,c");
	unit_assert_text(siptrunk_text_split(T("a,"), ',', &rest), "a");
	assert_non_null(rest.s);
	assert_int_equal(rest.len, 0);
	unit_assert_text(siptrunk_text_split(rest, ',', &rest), "");
	assert_null(rest.s);
	unit_assert_text(siptrunk_text_split(T("abc"), ',', &rest), "abc");
	assert_null(rest.s);
	unit_assert_text(siptrunk_text_split(T(",a"), ',', &rest), "");
	unit_assert_text(rest, "a");
}

static void take_moves_on_only_behind_what_it_finds(void **state)
{
	siptrunk_text_t text = T("Queue:100"), empty = {NULL, 0};

	(void)state;
	assert_false(siptrunk_text_take(&text, T("queue:1000")));
	assert_false(siptrunk_text_take(&text, T("cue")));
	assert_true(siptrunk_text_equal(text, T("Queue:100")));
	assert_true(siptrunk_text_take(&text, T("queue:")));
	assert_true(siptrunk_text_equal(text, T("100")));
	assert_true(siptrunk_text_take(&text, T("")));
	assert_true(siptrunk_text_take(&text, T("100")));
	assert_int_equal(text.len, 0);
	assert_false(siptrunk_text_take(&empty, T("1")));
	text = unit_slice("ab");
	assert_false(siptrunk_text_take(&text, T("abc")));
	unit_slices_free();
}

static void a_word_has_no_other_characters(void **state)
{
	(void)state;
	assert_true(siptrunk_text_is_word(T("aZ09-_"), 6, "-_"));
	assert_false(siptrunk_text_is_word(T("aZ09-_"), 5, "-_"));
	assert_false(siptrunk_text_is_word(T("aZ09-_"), 6, "-"));
	assert_false(siptrunk_text_is_word(T("a\0b"), 6, ""));
	assert_false(siptrunk_text_is_word(T("\xc3\xa9"), 6, "-"));
	assert_false(siptrunk_text_is_word(T(""), 6, "-"));
	assert_true(siptrunk_text_is_word(unit_slice("a"), 6, ""));
	unit_slices_free();
}

static void a_list_has_its_items(void **state)
{
	(void)state;
	assert_true(siptrunk_text_list_has(T("a,b.c"), T("B.C")));
	assert_true(siptrunk_text_list_has(T("a , b"), T("a")));
	assert_true(siptrunk_text_list_has(T("a,"), T("a")));
	assert_false(siptrunk_text_list_has(T("ab,c"), T("a")));
	assert_false(siptrunk_text_list_has(T("a,,b"), T("")));
	assert_false(siptrunk_text_list_has(T(""), T("")));
	assert_true(siptrunk_text_list_has(unit_slice("a,b"), T("b")));
	unit_slices_free();
}

static void an_index_is_the_place_among_names(void **state)
{
	static const char *const names[] = {"", "one", "two", "onetwo"};

	(void)state;
	assert_int_equal(siptrunk_text_index(names, 4, T("one")), 1);
	assert_int_equal(siptrunk_text_index(names, 4, T("onetwo")), 3);
	assert_int_equal(siptrunk_text_index(names, 3, T("onetwo")), 3);
	assert_int_equal(siptrunk_text_index(names, 4, T("Two")), 4);
	assert_int_equal(siptrunk_text_index(names, 4, T("tw")), 4);
	assert_int_equal(siptrunk_text_index(names, 4, T("")), 4);
	assert_int_equal(
			siptrunk_text_index(names, 4, (siptrunk_text_t){NULL, 0}), 4);
	assert_int_equal(siptrunk_text_index(names, 0, T("one")), 0);
	assert_int_equal(siptrunk_text_index(names, 4, unit_slice("two")), 2);
	unit_slices_free();
}

static void split_stays_inside_the_slice(void **state)
{
	siptrunk_text_t rest;

	(void)state;
	unit_assert_text(siptrunk_text_split(unit_slice("abc"), ',', &rest), "abc");
	assert_null(rest.s);
	unit_slices_free();
}

static void quote_escapes_what_a_log_cannot_show(void **state)
{
	siptrunk_quoted_t quoted;

	(void)state;
	assert_string_equal(siptrunk_text_quote(T("a\r\n\0'\\\x7f\xc3~ "), &quoted),
			"a\\x0d\\x0a\\x00\\x27\\x5c\\x7f\\xc3~ ");
	assert_string_equal(siptrunk_text_quote(T(""), &quoted), "");
}

static void quote_cuts_at_80(void **state)
{
	char longer[200];
	char expected[84];
	siptrunk_quoted_t quoted;

	(void)state;
	memset(longer, 'x', sizeof(longer));
	memset(expected, 'x', 80);
	expected[80] = '\0';
	assert_string_equal(
			siptrunk_text_quote((siptrunk_text_t){longer, 80}, &quoted),
			expected);
	strcpy(expected + 80, "...");
	assert_string_equal(
			siptrunk_text_quote((siptrunk_text_t){longer, 81}, &quoted),
			expected);
	/* an escape is shown whole or not at all */
	longer[78] = '\n';
	strcpy(expected + 78, "...");
	assert_string_equal(
			siptrunk_text_quote((siptrunk_text_t){longer, 200}, &quoted),
			expected);
}

static void a_word_is_one_word_of_one_line(void **state)
{
	siptrunk_word_t word;

	(void)state;
	assert_string_equal(siptrunk_text_word(T("a'b\\@c\xc3\xa9~!"), &word),
			"a'b\\@c\xc3\xa9~!");
	assert_string_equal(
			siptrunk_text_word(T("a b\tc\r\n d"), &word), "a_b_c___d");
	assert_string_equal(
			siptrunk_text_word(T("\va\f\0\x1b\x1f\x7f"), &word), "_a_____");
	assert_string_equal(siptrunk_text_word(T(""), &word), "");
	assert_string_equal(
			siptrunk_text_word((siptrunk_text_t){NULL, 0}, &word), "");
}

static void a_word_is_cut_at_1023(void **state)
{
	char longer[2000];
	siptrunk_word_t word;

	(void)state;
	memset(longer, 'x', sizeof(longer));
	siptrunk_text_word((siptrunk_text_t){longer, 1023}, &word);
	assert_int_equal(strlen(word.text), 1023);
	siptrunk_text_word((siptrunk_text_t){longer, sizeof(longer)}, &word);
	assert_int_equal(strlen(word.text), 1023);
}

static void error_is_cut_and_terminated(void **state)
{
	siptrunk_error_t error;
	char longer[2000];

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	siptrunk_error_set(&error, "%s", longer);
	assert_int_equal(strlen(error.text), sizeof(error.text) - 1);
	siptrunk_error_set(NULL, "%s", longer);
}

static void error_found_has_its_form_and_is_false(void **state)
{
	siptrunk_error_t error;

	(void)state;
	assert_false(siptrunk_error_found(&error, "a digit", T("x\n")));
	assert_string_equal(error.text, "expected a digit, found 'x\\x0a'");
	assert_false(siptrunk_error_found(NULL, "a digit", T("x")));
}

static void ascii_classes_are_those_of_the_grammar(void **state)
{
	int c;

	(void)state;
	for(c = 0; c < 256; c++) {
		bool digit = c >= 0x30 && c <= 0x39;
		bool alpha = (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a);
		bool hex =
				digit || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);

		assert_int_equal(siptrunk_ascii_digit((char)c), digit);
		assert_int_equal(siptrunk_ascii_alpha((char)c), alpha);
		assert_int_equal(siptrunk_ascii_alnum((char)c), alpha || digit);
		assert_int_equal(
				siptrunk_ascii_control((char)c), c < 0x20 || c == 0x7f);
		assert_int_equal(siptrunk_ascii_hex((char)c) >= 0, hex);
		assert_int_equal(
				siptrunk_ascii_in((char)c, "-."), c == 0x2d || c == 0x2e);
		assert_int_equal((unsigned char)siptrunk_ascii_lower((char)c),
				c >= 0x41 && c <= 0x5a ? c + 0x20 : c);
	}
	assert_int_equal(siptrunk_ascii_hex('f'), 15);
	assert_int_equal(siptrunk_ascii_hex('A'), 10);
	assert_int_equal(siptrunk_ascii_hex('7'), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(compare_orders_by_bytes_then_length),
			cmocka_unit_test(equal_compares_length_and_bytes),
			cmocka_unit_test(nocase_folds_ascii_letters_only),
			cmocka_unit_test(trim_takes_spaces_and_tabs_off_both_ends),
			cmocka_unit_test(split_tells_none_from_empty),
			cmocka_unit_test(take_moves_on_only_behind_what_it_finds),
			cmocka_unit_test(a_word_has_no_other_characters),
			cmocka_unit_test(a_list_has_its_items),
			cmocka_unit_test(an_index_is_the_place_among_names),
			cmocka_unit_test(split_stays_inside_the_slice),
			cmocka_unit_test(quote_escapes_what_a_log_cannot_show),
			cmocka_unit_test(quote_cuts_at_80),
			cmocka_unit_test(a_word_is_one_word_of_one_line),
			cmocka_unit_test(a_word_is_cut_at_1023),
			cmocka_unit_test(error_is_cut_and_terminated),
			cmocka_unit_test(error_found_has_its_form_and_is_false),
			cmocka_unit_test(ascii_classes_are_those_of_the_grammar),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
