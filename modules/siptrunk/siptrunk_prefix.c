/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Addresses and CIDR prefixes: their text, and their bits.
 *
 * Pure; any process; nothing here allocates.
 */
#include "siptrunk_prefix.h"
#include "siptrunk_ascii.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/** ::ffff:0:0/96, where IPv6 keeps the IPv4 addresses (RFC 4291, 2.5.5.2). */
static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
#define MAPPED_BITS 96

static void set4(siptrunk_address_t *address, const uint8_t *bytes)
{
	memset(address, 0, sizeof(*address));
	address->family = SIPTRUNK_IPV4;
	memcpy(address->bytes, bytes, 4);
}

static void set6(siptrunk_address_t *address, const uint8_t *bytes)
{
	address->family = SIPTRUNK_IPV6;
	memcpy(address->bytes, bytes, 16);
}

void siptrunk_address_set(siptrunk_address_t *address, siptrunk_family_t family,
		const uint8_t *bytes)
{
	if(family == SIPTRUNK_IPV4)
		set4(address, bytes);
	else if(memcmp(bytes, mapped, sizeof(mapped)) == 0)
		set4(address, bytes + sizeof(mapped));
	else
		set6(address, bytes);
}

bool siptrunk_address_parse(siptrunk_text_t text, siptrunk_address_t *address)
{
	char terminated[INET6_ADDRSTRLEN];
	uint8_t bytes[16];
	bool bracketed =
			text.len > 2 && text.s[0] == '[' && text.s[text.len - 1] == ']';

	if(bracketed)
		text = (siptrunk_text_t){text.s + 1, text.len - 2};
	if(text.len == 0 || text.len >= sizeof(terminated)
			|| memchr(text.s, '\0', text.len) != NULL)
		return false;
	memcpy(terminated, text.s, text.len);
	terminated[text.len] = '\0';
	if(!bracketed && inet_pton(AF_INET, terminated, bytes) == 1)
		siptrunk_address_set(address, SIPTRUNK_IPV4, bytes);
	else if(inet_pton(AF_INET6, terminated, bytes) == 1)
		siptrunk_address_set(address, SIPTRUNK_IPV6, bytes);
	else
		return false;
	return true;
}

/** Clears the bits behind the first length ones. */
static void prefix_mask(siptrunk_prefix_t *prefix)
{
	size_t whole = prefix->length / 8;
	uint8_t *bytes = prefix->address.bytes;

	if(whole == sizeof(prefix->address.bytes))
		return;
	bytes[whole] &= (uint8_t)(0xff00 >> prefix->length % 8);
	memset(bytes + whole + 1, 0, sizeof(prefix->address.bytes) - whole - 1);
}

/** A decimal number of at most max, without sign and leading zeros. */
static bool length_parse(siptrunk_text_t text, unsigned max, unsigned *length)
{
	size_t i;

	if(text.len == 0 || text.len > 3 || (text.len > 1 && text.s[0] == '0'))
		return false;
	*length = 0;
	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_digit(text.s[i]))
			return false;
		*length = *length * 10 + (unsigned)(text.s[i] - '0');
	}
	return *length <= max;
}

static bool host_bits_error(siptrunk_text_t text,
		const siptrunk_prefix_t *masked, siptrunk_error_t *error)
{
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];
	char expected[SIPTRUNK_PREFIX_TEXT_MAX + sizeof(" (no host bits set)")];

	siptrunk_prefix_format(masked, prefix);
	snprintf(expected, sizeof(expected), "%s (no host bits set)", prefix);
	return siptrunk_error_found(error, expected, text);
}

bool siptrunk_prefix_parse(siptrunk_text_t text, siptrunk_prefix_t *prefix,
		siptrunk_error_t *error)
{
	siptrunk_text_t rest;
	siptrunk_text_t host = siptrunk_text_split(text, '/', &rest);
	siptrunk_prefix_t masked;
	unsigned base = 0;
	unsigned max;
	unsigned length;

	if(!siptrunk_address_parse(host, &prefix->address))
		return siptrunk_error_found(
				error, "an IPv4 or IPv6 address or prefix", text);
	/* an IPv4-mapped prefix counts its length from the start of IPv6 */
	if(prefix->address.family == SIPTRUNK_IPV4
			&& memchr(host.s, ':', host.len) != NULL)
		base = MAPPED_BITS;
	max = base + (prefix->address.family == SIPTRUNK_IPV4 ? 32 : 128);
	length = max;
	if(rest.s != NULL && (!length_parse(rest, max, &length) || length < base))
		return siptrunk_error_found(error,
				base > 0	? "a prefix length of 96 to 128"
				: max == 32 ? "a prefix length of 0 to 32"
							: "a prefix length of 0 to 128",
				text);
	prefix->length = (uint8_t)(length - base);
	masked = *prefix;
	prefix_mask(&masked);
	if(memcmp(masked.address.bytes, prefix->address.bytes,
			   sizeof(masked.address.bytes))
			!= 0)
		return host_bits_error(text, &masked, error);
	return true;
}

size_t siptrunk_address_format(const siptrunk_address_t *address,
		char text[SIPTRUNK_PREFIX_TEXT_MAX])
{
	int family = address->family == SIPTRUNK_IPV4 ? AF_INET : AF_INET6;

	inet_ntop(family, address->bytes, text, SIPTRUNK_PREFIX_TEXT_MAX);
	return strlen(text);
}

size_t siptrunk_prefix_format(
		const siptrunk_prefix_t *prefix, char text[SIPTRUNK_PREFIX_TEXT_MAX])
{
	size_t len = siptrunk_address_format(&prefix->address, text);

	return len
		   + (size_t)snprintf(text + len, SIPTRUNK_PREFIX_TEXT_MAX - len, "/%u",
				   prefix->length);
}

bool siptrunk_address_equal(
		const siptrunk_address_t *a, const siptrunk_address_t *b)
{
	return a->family == b->family
		   && memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool siptrunk_prefix_equal(
		const siptrunk_prefix_t *a, const siptrunk_prefix_t *b)
{
	return a->length == b->length
		   && siptrunk_address_equal(&a->address, &b->address);
}

bool siptrunk_prefix_is_broad(const siptrunk_prefix_t *prefix)
{
	return prefix->length
		   < (prefix->address.family == SIPTRUNK_IPV4 ? 8 : 16);
}
