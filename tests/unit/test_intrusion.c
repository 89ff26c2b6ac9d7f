/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_intrusion.c. */
#include "siptrunk_intrusion.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static bool is_guarded(siptrunk_text_t call_id)
{
	return siptrunk_text_equal(call_id, T("911@192.0.2.10"));
}

static int slices_free(void **state)
{
	(void)state;
	unit_slices_free();
	return 0;
}

static bool intrudes(const char *uri)
{
	return siptrunk_intrusion_by_uri(unit_slice(uri), is_guarded);
}

static void three_headers_name_a_dialog(void **state)
{
	(void)state;
	assert_true(siptrunk_intrusion_names_dialog(T("Replaces")));
	assert_true(siptrunk_intrusion_names_dialog(T("JOIN")));
	assert_true(siptrunk_intrusion_names_dialog(T("target-dialog")));
	assert_false(siptrunk_intrusion_names_dialog(T("Replace")));
	assert_false(siptrunk_intrusion_names_dialog(T("Call-ID")));
	assert_false(siptrunk_intrusion_names_dialog(T("")));
}

static void a_call_id_is_what_stands_before_the_tags(void **state)
{
	(void)state;
	unit_assert_text(
			siptrunk_intrusion_call_id(T(" a@b ;to-tag=1;from-tag=2")), "a@b");
	unit_assert_text(siptrunk_intrusion_call_id(T("a@b")), "a@b");
	unit_assert_text(siptrunk_intrusion_call_id(T(";to-tag=1")), "");
	unit_assert_text(siptrunk_intrusion_call_id(T("")), "");
}

static void a_uri_without_headers_is_harmless(void **state)
{
	(void)state;
	assert_false(intrudes(""));
	assert_false(intrudes("sip:2001@example.com"));
	assert_false(intrudes("sip:2001@example.com;Route=x"));
	assert_false(intrudes("sip:2001@example.com?"));
	assert_false(intrudes("sip:2001@example.com?&&"));
	assert_false(intrudes("tel:+13125550188"));
}

static void a_route_intrudes_however_it_is_spelt(void **state)
{
	static const char *const uris[] = {"sip:a@b?Route=%3Csip:c%3E",
			"sip:a@b?route", "sip:a@b?Subject=x&ROUTE=y", "sip:a@b?r%6fute=y",
			"sip:a@b?%52%4f%55%54%45=y", "sip:a@b?Route%20=y",
			"sip:a@b?x=1&y=2&%20Route=z", "sip:a?Route=y@b"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(uris); i++) {
		if(!intrudes(uris[i]))
			fail_msg("harmless: %s", uris[i]);
	}
	assert_false(intrudes("sip:a@b?Routes=x"));
	assert_false(intrudes("sip:a@b?Subject=Route"));
}

static void a_guarded_dialog_is_not_taken_over(void **state)
{
	(void)state;
	assert_true(intrudes("sip:a@b?Replaces=911%40192.0.2.10%3Bto-tag%3D1"));
	assert_true(intrudes("sip:a@b?Replaces=911@192.0.2.10;to-tag=1"));
	assert_true(intrudes("sip:a@b?x=y&join=%39%31%31%40192.0.2.10"));
	assert_true(intrudes("sip:a@b?Target-Dialog=%20911%40192.0.2.10%20%3Bx"));
	assert_false(intrudes("sip:a@b?Replaces=912%40192.0.2.10%3Bto-tag%3D1"));
	assert_false(intrudes("sip:a@b?Replaces"));
	assert_false(intrudes("sip:a@b?Subject=911%40192.0.2.10"));
}

static void what_is_too_long_to_tell_intrudes(void **state)
{
	char uri[700];

	(void)state;
	snprintf(uri, sizeof(uri), "sip:a@b?Replaces=%0500d", 1);
	assert_false(intrudes(uri));
	snprintf(uri, sizeof(uri), "sip:a@b?Replaces=%0512d", 1);
	assert_true(intrudes(uri));
	snprintf(uri, sizeof(uri), "sip:a@b?%063d=x", 1);
	assert_false(intrudes(uri));
	snprintf(uri, sizeof(uri), "sip:a@b?%064d=x", 1);
	assert_true(intrudes(uri));
	/* the value of another header may be as long as it likes */
	snprintf(uri, sizeof(uri), "sip:a@b?Subject=%0600d", 1);
	assert_false(intrudes(uri));
}

#define TEST(name) cmocka_unit_test_teardown(name, slices_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(three_headers_name_a_dialog),
			TEST(a_call_id_is_what_stands_before_the_tags),
			TEST(a_uri_without_headers_is_harmless),
			TEST(a_route_intrudes_however_it_is_spelt),
			TEST(a_guarded_dialog_is_not_taken_over),
			TEST(what_is_too_long_to_tell_intrudes),
	};

	return cmocka_run_group_tests_name("intrusion", tests, NULL, NULL);
}
