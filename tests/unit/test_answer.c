/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_answer.c: messages made byte by byte, also cut and wrong ones. */
#include "siptrunk_answer.h"
#include "unit.h"

#include <arpa/nameser.h>
#include <stdlib.h>
#include <string.h>

#define HOUR 3600

/** A DNS message in the making. */
typedef struct message
{
	uint8_t bytes[32 * 1024];
	size_t len;
} message_t;

static message_t message;
static siptrunk_answer_t answer;

static void put(const void *bytes, size_t len)
{
	assert_true(message.len + len <= sizeof(message.bytes));
	memcpy(message.bytes + message.len, bytes, len);
	message.len += len;
}

static void put16(unsigned number)
{
	put((uint8_t[]){(uint8_t)(number >> 8), (uint8_t)number}, 2);
}

static void put32(uint32_t number)
{
	put16(number >> 16);
	put16(number & 0xffff);
}

static void put_name(const char *name)
{
	const char *dot;

	for(; *name != '\0'; name = *dot == '.' ? dot + 1 : dot) {
		dot = strchr(name, '.');
		if(dot == NULL)
			dot = name + strlen(name);
		put((uint8_t[]){(uint8_t)(dot - name)}, 1);
		put(name, (size_t)(dot - name));
	}
	put("", 1);
}

/** Header and question; the counts of records grow as they come. */
static void begin(unsigned rcode)
{
	message.len = 0;
	put16(911);
	put16(0x8180 | rcode); /* a response, recursion desired and available */
	put16(1);
	put16(0);
	put16(0);
	put16(0);
	put_name("sip.example.com");
	put16(ns_t_a);
	put16(ns_c_in);
}

/** section is 0 for answers, 1 for authority. */
static void put_record(unsigned section, const char *owner, unsigned type,
		uint32_t ttl, const void *data, size_t len)
{
	uint8_t *count = message.bytes + 6 + 2 * section;
	unsigned records = (unsigned)count[0] * 256 + count[1] + 1;

	count[0] = (uint8_t)(records >> 8);
	count[1] = (uint8_t)records;
	put_name(owner);
	put16(type);
	put16(ns_c_in);
	put32(ttl);
	put16((unsigned)len);
	put(data, len);
}

static void put_address(const char *owner, uint32_t ttl, const char *text)
{
	siptrunk_address_t address;
	bool ipv4;

	assert_true(siptrunk_address_parse(siptrunk_text(text), &address));
	ipv4 = address.family == SIPTRUNK_IPV4;
	put_record(0, owner, ipv4 ? ns_t_a : ns_t_aaaa, ttl, address.bytes,
			ipv4 ? 4 : 16);
}

static void put_alias(const char *owner, uint32_t ttl, const char *target)
{
	uint8_t name[NS_MAXCDNAME];
	size_t start = message.len, len;

	put_name(target);
	len = message.len - start;
	memcpy(name, message.bytes + start, len);
	message.len = start;
	put_record(0, owner, ns_t_cname, ttl, name, len);
}

static void put_soa(uint32_t ttl, uint32_t minimum)
{
	uint8_t rdata[22] = {0};

	/* two root names, four numbers, and the last, which counts */
	rdata[18] = (uint8_t)(minimum >> 24);
	rdata[19] = (uint8_t)(minimum >> 16);
	rdata[20] = (uint8_t)(minimum >> 8);
	rdata[21] = (uint8_t)minimum;
	put_record(1, "example.com", ns_t_soa, ttl, rdata, sizeof(rdata));
}

/** Of exactly so many bytes, so that the sanitizer sees a read beyond. */
static void read_bytes(siptrunk_family_t family, size_t len)
{
	uint8_t *exact = malloc(len > 0 ? len : 1);

	assert_non_null(exact);
	memcpy(exact, message.bytes, len);
	siptrunk_answer_read(&answer, "sip.example.com", family, exact, len);
	free(exact);
}

static void read_message(siptrunk_family_t family)
{
	read_bytes(family, message.len);
}

static void assert_address(size_t index, const char *text)
{
	siptrunk_address_t address;

	assert_true(siptrunk_address_parse(siptrunk_text(text), &address));
	assert_true(index < answer.count);
	assert_memory_equal(
			&answer.addresses[index], &address, sizeof(address));
}

static void assert_failed(const char *problem)
{
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_FAILED);
	assert_int_equal(answer.count, 0);
	assert_int_equal(answer.ttl, UINT32_MAX);
	assert_non_null(strstr(answer.problem, problem));
}

static void all_addresses_and_the_smallest_ttl(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_address("sip.example.com", 300, "192.0.2.1");
	put_address("SIP.Example.COM", 60, "192.0.2.2");
	put_address("sip.example.com", HOUR, "192.0.2.3");
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_ADDRESSES);
	assert_int_equal(answer.count, 3);
	assert_address(0, "192.0.2.1");
	assert_address(1, "192.0.2.2");
	assert_address(2, "192.0.2.3");
	assert_int_equal(answer.ttl, 60);
	assert_null(answer.problem);
}

static void a_mapped_address_is_the_ipv4_that_it_is(void **state)
{
	static const uint8_t mapped[16] = {
			[10] = 0xff, [11] = 0xff, [12] = 192, 0, 2, 1};

	(void)state;
	begin(ns_r_noerror);
	put_address("sip.example.com", 300, "2001:db8::1");
	put_record(0, "sip.example.com", ns_t_aaaa, 300, mapped, sizeof(mapped));
	read_message(SIPTRUNK_IPV6);
	assert_int_equal(answer.count, 2);
	assert_address(0, "2001:db8::1");
	assert_address(1, "192.0.2.1");
}

static void aliases_are_followed_and_their_ttl_counts(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_alias("sip.example.com", 20, "edge.example.net");
	put_alias("edge.example.net", HOUR, "a.example.org");
	put_address("a.example.org", 300, "192.0.2.1");
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.count, 1);
	assert_address(0, "192.0.2.1");
	assert_int_equal(answer.ttl, 20);
}

static void what_was_not_asked_for_is_left_alone(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_address("other.example.com", 1, "192.0.2.66");
	put_address("sip.example.com", 300, "2001:db8::66");
	put_address("sip.example.com", 300, "192.0.2.1");
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.count, 1);
	assert_address(0, "192.0.2.1");
	assert_int_equal(answer.ttl, 300);
}

static void an_alias_to_nowhere_has_no_address(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_alias("sip.example.com", 300, "edge.example.net");
	put_address("sip.example.com", 300, "192.0.2.66");
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_NONE);
	assert_int_equal(answer.count, 0);
}

static void none_holds_as_long_as_the_soa_says(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_soa(HOUR, 60);
	read_message(SIPTRUNK_IPV6);
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_NONE);
	assert_string_equal(answer.problem, "the name has no address");
	assert_int_equal(answer.ttl, 60);
	begin(ns_r_nxdomain);
	put_soa(30, HOUR);
	read_message(SIPTRUNK_IPV6);
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_NONE);
	assert_string_equal(answer.problem, "the name does not exist (NXDOMAIN)");
	assert_int_equal(answer.ttl, 30);
	begin(ns_r_noerror);
	read_message(SIPTRUNK_IPV6);
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_NONE);
	assert_int_equal(answer.ttl, UINT32_MAX);
}

static void a_referral_is_no_answer(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_record(1, "example.com", ns_t_ns, 300, "", 1);
	read_message(SIPTRUNK_IPV4);
	assert_failed("referral");
}

static void errors_of_the_server_are_no_answer(void **state)
{
	(void)state;
	begin(ns_r_servfail);
	read_message(SIPTRUNK_IPV4);
	assert_failed("SERVFAIL");
	begin(ns_r_refused);
	read_message(SIPTRUNK_IPV4);
	assert_failed("REFUSED");
	begin(ns_r_formerr);
	read_message(SIPTRUNK_IPV4);
	assert_failed("FORMERR");
	begin(ns_r_notimpl);
	read_message(SIPTRUNK_IPV4);
	assert_failed("an error");
	begin(ns_r_servfail);
	read_bytes(SIPTRUNK_IPV4, NS_HFIXEDSZ);
	assert_failed("SERVFAIL");
	siptrunk_answer_fail(&answer, "nobody answered");
	assert_failed("nobody answered");
}

static void addresses_that_no_peer_can_have_are_refused(void **state)
{
	static const char *const bad4[] = {"0.0.0.0", "0.1.2.3", "127.0.0.1",
			"127.255.0.9", "224.0.0.1", "239.1.1.1", "255.255.255.255"};
	static const char *const bad6[] = {"::", "::1", "ff02::1", "ff0e::5060"};
	size_t i;

	(void)state;
	begin(ns_r_noerror);
	for(i = 0; i < COUNT(bad4); i++)
		put_address("sip.example.com", 300, bad4[i]);
	put_address("sip.example.com", 300, "223.255.255.255");
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_ADDRESSES);
	assert_int_equal(answer.refused, COUNT(bad4));
	assert_int_equal(answer.count, 1);
	assert_address(0, "223.255.255.255");

	begin(ns_r_noerror);
	for(i = 0; i < COUNT(bad6); i++)
		put_address("sip.example.com", 300, bad6[i]);
	put_record(0, "sip.example.com", ns_t_aaaa, 300,
			"\0\0\0\0\0\0\0\0\0\0\xff\xff\x7f\0\0\1", 16);
	put_address("sip.example.com", 300, "::2");
	read_message(SIPTRUNK_IPV6);
	assert_int_equal(answer.refused, COUNT(bad6) + 1);
	assert_int_equal(answer.count, 1);
	assert_address(0, "::2");
}

static void the_first_refused_is_named(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_address("sip.example.com", 300, "127.0.0.1");
	put_address("sip.example.com", 300, "127.0.0.2");
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.kind, SIPTRUNK_ANSWER_ADDRESSES);
	assert_int_equal(answer.count, 0);
	assert_int_equal(answer.refused, 2);
	assert_int_equal(answer.first_refused.bytes[3], 1);
}

static void more_than_fit_are_counted(void **state)
{
	uint8_t bytes[4] = {10, 0, 0, 1};
	unsigned i;

	(void)state;
	begin(ns_r_noerror);
	for(i = 0; i < 300; i++) {
		bytes[2] = (uint8_t)(i >> 8);
		bytes[3] = (uint8_t)i;
		put_record(0, "sip.example.com", ns_t_a, 300, bytes, 4);
	}
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.count, 300);
	assert_int_equal(answer.addresses[255].bytes[3], 255);
}

static void a_ttl_with_the_high_bit_is_0(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_address("sip.example.com", UINT32_C(0x80000001), "192.0.2.1");
	read_message(SIPTRUNK_IPV4);
	assert_int_equal(answer.ttl, 0);
}

static void a_message_cut_anywhere_is_no_answer(void **state)
{
	size_t len;

	(void)state;
	begin(ns_r_noerror);
	put_alias("sip.example.com", 20, "edge.example.net");
	put_address("edge.example.net", 300, "192.0.2.1");
	put_soa(HOUR, 60);
	for(len = 0; len < message.len; len++) {
		read_bytes(SIPTRUNK_IPV4, len);
		assert_failed("of no use");
	}
}

/** What libresolv leaves of a message that it did not take. */
static void a_header_alone_says_nothing_about_the_name(void **state)
{
	(void)state;
	begin(ns_r_nxdomain);
	message.bytes[5] = 0; /* nor does it have a question */
	read_bytes(SIPTRUNK_IPV4, NS_HFIXEDSZ);
	assert_failed("of no use");
}

static void what_is_no_whole_response_is_no_answer(void **state)
{
	(void)state;
	begin(ns_r_noerror);
	put_address("sip.example.com", 300, "192.0.2.1");
	message.bytes[2] &= 0x7f; /* a question */
	read_message(SIPTRUNK_IPV4);
	assert_failed("of no use");
	message.bytes[2] |= 0x82; /* cut by the server */
	read_message(SIPTRUNK_IPV4);
	assert_failed("of no use");
	begin(ns_r_noerror);
	put_address("sip.example.com", 300, "192.0.2.1");
	put_record(0, "sip.example.com", ns_t_a, 300, "\x0a\0\0", 3);
	read_message(SIPTRUNK_IPV4);
	assert_failed("of no use");
	begin(ns_r_noerror);
	put_address("sip.example.com", 300, "192.0.2.1");
	put_record(0, "sip.example.com", ns_t_cname, 300, "\xc0\xff", 2);
	read_message(SIPTRUNK_IPV4);
	assert_failed("of no use");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(all_addresses_and_the_smallest_ttl),
			cmocka_unit_test(a_mapped_address_is_the_ipv4_that_it_is),
			cmocka_unit_test(aliases_are_followed_and_their_ttl_counts),
			cmocka_unit_test(what_was_not_asked_for_is_left_alone),
			cmocka_unit_test(an_alias_to_nowhere_has_no_address),
			cmocka_unit_test(none_holds_as_long_as_the_soa_says),
			cmocka_unit_test(a_referral_is_no_answer),
			cmocka_unit_test(errors_of_the_server_are_no_answer),
			cmocka_unit_test(addresses_that_no_peer_can_have_are_refused),
			cmocka_unit_test(the_first_refused_is_named),
			cmocka_unit_test(more_than_fit_are_counted),
			cmocka_unit_test(a_ttl_with_the_high_bit_is_0),
			cmocka_unit_test(a_message_cut_anywhere_is_no_answer),
			cmocka_unit_test(a_header_alone_says_nothing_about_the_name),
			cmocka_unit_test(what_is_no_whole_response_is_no_answer),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
