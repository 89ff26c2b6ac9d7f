/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_peer_names.c. */
#include "siptrunk_peer_names.h"
#include "unit.h"

static siptrunk_peer_names_t names;

static int names_reset(void **state)
{
	(void)state;
	names = (siptrunk_peer_names_t){0};
	return 0;
}

static int slices_free(void **state)
{
	(void)state;
	unit_slices_free();
	return 0;
}

static void add_dns(const char *name)
{
	siptrunk_peer_names_add_dns(&names, unit_slice(name));
}

static void add_uri(const char *uri)
{
	siptrunk_peer_names_add_uri(&names, unit_slice(uri));
}

static bool matches(const char *wanted)
{
	return siptrunk_peer_names_match(&names, unit_slice(wanted));
}

static void no_name_matches_nothing(void **state)
{
	(void)state;
	assert_false(matches("pbx.example.com"));
	assert_false(matches(""));
	assert_false(matches(","));
}

static void one_of_several_is_enough(void **state)
{
	(void)state;
	add_dns("a.example.com");
	add_dns("b.example.com");
	assert_true(matches("b.example.com"));
	assert_true(matches("x.example.com, a.example.com"));
	assert_true(matches("x.example.com,b.example.com,y.example.com"));
	assert_false(matches("x.example.com,y.example.com"));
}

static void case_does_not_count(void **state)
{
	(void)state;
	add_dns("PBX.Example.com");
	add_uri("SIP:Uri.Example.COM");
	assert_true(matches("uri.example.com"));
	names_reset(NULL);
	add_dns("PBX.Example.com");
	assert_true(matches("pbx.eXample.com"));
}

static void names_match_as_a_whole(void **state)
{
	static const char *const wanted[] = {"example.com", "x.pbx.example.com",
			"pbx.example.co", "bx.example.com", "pbx.example.com.",
			"*.example.com", "*", ".", "pbx"};
	size_t i;

	(void)state;
	add_dns("pbx.example.com");
	for(i = 0; i < COUNT(wanted); i++) {
		if(matches(wanted[i]))
			fail_msg("matches: %s", wanted[i]);
	}
}

static void what_is_no_host_name_is_skipped(void **state)
{
	(void)state;
	add_dns("*.example.com");
	add_dns("a,pbx.example.com");
	add_dns("pbx.example.com/x");
	add_dns("");
	siptrunk_peer_names_add_dns(&names, T("pbx.example.com\0.evil.net"));
	siptrunk_peer_names_add_uri(&names, T("sip:pbx.example.com\0.evil.net"));
	assert_int_equal(names.len, 0);
	assert_false(matches("pbx.example.com"));
	assert_false(matches("*.example.com"));
}

static void only_a_sip_uri_without_user_names_a_domain(void **state)
{
	static const char *const uris[] = {"sips:pbx.example.com",
			"sip:alice@pbx.example.com", "sip:@pbx.example.com",
			"https://pbx.example.com", "urn:service:sos", "pbx.example.com",
			"sip:", "sip:pbx.example.com:x", "tel:+13125550100", ""};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(uris); i++)
		add_uri(uris[i]);
	assert_false(names.by_uri);
	assert_false(matches("pbx.example.com"));
	add_uri("sip:pbx.example.com:5061;transport=tls");
	assert_true(matches("pbx.example.com"));
}

static void dns_counts_only_without_a_sip_uri(void **state)
{
	(void)state;
	add_dns("before.example.com");
	add_uri("sip:uri.example.com");
	add_dns("behind.example.com");
	assert_false(matches("before.example.com,behind.example.com"));
	assert_true(matches("uri.example.com"));
	names_reset(NULL);
	add_uri("sip:alice@uri.example.com");
	add_dns("dns.example.com");
	assert_true(matches("dns.example.com"));
}

static void names_that_do_not_fit_void_all(void **state)
{
	char name[] = "pbx00.example.com";
	unsigned i;

	(void)state;
	for(i = 0; (i + 1) * sizeof(name) <= sizeof(names.text); i++) {
		name[3] = (char)('0' + i / 10);
		name[4] = (char)('0' + i % 10);
		add_dns(name);
	}
	assert_true(matches("pbx00.example.com"));
	assert_true(matches(name));
	add_dns("one-more-that-is-longer-than-the-rest.example.com");
	assert_true(names.too_many);
	assert_false(matches("pbx00.example.com"));
	/* they would not have counted */
	add_uri("sip:uri.example.com");
	assert_true(matches("uri.example.com"));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, names_reset, slices_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(no_name_matches_nothing),
			TEST(one_of_several_is_enough),
			TEST(case_does_not_count),
			TEST(names_match_as_a_whole),
			TEST(what_is_no_host_name_is_skipped),
			TEST(only_a_sip_uri_without_user_names_a_domain),
			TEST(dns_counts_only_without_a_sip_uri),
			TEST(names_that_do_not_fit_void_all),
	};

	return cmocka_run_group_tests_name("peer_names", tests, NULL, NULL);
}
