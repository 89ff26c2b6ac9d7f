/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_header.c. */
#include "siptrunk_header.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static void custom_names_are_accepted(void **state)
{
	static const char *const names[] = {"E911-Organization-ID", "X-Foo",
			"User-to-User", "Diversion", "aB", "!%*_+`'~.-", "ToX", "Vi",
			"Froms",
			"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(names); i++) {
		if(!siptrunk_header_name_check(unit_slice(names[i]), &error))
			fail_msg("%s", error.text);
	}
	unit_slices_free();
}

static void names_that_are_no_token_are_refused(void **state)
{
	static const char *const names[] = {"", " ", "X Foo", "X-Foo:", "X-Foo ",
			"X-Foo\r\nVia", "X\tFoo", "X(Foo)", "X@Foo", "X,Foo", "X;Foo",
			"X\"Foo", "X/Foo", "X[Foo]", "X?Foo", "X=Foo", "X{Foo}", "X<Foo>",
			"X\\Foo", "X-F\xc3\xb6",
			"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			"x"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(names); i++) {
		if(siptrunk_header_name_check(unit_slice(names[i]), &error))
			fail_msg("accepted: '%s'", names[i]);
		assert_memory_equal(
				error.text, "expected a header name of 1 to 64", 33);
	}
	assert_false(siptrunk_header_name_check(T("X\0Foo"), NULL));
	unit_slices_free();
}

static void managed_names_are_refused_in_any_case(void **state)
{
	static const char *const names[] = {"Via", "VIA", "via", "From", "To",
			"Contact", "Call-ID", "call-id", "CSeq", "Max-Forwards", "Route",
			"Record-Route", "Content-Length", "Content-Type", "Authorization",
			"Proxy-Authorization", "P-Asserted-Identity",
			"P-PREFERRED-IDENTITY", "Privacy", "Identity", "Geolocation",
			"Priority", "Reason", "Refer-To", "Replaces", "Session-Expires",
			/* compact forms */
			"v", "V", "f", "t", "m", "i", "l", "c", "e", "k", "s", "x", "y",
			"r", "b", "j", "d", "n", "o", "u", "a"};
	siptrunk_error_t error;
	char expected[200];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(names); i++) {
		if(siptrunk_header_name_check(siptrunk_text(names[i]), &error))
			fail_msg("accepted: '%s'", names[i]);
		snprintf(expected, sizeof(expected),
				"expected a header that SIP or the edge does not manage, "
				"found '%s'",
				names[i]);
		assert_string_equal(error.text, expected);
	}
}

static void values_hold_one_line(void **state)
{
	static const char *const good[] = {"x",
			"64040628-0000-4000-8000-000000000001", "a b", "a: b;c=\"d\"",
			"\xc3\xa4"};
	static const char *const bad[] = {"", " ", " \t ", "a\r\nVia: x", "a\nb",
			"a\rb", "\r\n", "a\tb", "a\x01", "a\x1f", "a\x7f", "a\r\n b"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++) {
		if(!siptrunk_header_value_check(unit_slice(good[i]), &error))
			fail_msg("%s", error.text);
	}
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_header_value_check(unit_slice(bad[i]), &error))
			fail_msg("accepted: '%s'", bad[i]);
	}
	assert_false(siptrunk_header_value_check(T("a\0b"), &error));
	assert_string_equal(
			error.text, "expected no control character, found one as byte 2");
	assert_false(siptrunk_header_value_check(T("  "), &error));
	assert_string_equal(error.text,
			"expected a value of 1 to 1024 bytes that are not all spaces, "
			"found 2");
	unit_slices_free();
}

static void values_are_at_most_1024_bytes(void **state)
{
	char value[1025];

	(void)state;
	memset(value, 'x', sizeof(value));
	assert_true(
			siptrunk_header_value_check((siptrunk_text_t){value, 1024}, NULL));
	assert_false(
			siptrunk_header_value_check((siptrunk_text_t){value, 1025}, NULL));
}

static void uuid_is_8_4_4_4_12_hex(void **state)
{
	static const char *const good[] = {"64040628-0000-4000-8000-000000000001",
			"ABCDEFab-cdef-ABCD-efAB-CDEFabcdef00"};
	static const char *const bad[] = {"", "64040628",
			"64040628-0000-4000-8000-00000000000",
			"64040628-0000-4000-8000-0000000000011",
			"64040628-0000-4000-8000-00000000000g",
			"6404062800000-4000-8000-000000000001",
			"64040628-0000-4000-80000000000000001",
			"{4040628-0000-4000-8000-00000000001}",
			"64040628 0000 4000 8000 000000000001"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++)
		assert_true(siptrunk_header_value_is_uuid(unit_slice(good[i])));
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_header_value_is_uuid(unit_slice(bad[i])))
			fail_msg("accepted: '%s'", bad[i]);
	}
	unit_slices_free();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(custom_names_are_accepted),
			cmocka_unit_test(names_that_are_no_token_are_refused),
			cmocka_unit_test(managed_names_are_refused_in_any_case),
			cmocka_unit_test(values_hold_one_line),
			cmocka_unit_test(values_are_at_most_1024_bytes),
			cmocka_unit_test(uuid_is_8_4_4_4_12_hex),
	};

	return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
