/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The notifications that are not delivered yet: a table in shared memory.
 *
 * The HTTP process adds and removes; whoever gets an answer (the HTTP process,
 * of a SIP MESSAGE any worker of tm) puts it in; RPC reads.
 */
#ifndef SIPTRUNK_NOTICES_H
#define SIPTRUNK_NOTICES_H

#include "siptrunk_notify_text.h"

/** More wait on the disk until there is room. */
#define SIPTRUNK_NOTICES_MAX 512

typedef enum siptrunk_notice_state
{
	SIPTRUNK_NOTICE_NONE,	 /**< a free place */
	SIPTRUNK_NOTICE_WAITING, /**< for the time that it is due */
	SIPTRUNK_NOTICE_SENT,	 /**< an answer is awaited */
	SIPTRUNK_NOTICE_ANSWERED
} siptrunk_notice_state_t;

typedef struct siptrunk_notice
{
	siptrunk_notice_name_t name;
	siptrunk_notice_state_t state;
	bool spooled;	/**< its text is in a file, else in memory */
	unsigned tries; /**< so far */
	unsigned ticket; /**< of the last try */
	int64_t made, due, sent; /**< siptrunk_clock_steady_ms() */
	int code;				 /**< of the answer; 0: none */
	char error[384];		 /**< why the last try failed, or empty */
} siptrunk_notice_t;

/** In mod_init; 0 or -1. */
int siptrunk_notices_init(void);
void siptrunk_notices_fini(void);

/* For the HTTP process alone; siptrunk_notices_read() for any. */

/** In the place of one: the table is full, or has this notification. */
#define SIPTRUNK_NOTICES_FULL -1
#define SIPTRUNK_NOTICES_KNOWN -2

/** The place that it has now, or one of these. */
int siptrunk_notices_add(const siptrunk_notice_t *notice);
/** The place whose notification can wait longest, because its text is in a file
 *  and its next try far off; -1: none can. */
int siptrunk_notices_spare(void);
/** A copy of what is in a place, 0 to SIPTRUNK_NOTICES_MAX - 1; false: free. */
bool siptrunk_notices_read(int place, siptrunk_notice_t *notice);
void siptrunk_notices_write(int place, const siptrunk_notice_t *notice);

/* For any process. */

/** The answer to the try with this ticket; too late it changes nothing. */
void siptrunk_notices_answer(unsigned ticket, int code, const char *error);

#endif
