/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The latest emergency calls.
 *
 * Written by SIP workers, read by RPC; shared memory, allocated once.
 */
#include "siptrunk_emergencies.h"

#include "siptrunk_compat.h"

#include "core/hashes.h"

static siptrunk_ring_t *ring;

static const char *const outcome_names[SIPTRUNK_OUTCOME_COUNT] = {
		"placed", "refused", "answered", "failed"};

const char *siptrunk_outcome_name(siptrunk_outcome_t outcome)
{
	return outcome_names[outcome];
}

bool siptrunk_outcome_parse(siptrunk_text_t text, siptrunk_outcome_t *outcome)
{
	int i;

	for(i = 0; i < SIPTRUNK_OUTCOME_COUNT; i++) {
		if(siptrunk_text_equal(text, siptrunk_text(outcome_names[i]))) {
			*outcome = i;
			return true;
		}
	}
	return false;
}

int siptrunk_emergencies_init(int entries)
{
	ring = siptrunk_ring_new(
			(unsigned)entries, sizeof(siptrunk_emergency_entry_t));
	return ring != NULL ? 0 : -1;
}

void siptrunk_emergencies_fini(void)
{
	siptrunk_ring_free(ring);
	ring = NULL;
}

#define KEEP(field)                                            \
	siptrunk_ring_keep(entry->field, sizeof(entry->field), \
			emergency->field)

static void fill(siptrunk_emergency_entry_t *entry,
		const siptrunk_emergency_t *emergency)
{
	KEEP(call_id);
	KEEP(trunk);
	KEEP(target);
	KEEP(number);
	KEEP(classification);
	KEEP(caller);
	KEEP(caller_source);
	KEEP(gateway);
	entry->outcome = emergency->outcome;
	if(emergency->code != 0)
		entry->code = emergency->code;
}

static bool same_call(const void *kept, const void *key)
{
	const siptrunk_emergency_entry_t *entry = kept;
	siptrunk_text_t call_id = *(const siptrunk_text_t *)key;

	if(call_id.len >= sizeof(entry->call_id))
		call_id.len = sizeof(entry->call_id) - 1;
	return siptrunk_text_equal(siptrunk_text(entry->call_id), call_id);
}

bool siptrunk_emergencies_record(const siptrunk_emergency_t *emergency)
{
	str call_id = siptrunk_str_of(emergency->call_id);
	unsigned hash = get_hash1_raw(call_id.s, call_id.len);
	unsigned outcome = 1u << emergency->outcome;
	siptrunk_emergency_entry_t *entry;
	bool added, first;

	entry = siptrunk_ring_claim(
			ring, hash, same_call, &emergency->call_id, &added);
	if(added)
		entry->time = time(NULL);
	fill(entry, emergency);
	first = (entry->outcomes & outcome) == 0;
	entry->outcomes |= outcome;
	siptrunk_ring_release(ring);
	return first;
}

siptrunk_ring_t *siptrunk_emergencies(void)
{
	return ring;
}
