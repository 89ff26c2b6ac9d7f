/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The latest emergency calls, in shared memory: for the operator's first look,
 * and for the processes that write them down and tell of them.
 *
 * Written by SIP workers; read by RPC and by these processes. A lock, held for
 * one entry.
 */
#ifndef SIPTRUNK_EMERGENCIES_H
#define SIPTRUNK_EMERGENCIES_H

#include "siptrunk_emergency_totals.h"
#include "siptrunk_entries.h"
#include "siptrunk_last_tests.h"

/** 0 or -1. entries, of each kind (siptrunk_entries.h), is at least 1. */
int siptrunk_emergencies_init(int entries);
void siptrunk_emergencies_fini(void);

/** Creates or updates the entry of the call. true when the call had not this
 *  outcome before. emergency's now is set here. */
bool siptrunk_emergencies_record(siptrunk_emergency_t *emergency);

unsigned siptrunk_emergencies_count(void);
/** Those that neither keeper nor the database has as they are. */
unsigned siptrunk_emergencies_unsafe_count(siptrunk_keeper_t keeper);
/** Since the start; never NULL. */
const siptrunk_emergency_totals_t *siptrunk_emergencies_totals(void);
/* Each copies one entry; false: there is none. */

/** The youngest that is older than serial; UINT64_MAX: than none. */
bool siptrunk_emergencies_before(
		uint64_t serial, siptrunk_emergency_entry_t *entry);
/** Of those that neither keeper nor the database has as they are the one that
 *  changed first after changes; 0: of all. A reader goes on with
 *  entry->changes. What changed twice meanwhile comes once. */
bool siptrunk_emergencies_unsafe(siptrunk_keeper_t keeper, uint64_t changes,
		siptrunk_emergency_entry_t *entry);
/** keeper has it, as it was when it was copied. */
void siptrunk_emergencies_safe(
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper);
/** keeper has it as this copy is. */
bool siptrunk_emergencies_has(
		const siptrunk_emergency_entry_t *entry, siptrunk_keeper_t keeper);
/** The last answered test call of a site by a gateway, at index, below
 *  SIPTRUNK_LAST_TESTS_MAX. */
bool siptrunk_emergencies_last_test(size_t index, siptrunk_last_test_t *test);
/** One of before the start. */
void siptrunk_emergencies_note_test(const siptrunk_emergency_entry_t *entry);

/** Is, or was lately, an emergency call. */
bool siptrunk_emergencies_has_call(siptrunk_text_t call_id);
/** By its id. */
bool siptrunk_emergencies_find(
		siptrunk_text_t id, siptrunk_emergency_entry_t *entry);

#endif
