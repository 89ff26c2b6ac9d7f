/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where notifications of emergency calls go.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_notify_target.h"

#include "siptrunk_ascii.h"
#include "siptrunk_check.h"
#include "siptrunk_prefix.h"

/** HOST[:PORT] of a URL or SIP URI. */
typedef struct authority
{
	siptrunk_text_t host; /**< an IPv6 address with its brackets */
	bool is_address;
	siptrunk_address_t address;
} authority_t;

static siptrunk_text_t behind(siptrunk_text_t text, size_t count)
{
	return (siptrunk_text_t){text.s + count, text.len - count};
}

static bool take(siptrunk_text_t *text, const char *prefix)
{
	siptrunk_text_t start = siptrunk_text(prefix);

	if(text->len < start.len
			|| !siptrunk_text_equal_nocase(
					(siptrunk_text_t){text->s, start.len}, start))
		return false;
	*text = behind(*text, start.len);
	return true;
}

/** How many of text's first characters are in none of the ends. */
static size_t length_before(siptrunk_text_t text, const char *ends)
{
	size_t len = 0;

	while(len < text.len && !siptrunk_ascii_in(text.s[len], ends))
		len++;
	return len;
}

static bool is_port(siptrunk_text_t text)
{
	int port;

	return siptrunk_parse_int(text, &port) && port >= 1 && port <= 65535;
}

static bool authority_parse(siptrunk_text_t text, authority_t *authority)
{
	bool bracketed = text.len > 0 && text.s[0] == '[';
	size_t len = length_before(text, bracketed ? "]" : ":") + bracketed;
	siptrunk_text_t port;

	if(len > text.len)
		return false;
	authority->host = (siptrunk_text_t){text.s, len};
	authority->is_address =
			siptrunk_address_parse(authority->host, &authority->address);
	port = behind(text, len);
	return (authority->is_address
				   || siptrunk_check_host_name(authority->host, NULL))
		   && (port.len == 0
				   || (port.s[0] == ':' && is_port(behind(port, 1))));
}

static bool is_this_machine(const authority_t *authority)
{
	static const siptrunk_text_t ipv6 = {"[::1]", sizeof("[::1]") - 1};
	siptrunk_address_t loopback;

	siptrunk_address_parse(ipv6, &loopback);
	return authority->is_address
		   && (siptrunk_address_equal(&authority->address, &loopback)
				   || (authority->address.family == SIPTRUNK_IPV4
						   && authority->address.bytes[0] == 127));
}

/** Visible ASCII without what a URL has no place for; no fragment, which
 *  would never be sent. */
static bool is_path(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(text.s[i] <= ' ' || text.s[i] > '~'
				|| siptrunk_ascii_in(text.s[i], "\"<>\\^`{|}#"))
			return false;
	}
	return true;
}

static bool url_parse(siptrunk_text_t text, siptrunk_text_t rest, bool secure,
		siptrunk_notify_target_t *target)
{
	size_t len = length_before(rest, "/?");
	authority_t authority;

	target->kind = SIPTRUNK_NOTIFY_HTTP;
	target->shown =
			(siptrunk_text_t){text.s, (size_t)(rest.s - text.s) + len};
	return authority_parse((siptrunk_text_t){rest.s, len}, &authority)
		   && is_path(behind(rest, len))
		   && (secure || is_this_machine(&authority));
}

static bool is_user(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_alnum(text.s[i])
				&& !siptrunk_ascii_in(text.s[i], "-_.+"))
			return false;
	}
	return text.len > 0;
}

static bool sip_parse(siptrunk_text_t text, siptrunk_text_t rest,
		siptrunk_notify_target_t *target)
{
	siptrunk_text_t parameters, user, host;
	authority_t authority;

	target->kind = SIPTRUNK_NOTIFY_SIP;
	target->shown = text;
	rest = siptrunk_text_split(rest, ';', &parameters);
	user = siptrunk_text_split(rest, '@', &host);
	if(host.s == NULL)
		host = user;
	else if(!is_user(user))
		return false;
	return authority_parse(host, &authority) && authority.is_address
		   && (parameters.s == NULL
				   || siptrunk_text_equal(
						   parameters, SIPTRUNK_TEXT("transport=udp"))
				   || siptrunk_text_equal(
						   parameters, SIPTRUNK_TEXT("transport=tcp")));
}

bool siptrunk_notify_target_parse(siptrunk_text_t text,
		siptrunk_notify_target_t *target, siptrunk_error_t *error)
{
	siptrunk_text_t rest = text;

	if((take(&rest, "https://") && url_parse(text, rest, true, target))
			|| (take(&rest, "http://") && url_parse(text, rest, false, target))
			|| (take(&rest, "sip:") && sip_parse(text, rest, target)))
		return true;
	/* not shown: a path may hold a secret */
	siptrunk_error_set(error,
			"expected https://HOST/..., http:// to an address of this machine, "
			"or sip:USER@ADDRESS with transport udp or tcp; found something "
			"else, %zu characters long",
			text.len);
	return false;
}

bool siptrunk_notify_target_check(siptrunk_text_t text, siptrunk_error_t *error)
{
	siptrunk_notify_target_t target;

	return siptrunk_notify_target_parse(text, &target, error);
}
