/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where RTPengines take commands.
 *
 * Pure; main process, at start; memory of the caller's.
 */
#include "siptrunk_ng_address.h"

#include "siptrunk_check.h"

#include <string.h>

#define EXPECTED "one or more of udp:HOST:PORT, maybe with SET == before them"

/** The set, and what is behind it. */
static bool read_set(siptrunk_text_t *text, int *set)
{
	siptrunk_text_t rest, number = siptrunk_text_split(*text, '=', &rest);

	*set = 0;
	if(rest.len == 0 || rest.s[0] != '=')
		return true; /* of a weight, or none */
	*text = (siptrunk_text_t){rest.s + 1, rest.len - 1};
	return siptrunk_parse_int(siptrunk_text_trim(number), set) && *set >= 0;
}

/** Of what is without its weight: where the port begins. */
static bool split_port(siptrunk_text_t text, siptrunk_text_t *host, int *port)
{
	size_t colon = text.len;

	while(colon > 0 && text.s[colon - 1] != ':')
		colon--;
	if(colon < 2)
		return false;
	*host = (siptrunk_text_t){text.s, colon - 1};
	text = (siptrunk_text_t){text.s + colon, text.len - colon};
	return siptrunk_parse_int(text, port) && *port > 0 && *port <= UINT16_MAX;
}

static void unbracket(siptrunk_text_t *host)
{
	if(host->len > 2 && host->s[0] == '[' && host->s[host->len - 1] == ']')
		*host = (siptrunk_text_t){host->s + 1, host->len - 2};
}

static bool read_one(siptrunk_text_t text, siptrunk_ng_address_t *address)
{
	siptrunk_text_t weight, host;
	int port;

	text = siptrunk_text_split(text, '=', &weight);
	if((!siptrunk_text_take(&text, SIPTRUNK_TEXT("udp:"))
			   && !siptrunk_text_take(&text, SIPTRUNK_TEXT("udp6:")))
			|| !split_port(text, &host, &port))
		return false;
	unbracket(&host);
	if(host.len > SIPTRUNK_NG_HOST_MAX || memchr(host.s, '\0', host.len))
		return false;
	memcpy(address->host, host.s, host.len);
	address->host[host.len] = '\0';
	address->port = (uint16_t)port;
	return true;
}

size_t siptrunk_ng_addresses_parse(siptrunk_text_t text,
		siptrunk_ng_address_t *addresses, size_t most, siptrunk_error_t *error)
{
	siptrunk_text_t rest = text, one;
	size_t count = 0;
	int set;

	if(!read_set(&rest, &set)) {
		siptrunk_error_found(error, EXPECTED, text);
		return 0;
	}
	while(rest.len > 0) {
		one = siptrunk_text_split(rest, ' ', &rest);
		if(one.len == 0)
			continue;
		if(count == most || !read_one(one, &addresses[count])) {
			siptrunk_error_found(error, EXPECTED, text);
			return 0;
		}
		addresses[count++].set = set;
	}
	if(count == 0)
		siptrunk_error_found(error, EXPECTED, text);
	return count;
}
