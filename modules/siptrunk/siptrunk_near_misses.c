/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Who was almost let in.
 *
 * Written by SIP workers, read by RPC; shared memory, allocated once.
 */
#include "siptrunk_near_misses.h"

#include "siptrunk_stats.h"

#include "core/hashes.h"

#include <string.h>

static siptrunk_ring_t *ring;

static const char *const names[SIPTRUNK_NEAR_MISS_COUNT] = {
		[SIPTRUNK_NEAR_MISS_NAME] = "right_name_wrong_address",
		[SIPTRUNK_NEAR_MISS_PROOF] = "right_address_no_proof",
		[SIPTRUNK_NEAR_MISS_LIMITS] = "outside_limits",
};

static const siptrunk_stat_t stats[SIPTRUNK_NEAR_MISS_COUNT] = {
		[SIPTRUNK_NEAR_MISS_NAME] = SIPTRUNK_STAT_NEAR_MISS_NAME,
		[SIPTRUNK_NEAR_MISS_PROOF] = SIPTRUNK_STAT_NEAR_MISS_PROOF,
		[SIPTRUNK_NEAR_MISS_LIMITS] = SIPTRUNK_STAT_NEAR_MISS_LIMITS,
};

const char *siptrunk_near_miss_name(siptrunk_near_miss_t kind)
{
	return names[kind];
}

int siptrunk_near_misses_init(int entries)
{
	ring = siptrunk_ring_new(
			(unsigned)entries, sizeof(siptrunk_near_miss_entry_t));
	return ring != NULL ? 0 : -1;
}

void siptrunk_near_misses_fini(void)
{
	siptrunk_ring_free(ring);
	ring = NULL;
}

static bool same(const void *kept, const void *key)
{
	const siptrunk_near_miss_entry_t *a = kept, *b = key;

	return a->kind == b->kind
		   && siptrunk_address_equal(&a->source, &b->source)
		   && strcmp(a->trunk, b->trunk) == 0;
}

/** latest is an entry that has happened once, now. */
static void keep(const siptrunk_near_miss_entry_t *latest)
{
	unsigned hash = get_hash1_raw((const char *)latest->source.bytes,
			sizeof(latest->source.bytes));
	siptrunk_near_miss_entry_t *entry;
	time_t first;
	unsigned count;
	bool added;

	entry = siptrunk_ring_claim(ring, hash, same, latest, &added);
	first = added ? latest->first : entry->first;
	count = entry->count + 1;
	*entry = *latest;
	entry->first = first;
	entry->count = count;
	siptrunk_ring_release(ring);
}

void siptrunk_near_misses_record(siptrunk_near_miss_t kind,
		const siptrunk_config_t *config, const siptrunk_access_t *access,
		const siptrunk_trunk_t *trunk, uint8_t transport)
{
	siptrunk_near_miss_entry_t latest = {
			.kind = kind, .source = access->address, .transport = transport};

	latest.first = latest.last = time(NULL);
	siptrunk_ring_keep(latest.trunk, sizeof(latest.trunk), trunk->name);
	siptrunk_access_reason(
			config, access, latest.reason, sizeof(latest.reason));
	siptrunk_stats_add(stats[kind], 1);
	keep(&latest);
}

void siptrunk_near_misses_note(const siptrunk_config_t *config,
		const siptrunk_access_t *access, uint8_t transport)
{
	if(access->verdict == SIPTRUNK_VERDICT_UNPROVED)
		siptrunk_near_misses_record(SIPTRUNK_NEAR_MISS_PROOF, config, access,
				access->trunk, transport);
	else if(access->verdict == SIPTRUNK_VERDICT_UNKNOWN
			&& access->passed_over != NULL)
		siptrunk_near_misses_record(SIPTRUNK_NEAR_MISS_LIMITS, config, access,
				&config->trunks[access->passed_over->trunk], transport);
}

siptrunk_ring_t *siptrunk_near_misses(void)
{
	return ring;
}
