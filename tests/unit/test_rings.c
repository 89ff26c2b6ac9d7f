/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rings.c. */
#include "siptrunk_rings.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define DIALLED T("+13125550100")

/** "2001 2000": what rings, in order. */
static const char *rings(siptrunk_text_t caller, siptrunk_text_t desk,
		bool desk_first, siptrunk_text_t dialled, bool from_pbx)
{
	const siptrunk_rings_input_t input = {
			caller, desk, desk_first, dialled, from_pbx};
	static char text[256];
	siptrunk_rings_t planned;
	const char *user;

	/* what a call record held before must not matter */
	memset(&planned, 0xa5, sizeof(planned));
	siptrunk_rings_plan(&input, &planned);
	assert_null(siptrunk_rings_now(&planned));
	text[0] = '\0';
	while((user = siptrunk_rings_next(&planned)) != NULL) {
		assert_ptr_equal(siptrunk_rings_now(&planned), user);
		strcat(strcat(text, text[0] != '\0' ? " " : ""), user);
	}
	return text;
}

static void the_caller_rings_first_then_the_desk(void **state)
{
	(void)state;
	assert_string_equal(
			rings(T("2001"), T("2000"), false, DIALLED, false), "2001 2000");
	assert_string_equal(
			rings(T("2001"), T("2000"), true, DIALLED, false), "2000 2001");
}

static void who_is_missing_does_not_ring(void **state)
{
	(void)state;
	assert_string_equal(rings(T("2001"), T(""), true, DIALLED, false), "2001");
	assert_string_equal(rings(T(""), T("2000"), false, DIALLED, false), "2000");
}

static void nobody_rings_twice(void **state)
{
	(void)state;
	assert_string_equal(
			rings(T("2000"), T("2000"), false, DIALLED, false), "2000");
}

static void what_nobody_is_known_for_rings_as_it_came(void **state)
{
	(void)state;
	assert_string_equal(
			rings(T(""), T(""), true, T("%2B1312"), false), "%2B1312");
	assert_string_equal(rings(T(""), T(""), true, T("2\0"), false), "");
	assert_string_equal(rings(T(""), T(""), true, T(""), false), "");
}

static void the_pbx_gets_nothing_back(void **state)
{
	(void)state;
	assert_string_equal(rings(T(""), T(""), true, DIALLED, true), "");
	assert_string_equal(rings(T("+13125550100"), T("2000"), false,
								T("3125550100"), true),
			"2000");
	/* from a carrier it does */
	assert_string_equal(
			rings(T("+13125550100"), T("2000"), false, DIALLED, false),
			"+13125550100 2000");
	assert_string_equal(rings(T("2001"), T(""), false, DIALLED, true), "2001");
	/* two that are no numbers are not the same number */
	assert_string_equal(rings(T("dave"), T(""), false, T("eve"), true), "dave");
}

static void a_user_is_escaped(void **state)
{
	(void)state;
	assert_string_equal(
			rings(T("a b@c"), T(""), false, DIALLED, false), "a%20b%40c");
}

static void a_user_that_does_not_fit_does_not_ring(void **state)
{
	char longest[SIPTRUNK_CALLBACK_NAME_MAX + 2];
	siptrunk_text_t user = {longest, SIPTRUNK_CALLBACK_NAME_MAX};

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[SIPTRUNK_CALLBACK_NAME_MAX] = '\0';
	assert_string_equal(rings(user, T(""), false, DIALLED, false), longest);
	assert_string_equal(rings(T(""), T(""), false, user, false), longest);
	user.len++;
	longest[SIPTRUNK_CALLBACK_NAME_MAX] = 'x';
	assert_string_equal(rings(user, T("2000"), false, DIALLED, false), "2000");
	assert_string_equal(rings(T(""), T(""), false, user, false), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_caller_rings_first_then_the_desk),
			cmocka_unit_test(who_is_missing_does_not_ring),
			cmocka_unit_test(nobody_rings_twice),
			cmocka_unit_test(what_nobody_is_known_for_rings_as_it_came),
			cmocka_unit_test(the_pbx_gets_nothing_back),
			cmocka_unit_test(a_user_is_escaped),
			cmocka_unit_test(a_user_that_does_not_fit_does_not_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
