/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a host name stands for, and when to ask again.
 *
 * Pure; only the resolver's process. Nothing is allocated.
 */
#include "siptrunk_lookup.h"

#include "siptrunk_backoff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** The addresses that an answer would leave the name with. */
typedef struct found
{
	siptrunk_address_t addresses[SIPTRUNK_ANSWER_ADDRESSES_MAX];
	size_t count; /**< also of those that do not fit */
} found_t;

static const char *const state_names[] = {"unresolved", "stale", "fresh"};

const char *siptrunk_lookup_state_name(siptrunk_lookup_state_t state)
{
	return state_names[state];
}

void siptrunk_lookup_init(
		siptrunk_lookup_t *lookup, siptrunk_text_t name, int64_t now)
{
	memset(lookup, 0, sizeof(*lookup));
	snprintf(lookup->name, sizeof(lookup->name), "%.*s",
			SIPTRUNK_TEXT_FMT(name));
	lookup->state = SIPTRUNK_LOOKUP_UNRESOLVED;
	lookup->due = now;
}

bool siptrunk_lookup_asked(const siptrunk_lookup_t *lookup)
{
	return lookup->state == SIPTRUNK_LOOKUP_FRESH || lookup->failures > 0;
}

static int compare_addresses(const void *a, const void *b)
{
	const siptrunk_address_t *one = a, *other = b;
	int order = one->family - other->family;

	return order != 0 ? order
					  : memcmp(one->bytes, other->bytes, sizeof(one->bytes));
}

/** One order for each set, so that a server that turns its answers around
 *  (round robin) changes nothing. */
static size_t sort_out(siptrunk_address_t *addresses, size_t count)
{
	size_t i, kept = 0;

	qsort(addresses, count, sizeof(*addresses), compare_addresses);
	for(i = 0; i < count; i++) {
		if(kept > 0
				&& compare_addresses(&addresses[kept - 1], &addresses[i]) == 0)
			continue;
		addresses[kept++] = addresses[i];
	}
	return kept;
}

void siptrunk_lookup_remember(
		siptrunk_lookup_t *lookup, const siptrunk_address_t *address)
{
	if(lookup->count == SIPTRUNK_ANSWER_ADDRESSES_MAX)
		return;
	lookup->addresses[lookup->count++] = *address;
	lookup->count = sort_out(lookup->addresses, lookup->count);
	lookup->state = SIPTRUNK_LOOKUP_STALE;
}

static void keep(found_t *found, const siptrunk_address_t *address)
{
	if(found->count < SIPTRUNK_ANSWER_ADDRESSES_MAX)
		found->addresses[found->count] = *address;
	found->count++;
}

/** What is known of a family, from the answer or from before. */
static void collect(found_t *found, const siptrunk_lookup_t *lookup,
		siptrunk_family_t family, const siptrunk_answer_t *answer)
{
	size_t i;

	if(answer->kind == SIPTRUNK_ANSWER_FAILED) {
		for(i = 0; i < lookup->count; i++) {
			if(lookup->addresses[i].family == family)
				keep(found, &lookup->addresses[i]);
		}
		return;
	}
	for(i = 0; i < answer->count && i < SIPTRUNK_ANSWER_ADDRESSES_MAX; i++)
		keep(found, &answer->addresses[i]);
	/* counted, so that the whole is seen to be too many */
	found->count += answer->count - i;
}

static int64_t between(int64_t least, int64_t value, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

static int64_t retry_pause(unsigned failures)
{
	return siptrunk_backoff_pause(
			SIPTRUNK_LOOKUP_RETRY_MIN, SIPTRUNK_LOOKUP_RETRY_MAX, failures);
}

/** A failure is retried soon; a TTL that ends sooner is kept all the same, as
 *  it may be the other family's. */
static void ask_again(siptrunk_lookup_t *lookup, uint32_t ttl, int64_t now,
		unsigned random)
{
	int64_t pause = between(
			SIPTRUNK_LOOKUP_TTL_MIN, ttl, SIPTRUNK_LOOKUP_TTL_MAX);

	if(lookup->failures > 0 && pause > retry_pause(lookup->failures))
		pause = retry_pause(lookup->failures);
	lookup->due = now
				  + siptrunk_backoff_spread(
						  pause, SIPTRUNK_LOOKUP_JITTER_MAX, random);
}

static void say_no_answer(siptrunk_lookup_t *lookup,
		const siptrunk_answer_t *ipv4, const siptrunk_answer_t *ipv6)
{
	const char *a = ipv4->problem, *aaaa = ipv6->problem;

	lookup->trouble = SIPTRUNK_TROUBLE_FAILED;
	if(a == NULL)
		snprintf(lookup->error, sizeof(lookup->error), "AAAA: %s", aaaa);
	else if(aaaa == NULL)
		snprintf(lookup->error, sizeof(lookup->error), "A: %s", a);
	else if(strcmp(a, aaaa) == 0)
		snprintf(lookup->error, sizeof(lookup->error), "%s", a);
	else
		snprintf(lookup->error, sizeof(lookup->error), "A: %s; AAAA: %s", a,
				aaaa);
}

static void say_refused(siptrunk_lookup_t *lookup,
		const siptrunk_answer_t *ipv4, const siptrunk_answer_t *ipv6)
{
	const siptrunk_answer_t *answer = ipv4->refused > 0 ? ipv4 : ipv6;
	char text[SIPTRUNK_PREFIX_TEXT_MAX];

	siptrunk_address_format(&answer->first_refused, text);
	lookup->trouble = SIPTRUNK_TROUBLE_REFUSED;
	snprintf(lookup->error, sizeof(lookup->error),
			"expected unicast addresses of a peer, found %s: refused (%zu in "
			"all)",
			text, ipv4->refused + ipv6->refused);
}

static void say_too_many(siptrunk_lookup_t *lookup, size_t count)
{
	lookup->trouble = SIPTRUNK_TROUBLE_TOO_MANY;
	snprintf(lookup->error, sizeof(lookup->error),
			"expected at most %d addresses, found %zu",
			SIPTRUNK_ANSWER_ADDRESSES_MAX, count);
}

static void adopt(siptrunk_lookup_t *lookup, const found_t *found)
{
	memcpy(lookup->addresses, found->addresses,
			found->count * sizeof(found->addresses[0]));
	lookup->count = sort_out(lookup->addresses, found->count);
}

/** What is wrong with the answers, if anything. */
static void say_trouble(siptrunk_lookup_t *lookup, size_t count,
		const siptrunk_answer_t *ipv4, const siptrunk_answer_t *ipv6)
{
	lookup->trouble = SIPTRUNK_TROUBLE_NONE;
	lookup->error[0] = '\0';
	if(count > SIPTRUNK_ANSWER_ADDRESSES_MAX)
		say_too_many(lookup, count);
	else if(ipv4->refused + ipv6->refused > 0)
		say_refused(lookup, ipv4, ipv6);
	else if(count == 0 || ipv4->kind == SIPTRUNK_ANSWER_FAILED
			|| ipv6->kind == SIPTRUNK_ANSWER_FAILED)
		say_no_answer(lookup, ipv4, ipv6);
}

static void settle(siptrunk_lookup_t *lookup, bool fresh)
{
	lookup->failures = fresh ? 0 : lookup->failures + 1;
	if(fresh)
		lookup->state = SIPTRUNK_LOOKUP_FRESH;
	else
		lookup->state = lookup->count > 0 ? SIPTRUNK_LOOKUP_STALE
										  : SIPTRUNK_LOOKUP_UNRESOLVED;
}

void siptrunk_lookup_answered(siptrunk_lookup_t *lookup,
		const siptrunk_answer_t *ipv4, const siptrunk_answer_t *ipv6,
		int64_t now, unsigned random)
{
	bool usable, both = ipv4->kind != SIPTRUNK_ANSWER_FAILED
						&& ipv6->kind != SIPTRUNK_ANSWER_FAILED;
	found_t found = {.count = 0};

	collect(&found, lookup, SIPTRUNK_IPV4, ipv4);
	collect(&found, lookup, SIPTRUNK_IPV6, ipv6);
	usable = found.count > 0 && found.count <= SIPTRUNK_ANSWER_ADDRESSES_MAX;
	say_trouble(lookup, found.count, ipv4, ipv6);
	if(usable)
		adopt(lookup, &found);
	settle(lookup, usable && both);
	ask_again(lookup, ipv4->ttl < ipv6->ttl ? ipv4->ttl : ipv6->ttl, now,
			random);
}

void siptrunk_lookup_unused(siptrunk_lookup_t *lookup, const char *problem,
		int64_t now, unsigned random)
{
	lookup->trouble = SIPTRUNK_TROUBLE_UNUSED;
	snprintf(lookup->error, sizeof(lookup->error), "%s", problem);
	settle(lookup, false);
	ask_again(lookup, UINT32_MAX, now, random);
}
