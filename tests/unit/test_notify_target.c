/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_notify_target.c. */
#include "siptrunk_notify_target.h"
#include "unit.h"

#include <string.h>

typedef struct target
{
	const char *text;
	const char *shown;
} target_t;

static void takes(siptrunk_notify_kind_t kind, const target_t *targets,
		size_t count)
{
	siptrunk_notify_target_t target;
	siptrunk_error_t error;
	size_t i;

	for(i = 0; i < count; i++) {
		if(!siptrunk_notify_target_parse(
				   unit_slice(targets[i].text), &target, &error))
			fail_msg("%s refused: %s", targets[i].text, error.text);
		assert_int_equal(target.kind, kind);
		unit_assert_text(target.shown, targets[i].shown);
	}
	unit_slices_free();
}

static void refuses(const char *const *texts, size_t count)
{
	siptrunk_error_t error;
	size_t i;

	for(i = 0; i < count; i++) {
		if(siptrunk_notify_target_check(unit_slice(texts[i]), &error))
			fail_msg("%s accepted", texts[i]);
		assert_false(siptrunk_notify_target_check(unit_slice(texts[i]), NULL));
		assert_non_null(strstr(error.text, "expected https://HOST/..."));
	}
	unit_slices_free();
}

static void urls(void **state)
{
	static const target_t targets[] = {
			{"https://example.com", "https://example.com"},
			{"HTTPS://example.com/", "HTTPS://example.com"},
			{"https://hooks.example.com:8443/services/T0/SECRET?x=1&y=%20",
					"https://hooks.example.com:8443"},
			{"https://example.com?token=SECRET", "https://example.com"},
			{"https://192.0.2.1/x", "https://192.0.2.1"},
			{"https://[2001:db8::1]:443/x", "https://[2001:db8::1]:443"},
			{"http://127.0.0.1:8080/x", "http://127.0.0.1:8080"},
			{"http://127.9.9.9/", "http://127.9.9.9"},
			{"http://[::1]/x", "http://[::1]"}};

	(void)state;
	takes(SIPTRUNK_NOTIFY_HTTP, targets, COUNT(targets));
}

static void no_urls(void **state)
{
	static const char *const texts[] = {"", "https://", "https:///x",
			"https://:443/", "https://user:password@example.com/",
			"https://example.com:0/", "https://example.com:65536/",
			"https://example.com:/", "https://example.com:80:80/",
			"https://exa mple.com/", "https://example.com/a b",
			"https://example.com/a\r\nX: y", "https://example.com/#top",
			"https://example.com/\"x\"", "https://[2001:db8::1",
			"https://[2001:db8::1]x/", "https://[example.com]/",
			"https://2001:db8::1/", "ftp://example.com/", "example.com",
			"https:/example.com", "file:///etc/passwd"};

	(void)state;
	refuses(texts, COUNT(texts));
}

static void nothing_in_the_clear_leaves_the_machine(void **state)
{
	static const char *const texts[] = {"http://example.com/",
			"http://192.0.2.1/", "http://localhost/", "http://[2001:db8::1]/",
			"http://[7f00::1]/", "http://[::2]/", "http://126.0.0.1/"};

	(void)state;
	refuses(texts, COUNT(texts));
}

static void sip_uris(void **state)
{
	static const target_t targets[] = {
			{"sip:192.0.2.10", "sip:192.0.2.10"},
			{"sip:front-desk@192.0.2.10", "sip:front-desk@192.0.2.10"},
			{"SIP:+13125550100@192.0.2.10:5080;transport=tcp",
					"SIP:+13125550100@192.0.2.10:5080;transport=tcp"},
			{"sip:2000@[2001:db8::1]:5060;transport=udp",
					"sip:2000@[2001:db8::1]:5060;transport=udp"}};

	(void)state;
	takes(SIPTRUNK_NOTIFY_SIP, targets, COUNT(targets));
}

static void no_sip_uris(void **state)
{
	static const char *const texts[] = {"sip:", "sip:desk@", "sip:@192.0.2.10",
			"sip:desk@example.com", "sip:example.com", "sips:desk@192.0.2.10",
			"sip:de sk@192.0.2.10", "sip:a@b@192.0.2.10",
			"sip:desk@192.0.2.10:99999", "sip:desk@192.0.2.10;transport=tls",
			"sip:desk@192.0.2.10;transport=", "sip:desk@192.0.2.10;",
			"sip:desk@192.0.2.10;transport=udp;lr", "sip:desk@192.0.2.10?a=b",
			"sip:desk@192.0.2.10>\r\nX: y", "sip:desk:pw@192.0.2.10",
			"tel:+13125550100"};

	(void)state;
	refuses(texts, COUNT(texts));
}

static void an_error_holds_no_secret(void **state)
{
	siptrunk_error_t error;

	(void)state;
	assert_false(siptrunk_notify_target_check(
			T("http://example.com/services/SECRET"), &error));
	assert_null(strstr(error.text, "SECRET"));
	assert_non_null(strstr(error.text, "34 characters long"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(urls),
			cmocka_unit_test(no_urls),
			cmocka_unit_test(nothing_in_the_clear_leaves_the_machine),
			cmocka_unit_test(sip_uris),
			cmocka_unit_test(no_sip_uris),
			cmocka_unit_test(an_error_holds_no_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
