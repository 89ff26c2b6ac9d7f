/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_prefix.c: text of addresses and prefixes.
 */
#include "siptrunk_prefix.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static siptrunk_address_t address_of(const char *text)
{
	siptrunk_address_t address;

	if(!siptrunk_address_parse(siptrunk_text(text), &address))
		fail_msg("no address: %s", text);
	return address;
}

static siptrunk_prefix_t prefix_of(const char *text)
{
	siptrunk_error_t error;
	siptrunk_prefix_t prefix;

	if(!siptrunk_prefix_parse(siptrunk_text(text), &prefix, &error))
		fail_msg("%s", error.text);
	return prefix;
}

static void address_accepts_strict_text_only(void **state)
{
	static const char *const good[] = {"0.0.0.0", "255.255.255.255", "1.2.3.4",
			"::", "::1", "[::1]", "2001:db8::1", "1:2:3:4:5:6:7:8",
			"1:2:3:4:5:6:7::", "::1.2.3.4", "ABCD::ef",
			"[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]"};
	static const char *const bad[] = {"", "1.2.3", "1.2.3.4.5", "1.2.3.04",
			"01.2.3.4", "256.1.1.1", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4",
			"0x1.2.3.4", "1.2.3.4:5060", "[1.2.3.4]", "[::1", "::1]", "[]", "[",
			"1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g",
			":1", "1:", ":::", "fe80::1%eth0", "::1.2.3", "::1.2.3.04",
			"sip.retellai.com",
			"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2555"};
	siptrunk_address_t address;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++) {
		if(!siptrunk_address_parse(unit_slice(good[i]), &address))
			fail_msg("refused: %s", good[i]);
	}
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_address_parse(unit_slice(bad[i]), &address))
			fail_msg("accepted: %s", bad[i]);
	}
	assert_false(siptrunk_address_parse(T("1.2.3.4\0"), &address));
	unit_slices_free();
}

static void address_bytes_are_in_network_order(void **state)
{
	static const uint8_t v6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 0x0a};
	static const uint8_t v4[16] = {192, 0, 2, 1};
	siptrunk_address_t address = address_of("2001:db8::a");

	(void)state;
	assert_int_equal(address.family, SIPTRUNK_IPV6);
	assert_memory_equal(address.bytes, v6, 16);
	address = address_of("192.0.2.1");
	assert_int_equal(address.family, SIPTRUNK_IPV4);
	assert_memory_equal(address.bytes, v4, 16);
}

static void mapped_address_is_the_ipv4_that_it_is(void **state)
{
	static const uint8_t raw[16] = {[10] = 0xff, [11] = 0xff, 192, 0, 2, 1};
	siptrunk_address_t plain = address_of("192.0.2.1");
	siptrunk_address_t mapped = address_of("::ffff:192.0.2.1");

	(void)state;
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	mapped = address_of("[::ffff:c000:201]");
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	siptrunk_address_set(&mapped, SIPTRUNK_IPV6, raw);
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	siptrunk_address_set(&mapped, SIPTRUNK_IPV4, raw + 12);
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	/* IPv4-compatible is not mapped */
	assert_int_equal(address_of("::192.0.2.1").family, SIPTRUNK_IPV6);
}

static void prefix_formats_canonically(void **state)
{
	static const char *const texts[][2] = {{"0.0.0.0/0", "0.0.0.0/0"},
			{"10.0.0.0/8", "10.0.0.0/8"}, {"1.2.3.4", "1.2.3.4/32"},
			{"255.255.255.255/32", "255.255.255.255/32"}, {"::/0", "::/0"},
			{"::1", "::1/128"}, {"[2001:DB8:0:0::]/32", "2001:db8::/32"},
			{"::ffff:10.0.0.0/104", "10.0.0.0/8"},
			{"::ffff:0:0/96", "0.0.0.0/0"}, {"::ffff:1.2.3.4", "1.2.3.4/32"},
			{"128.0.0.0/1", "128.0.0.0/1"}, {"8000::/1", "8000::/1"},
			{"18.98.16.120/30", "18.98.16.120/30"},
			{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
					"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127"}};
	char text[SIPTRUNK_PREFIX_TEXT_MAX];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++) {
		siptrunk_prefix_t prefix = prefix_of(texts[i][0]);

		assert_int_equal(
				siptrunk_prefix_format(&prefix, text), strlen(texts[i][1]));
		assert_string_equal(text, texts[i][1]);
	}
}

static void prefix_errors_say_expected_and_found(void **state)
{
	static const char *const texts[][2] = {
			{"18.98.16.121/30", "expected 18.98.16.120/30 (no host bits set), "
								"found '18.98.16.121/30'"},
			{"0.0.0.1/0", "expected 0.0.0.0/0 (no host bits set), "
						  "found '0.0.0.1/0'"},
			{"2001:db8::1/64", "expected 2001:db8::/64 (no host bits set), "
							   "found '2001:db8::1/64'"},
			{"10.0.0.0/33", "expected a prefix length of 0 to 32, "
							"found '10.0.0.0/33'"},
			{"::/129", "expected a prefix length of 0 to 128, found '::/129'"},
			{"::ffff:1.2.3.4/95", "expected a prefix length of 96 to 128, "
								  "found '::ffff:1.2.3.4/95'"},
			{"nonsense\n", "expected an IPv4 or IPv6 address or prefix, "
						   "found 'nonsense\\x0a'"}};
	static const char *const lengths[] = {"10.0.0.0/", "10.0.0.0/08",
			"10.0.0.0/+8", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0.0/8/8",
			"10.0.0.0/x", "10.0.0.0/0008", "10.0.0.0/255.0.0.0",
			"10.0.0.0/4294967304", "::/0x0", "[::/0]", "/8", "/"};
	siptrunk_prefix_t prefix;
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++) {
		assert_false(siptrunk_prefix_parse(
				unit_slice(texts[i][0]), &prefix, &error));
		assert_string_equal(error.text, texts[i][1]);
	}
	for(i = 0; i < COUNT(lengths); i++) {
		if(siptrunk_prefix_parse(unit_slice(lengths[i]), &prefix, NULL))
			fail_msg("accepted: %s", lengths[i]);
	}
	unit_slices_free();
}

static void a_broad_prefix_is_shorter_than_any_peers(void **state)
{
	siptrunk_prefix_t broad4 = prefix_of("0.0.0.0/7");
	siptrunk_prefix_t narrow4 = prefix_of("10.0.0.0/8");
	siptrunk_prefix_t broad6 = prefix_of("2000::/15");
	siptrunk_prefix_t narrow6 = prefix_of("2001::/16");

	(void)state;
	assert_true(siptrunk_prefix_is_broad(&broad4));
	assert_false(siptrunk_prefix_is_broad(&narrow4));
	assert_true(siptrunk_prefix_is_broad(&broad6));
	assert_false(siptrunk_prefix_is_broad(&narrow6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(address_accepts_strict_text_only),
			cmocka_unit_test(address_bytes_are_in_network_order),
			cmocka_unit_test(mapped_address_is_the_ipv4_that_it_is),
			cmocka_unit_test(prefix_formats_canonically),
			cmocka_unit_test(a_broad_prefix_is_shorter_than_any_peers),
			cmocka_unit_test(prefix_errors_say_expected_and_found),
	};

	return cmocka_run_group_tests_name("prefix", tests, NULL, NULL);
}
