/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The record of a call that is over as one line of JSON. docs/records.md
 * describes it, tests/data/record.schema.json checks it.
 *
 * Pure; the process that writes records; memory of the caller's.
 */
#ifndef SIPTRUNK_CALL_JSON_H
#define SIPTRUNK_CALL_JSON_H

#include "siptrunk_call_record.h"

/** 16 hexadecimal digits of this start of the edge, 16 of the call. */
#define SIPTRUNK_CALL_UID_LEN 32

/** What no other call has, of no start. Terminated. */
void siptrunk_call_uid(
		uint64_t start, uint64_t serial, char uid[SIPTRUNK_CALL_UID_LEN + 1]);

/** Of the numbers in from, to, identity, caller, called and the gateways the
 *  last digits become 'x'; who is known by a name keeps it. */
void siptrunk_call_hide(siptrunk_call_record_t *record, int digits);

/** Room for any line: no character becomes more than two. */
#define SIPTRUNK_CALL_JSON_MAX (2 * sizeof(siptrunk_call_record_t) + 2048)

/** An object and the end of its line; terminated, its length. start tells this
 *  start of the edge from all others. What is not known is left out. */
size_t siptrunk_call_json_write(const siptrunk_call_record_t *record,
		uint64_t start, char line[SIPTRUNK_CALL_JSON_MAX]);

#endif
