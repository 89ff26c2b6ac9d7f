/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Notifications as SIP MESSAGEs, by tm.
 *
 * The HTTP process; tm's workers for the answer.
 */
#include "siptrunk_notify_sip.h"

#include "siptrunk_compat.h"
#include "siptrunk_message.h"
#include "siptrunk_notices.h"
#include "siptrunk_tm.h"

#include "core/forward.h"
#include "core/parser/parse_uri.h"
#include "core/resolve.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void answered(struct cell *transaction, int type, struct tmcb_params *p)
{
	siptrunk_notices_answer((unsigned)(uintptr_t)*p->param, p->code, "");
}

/** As Kamailio writes its own; an advertised one may have its brackets. */
static bool is_bare_ipv6(const str *host)
{
	return host->len > 0 && host->s[0] != '['
		   && memchr(host->s, ':', (size_t)host->len) != NULL;
}

/** Our own URI: the address that it will be sent from, as others know it. */
static bool write_from(siptrunk_text_t uri, char *from, size_t room)
{
	union sockaddr_union address;
	struct socket_info *socket;
	str host, port;
	sip_uri_t parsed;
	char protocol;

	if(parse_uri((char *)uri.s, (int)uri.len, &parsed) < 0)
		return false;
	protocol = parsed.proto != PROTO_NONE ? (char)parsed.proto : PROTO_UDP;
	/* no DNS: it is an address */
	if(sip_hostport2su(&address, &parsed.host, parsed.port_no, &protocol) < 0)
		return false;
	socket = get_send_socket(NULL, &address, protocol);
	if(socket == NULL)
		return false;
	siptrunk_message_shown(socket, &host, &port);
	snprintf(from, room,
			is_bare_ipv6(&host) ? "sip:siptrunk@[%.*s]" : "sip:siptrunk@%.*s",
			host.len, host.s);
	return true;
}

bool siptrunk_notify_sip_send(siptrunk_text_t uri, siptrunk_text_t text,
		unsigned ticket, siptrunk_error_t *error)
{
	str method = str_init("MESSAGE"),
		headers = str_init("Content-Type: text/plain;charset=utf-8\r\n");
	str to = siptrunk_str_of(uri), body = siptrunk_str_of(text), from;
	char from_text[128];
	uac_req_t request;

	if(siptrunk_tm.t_request == NULL) {
		siptrunk_error_set(error, "module tm is not loaded");
		return false;
	}
	if(!write_from(uri, from_text, sizeof(from_text))) {
		siptrunk_error_set(error, "no listening address reaches it");
		return false;
	}
	from = (str){from_text, (int)strlen(from_text)};
	set_uac_req(&request, &method, &headers, &body, NULL, TMCB_LOCAL_COMPLETED,
			answered, (void *)(uintptr_t)ticket);
	if(siptrunk_tm.t_request(&request, &to, &to, &from, NULL) > 0)
		return true;
	siptrunk_error_set(error, "tm does not send it");
	return false;
}
