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

/** What gave way to a new call. */
typedef enum siptrunk_call_loss
{
	SIPTRUNK_CALL_LOSS_NONE,
	SIPTRUNK_CALL_LOSS_DUE,	   /**< the record of one that is not written */
	SIPTRUNK_CALL_LOSS_RUNNING /**< one that is running */
} siptrunk_call_loss_t;

/** For so many calls, 1 or more. NULL: no memory. */
siptrunk_call_map_t *siptrunk_call_map_new(
		const siptrunk_allocator_t *memory, unsigned places);
/** From now on calls that end are to be written: they wait for
 *  siptrunk_call_map_written(). */
void siptrunk_call_map_write(siptrunk_call_map_t *map);
/** map may be NULL. */
void siptrunk_call_map_free(siptrunk_call_map_t *map);

/** A record of all zeros, in the place of the least needed: of a call that has
 *  ended, then of one whose record is not written, then of the oldest that is
 *  running, the likeliest whose end nobody saw. */
siptrunk_call_record_t *siptrunk_call_map_add(
		siptrunk_call_map_t *map, siptrunk_call_loss_t *loss);
/** A new call would not take the place of one that is running. */
bool siptrunk_call_map_has_place(const siptrunk_call_map_t *map);

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

/** The running call that began before record, which the map has given and whose
 *  serial was this; record may have ended meanwhile, or be NULL: then by the
 *  serial alone, which takes longer. NULL: none. */
const siptrunk_call_record_t *siptrunk_call_map_older(
		const siptrunk_call_map_t *map, const siptrunk_call_record_t *record,
		uint64_t serial);

/** The youngest that is running and has this id, of that kind: whoever chooses
 *  a Call-ID may choose what is another call's id with its agent. When none is,
 *  the youngest. NULL: none has it. */
siptrunk_call_record_t *siptrunk_call_map_find(const siptrunk_call_map_t *map,
		siptrunk_id_kind_t kind, siptrunk_text_t id);

/** Of the calls whose records are to be written the one that ended first, or
 *  the next one after that; NULL: there is none. */
const siptrunk_call_record_t *siptrunk_call_map_due(
		const siptrunk_call_map_t *map, const siptrunk_call_record_t *after);
/** That one is written, told in the order of siptrunk_call_map_due(), in which
 *  they give way, too; false: it has meanwhile. */
bool siptrunk_call_map_written(siptrunk_call_map_t *map, uint64_t serial);

/** How many are running. */
unsigned siptrunk_call_map_running(const siptrunk_call_map_t *map);

#endif
