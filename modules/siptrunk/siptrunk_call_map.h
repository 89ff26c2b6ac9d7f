/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The calls that are running and those that ended lately, found by any of their
 * ids. Of a fixed size: a new call takes the place of the one whose end is the
 * longest ago.
 *
 * Pure; the caller locks; memory of an allocator, allocated once.
 */
#ifndef SIPTRUNK_CALL_MAP_H
#define SIPTRUNK_CALL_MAP_H

#include "siptrunk_call_record.h"

typedef struct siptrunk_call_map siptrunk_call_map_t;

/** For so many calls, 1 or more. NULL: no memory. */
siptrunk_call_map_t *siptrunk_call_map_new(
		const siptrunk_allocator_t *memory, unsigned places);
/** map may be NULL. */
void siptrunk_call_map_free(siptrunk_call_map_t *map);

/** A record of all zeros. When no call has ended it takes the place of the
 *  oldest that is running: the likeliest whose end nobody saw (*lost). */
siptrunk_call_record_t *siptrunk_call_map_add(
		siptrunk_call_map_t *map, bool *lost);

/**
 * The call that a message belongs to, by its Call-ID and tags; the youngest
 * that is running, else the youngest. Who knows the Call-ID but no tag of the
 * caller's side has no part in it. NULL: none.
 */
siptrunk_call_record_t *siptrunk_call_map_of_message(
		const siptrunk_call_map_t *map, siptrunk_text_t call_id,
		siptrunk_text_t from_tag, siptrunk_text_t to_tag);

/** Adds what is known now; true: this has ended the call. An id that is known
 *  stays, but for an agent's when the call is placed anew. */
bool siptrunk_call_map_change(siptrunk_call_map_t *map,
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change);

/** Gives a record an id; one that it has of that kind stays. */
void siptrunk_call_map_name(siptrunk_call_map_t *map,
		siptrunk_call_record_t *record, siptrunk_id_kind_t kind,
		siptrunk_text_t id);

/** The youngest that is older than serial and has this id, of any kind; with an
 *  empty id: that is running. NULL: none. */
const siptrunk_call_record_t *siptrunk_call_map_before(
		const siptrunk_call_map_t *map, siptrunk_text_t id, uint64_t serial);

/** The youngest that is running and has this id, of that kind: whoever chooses
 *  a Call-ID may choose what is another call's id with its agent. When none is,
 *  the youngest. NULL: none has it. */
siptrunk_call_record_t *siptrunk_call_map_find(const siptrunk_call_map_t *map,
		siptrunk_id_kind_t kind, siptrunk_text_t id);

/** How many are running. */
unsigned siptrunk_call_map_running(const siptrunk_call_map_t *map);

#endif
