/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a DNS server said about a name. The message comes from the network:
 * libresolv's parser (ns_*) checks every length in it.
 *
 * Pure; only the resolver's process. Nothing is allocated.
 */
#include "siptrunk_answer.h"

#include <arpa/nameser.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

/** In the third and fourth byte of a message: it is a response, it was cut,
 *  how it went. */
#define QR 0x80
#define TC 0x02
#define RCODE 0x0f

static const char of_no_use[] =
		"the answer of DNS is of no use (malformed, cut or a referral)";

void siptrunk_answer_fail(siptrunk_answer_t *answer, const char *problem)
{
	memset(answer, 0, sizeof(*answer));
	answer->kind = SIPTRUNK_ANSWER_FAILED;
	answer->ttl = UINT32_MAX;
	answer->problem = problem;
}

static const char *rcode_problem(int rcode)
{
	switch(rcode) {
		case ns_r_formerr:
			return "the DNS server did not understand (FORMERR)";
		case ns_r_servfail:
			return "the DNS server failed (SERVFAIL)";
		case ns_r_refused:
			return "the DNS server refused to answer (REFUSED)";
		default:
			return "the DNS server answered an error";
	}
}

static bool is_unicast4(const uint8_t *bytes)
{
	return bytes[0] != 0 && bytes[0] != 127 && bytes[0] < 224;
}

static bool is_unicast6(const uint8_t *bytes)
{
	static const uint8_t zeros[15];

	/* :: and ::1 */
	if(memcmp(bytes, zeros, sizeof(zeros)) == 0 && bytes[15] <= 1)
		return false;
	return bytes[0] != 0xff;
}

static void add_address(siptrunk_answer_t *answer, siptrunk_family_t family,
		const uint8_t *bytes)
{
	siptrunk_address_t address;

	siptrunk_address_set(&address, family, bytes);
	answer->kind = SIPTRUNK_ANSWER_ADDRESSES;
	if(!(address.family == SIPTRUNK_IPV4 ? is_unicast4(address.bytes)
										 : is_unicast6(address.bytes))) {
		if(answer->refused++ == 0)
			answer->first_refused = address;
		return;
	}
	if(answer->count < SIPTRUNK_ANSWER_ADDRESSES_MAX)
		answer->addresses[answer->count] = address;
	answer->count++;
}

static void shorten(siptrunk_answer_t *answer, uint32_t ttl)
{
	if(ttl > INT32_MAX)
		ttl = 0; /* RFC 2181, section 8 */
	if(ttl < answer->ttl)
		answer->ttl = ttl;
}

/** One record of the answer section. owner is whose addresses are looked for:
 *  the name, then what it is an alias of. */
static bool read_record(siptrunk_answer_t *answer, char owner[NS_MAXDNAME],
		siptrunk_family_t family, const ns_msg *message, const ns_rr *record)
{
	bool ipv4 = family == SIPTRUNK_IPV4;

	if(ns_rr_class(*record) != ns_c_in
			|| !siptrunk_text_equal_nocase(
					siptrunk_text(ns_rr_name(*record)), siptrunk_text(owner)))
		return true;
	if(ns_rr_type(*record) == ns_t_cname) {
		shorten(answer, ns_rr_ttl(*record));
		return ns_name_uncompress(ns_msg_base(*message), ns_msg_end(*message),
					   ns_rr_rdata(*record), owner, NS_MAXDNAME)
			   >= 0;
	}
	if(ns_rr_type(*record) != (ipv4 ? ns_t_a : ns_t_aaaa))
		return true;
	if(ns_rr_rdlen(*record) != (ipv4 ? 4 : 16))
		return false;
	shorten(answer, ns_rr_ttl(*record));
	add_address(answer, family, ns_rr_rdata(*record));
	return true;
}

static bool read_answers(siptrunk_answer_t *answer, const char *name,
		siptrunk_family_t family, ns_msg *message)
{
	char owner[NS_MAXDNAME];
	ns_rr record;
	int i;

	snprintf(owner, sizeof(owner), "%s", name);
	for(i = 0; i < ns_msg_count(*message, ns_s_an); i++) {
		if(ns_parserr(message, ns_s_an, i, &record) < 0
				|| !read_record(answer, owner, family, message, &record))
			return false;
	}
	return true;
}

/** How long "there are none" holds: the TTL of the zone's SOA or its last
 *  field, whichever is less. */
static void read_soa(siptrunk_answer_t *answer, const ns_rr *record)
{
	shorten(answer, ns_rr_ttl(*record));
	if(ns_rr_rdlen(*record) >= 4)
		shorten(answer,
				(uint32_t)ns_get32(
						ns_rr_rdata(*record) + ns_rr_rdlen(*record) - 4));
}

/** false: what is said is not that there are none, but whom else to ask
 *  (RFC 2308, section 2.2), or it cannot be read. */
static bool read_authority(siptrunk_answer_t *answer, ns_msg *message)
{
	bool referral = false;
	ns_rr record;
	int i;

	for(i = 0; i < ns_msg_count(*message, ns_s_ns); i++) {
		if(ns_parserr(message, ns_s_ns, i, &record) < 0)
			return false;
		if(ns_rr_type(record) == ns_t_soa) {
			read_soa(answer, &record);
			return true;
		}
		referral = referral || ns_rr_type(record) == ns_t_ns;
	}
	return !referral;
}

static void read_sections(siptrunk_answer_t *answer, const char *name,
		siptrunk_family_t family, ns_msg *message, bool exists)
{
	if(!read_answers(answer, name, family, message)) {
		siptrunk_answer_fail(answer, of_no_use);
	} else if(answer->kind == SIPTRUNK_ANSWER_ADDRESSES) {
		answer->problem = NULL;
	} else if(read_authority(answer, message)) {
		answer->kind = SIPTRUNK_ANSWER_NONE;
		answer->problem = exists ? "the name has no address"
								 : "the name does not exist (NXDOMAIN)";
	}
}

void siptrunk_answer_read(siptrunk_answer_t *answer, const char *name,
		siptrunk_family_t family, const uint8_t *bytes, size_t len)
{
	ns_msg message;
	int rcode;

	siptrunk_answer_fail(answer, of_no_use);
	if(len < NS_HFIXEDSZ || len > NS_MAXMSG || (bytes[2] & QR) == 0
			|| (bytes[2] & TC) != 0)
		return;
	rcode = bytes[3] & RCODE;
	if(rcode != ns_r_noerror && rcode != ns_r_nxdomain)
		answer->problem = rcode_problem(rcode);
	else if(ns_initparse(bytes, (int)len, &message) == 0
			&& ns_msg_count(message, ns_s_qd) == 1)
		read_sections(
				answer, name, family, &message, rcode == ns_r_noerror);
}
