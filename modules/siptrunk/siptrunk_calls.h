/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The calls that are running and those that ended lately: one record a call,
 * found by any of its ids.
 *
 * Written by SIP workers and timers, read by RPC and by whoever gets an id from
 * outside; shared memory, allocated once. A lock of its own, held for one
 * record; a line for the log is written behind it.
 */
#ifndef SIPTRUNK_CALLS_H
#define SIPTRUNK_CALLS_H

#include "siptrunk_call_totals.h"

/** For so many calls. 0, or -1 after an error. Before the first fork. */
int siptrunk_calls_init(int places);
void siptrunk_calls_fini(void);

/** Writes down what is known now of the call that change's SIP Call-ID and tags
 *  belong to; of SIPTRUNK_CALL_EVENT_STARTED alone a new one is made. Sets
 *  change->now. A call that ends has its line in the log. true: it is new. */
bool siptrunk_calls_record(siptrunk_call_change_t *change);

/** The edge answered the INVITE of a call that has no record yet: that is its
 *  record. Of a call that has one nothing is changed. */
void siptrunk_calls_refuse(siptrunk_call_change_t *change);

/** The edge itself ended the running call with this SIP Call-ID. */
void siptrunk_calls_end(siptrunk_text_t call_id);

/** The call that its agent knows by this id: the youngest that is running, else
 *  the youngest; its state says which. A copy. false: none. */
bool siptrunk_calls_find(siptrunk_text_t agents_id, siptrunk_call_ids_t *found);

/** A call of this trunk, from or to it, that is running is known to its agent
 *  by this id. */
bool siptrunk_calls_is_live(siptrunk_text_t agents_id, siptrunk_text_t trunk);
/** A call of this trunk that is running has this SIP Call-ID and one of the
 *  tags as its caller's. */
bool siptrunk_calls_is_part(siptrunk_text_t call_id, siptrunk_text_t from_tag,
		siptrunk_text_t to_tag, siptrunk_text_t trunk);

/** The youngest that is older than serial and has this id, of any kind; with an
 *  empty id: that is running. A copy. false: none. */
bool siptrunk_calls_before(
		siptrunk_text_t id, uint64_t serial, siptrunk_call_record_t *record);

/** How far a reader of the running calls has come; zeroed: nowhere. */
typedef struct siptrunk_calls_cursor
{
	const siptrunk_call_record_t *last;
	uint64_t serial; /**< the last one's */
} siptrunk_calls_cursor_t;

/** Copies up to count running calls, the youngest first, each once; how many:
 *  fewer than count when there are no more. The lock is held for as long as
 *  this copies. */
unsigned siptrunk_calls_next(siptrunk_calls_cursor_t *cursor,
		siptrunk_call_record_t *records, unsigned count);

/** The trunks of a running call; without a target: empty. */
typedef struct siptrunk_calls_trunks
{
	char trunk[SIPTRUNK_CALL_NAME_MAX + 1];
	char target[SIPTRUNK_CALL_NAME_MAX + 1];
} siptrunk_calls_trunks_t;

/** As siptrunk_calls_next(), but far less to copy: for who counts them. */
unsigned siptrunk_calls_next_trunks(siptrunk_calls_cursor_t *cursor,
		siptrunk_calls_trunks_t *trunks, unsigned count);

/* Of the audio; the media process alone. */

/** The call with this SIP Call-ID: the youngest that is running, else the
 *  youngest. A copy. false: none. */
bool siptrunk_calls_of(
		siptrunk_text_t call_id, siptrunk_call_record_t *record);
/** Another one that is running has this SIP Call-ID, too. */
bool siptrunk_calls_is_shared(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record);
/** Writes down what record, with this SIP Call-ID, says of its legs. */
void siptrunk_calls_set_legs(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record);
/** The edge itself ended it. */
void siptrunk_calls_end_record(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record);

/** Nothing more will be known of its legs. */
void siptrunk_calls_settle(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record);

/* Of the records; the process that writes them alone. */

/** Before the first fork: calls that end are to be written. */
void siptrunk_calls_write(void);
/** Copies up to most of those that ended first. Of one that was answered, but
 *  ended later than before (ms since 1970), its legs are waited for. How
 *  many. */
size_t siptrunk_calls_due(
		siptrunk_call_record_t *records, size_t most, int64_t before);
/** These are written. */
void siptrunk_calls_written(
		const siptrunk_call_record_t *records, size_t count);
/** All other processes have ended, whatever they were doing: ends all calls
 *  that are running, by a restart. */
void siptrunk_calls_end_all(void);

/** How many are running. */
unsigned siptrunk_calls_running(void);
/** What became of those that have ended, by trunk; never NULL. */
const siptrunk_call_totals_t *siptrunk_calls_totals(void);

#endif
