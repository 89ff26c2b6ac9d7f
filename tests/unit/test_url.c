/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_url.c; targets of notifications are in test_notify_target.c. */
#include "siptrunk_url.h"
#include "unit.h"

#include <string.h>

static bool base(const char *text)
{
	bool is = siptrunk_url_check_base(unit_slice(text), NULL);

	unit_slices_free();
	return is;
}

static void the_parts_of_a_url(void **state)
{
	siptrunk_url_t url;

	(void)state;
	assert_true(siptrunk_url_parse(
			T("HTTPS://api.retellai.com:8443/v2/a?b=c"), &url));
	assert_true(url.secure);
	unit_assert_text(url.origin, "HTTPS://api.retellai.com:8443");
	unit_assert_text(url.authority.host, "api.retellai.com");
	assert_false(url.authority.is_address);
	unit_assert_text(url.path, "/v2/a?b=c");
	assert_true(siptrunk_url_parse(T("http://[2001:db8::1]"), &url));
	assert_false(url.secure);
	assert_true(url.authority.is_address);
	unit_assert_text(url.path, "");
}

static void bases(void **state)
{
	(void)state;
	assert_true(base("https://api.retellai.com"));
	assert_true(base("https://192.0.2.1:8443/proxy/retell"));
	assert_false(base(""));
	assert_false(base("https://"));
	assert_false(base("http://api.retellai.com"));
	assert_false(base("https://api.retellai.com/"));
	assert_false(base("https://api.retellai.com?a=b"));
	assert_false(base("https://api.retellai.com#a"));
	assert_false(base("https://user:password@api.retellai.com"));
	assert_false(base("https://api.retellai.com:0"));
	assert_false(base("https://api.retellai.com/a b"));
	assert_false(base("https://api.retellai.com/\r\nX: 1"));
}

static void the_length_of_a_base(void **state)
{
	char text[300] = "https://a.example/";

	(void)state;
	memset(text + strlen(text), 'a', 255 - strlen(text));
	assert_true(base(text));
	text[255] = 'a';
	assert_false(base(text));
}

/** In the place of a user there may be a password. */
static void a_base_is_not_shown(void **state)
{
	siptrunk_error_t error;

	(void)state;
	assert_false(siptrunk_url_check_base(
			T("https://me:secret@example.com"), &error));
	assert_null(strstr(error.text, "secret"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_parts_of_a_url),
			cmocka_unit_test(bases),
			cmocka_unit_test(the_length_of_a_base),
			cmocka_unit_test(a_base_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
