/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A SIP message as it went over the wire, and how others write it down.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_captured.h"

#include "siptrunk_line.h"

#include <string.h>

/* --- what it is --- */

/** The next line of text, without its end, which *rest is behind. */
static siptrunk_text_t line_of(siptrunk_text_t text, siptrunk_text_t *rest)
{
	siptrunk_text_t line = siptrunk_text_split(text, '\n', rest);

	if(line.len > 0 && line.s[line.len - 1] == '\r')
		line.len--;
	return line;
}

bool siptrunk_captured_is_sip(siptrunk_text_t message)
{
	siptrunk_text_t first;
	bool request;

	return siptrunk_line_begin(&message, &first, &request);
}

siptrunk_text_t siptrunk_captured_call_id(siptrunk_text_t message)
{
	siptrunk_text_t first, rest;
	bool request;

	if(!siptrunk_line_begin(&message, &first, &request))
		return SIPTRUNK_TEXT("");
	return line_of(siptrunk_line_find(message, SIPTRUNK_LINE_CALL_ID), &rest);
}

/* --- what nobody is to read --- */

/** The name that a header line begins with; empty: it begins with none. */
static siptrunk_text_t name_of(siptrunk_text_t line)
{
	siptrunk_text_t rest;
	const siptrunk_text_t name = siptrunk_text_split(line, ':', &rest);

	return rest.s != NULL ? siptrunk_text_trim(name) : SIPTRUNK_TEXT("");
}

static void blank(char *text, size_t len)
{
	size_t i;

	for(i = 0; i < len; i++) {
		if((unsigned char)text[i] > ' ')
			text[i] = 'x';
	}
}

/** Each "inline:KEY" of an a=crypto line, what follows the key too: keys may
 *  follow one another. */
static void blank_inline(char *line, size_t len)
{
	static const char mark[] = "inline:";
	const size_t mark_len = sizeof(mark) - 1;
	size_t i, end;

	for(i = 0; i + mark_len <= len; i++) {
		if(!siptrunk_text_equal_nocase((siptrunk_text_t){line + i, mark_len},
				   SIPTRUNK_TEXT("inline:")))
			continue;
		i += mark_len;
		for(end = i; end < len && (unsigned char)line[end] > ' '
				&& line[end] != ';';
				end++)
			;
		blank(line + i, end - i);
	}
}

static bool begins(siptrunk_text_t line, siptrunk_text_t beginning)
{
	return siptrunk_text_take(&line, beginning);
}

static void blank_key(char *line, size_t len)
{
	const siptrunk_text_t text = {line, len};
	static const siptrunk_text_t mikey = {"a=key-mgmt:", 11};
	static const siptrunk_text_t plain = {"k=", 2};

	if(begins(text, SIPTRUNK_TEXT("a=crypto:")))
		blank_inline(line, len);
	else if(begins(text, mikey))
		blank(line + mikey.len, len - mikey.len);
	else if(begins(text, plain))
		blank(line + plain.len, len - plain.len);
}

/** A password can be guessed by what is proved with it, as often as one likes;
 *  with Basic it is there. */
static bool is_proof(siptrunk_text_t header)
{
	static const char *const proofs[] = {"Authorization", "Proxy-Authorization",
			"Authentication-Info", "Proxy-Authentication-Info"};
	size_t i;

	for(i = 0; i < sizeof(proofs) / sizeof(proofs[0]); i++) {
		if(siptrunk_text_equal_nocase(header, siptrunk_text(proofs[i])))
			return true;
	}
	return false;
}

/** hidden: the header that the line before belongs to, which a folded line goes
 *  on with, is; returns that of this one. */
static bool blank_header(siptrunk_text_t line, bool hidden,
		siptrunk_captured_secret_f secret, const void *context)
{
	siptrunk_text_t value = line;
	const bool folded = line.s[0] == ' ' || line.s[0] == '\t';

	if(!folded) {
		hidden = is_proof(name_of(line)) || secret(name_of(line), context);
		siptrunk_text_split(line, ':', &value);
	}
	if(hidden)
		blank((char *)value.s, value.len);
	return hidden;
}

void siptrunk_captured_blank(char *message, size_t len,
		siptrunk_captured_secret_f secret, const void *context)
{
	siptrunk_text_t line, rest = {message, len};
	bool body = false, hidden = false;

	while(rest.len > 0) {
		line = line_of(rest, &rest);
		body = body || line.len == 0;
		if(body)
			blank_key((char *)line.s, line.len);
		else
			hidden = blank_header(line, hidden, secret, context);
	}
}

/* --- numbers as they are sent --- */

static unsigned char *put(unsigned char *at, const void *bytes, size_t len)
{
	memcpy(at, bytes, len);
	return at + len;
}

static unsigned char *put16(unsigned char *at, unsigned value)
{
	const unsigned char bytes[] = {value >> 8 & 255, value & 255};

	return put(at, bytes, sizeof(bytes));
}

static unsigned char *put32(unsigned char *at, uint32_t value)
{
	return put16(put16(at, value >> 16), value & 0xffff);
}

static size_t address_len(const siptrunk_address_t *address)
{
	return address->family == SIPTRUNK_IPV6 ? 16 : 4;
}

/* --- pcap --- */

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define UDP_HEADER 8
#define PROTOCOL_UDP 17

void siptrunk_pcap_header(unsigned char header[SIPTRUNK_PCAP_HEADER])
{
	unsigned char *at = put32(header, 0xa1b2c3d4); /* of us */

	at = put16(put16(at, 2), 4);
	at = put32(put32(at, 0), 0);
	at = put32(at, SIPTRUNK_CAPTURED_MAX + SIPTRUNK_CAPTURED_FRAME);
	put32(at, 101); /* LINKTYPE_RAW */
}

static uint32_t add_up(uint32_t sum, const unsigned char *bytes, size_t len)
{
	size_t i;

	for(i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
	return len % 2 != 0 ? sum + ((uint32_t)bytes[len - 1] << 8) : sum;
}

/** RFC 1071. */
static unsigned checksum(uint32_t sum)
{
	while(sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static unsigned char *put_ipv4(unsigned char *ip,
		const siptrunk_captured_t *captured, size_t udp_len)
{
	unsigned char *at = put16(ip, 0x4500);

	at = put16(at, (unsigned)(IPV4_HEADER + udp_len));
	at = put32(at, 0x4000); /* not to be fragmented */
	at = put16(at, 64 << 8 | PROTOCOL_UDP);
	at = put16(at, 0);
	at = put(at, captured->from.bytes, 4);
	at = put(at, captured->to.bytes, 4);
	put16(ip + 10, checksum(add_up(0, ip, IPV4_HEADER)));
	return at;
}

static unsigned char *put_ipv6(unsigned char *ip,
		const siptrunk_captured_t *captured, size_t udp_len)
{
	unsigned char *at = put32(ip, 0x60000000);

	at = put16(at, (unsigned)udp_len);
	at = put16(at, PROTOCOL_UDP << 8 | 64);
	at = put(at, captured->from.bytes, 16);
	return put(at, captured->to.bytes, 16);
}

/** What UDP's checksum covers beside the datagram. */
static uint32_t pseudo_header(
		const siptrunk_captured_t *captured, size_t udp_len)
{
	const size_t len = address_len(&captured->from);

	return add_up(add_up((uint32_t)udp_len + PROTOCOL_UDP,
						  captured->from.bytes, len),
			captured->to.bytes, len);
}

size_t siptrunk_pcap_packet(const siptrunk_captured_t *captured,
		siptrunk_text_t message, unsigned char *packet)
{
	const bool ipv6 = captured->from.family == SIPTRUNK_IPV6;
	const size_t udp_len = UDP_HEADER + message.len;
	const size_t len = (ipv6 ? IPV6_HEADER : IPV4_HEADER) + udp_len;
	unsigned char *at, *udp;
	unsigned sum;

	if(message.len > SIPTRUNK_CAPTURED_MAX)
		return 0;
	at = put32(packet, (uint32_t)(captured->time / 1000000));
	at = put32(at, (uint32_t)(captured->time % 1000000));
	at = put32(put32(at, (uint32_t)len), (uint32_t)len);
	udp = ipv6 ? put_ipv6(at, captured, udp_len)
			   : put_ipv4(at, captured, udp_len);
	at = put16(put16(udp, captured->from_port), captured->to_port);
	at = put16(put16(at, (unsigned)udp_len), 0);
	at = put(at, message.s, message.len);
	sum = checksum(add_up(pseudo_header(captured, udp_len), udp, udp_len));
	put16(udp + 6, sum != 0 ? sum : 0xffff);
	return (size_t)(at - packet);
}

/* --- HEP 3 --- */

/** Chunks of the general vendor. */
enum
{
	HEP_FAMILY = 1,
	HEP_PROTOCOL = 2,
	HEP_FROM_IPV4 = 3,
	HEP_TO_IPV4 = 4,
	HEP_FROM_IPV6 = 5,
	HEP_TO_IPV6 = 6,
	HEP_FROM_PORT = 7,
	HEP_TO_PORT = 8,
	HEP_SECONDS = 9,
	HEP_MICROSECONDS = 10,
	HEP_KIND = 11,
	HEP_NODE = 12,
	HEP_PAYLOAD = 15,
	HEP_CORRELATION = 17
};
#define HEP_CHUNK 6
#define HEP_KIND_SIP 1
#define HEP_AF_INET 2
#define HEP_AF_INET6 10
/** So much of it is worth telling. */
#define CALL_ID_MAX 256

static unsigned char *put_chunk(
		unsigned char *at, unsigned kind, const void *bytes, size_t len)
{
	at = put16(put16(at, 0), kind);
	return put(put16(at, (unsigned)(HEP_CHUNK + len)), bytes, len);
}

static unsigned char *put_chunk8(
		unsigned char *at, unsigned kind, unsigned char value)
{
	return put_chunk(at, kind, &value, 1);
}

static unsigned char *put_chunk16(
		unsigned char *at, unsigned kind, unsigned value)
{
	unsigned char bytes[2];

	put16(bytes, value);
	return put_chunk(at, kind, bytes, sizeof(bytes));
}

static unsigned char *put_chunk32(
		unsigned char *at, unsigned kind, uint32_t value)
{
	unsigned char bytes[4];

	put32(bytes, value);
	return put_chunk(at, kind, bytes, sizeof(bytes));
}

size_t siptrunk_hep_packet(const siptrunk_captured_t *captured,
		siptrunk_text_t message, uint32_t node, unsigned char *packet)
{
	const bool ipv6 = captured->from.family == SIPTRUNK_IPV6;
	const size_t len = address_len(&captured->from);
	siptrunk_text_t call_id = siptrunk_captured_call_id(message);
	unsigned char *at = put(packet, "HEP3", 4) + 2;

	if(message.len > SIPTRUNK_CAPTURED_MAX)
		return 0;
	if(call_id.len > CALL_ID_MAX)
		call_id.len = CALL_ID_MAX;
	at = put_chunk8(at, HEP_FAMILY, ipv6 ? HEP_AF_INET6 : HEP_AF_INET);
	at = put_chunk8(at, HEP_PROTOCOL, PROTOCOL_UDP);
	at = put_chunk(at, ipv6 ? HEP_FROM_IPV6 : HEP_FROM_IPV4,
			captured->from.bytes, len);
	at = put_chunk(at, ipv6 ? HEP_TO_IPV6 : HEP_TO_IPV4, captured->to.bytes,
			len);
	at = put_chunk16(at, HEP_FROM_PORT, captured->from_port);
	at = put_chunk16(at, HEP_TO_PORT, captured->to_port);
	at = put_chunk32(at, HEP_SECONDS, (uint32_t)(captured->time / 1000000));
	at = put_chunk32(
			at, HEP_MICROSECONDS, (uint32_t)(captured->time % 1000000));
	at = put_chunk8(at, HEP_KIND, HEP_KIND_SIP);
	at = put_chunk32(at, HEP_NODE, node);
	if(call_id.len > 0)
		at = put_chunk(at, HEP_CORRELATION, call_id.s, call_id.len);
	at = put_chunk(at, HEP_PAYLOAD, message.s, message.len);
	put16(packet + 4, (unsigned)(at - packet));
	return (size_t)(at - packet);
}
