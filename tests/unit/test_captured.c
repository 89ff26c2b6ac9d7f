/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_captured.c. */
#include "siptrunk_captured.h"
#include "unit.h"

#include <string.h>

#define HEADERS                                                 \
	"INVITE sip:911@edge SIP/2.0\r\nCall-ID:  a84b@pbx \r\n" \
	"Subject: x\r\n\r\n"

static siptrunk_captured_t captured_of(const char *from, const char *to)
{
	siptrunk_captured_t captured = {.from_port = 0x1234,
			.to_port = 5061,
			.time = 0x65000001ll * 1000000 + 7};

	assert_true(siptrunk_address_parse(siptrunk_text(from), &captured.from));
	assert_true(siptrunk_address_parse(siptrunk_text(to), &captured.to));
	return captured;
}

/* --- what it is --- */

static void requests_and_responses_are_sip(void **state)
{
	(void)state;
	assert_true(siptrunk_captured_is_sip(T(HEADERS)));
	assert_true(siptrunk_captured_is_sip(T("SIP/2.0 200 OK\r\n\r\n")));
	assert_true(siptrunk_captured_is_sip(T("BYE sip:a SIP/2.0\n")));
}

static void neither_http_nor_pings_are(void **state)
{
	(void)state;
	assert_false(siptrunk_captured_is_sip(
			T("POST /webhook HTTP/1.1\r\nX: SIP/2.0\r\n\r\n")));
	assert_false(siptrunk_captured_is_sip(T("\r\n\r\n")));
	assert_false(siptrunk_captured_is_sip(T("SIP/2.0\r\n")));
	assert_false(siptrunk_captured_is_sip(T("")));
}

static siptrunk_text_t call_id(const char *message)
{
	return siptrunk_captured_call_id(siptrunk_text(message));
}

static void the_call_id_is_found(void **state)
{
	(void)state;
	assert_true(siptrunk_text_equal(call_id(HEADERS), T("a84b@pbx")));
	assert_true(siptrunk_text_equal(
			call_id("BYE x SIP/2.0\r\ni : 7\r\n\r\n"), T("7")));
	assert_int_equal(call_id("BYE x SIP/2.0\r\nX: i\r\n\r\ni: 7\r\n").len, 0);
	assert_int_equal(call_id("BYE x SIP/2.0\r\ni\r\n").len, 0);
	assert_int_equal(call_id("POST x HTTP/1.1\r\ni: 7\r\n\r\n").len, 0);
	/* nobody may fold it */
	assert_true(siptrunk_text_equal(
			call_id("BYE x SIP/2.0\ni: 7\r\n 8\r\n\r\n"), T("7")));
}

/* --- what nobody is to read --- */

static bool is_organization(siptrunk_text_t header, const void *context)
{
	(void)context;
	return siptrunk_text_equal_nocase(header, T("E911-Organization-ID"));
}

static void blanks_to(const char *message, const char *expected)
{
	char text[512];

	assert_true(strlen(message) < sizeof(text));
	strcpy(text, message);
	siptrunk_captured_blank(text, strlen(text), is_organization, NULL);
	assert_string_equal(text, expected);
}

static void media_keys_are_blanked(void **state)
{
	(void)state;
	blanks_to("S\r\n\r\na=crypto:1 AES inline:abc=|2^20|1:4;inline:d FEC\r\n"
			  "A=Crypto:2 X INLINE:e\na=rtpmap:0 inline:f\r\n",
			"S\r\n\r\na=crypto:1 AES inline:xxxxxxxxxxxxx;inline:x FEC\r\n"
			"A=Crypto:2 X INLINE:x\na=rtpmap:0 inline:f\r\n");
	blanks_to("S\r\n\r\na=key-mgmt:mikey AQ=\r\nk=clear:z\r\nc=k=1\r\n",
			"S\r\n\r\na=key-mgmt:xxxxx xxx\r\nk=xxxxxxx\r\nc=k=1\r\n");
	blanks_to("S\r\n\r\na=crypto:1 inline", "S\r\n\r\na=crypto:1 inline");
}

static void secret_headers_are_blanked_with_the_lines_that_go_on(void **state)
{
	(void)state;
	blanks_to("S\r\ne911-organization-id: 64-0\r\n 1:2\r\nVia: a\r\n b\r\n\r\n"
			  "E911-Organization-ID: 1\r\n",
			"S\r\ne911-organization-id: xxxx\r\n xxx\r\nVia: a\r\n b\r\n\r\n"
			"E911-Organization-ID: 1\r\n");
	blanks_to("S\r\nE911-Organization-ID\r\n 1\r\n",
			"S\r\nE911-Organization-ID\r\n 1\r\n");
}

static void what_passwords_are_guessed_by_is_blanked(void **state)
{
	(void)state;
	blanks_to("S\r\nauthorization: Digest response=\"0f\",\r\n uri=\"a:b\"\r\n"
			  "Proxy-Authorization : Basic YQ==\r\nVia: a\r\n\r\n",
			"S\r\nauthorization: xxxxxx xxxxxxxxxxxxxx\r\n xxxxxxxxx\r\n"
			"Proxy-Authorization : xxxxx xxxx\r\nVia: a\r\n\r\n");
	blanks_to("S\r\nAuthentication-Info: rspauth=\"1\"\r\n"
			  "Proxy-Authentication-Info: 2\r\nWWW-Authenticate: 3\r\n\r\n",
			"S\r\nAuthentication-Info: xxxxxxxxxxx\r\n"
			"Proxy-Authentication-Info: x\r\nWWW-Authenticate: 3\r\n\r\n");
}

/* --- pcap --- */

static unsigned u16(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

static uint32_t u32(const unsigned char *at)
{
	return (uint32_t)u16(at) << 16 | u16(at + 2);
}

/** Of 16 bits each; 0xffff: the checksum among them is right. */
static unsigned sum(const unsigned char *bytes, size_t len, uint32_t sum)
{
	size_t i;

	for(i = 0; i < len; i++)
		sum += i % 2 != 0 ? bytes[i] : (uint32_t)bytes[i] << 8;
	while(sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static void a_file_begins_as_pcap(void **state)
{
	unsigned char header[SIPTRUNK_PCAP_HEADER];

	(void)state;
	siptrunk_pcap_header(header);
	assert_int_equal(u32(header), 0xa1b2c3d4);
	assert_int_equal(u32(header + 4), 0x00020004);
	assert_int_equal(
			u32(header + 16), SIPTRUNK_CAPTURED_MAX + SIPTRUNK_CAPTURED_FRAME);
	assert_int_equal(u32(header + 20), 101);
}

static void an_ipv4_packet_is_one(void **state)
{
	const siptrunk_captured_t captured =
			captured_of("192.0.2.10", "203.0.113.10");
	unsigned char packet[512], *ip = packet + 16, *udp = ip + 20;
	size_t len;

	(void)state;
	len = siptrunk_pcap_packet(&captured, T("hello"), packet);
	assert_int_equal(len, 16 + 20 + 8 + 5);
	assert_int_equal(u32(packet), 0x65000001);
	assert_int_equal(u32(packet + 4), 7);
	assert_int_equal(u32(packet + 8), 33);
	assert_int_equal(u32(packet + 12), 33);
	assert_int_equal(u16(ip), 0x4500);
	assert_int_equal(u16(ip + 2), 33);
	assert_int_equal(ip[9], 17);
	assert_memory_equal(ip + 12, "\xc0\x00\x02\x0a\xcb\x00\x71\x0a", 8);
	assert_int_equal(sum(ip, 20, 0), 0xffff);
	assert_int_equal(u16(udp), 0x1234);
	assert_int_equal(u16(udp + 2), 5061);
	assert_int_equal(u16(udp + 4), 13);
	assert_int_equal(sum(udp, 13, sum(ip + 12, 8, 17 + 13)), 0xffff);
	assert_memory_equal(udp + 8, "hello", 5);
}

static void an_ipv6_packet_is_one(void **state)
{
	const siptrunk_captured_t captured =
			captured_of("2001:db8::1", "2001:db8::2");
	unsigned char packet[512], *ip = packet + 16, *udp = ip + 40;

	(void)state;
	assert_int_equal(siptrunk_pcap_packet(&captured, T("hello!"), packet),
			16 + 40 + 8 + 6);
	assert_int_equal(u32(ip), 0x60000000);
	assert_int_equal(u16(ip + 4), 14);
	assert_int_equal(ip[6], 17);
	assert_int_equal(ip[23], 1);
	assert_int_equal(ip[39], 2);
	assert_int_equal(sum(udp, 14, sum(ip + 8, 32, 17 + 14)), 0xffff);
}

static void what_fits_into_no_datagram_is_not_written(void **state)
{
	static char large[SIPTRUNK_CAPTURED_MAX + 1];
	static unsigned char
			packet[SIPTRUNK_CAPTURED_MAX + SIPTRUNK_CAPTURED_FRAME];
	const siptrunk_captured_t captured =
			captured_of("2001:db8::1", "2001:db8::2");
	siptrunk_text_t message = {large, SIPTRUNK_CAPTURED_MAX};

	(void)state;
	memset(large, 'x', sizeof(large));
	assert_true(siptrunk_pcap_packet(&captured, message, packet) > 0);
	assert_true(siptrunk_hep_packet(&captured, message, 1, packet) > 0);
	message.len++;
	assert_int_equal(siptrunk_pcap_packet(&captured, message, packet), 0);
	assert_int_equal(siptrunk_hep_packet(&captured, message, 1, packet), 0);
}

/* --- HEP --- */

/** The chunk of that kind: its value, *len its length. NULL: there is none. */
static const unsigned char *chunk(const unsigned char *packet, size_t size,
		unsigned kind, size_t *len)
{
	size_t at;

	for(at = 6; at < size; at += u16(packet + at + 4)) {
		assert_int_equal(u16(packet + at), 0);
		*len = u16(packet + at + 4) - 6u;
		if(u16(packet + at + 2) == kind)
			return packet + at + 6;
	}
	return NULL;
}

static void has_chunk(const unsigned char *packet, size_t size, unsigned kind,
		const void *value, size_t value_len)
{
	size_t len;
	const unsigned char *found = chunk(packet, size, kind, &len);

	assert_non_null(found);
	assert_int_equal(len, value_len);
	assert_memory_equal(found, value, len);
}

static void a_hep_packet_has_its_chunks(void **state)
{
	const siptrunk_captured_t captured =
			captured_of("192.0.2.10", "203.0.113.10");
	unsigned char packet[1024];
	size_t len = siptrunk_hep_packet(&captured, T(HEADERS), 77, packet);

	(void)state;
	assert_memory_equal(packet, "HEP3", 4);
	assert_int_equal(u16(packet + 4), len);
	has_chunk(packet, len, 1, "\x02", 1);
	has_chunk(packet, len, 2, "\x11", 1);
	has_chunk(packet, len, 3, "\xc0\x00\x02\x0a", 4);
	has_chunk(packet, len, 4, "\xcb\x00\x71\x0a", 4);
	has_chunk(packet, len, 7, "\x12\x34", 2);
	has_chunk(packet, len, 8, "\x13\xc5", 2);
	has_chunk(packet, len, 9, "\x65\x00\x00\x01", 4);
	has_chunk(packet, len, 10, "\x00\x00\x00\x07", 4);
	has_chunk(packet, len, 11, "\x01", 1);
	has_chunk(packet, len, 12, "\x00\x00\x00\x4d", 4);
	has_chunk(packet, len, 17, "a84b@pbx", 8);
	has_chunk(packet, len, 15, HEADERS, sizeof(HEADERS) - 1);
}

static void a_hep_packet_of_ipv6_has_its_addresses(void **state)
{
	const siptrunk_captured_t captured =
			captured_of("2001:db8::1", "2001:db8::2");
	unsigned char packet[1024];
	size_t len = siptrunk_hep_packet(&captured, T("BYE"), 1, packet), none;

	(void)state;
	has_chunk(packet, len, 1, "\x0a", 1);
	has_chunk(packet, len, 5, captured.from.bytes, 16);
	has_chunk(packet, len, 6, captured.to.bytes, 16);
	assert_null(chunk(packet, len, 17, &none));
}

static void a_long_call_id_is_cut(void **state)
{
	const siptrunk_captured_t captured =
			captured_of("2001:db8::1", "2001:db8::2");
	static unsigned char
			packet[SIPTRUNK_CAPTURED_MAX + SIPTRUNK_CAPTURED_FRAME];
	char message[1000] = "BYE sip:a SIP/2.0\r\ni: ";
	size_t len;

	(void)state;
	for(len = strlen(message); len < sizeof(message) - 3; len++)
		message[len] = 'x';
	strcpy(message + len, "\r\n");
	len = siptrunk_hep_packet(&captured,
			(siptrunk_text_t){message, sizeof(message) - 1}, 1, packet);
	assert_true(len <= sizeof(message) - 1 + SIPTRUNK_CAPTURED_FRAME);
	has_chunk(packet, len, 17, strstr(message, "xxx"), 256);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(requests_and_responses_are_sip),
			cmocka_unit_test(neither_http_nor_pings_are),
			cmocka_unit_test(the_call_id_is_found),
			cmocka_unit_test(media_keys_are_blanked),
			cmocka_unit_test(
					secret_headers_are_blanked_with_the_lines_that_go_on),
			cmocka_unit_test(what_passwords_are_guessed_by_is_blanked),
			cmocka_unit_test(a_file_begins_as_pcap),
			cmocka_unit_test(an_ipv4_packet_is_one),
			cmocka_unit_test(an_ipv6_packet_is_one),
			cmocka_unit_test(what_fits_into_no_datagram_is_not_written),
			cmocka_unit_test(a_hep_packet_has_its_chunks),
			cmocka_unit_test(a_hep_packet_of_ipv6_has_its_addresses),
			cmocka_unit_test(a_long_call_id_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
