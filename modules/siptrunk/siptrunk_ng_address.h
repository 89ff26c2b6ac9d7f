/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where RTPengines take commands, as Kamailio's module rtpengine is told it.
 *
 * Pure; main process, at start; memory of the caller's.
 */
#ifndef SIPTRUNK_NG_ADDRESS_H
#define SIPTRUNK_NG_ADDRESS_H

#include "siptrunk_text.h"

#include <stdint.h>

#define SIPTRUNK_NG_HOST_MAX 253

typedef struct siptrunk_ng_address
{
	int set;
	char host[SIPTRUNK_NG_HOST_MAX + 1]; /**< an address or a name */
	uint16_t port;
} siptrunk_ng_address_t;

/**
 * Reads "SET == udp:HOST:PORT udp6:[HOST]:PORT=WEIGHT", the set 0 when it is
 * not named. How many there are, at most `most`; 0: refused, error says why.
 */
size_t siptrunk_ng_addresses_parse(siptrunk_text_t text,
		siptrunk_ng_address_t *addresses, size_t most,
		siptrunk_error_t *error);

#endif
