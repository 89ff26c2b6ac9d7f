/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a DNS server said about a name: its addresses of one family and how
 * long they hold, or that there are none, or that nobody knows.
 *
 * Pure; only the resolver's process. Nothing is allocated.
 */
#ifndef SIPTRUNK_ANSWER_H
#define SIPTRUNK_ANSWER_H

#include "siptrunk_prefix.h"

/** More than this behind one name is no peer of ours. */
#define SIPTRUNK_ANSWER_ADDRESSES_MAX 256

typedef enum siptrunk_answer_kind
{
	SIPTRUNK_ANSWER_FAILED,	  /**< nobody knows; problem says why */
	SIPTRUNK_ANSWER_NONE,	  /**< there are none, says the zone (RFC 2308);
							       problem says how */
	SIPTRUNK_ANSWER_ADDRESSES /**< there are, though all may be refused */
} siptrunk_answer_kind_t;

typedef struct siptrunk_answer
{
	siptrunk_answer_kind_t kind;
	siptrunk_address_t addresses[SIPTRUNK_ANSWER_ADDRESSES_MAX];
	size_t count; /**< how many there are, also when that is more than fit */
	/** How many more there are that no peer can have: loopback, multicast,
	 *  broadcast, unspecified. A zone that names one wants to be let in as
	 *  somebody else (DNS rebinding). */
	size_t refused;
	siptrunk_address_t first_refused;
	/** Seconds: the smallest on the way to the addresses; of NONE, how long
	 *  that holds (RFC 2308, section 5). UINT32_MAX: not said. */
	uint32_t ttl;
	const char *problem; /**< static text, or NULL */
} siptrunk_answer_t;

/** Nobody answered. problem is a static text. */
void siptrunk_answer_fail(siptrunk_answer_t *answer, const char *problem);

/**
 * Reads a message (RFC 1035, section 4) that answers the question for name's
 * A (SIPTRUNK_IPV4) or AAAA records (SIPTRUNK_IPV6). Aliases are followed; an
 * IPv4-mapped AAAA is the IPv4 address that it is. Of an error of the server
 * the header is enough.
 */
void siptrunk_answer_read(siptrunk_answer_t *answer, const char *name,
		siptrunk_family_t family, const uint8_t *bytes, size_t len);

#endif
