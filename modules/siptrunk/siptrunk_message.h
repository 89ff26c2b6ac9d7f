/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Reading from a SIP message who calls, and what is written down about it.
 *
 * SIP workers. Reads the message as it arrived.
 */
#ifndef SIPTRUNK_MESSAGE_H
#define SIPTRUNK_MESSAGE_H

#include "siptrunk_config.h"
#include "siptrunk_uri.h"

#include "core/parser/msg_parser.h"

/** The address that a message came from, and how. */
void siptrunk_message_source(const receive_info_t *received,
		siptrunk_address_t *source, siptrunk_situation_t *situation);
/** Of an address of Kamailio's. */
void siptrunk_message_address(
		const struct ip_addr *ip, siptrunk_address_t *address);
/** [PROTO:]ADDRESS[:PORT], as of who sends or is sent to. */
typedef struct siptrunk_peer
{
	struct ip_addr ip;
	unsigned short port; /**< 0: none is said */
	int proto;			 /**< PROTO_NONE: none is said */
} siptrunk_peer_t;

/** No name is resolved; false: it is none. */
bool siptrunk_message_parse_peer(siptrunk_text_t text, siptrunk_peer_t *peer);
/** How others know a socket of ours: by what it advertises, if anything. */
void siptrunk_message_shown(
		const struct socket_info *own, str *host, str *port);
/** siptrunk_transport_t of a protocol of Kamailio's. */
uint8_t siptrunk_message_transport(int protocol);

/** Who the message says is calling. */
typedef struct siptrunk_identity
{
	/** The first P-Asserted-Identity value, else the From, that the directory
	 *  knows; NULL: none. */
	const siptrunk_caller_t *caller;
	/** The first P-Asserted-Identity value's URI, else the From's; in the
	 *  message. */
	siptrunk_text_t claimed;
	/** User of the first P-Asserted-Identity value that is an E.164 number, of
	 *  the first that is any number if there is none; escapes undone and
	 *  terminated, or empty. */
	char asserted[SIPTRUNK_E164_MAX + 1];
} siptrunk_identity_t;

void siptrunk_message_identity(sip_msg_t *message,
		const siptrunk_directory_t *directory, siptrunk_identity_t *identity);

/** The first header of that name, of those parsed so far; empty: none. */
siptrunk_text_t siptrunk_message_header(
		const sip_msg_t *message, siptrunk_text_t name);

/** The Call-ID's text, or empty. */
siptrunk_text_t siptrunk_message_call_id(sip_msg_t *message);
/** The same, as each line of the log that is about the call has it, also those
 *  of scripts: $siptrunk(call). */
const char *siptrunk_message_call(sip_msg_t *message, siptrunk_word_t *word);

/** The first Contact's URI, or empty; of headers parsed so far. */
siptrunk_text_t siptrunk_message_contact(sip_msg_t *message);

/** The body, or empty. */
siptrunk_text_t siptrunk_message_body(sip_msg_t *message);

/** The tag of a From or To as far as it is parsed, or empty. header may be
 *  NULL. */
siptrunk_text_t siptrunk_message_tag(const hdr_field_t *header);

/** What the first of the headers of siptrunk_call_id_header of that kind holds,
 *  or empty; of a message that tm keeps, of those parsed so far. */
siptrunk_text_t siptrunk_message_id(sip_msg_t *message,
		const siptrunk_config_t *config, siptrunk_id_kind_t kind);

/** The body of the first Reason header (RFC 3326) of a message as it is sent,
 *  or empty. */
siptrunk_text_t siptrunk_message_sent_reason(siptrunk_text_t message);

/** The status of a reply, or in a failure route of the one that led there;
 *  0 elsewhere. */
int siptrunk_message_status(const sip_msg_t *message);

/** Where a reply came from as a URI, written to text; or where the request
 *  goes next, in the message. */
siptrunk_text_t siptrunk_message_gateway(
		const sip_msg_t *message, char text[SIPTRUNK_GATEWAY_URI_MAX]);

#endif
