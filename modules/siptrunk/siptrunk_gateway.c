/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A trunk's gateways: how dispatcher writes them, and how a request is sent
 * there.
 *
 * Pure; any process; nothing here allocates.
 */
#include "siptrunk_gateway.h"

#include "siptrunk_check.h"
#include "siptrunk_detail.h"

#include <stdio.h>

#define SIP_PORT 5060
#define SIPS_PORT 5061
#define PORT_MAX 65535

static bool transport_parse(siptrunk_text_t text, uint8_t *transport)
{
	for(*transport = SIPTRUNK_UDP; *transport <= SIPTRUNK_TLS;
			*transport <<= 1) {
		if(siptrunk_text_equal_nocase(
				   text, siptrunk_text(siptrunk_transport_name(*transport))))
			return true;
	}
	return false;
}

/** Those that dispatcher or its users put there beside it mean nothing here. */
static bool parameters_parse(siptrunk_text_t rest, siptrunk_gateway_t *gateway)
{
	siptrunk_text_t name, value;

	gateway->transport = SIPTRUNK_UDP;
	while(rest.s != NULL) {
		name = siptrunk_text_split(
				siptrunk_text_split(rest, ';', &rest), '=', &value);
		if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("transport"))
				&& !transport_parse(value, &gateway->transport))
			return false;
	}
	return true;
}

static bool port_parse(siptrunk_text_t text, siptrunk_gateway_t *gateway)
{
	int port = gateway->transport == SIPTRUNK_TLS ? SIPS_PORT : SIP_PORT;

	if(text.s != NULL
			&& (!siptrunk_parse_int(text, &port) || port < 1
					|| port > PORT_MAX))
		return false;
	gateway->port = (uint16_t)port;
	return true;
}

/** *port becomes what follows the host's ':', or has .s == NULL. */
static siptrunk_text_t host_split(siptrunk_text_t text, siptrunk_text_t *port)
{
	siptrunk_text_t host, rest;

	if(text.len == 0 || text.s[0] != '[')
		return siptrunk_text_split(text, ':', port);
	host = siptrunk_text_split(text, ']', &rest);
	*port = (siptrunk_text_t){NULL, 0};
	if(rest.s == NULL)
		return text; /* no address: it does not end */
	host.len++;
	if(rest.len == 0)
		return host;
	return siptrunk_text_split(rest, ':', port).len == 0 ? host : text;
}

static bool host_parse(siptrunk_text_t host, siptrunk_gateway_t *gateway)
{
	gateway->host = host;
	gateway->address.family = 0;
	return siptrunk_address_parse(host, &gateway->address)
		   || siptrunk_check_host_name(host, NULL);
}

bool siptrunk_gateway_parse(siptrunk_text_t destination,
		siptrunk_gateway_t *gateway, siptrunk_error_t *error)
{
	siptrunk_text_t parameters, port, rest;
	siptrunk_text_t scheme = siptrunk_text_split(destination, ':', &rest);
	siptrunk_text_t host = host_split(
			siptrunk_text_split(rest, ';', &parameters), &port);

	return (siptrunk_text_equal_nocase(scheme, SIPTRUNK_TEXT("sip"))
				   && parameters_parse(parameters, gateway)
				   && port_parse(port, gateway) && host_parse(host, gateway))
		   || siptrunk_error_found(error,
				   "sip:HOST[:PORT][;transport=udp|tcp|tls]", destination);
}

siptrunk_text_t siptrunk_gateway_attribute(
		siptrunk_text_t attrs, const char *name)
{
	siptrunk_text_t rest = attrs, found, value;

	while(rest.s != NULL) {
		found = siptrunk_text_split(
				siptrunk_text_split(rest, ';', &rest), '=', &value);
		if(value.s != NULL && siptrunk_text_equal(found, siptrunk_text(name)))
			return value;
	}
	return SIPTRUNK_TEXT("");
}

size_t siptrunk_gateway_uri(const siptrunk_address_t *address, uint16_t port,
		uint8_t transport, char uri[SIPTRUNK_GATEWAY_URI_MAX])
{
	char text[SIPTRUNK_PREFIX_TEXT_MAX];
	bool bracketed = address->family == SIPTRUNK_IPV6;

	siptrunk_address_format(address, text);
	return (size_t)snprintf(uri, SIPTRUNK_GATEWAY_URI_MAX,
			"sip:%s%s%s:%u;transport=%s", bracketed ? "[" : "", text,
			bracketed ? "]" : "", port, siptrunk_transport_name(transport));
}
