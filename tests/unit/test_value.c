/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_value.c. */
#include "siptrunk_value.h"
#include "unit.h"

static void assert_values(const char *body, const char *const *expected)
{
	siptrunk_text_t rest = unit_slice(body), value;

	for(; *expected != NULL; expected++) {
		assert_true(siptrunk_value_next(&rest, &value));
		unit_assert_text(value, *expected);
	}
	assert_false(siptrunk_value_next(&rest, &value));
	unit_slices_free();
}

#define VALUES(body, ...) \
	assert_values(body, (const char *const[]){__VA_ARGS__, NULL})

static void values_end_at_commas(void **state)
{
	(void)state;
	VALUES("<sip:a>", "<sip:a>");
	VALUES(" <sip:a> ,\t<sip:b>", "<sip:a>", "<sip:b>");
	VALUES("a\r\n ,\r\n\tb", "a", "b");
	VALUES("a,,b", "a", "", "b");
	VALUES("a,", "a");
	assert_values("", (const char *const[]){NULL});
}

static void some_commas_belong_to_the_value(void **state)
{
	(void)state;
	VALUES("<sip:a,b@c>,d", "<sip:a,b@c>", "d");
	VALUES("\"Smith, J\" <sip:a>,d", "\"Smith, J\" <sip:a>", "d");
	VALUES("\"a\\\",b\",c", "\"a\\\",b\"", "c");
	VALUES("<sip:\"a>,b", "<sip:\"a>", "b");
	VALUES("\"a,b", "\"a,b");
	VALUES("\"a\\", "\"a\\");
}

static void assert_uri(const char *value, const char *expected)
{
	unit_assert_text(siptrunk_value_uri(unit_slice(value)), expected);
	unit_slices_free();
}

static void the_uri_is_in_the_brackets(void **state)
{
	(void)state;
	assert_uri("<sip:a@b;lr>;q=1", "sip:a@b;lr");
	assert_uri("\"<no>\" < sip:a >", "sip:a");
	assert_uri("\"\\\"<no>\" <sip:a>", "sip:a");
	assert_uri(" sip:a;tag=1", "sip:a;tag=1");
	assert_uri("<sip:a", "sip:a");
	assert_uri("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(values_end_at_commas),
			cmocka_unit_test(some_commas_belong_to_the_value),
			cmocka_unit_test(the_uri_is_in_the_brackets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
