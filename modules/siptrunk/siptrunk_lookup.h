/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A host name of an access list: the addresses it stands for, what DNS last
 * said, and when to ask again.
 *
 * Pure; only the resolver's process changes one. Nothing is allocated.
 */
#ifndef SIPTRUNK_LOOKUP_H
#define SIPTRUNK_LOOKUP_H

#include "siptrunk_answer.h"

/** Of a host name, without a dot at its end (RFC 1035, section 2.3.4). */
#define SIPTRUNK_HOST_NAME_MAX 253

/** A record's TTL is taken within these, in seconds. */
#define SIPTRUNK_LOOKUP_TTL_MIN 5
#define SIPTRUNK_LOOKUP_TTL_MAX 86400
/** Pause after a failure, doubled with each, in seconds. */
#define SIPTRUNK_LOOKUP_RETRY_MIN 5
#define SIPTRUNK_LOOKUP_RETRY_MAX 60
/** A question comes up to this much later than it could, in seconds, so that
 *  names that were learned together are not asked together for ever. */
#define SIPTRUNK_LOOKUP_JITTER_MAX 10

typedef enum siptrunk_lookup_state
{
	SIPTRUNK_LOOKUP_UNRESOLVED, /**< stands for no address */
	SIPTRUNK_LOOKUP_STALE, /**< some or all are of an earlier answer */
	SIPTRUNK_LOOKUP_FRESH  /**< as DNS says */
} siptrunk_lookup_state_t;

/** What is wrong; an operator is told when this changes. */
typedef enum siptrunk_trouble
{
	SIPTRUNK_TROUBLE_NONE,
	SIPTRUNK_TROUBLE_FAILED,   /**< a question got no answer, or no address */
	SIPTRUNK_TROUBLE_REFUSED,  /**< an address that no peer can have */
	SIPTRUNK_TROUBLE_TOO_MANY, /**< more than are kept */
	SIPTRUNK_TROUBLE_UNUSED	   /**< the answer could not be put in force */
} siptrunk_trouble_t;

typedef struct siptrunk_lookup
{
	char name[SIPTRUNK_HOST_NAME_MAX + 1];
	/** Each once; IPv4 before IPv6, then by number. */
	siptrunk_address_t addresses[SIPTRUNK_ANSWER_ADDRESSES_MAX];
	size_t count;
	siptrunk_lookup_state_t state;
	siptrunk_trouble_t trouble;
	char error[192];   /**< empty when nothing is wrong */
	unsigned failures; /**< in a row */
	int64_t due;	   /**< when to ask next, in seconds of any steady clock */
} siptrunk_lookup_t;

/** A name not asked for yet: due at once. name is cut if longer. */
void siptrunk_lookup_init(
		siptrunk_lookup_t *lookup, siptrunk_text_t name, int64_t now);

/** Whether DNS was asked for it, with whatever answer. */
bool siptrunk_lookup_asked(const siptrunk_lookup_t *lookup);

/** An address known from an earlier life of the server; one too many is not
 *  remembered. */
void siptrunk_lookup_remember(
		siptrunk_lookup_t *lookup, const siptrunk_address_t *address);

/**
 * Takes in the answers to both questions, A and AAAA. A family that DNS said
 * nothing about keeps its addresses; so do both when nothing would be left or
 * there are too many: no failure of DNS closes a door that was open.
 */
void siptrunk_lookup_answered(siptrunk_lookup_t *lookup,
		const siptrunk_answer_t *ipv4, const siptrunk_answer_t *ipv6,
		int64_t now, unsigned random);

/** The answer was good, but what was learned could not be put in force. */
void siptrunk_lookup_unused(siptrunk_lookup_t *lookup, const char *problem,
		int64_t now, unsigned random);

/** "fresh" and so on. */
const char *siptrunk_lookup_state_name(siptrunk_lookup_state_t state);

#endif
