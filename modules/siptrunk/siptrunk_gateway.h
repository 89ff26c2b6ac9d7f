/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A trunk's gateways: rows of the table dispatcher, and the addresses that
 * they stand for.
 *
 * Pure. Written by the process that loads; read by all without a lock.
 */
#ifndef SIPTRUNK_GATEWAY_H
#define SIPTRUNK_GATEWAY_H

#include "siptrunk_prefix.h"

typedef struct siptrunk_gateway
{
	int row; /**< id in the table dispatcher */
	int set;
	siptrunk_text_t name; /**< whom its certificate must name, and the host of
							   the Request-URI */
	siptrunk_text_t host; /**< of the destination, lower case */
	/** The host's; family 0: the host is a name, resolved ahead. */
	siptrunk_address_t address;
	uint16_t port;
	uint8_t transport; /**< siptrunk_transport_t */
	int priority;	   /**< the highest comes first */
	uint16_t weight;   /**< its share of the calls among those of its priority
							(RFC 2782); 0: next to none */
	bool inactive;	   /**< begins as down */
	bool probed;	   /**< asked by OPTIONS whatever its trunk is */
} siptrunk_gateway_t;

/** Of dispatcher's column flags. */
#define SIPTRUNK_GATEWAY_INACTIVE 1
#define SIPTRUNK_GATEWAY_DISABLED 4
#define SIPTRUNK_GATEWAY_PROBED 8

/**
 * Reads sip:HOST[:PORT][;transport=udp|tcp|tls][;...] into host (as it is
 * spelt), address, port and transport; RFC 3263 section 4.1 says which are
 * meant when they are missing. false: error says what is wrong.
 */
bool siptrunk_gateway_parse(siptrunk_text_t destination,
		siptrunk_gateway_t *gateway, siptrunk_error_t *error);

#define SIPTRUNK_GATEWAY_WEIGHT_MAX 65535

/** The value of NAME=... in dispatcher's attrs, or empty. */
siptrunk_text_t siptrunk_gateway_attribute(
		siptrunk_text_t attrs, const char *name);

/** "sip:[ADDRESS]:65535;transport=tls" */
#define SIPTRUNK_GATEWAY_URI_MAX 80
/** A URI that needs no DNS; terminated; returns its length. */
size_t siptrunk_gateway_uri(const siptrunk_address_t *address, uint16_t port,
		uint8_t transport, char uri[SIPTRUNK_GATEWAY_URI_MAX]);

#endif
