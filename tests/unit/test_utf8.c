/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_utf8.c */
#include "siptrunk_utf8.h"
#include "unit.h"

static void characters_are_those_of_utf_8(void **state)
{
	const siptrunk_text_t cut = {"\xe2\x82\xac", 2};

	(void)state;
	assert_int_equal(siptrunk_utf8_length(T("a\xc3")), 1);
	assert_int_equal(siptrunk_utf8_length(T("\0")), 1);
	assert_int_equal(siptrunk_utf8_length(T("\xc3\xa9")), 2);
	assert_int_equal(siptrunk_utf8_length(T("\xe2\x82\xac")), 3);
	assert_int_equal(siptrunk_utf8_length(T("\xf4\x8f\xbf\xbf")), 4);
	/* cut, a continuation, not continued, beyond U+10FFFF */
	assert_int_equal(siptrunk_utf8_length(cut), 0);
	assert_int_equal(siptrunk_utf8_length(T("\x82")), 0);
	assert_int_equal(siptrunk_utf8_length(T("\xc3(")), 0);
	assert_int_equal(siptrunk_utf8_length(T("\xf4\x90\x80\x80")), 0);
	assert_int_equal(siptrunk_utf8_length(T("\xf5\x80\x80\x80")), 0);
	/* too long for what they are, a surrogate */
	assert_int_equal(siptrunk_utf8_length(T("\xc1\xbf")), 0);
	assert_int_equal(siptrunk_utf8_length(T("\xe0\x9f\xbf")), 0);
	assert_int_equal(siptrunk_utf8_length(T("\xf0\x8f\xbf\xbf")), 0);
	assert_int_equal(siptrunk_utf8_length(T("\xed\xa0\x80")), 0);
	assert_int_equal(siptrunk_utf8_length(T("\xed\x9f\xbf")), 3);
}

static void assert_kept(size_t size, siptrunk_text_t text, const char *expected)
{
	char kept[16] = "before";

	siptrunk_utf8_keep(kept, size, text);
	assert_string_equal(kept, expected);
}

static void what_is_kept_is_utf_8(void **state)
{
	(void)state;
	assert_kept(16, T("caf\xc3\xa9"), "caf\xc3\xa9");
	assert_kept(16, T("a\xff\r\0b"), "a???b");
	assert_kept(16, T(""), "");
	/* not half a character */
	assert_kept(5, T("caf\xc3\xa9"), "caf");
	assert_kept(6, T("caf\xc3\xa9"), "caf\xc3\xa9");
}

static void what_is_no_utf_8_is_mended_in_its_place(void **state)
{
	char text[] = "caf\xc3\xa9\xff\xe2\x82\r\xc3";

	(void)state;
	/* what lies behind it is not touched */
	siptrunk_utf8_mend(text, sizeof(text) - 2);
	assert_string_equal(text, "caf\xc3\xa9???\r\xc3");
	siptrunk_utf8_mend(text, sizeof(text) - 1);
	assert_string_equal(text, "caf\xc3\xa9???\r?");
	siptrunk_utf8_mend(text, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(characters_are_those_of_utf_8),
			cmocka_unit_test(what_is_kept_is_utf_8),
			cmocka_unit_test(what_is_no_utf_8_is_mended_in_its_place),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
