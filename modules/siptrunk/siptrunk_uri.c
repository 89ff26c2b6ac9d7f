/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The pieces of SIP, tel and service URIs, and what counts as an E.164
 * number, an extension, an e-mail address.
 *
 * Pure; any process; no memory beyond the caller's buffers.
 */
#include "siptrunk_uri.h"
#include "siptrunk_ascii.h"

#include <string.h>

#define SCHEMES 4
static const char *const schemes[SCHEMES] = {"sip", "sips", "tel", "urn"};

static bool has_scheme(siptrunk_text_t text, siptrunk_text_t *after)
{
	siptrunk_text_t scheme = siptrunk_text_split(text, ':', after);
	size_t i;

	for(i = 0; i < SCHEMES && after->s != NULL; i++) {
		if(siptrunk_text_equal_nocase(scheme, siptrunk_text(schemes[i])))
			return true;
	}
	return false;
}

/** Nothing that ends a URI where a message quotes it. */
static bool is_safe(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(siptrunk_ascii_control(text.s[i])
				|| siptrunk_ascii_in(text.s[i], "<>\""))
			return false;
	}
	return true;
}

bool siptrunk_uri_is_host_name(siptrunk_text_t text)
{
	return siptrunk_text_is_word(text, SIZE_MAX, "-._");
}

/** Inside of an IPv6 reference: hexadecimal digits, ':' and '.'. */
static bool is_ipv6(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(siptrunk_ascii_hex(text.s[i]) < 0
				&& !siptrunk_ascii_in(text.s[i], ":."))
			return false;
	}
	return text.len > 0;
}

/** Digits only, min to max of them. */
static bool is_digits(siptrunk_text_t text, size_t min, size_t max)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_digit(text.s[i]))
			return false;
	}
	return text.len >= min && text.len <= max;
}

/** text without its first character. */
static siptrunk_text_t behind_first(siptrunk_text_t text)
{
	return (siptrunk_text_t){text.s + 1, text.len - 1};
}

/** hostport, then parameters and headers, which are dropped. */
static bool parse_host(siptrunk_text_t text, siptrunk_text_t *host)
{
	siptrunk_text_t rest;
	siptrunk_text_t port;

	text = siptrunk_text_split(text, '?', &rest);
	text = siptrunk_text_split(text, ';', &rest);
	if(text.len == 0 || text.s[0] != '[') {
		*host = siptrunk_text_split(text, ':', &port);
		return siptrunk_uri_is_host_name(*host)
			   && (port.s == NULL || is_digits(port, 1, 5));
	}
	*host = siptrunk_text_split(behind_first(text), ']', &port);
	if(port.s == NULL || !is_ipv6(*host))
		return false;
	return port.len == 0
		   || (port.s[0] == ':' && is_digits(behind_first(port), 1, 5));
}

/** The part before '@': a password and parameters are dropped. */
static siptrunk_text_t parse_user(siptrunk_text_t userinfo)
{
	siptrunk_text_t rest;

	userinfo = siptrunk_text_split(userinfo, ';', &rest);
	return siptrunk_text_split(userinfo, ':', &rest);
}

/** hostport is all behind the user, or nothing. */
static bool split_sip(
		siptrunk_text_t text, siptrunk_uri_t *uri, siptrunk_text_t *hostport)
{
	siptrunk_text_t userinfo = siptrunk_text_split(text, '@', hostport);

	if(hostport->s == NULL) {
		*hostport = text;
		return true;
	}
	uri->user = parse_user(userinfo);
	return uri->user.len > 0;
}

/** tel:, or no scheme at all: a host may be missing, a password may not be
 *  there, so that "http:x" or "host:5060" is neither. */
static bool split_number(
		siptrunk_text_t text, siptrunk_uri_t *uri, siptrunk_text_t *hostport)
{
	siptrunk_text_t rest;
	siptrunk_text_t user = siptrunk_text_split(text, '@', hostport);

	uri->user = siptrunk_text_split(user, ';', &rest);
	return uri->user.len > 0
		   && memchr(uri->user.s, ':', uri->user.len) == NULL;
}

/** Scheme and user; hostport is not looked at, and NULL where there is none. */
static bool split(
		siptrunk_text_t text, siptrunk_uri_t *uri, siptrunk_text_t *hostport)
{
	siptrunk_text_t after;

	uri->scheme = uri->user = uri->host = SIPTRUNK_TEXT("");
	*hostport = (siptrunk_text_t){NULL, 0};
	if(!has_scheme(text, &after))
		return split_number(text, uri, hostport);
	uri->scheme = siptrunk_text_split(text, ':', &after);
	switch(siptrunk_ascii_lower(text.s[0])) {
		case 's':
			return split_sip(after, uri, hostport);
		case 't':
			return split_number(after, uri, hostport);
		default:
			uri->user = after;
			return after.len > 0;
	}
}

bool siptrunk_uri_parse(siptrunk_text_t text, siptrunk_uri_t *uri)
{
	siptrunk_text_t hostport;

	return is_safe(text) && split(text, uri, &hostport)
		   && (hostport.s == NULL || parse_host(hostport, &uri->host));
}

bool siptrunk_uri_parse_user(siptrunk_text_t text, siptrunk_uri_t *uri)
{
	siptrunk_text_t hostport;

	return split(text, uri, &hostport) && uri->user.len > 0;
}

bool siptrunk_uri_is_e164(siptrunk_text_t text)
{
	if(text.len < 2 || text.s[0] != '+' || text.s[1] == '0')
		return false;
	return is_digits(behind_first(text), 2, 15);
}

siptrunk_text_t siptrunk_uri_without_plus(siptrunk_text_t number)
{
	return number.len > 0 && number.s[0] == '+' ? behind_first(number) : number;
}

size_t siptrunk_uri_number(
		siptrunk_text_t uri, char number[SIPTRUNK_E164_MAX + 1])
{
	siptrunk_uri_t parsed;
	size_t len = 0;

	if(siptrunk_uri_parse(uri, &parsed))
		len = siptrunk_uri_unescape(
				parsed.user, number, SIPTRUNK_E164_MAX + 1);
	if(!siptrunk_uri_is_extension(
			   siptrunk_uri_without_plus((siptrunk_text_t){number, len})))
		len = 0;
	number[len] = '\0';
	return len;
}

size_t siptrunk_uri_e164(
		siptrunk_text_t uri, char number[SIPTRUNK_E164_MAX + 1])
{
	size_t len = siptrunk_uri_number(uri, number);

	if(!siptrunk_uri_is_e164((siptrunk_text_t){number, len}))
		len = 0;
	number[len] = '\0';
	return len;
}

bool siptrunk_uri_is_extension(siptrunk_text_t text)
{
	return is_digits(text, 1, 15);
}

/** RFC 5321 section 4.1.2: Dot-string of atext. */
static bool is_dot_string(siptrunk_text_t text)
{
	char before = '.';
	size_t i;

	for(i = 0; i < text.len; i++) {
		char c = text.s[i];

		if(c == '.' ? before == '.'
					: !siptrunk_ascii_alnum(c)
								&& !siptrunk_ascii_in(c, "!#$%&'*+-/=?^_`{|}~"))
			return false;
		before = c;
	}
	return text.len <= 64 && before != '.';
}

bool siptrunk_uri_is_label(siptrunk_text_t text)
{
	return siptrunk_text_is_word(text, 63, "-") && text.s[0] != '-'
		   && text.s[text.len - 1] != '-';
}

static bool is_domain(siptrunk_text_t text)
{
	siptrunk_text_t rest = text;

	if(text.len > 253)
		return false;
	while(rest.s != NULL) {
		if(!siptrunk_uri_is_label(siptrunk_text_split(rest, '.', &rest)))
			return false;
	}
	return text.len > 0;
}

bool siptrunk_uri_is_email(siptrunk_text_t text)
{
	siptrunk_text_t domain;
	siptrunk_text_t local = siptrunk_text_split(text, '@', &domain);

	return domain.s != NULL && is_dot_string(local) && is_domain(domain);
}

/** RFC 3261 section 25.1: unreserved and user-unreserved. */
static bool is_user_char(char c)
{
	return siptrunk_ascii_alnum(c) || siptrunk_ascii_in(c, "-_.!~*'()&=+$,;?/");
}

size_t siptrunk_uri_escape_user(
		siptrunk_text_t value, char *escaped, size_t size)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t len = 0;
	size_t i;

	for(i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.s[i];
		bool plain = is_user_char((char)c);

		if(len + (plain ? 1 : 3) >= size)
			return 0;
		if(plain) {
			escaped[len++] = (char)c;
			continue;
		}
		escaped[len++] = '%';
		escaped[len++] = hex[c >> 4];
		escaped[len++] = hex[c & 15];
	}
	if(len < size)
		escaped[len] = '\0';
	return len;
}

char siptrunk_uri_unescape_next(siptrunk_text_t *value)
{
	char c = value->s[0];
	size_t used = 1;

	if(c == '%' && value->len > 2) {
		int high = siptrunk_ascii_hex(value->s[1]);
		int low = siptrunk_ascii_hex(value->s[2]);

		if(high >= 0 && low >= 0 && high + low > 0) {
			c = (char)(high << 4 | low);
			used = 3;
		}
	}
	value->s += used;
	value->len -= used;
	return c;
}

size_t siptrunk_uri_unescape(siptrunk_text_t value, char *plain, size_t size)
{
	size_t len = 0;

	while(value.len > 0) {
		if(len + 1 >= size)
			return 0;
		plain[len++] = siptrunk_uri_unescape_next(&value);
	}
	if(len < size)
		plain[len] = '\0';
	return len;
}
