/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The latest emergency calls: so many that were let in, and as many that were
 * refused, so that neither kind takes the place of the other.
 *
 * Pure; the caller locks; memory of an allocator, allocated once.
 */
#ifndef SIPTRUNK_ENTRIES_H
#define SIPTRUNK_ENTRIES_H

#include "siptrunk_emergency.h"

typedef struct siptrunk_entries siptrunk_entries_t;

/** Where an entry is safe. */
typedef enum siptrunk_keeper
{
	SIPTRUNK_KEEPER_SPOOL,
	SIPTRUNK_KEEPER_DATABASE,
	SIPTRUNK_KEEPER_COUNT
} siptrunk_keeper_t;

/** count of each kind, 1 or more. NULL: no memory. */
siptrunk_entries_t *siptrunk_entries_new(
		const siptrunk_allocator_t *allocator, unsigned count);

/**
 * The entry that what happens to this call belongs to. When there is none (or
 * the call that had this Call-ID is over and another begins), one of all zeros
 * (*added) in the place of the least needed: one that is over and safe, then
 * one that is safe, then any; of these the oldest. NULL: none, for an end of a
 * call that is not there.
 */
siptrunk_emergency_entry_t *siptrunk_entries_claim(siptrunk_entries_t *entries,
		siptrunk_text_t call_id, siptrunk_outcome_t outcome, bool *added);
/** After a change of what siptrunk_entries_claim() gave. */
void siptrunk_entries_changed(
		siptrunk_entries_t *entries, siptrunk_emergency_entry_t *entry);

/** How many there are. */
unsigned siptrunk_entries_count(const siptrunk_entries_t *entries);
/** The youngest that is older than serial; NULL: none. */
const siptrunk_emergency_entry_t *siptrunk_entries_before(
		const siptrunk_entries_t *entries, uint64_t serial);
/** Of those that neither keeper nor the database has as they are the one that
 *  changed first after changes; NULL: none. */
const siptrunk_emergency_entry_t *siptrunk_entries_unsafe(
		const siptrunk_entries_t *entries, siptrunk_keeper_t keeper,
		uint64_t changes);
/** How many of them there are. */
unsigned siptrunk_entries_unsafe_count(
		const siptrunk_entries_t *entries, siptrunk_keeper_t keeper);
/** keeper has entry, a copy, as it was then. */
void siptrunk_entries_safe(siptrunk_entries_t *entries,
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper);
/** keeper has it as entry, a copy, is. */
bool siptrunk_entries_has(const siptrunk_entries_t *entries,
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper);
/** Is there one of this call? */
bool siptrunk_entries_has_call(
		const siptrunk_entries_t *entries, siptrunk_text_t call_id);
/** By its id; NULL: it is not, or no longer, there. */
const siptrunk_emergency_entry_t *siptrunk_entries_find(
		const siptrunk_entries_t *entries, siptrunk_text_t id);

#endif
