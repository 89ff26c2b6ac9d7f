/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A SIP message as it went over the wire, TLS undone, and how others write it
 * down: as a packet of a pcap file, as a datagram for a HEP collector.
 *
 * Pure; any process; no memory beyond the caller's.
 */
#ifndef SIPTRUNK_CAPTURED_H
#define SIPTRUNK_CAPTURED_H

#include "siptrunk_prefix.h"

typedef struct siptrunk_captured
{
	siptrunk_address_t from, to; /**< of one family */
	uint16_t from_port, to_port;
	int64_t time; /**< us since 1970 */
} siptrunk_captured_t;

/** More fits into no datagram. */
#define SIPTRUNK_CAPTURED_MAX 65000
/** That much is written around a message. */
#define SIPTRUNK_CAPTURED_FRAME 512

/** Is it a SIP message, no ping and no HTTP? */
bool siptrunk_captured_is_sip(siptrunk_text_t message);

/** The Call-ID, in the message; or empty. */
siptrunk_text_t siptrunk_captured_call_id(siptrunk_text_t message);

/** Is the value of this header a secret? */
typedef bool (*siptrunk_captured_secret_f)(
		siptrunk_text_t header, const void *context);

/** Each character of a media key (a=crypto, a=key-mgmt, k=), of what proves who
 *  knows a password (Authorization and the like) and of a secret header's value
 *  becomes an x: lengths stay. */
void siptrunk_captured_blank(char *message, size_t len,
		siptrunk_captured_secret_f secret, const void *context);

/** How a file begins: its packets are IP, without a link layer. */
#define SIPTRUNK_PCAP_HEADER 24
void siptrunk_pcap_header(unsigned char header[SIPTRUNK_PCAP_HEADER]);

/** A packet, whatever the transport as UDP; its length. packet has room for
 *  message and SIPTRUNK_CAPTURED_FRAME. 0: the message is too large. */
size_t siptrunk_pcap_packet(const siptrunk_captured_t *captured,
		siptrunk_text_t message, unsigned char *packet);

/** A datagram of HEP 3 with the Call-ID for its correlation; as above. node
 *  tells the collector which edge it is from. */
size_t siptrunk_hep_packet(const siptrunk_captured_t *captured,
		siptrunk_text_t message, uint32_t node, unsigned char *packet);

#endif
