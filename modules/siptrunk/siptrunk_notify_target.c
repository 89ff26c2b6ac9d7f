/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where notifications of emergency calls go.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_notify_target.h"

#include "siptrunk_url.h"

static bool is_this_machine(const siptrunk_authority_t *authority)
{
	static const siptrunk_text_t ipv6 = {"[::1]", sizeof("[::1]") - 1};
	siptrunk_address_t loopback;

	siptrunk_address_parse(ipv6, &loopback);
	return authority->is_address
		   && (siptrunk_address_equal(&authority->address, &loopback)
				   || (authority->address.family == SIPTRUNK_IPV4
						   && authority->address.bytes[0] == 127));
}

static bool http_parse(
		siptrunk_text_t text, siptrunk_notify_target_t *target)
{
	siptrunk_url_t url;

	target->kind = SIPTRUNK_NOTIFY_HTTP;
	if(!siptrunk_url_parse(text, &url))
		return false;
	target->shown = url.origin;
	return url.secure || is_this_machine(&url.authority);
}

static bool sip_parse(siptrunk_text_t text, siptrunk_text_t rest,
		siptrunk_notify_target_t *target)
{
	siptrunk_text_t parameters, user, host;
	siptrunk_authority_t authority;

	target->kind = SIPTRUNK_NOTIFY_SIP;
	target->shown = text;
	rest = siptrunk_text_split(rest, ';', &parameters);
	user = siptrunk_text_split(rest, '@', &host);
	if(host.s == NULL)
		host = user;
	else if(!siptrunk_text_is_word(user, SIZE_MAX, "-_.+"))
		return false;
	return siptrunk_authority_parse(host, &authority) && authority.is_address
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

	if(http_parse(text, target)
			|| (siptrunk_text_take(&rest, SIPTRUNK_TEXT("sip:"))
					&& sip_parse(text, rest, target)))
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
