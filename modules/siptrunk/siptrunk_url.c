/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The URLs and authorities that tables name.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_url.h"

#include "siptrunk_ascii.h"
#include "siptrunk_check.h"

/** What a column holds. */
#define BASE_MAX_LENGTH 255

static siptrunk_text_t behind(siptrunk_text_t text, size_t count)
{
	return (siptrunk_text_t){text.s + count, text.len - count};
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

bool siptrunk_authority_parse(
		siptrunk_text_t text, siptrunk_authority_t *authority)
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

bool siptrunk_url_parse(siptrunk_text_t text, siptrunk_url_t *url)
{
	siptrunk_text_t rest = text;
	size_t len;

	url->secure = siptrunk_text_take(&rest, SIPTRUNK_TEXT("https://"));
	if(!url->secure && !siptrunk_text_take(&rest, SIPTRUNK_TEXT("http://")))
		return false;
	len = length_before(rest, "/?");
	url->path = behind(rest, len);
	url->origin = (siptrunk_text_t){text.s, (size_t)(url->path.s - text.s)};
	return siptrunk_authority_parse(
				   (siptrunk_text_t){rest.s, len}, &url->authority)
		   && is_path(url->path);
}

static bool is_base(siptrunk_text_t text)
{
	siptrunk_url_t url;

	return text.len <= BASE_MAX_LENGTH && siptrunk_url_parse(text, &url)
		   && url.secure && length_before(url.path, "?") == url.path.len
		   && text.s[text.len - 1] != '/';
}

bool siptrunk_url_check_base(siptrunk_text_t text, siptrunk_error_t *error)
{
	if(is_base(text))
		return true;
	/* not shown: in the place of a user there may be a password */
	siptrunk_error_set(error,
			"expected https://HOST[:PORT][/PATH] without user, query and '/' "
			"at its end; found something else, %zu characters long",
			text.len);
	return false;
}
