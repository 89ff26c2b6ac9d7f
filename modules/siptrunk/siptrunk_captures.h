/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the edge exchanges with a trunk, for a limited time, in a file or to a
 * HEP collector: as it goes over the wire, with TLS undone.
 *
 * SIP workers put messages into a queue of a fixed size and never wait; a
 * process of its own writes. Shared memory.
 */
#ifndef SIPTRUNK_CAPTURES_H
#define SIPTRUNK_CAPTURES_H

#include "siptrunk_captured.h"

#include <time.h>

#define SIPTRUNK_CAPTURES_MAX 8
#define SIPTRUNK_CAPTURE_SECONDS_DEFAULT 600
#define SIPTRUNK_CAPTURE_SECONDS_MAX 86400
#define SIPTRUNK_CAPTURE_MEGABYTES_DEFAULT 100
#define SIPTRUNK_CAPTURE_MEGABYTES_MAX 1000

typedef enum siptrunk_capture_kind
{
	SIPTRUNK_CAPTURE_FILE,
	SIPTRUNK_CAPTURE_HEP,
	SIPTRUNK_CAPTURE_KINDS
} siptrunk_capture_kind_t;

typedef struct siptrunk_capture
{
	unsigned serial; /**< 0: this place is empty */
	bool running;
	siptrunk_capture_kind_t kind;
	char trunk[65];
	char where[256]; /**< path of the file, or the collector's address */
	time_t began, until;
	uint64_t size, size_max; /**< bytes */
	unsigned messages, lost; /**< written; not, since the queue was full */
	char ended[128];		 /**< why; empty: it is running */
} siptrunk_capture_t;

/** Before what changes what is sent and received; 0 or -1. Without a folder and
 *  a collector there is nothing to do. */
int siptrunk_captures_init(void);
void siptrunk_captures_fini(void);
/** There is neither. */
bool siptrunk_captures_off(void);

/** Begins one; *capture becomes what it is. false: error says why. Not by a SIP
 *  worker: it makes the file. */
bool siptrunk_captures_begin(siptrunk_text_t trunk,
		siptrunk_capture_kind_t kind, int seconds, int megabytes,
		siptrunk_capture_t *capture, siptrunk_error_t *error);
/** Ends the trunk's; how many there were. */
int siptrunk_captures_end(siptrunk_text_t trunk);
/** Copies the one in place number, below SIPTRUNK_CAPTURES_MAX; false: none
 *  was there since the start. */
bool siptrunk_captures_read(int number, siptrunk_capture_t *capture);

/* --- for the writer --- */

/** What is queued before a message. */
typedef struct siptrunk_capture_head
{
	siptrunk_captured_t captured;
	unsigned serials[SIPTRUNK_CAPTURES_MAX]; /**< whose it is; 0: no more */
} siptrunk_capture_head_t;

/** The oldest message that is queued; its length, 0: there is none. For one
 *  process only. */
size_t siptrunk_captures_take(siptrunk_capture_head_t *head,
		char message[SIPTRUNK_CAPTURED_MAX]);
/** Copies one that is running; its place, or -1. */
int siptrunk_captures_find(unsigned serial, siptrunk_capture_t *capture);
/** One more message, of len bytes, is written. */
void siptrunk_captures_written(unsigned serial, size_t len);
/** It ends, if it is running; logged. */
void siptrunk_captures_over(unsigned serial, const char *why);

/** "file", "hep". */
const char *siptrunk_capture_kind_name(siptrunk_capture_kind_t kind);

#endif
