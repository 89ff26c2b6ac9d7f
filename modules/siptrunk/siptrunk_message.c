/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reading from a SIP message who calls, and what is written down about it.
 *
 * SIP workers; private memory.
 */
#include "siptrunk_message.h"

#include "siptrunk_compat.h"
#include "siptrunk_line.h"
#include "siptrunk_tm.h"
#include "siptrunk_value.h"

#include "core/dprint.h"
#include "core/globals.h"
#include "core/ip_addr.h"
#include "core/parser/contact/parse_contact.h"
#include "core/parser/parse_to.h"
#include "core/route.h"
#include "core/socket_info.h"

#include <stdio.h>
#include <string.h>

void siptrunk_message_address(
		const struct ip_addr *ip, siptrunk_address_t *address)
{
	siptrunk_address_set(address,
			ip->af == AF_INET ? SIPTRUNK_IPV4 : SIPTRUNK_IPV6, ip->u.addr);
}

bool siptrunk_message_parse_peer(siptrunk_text_t text, siptrunk_peer_t *peer)
{
	siptrunk_address_t address;
	char room[80], *host;
	int len, port;

	memset(peer, 0, sizeof(*peer));
	snprintf(room, sizeof(room), "%.*s", SIPTRUNK_TEXT_FMT(text));
	if(parse_phostport(room, &host, &len, &port, &peer->proto) < 0 || port < 0
			|| port > 65535
			|| !siptrunk_address_parse(
					(siptrunk_text_t){host, (size_t)len}, &address))
		return false;
	peer->port = (unsigned short)port;
	peer->ip.af = address.family == SIPTRUNK_IPV6 ? AF_INET6 : AF_INET;
	peer->ip.len = address.family == SIPTRUNK_IPV6 ? 16 : 4;
	memcpy(peer->ip.u.addr, address.bytes, peer->ip.len);
	return true;
}

void siptrunk_message_shown(
		const struct socket_info *own, str *host, str *port)
{
	*host = own->useinfo.name;
	if(host->len == 0)
		*host = default_global_address;
	if(host->len == 0)
		*host = own->address_str;
	*port = own->useinfo.port_no_str;
	if(port->len == 0)
		*port = default_global_port;
	if(port->len == 0)
		*port = own->port_no_str;
}

uint8_t siptrunk_message_transport(int protocol)
{
	switch(protocol) {
		case PROTO_UDP:
			return SIPTRUNK_UDP;
		case PROTO_TCP:
			return SIPTRUNK_TCP;
		case PROTO_TLS:
			return SIPTRUNK_TLS;
		default:
			return SIPTRUNK_OTHER_TRANSPORT;
	}
}

void siptrunk_message_source(const receive_info_t *received,
		siptrunk_address_t *source, siptrunk_situation_t *situation)
{
	siptrunk_message_address(&received->src_ip, source);
	*situation = (siptrunk_situation_t){SIPTRUNK_INBOUND,
			siptrunk_message_transport(received->proto), received->src_port,
			time(NULL)};
}

/* --- who calls ---
 *
 * Values are split here and not by the core's parser of P-Asserted-Identity,
 * which gives up on all values when one is malformed: an emergency call's
 * caller is not lost to junk in a neighbouring value. */

/** Takes the next value's URI off *rest; false at its end. */
static bool next_uri(siptrunk_text_t *rest, siptrunk_text_t *uri)
{
	siptrunk_text_t value;

	if(!siptrunk_value_next(rest, &value))
		return false;
	*uri = siptrunk_value_uri(value);
	return true;
}

/** The first E.164 number stays; so long one that is none, which explains why
 *  it is not chosen. */
static void add_asserted_number(
		siptrunk_text_t uri, char asserted[SIPTRUNK_E164_MAX + 1])
{
	char number[SIPTRUNK_E164_MAX + 1];

	if(siptrunk_uri_is_e164(siptrunk_text(asserted)))
		return;
	if(siptrunk_uri_e164(uri, number) > 0
			|| (asserted[0] == '\0' && siptrunk_uri_number(uri, number) > 0))
		memcpy(asserted, number, sizeof(number));
}

static void add_identity(siptrunk_text_t uri,
		const siptrunk_directory_t *directory, siptrunk_identity_t *identity)
{
	if(identity->caller == NULL)
		identity->caller = siptrunk_directory_find(directory, uri);
	add_asserted_number(uri, identity->asserted);
}

static void add_asserted(const sip_msg_t *message,
		const siptrunk_directory_t *directory, siptrunk_identity_t *identity)
{
	const hdr_field_t *header;
	siptrunk_text_t rest, uri;

	for(header = message->headers; header != NULL; header = header->next) {
		if(header->type != HDR_PAI_T)
			continue;
		rest = siptrunk_text_of(&header->body);
		while(next_uri(&rest, &uri)) {
			if(identity->claimed.len == 0)
				identity->claimed = uri;
			add_identity(uri, directory, identity);
		}
	}
}

static void add_from(const sip_msg_t *message,
		const siptrunk_directory_t *directory, siptrunk_identity_t *identity)
{
	siptrunk_text_t uri;

	if(message->from == NULL)
		return;
	uri = siptrunk_value_uri(siptrunk_text_of(&message->from->body));
	if(identity->claimed.len == 0)
		identity->claimed = uri;
	if(identity->caller == NULL)
		identity->caller = siptrunk_directory_find(directory, uri);
}

void siptrunk_message_identity(sip_msg_t *message,
		const siptrunk_directory_t *directory, siptrunk_identity_t *identity)
{
	memset(identity, 0, sizeof(*identity));
	/* what could be parsed before a broken header is there all the same */
	if(parse_headers(message, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	add_asserted(message, directory, identity);
	add_from(message, directory, identity);
}

/* --- for the record --- */

siptrunk_text_t siptrunk_message_header(
		const sip_msg_t *message, siptrunk_text_t name)
{
	const hdr_field_t *field;

	for(field = message->headers; field != NULL; field = field->next) {
		if(siptrunk_text_equal_nocase(siptrunk_text_of(&field->name), name))
			return siptrunk_text_trim(siptrunk_text_of(&field->body));
	}
	return SIPTRUNK_TEXT("");
}

siptrunk_text_t siptrunk_message_contact(sip_msg_t *message)
{
	const contact_body_t *body;

	if(message->contact == NULL || parse_contact(message->contact) < 0)
		return SIPTRUNK_TEXT("");
	body = message->contact->parsed;
	return body->contacts != NULL ? siptrunk_text_of(&body->contacts->uri)
								  : SIPTRUNK_TEXT("");
}

siptrunk_text_t siptrunk_message_body(sip_msg_t *message)
{
	const char *body = get_body(message);

	if(body == NULL)
		return SIPTRUNK_TEXT("");
	return (siptrunk_text_t){
			body, (size_t)(message->buf + message->len - body)};
}

siptrunk_text_t siptrunk_message_call_id(sip_msg_t *message)
{
	if(parse_headers(message, HDR_CALLID_F, 0) < 0 || message->callid == NULL)
		return SIPTRUNK_TEXT("");
	return siptrunk_text_trim(siptrunk_text_of(&message->callid->body));
}

const char *siptrunk_message_call(sip_msg_t *message, siptrunk_word_t *word)
{
	return siptrunk_text_word(siptrunk_message_call_id(message), word);
}

siptrunk_text_t siptrunk_message_tag(const hdr_field_t *header)
{
	const struct to_body *body = header != NULL ? header->parsed : NULL;

	return body != NULL ? siptrunk_text_of(&body->tag_value)
						: SIPTRUNK_TEXT("");
}

static bool is_id_header(const siptrunk_config_t *config,
		siptrunk_id_kind_t kind, siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < config->id_header_count; i++) {
		if(config->id_headers[i].kind == kind
				&& siptrunk_text_equal_nocase(config->id_headers[i].name, name))
			return true;
	}
	return false;
}

siptrunk_text_t siptrunk_message_id(sip_msg_t *message,
		const siptrunk_config_t *config, siptrunk_id_kind_t kind)
{
	const hdr_field_t *header;

	/* one that tm keeps is other processes' too: of that only what is parsed
	 * is read. What could be parsed before a broken header is there even so */
	if(!(message->msg_flags & FL_SHM_CLONE)
			&& parse_headers(message, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	for(header = message->headers; header != NULL; header = header->next) {
		if(is_id_header(config, kind, siptrunk_text_of(&header->name)))
			return siptrunk_text_trim(siptrunk_text_of(&header->body));
	}
	return SIPTRUNK_TEXT("");
}

int siptrunk_message_status(const sip_msg_t *message)
{
	const struct cell *transaction;
	int branch;

	if(message->first_line.type == SIP_REPLY)
		return (int)message->first_line.u.reply.statuscode;
	transaction = siptrunk_tm_transaction();
	if(!is_route_type(FAILURE_ROUTE) || transaction == NULL)
		return 0;
	branch = siptrunk_tm.t_get_picked_branch();
	return branch >= 0 ? transaction->uac[branch].last_received : 0;
}

siptrunk_text_t siptrunk_message_gateway(
		const sip_msg_t *message, char text[SIPTRUNK_GATEWAY_URI_MAX])
{
	const str *uri = &message->dst_uri;
	siptrunk_situation_t from;
	siptrunk_address_t address;

	if(message->first_line.type == SIP_REPLY) {
		siptrunk_message_source(&message->rcv, &address, &from);
		return (siptrunk_text_t){text, siptrunk_gateway_uri(&address, from.port,
										 from.transport, text)};
	}
	if(uri->len == 0)
		uri = GET_RURI(message);
	return siptrunk_text_of(uri);
}

siptrunk_text_t siptrunk_message_sent_reason(siptrunk_text_t message)
{
	siptrunk_text_t first;
	siptrunk_line_t line;
	bool request;

	if(!siptrunk_line_begin(&message, &first, &request))
		return SIPTRUNK_TEXT("");
	while(siptrunk_line_next(&message, &line)) {
		if(siptrunk_text_take(&line.all, SIPTRUNK_TEXT("Reason:")))
			return siptrunk_text_trim(line.body);
	}
	return SIPTRUNK_TEXT("");
}
