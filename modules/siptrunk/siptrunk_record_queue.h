/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A queue of records of any length in a fixed piece of memory: who puts never
 * waits, what does not fit is not taken.
 *
 * Pure; no memory beyond the caller's, and no lock.
 */
#ifndef SIPTRUNK_RECORD_QUEUE_H
#define SIPTRUNK_RECORD_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct siptrunk_record_queue
{
	size_t size;
	size_t put, taken; /**< bytes ever; they may wrap around */
	char bytes[];
} siptrunk_record_queue_t;

/** Of size bytes, a power of two; queue has room for them. */
void siptrunk_record_queue_init(siptrunk_record_queue_t *queue, size_t size);

/** A record of head and body, one after the other; false: it does not fit. */
bool siptrunk_record_queue_put(siptrunk_record_queue_t *queue,
		const void *head, size_t head_len, const void *body, size_t body_len);

/** The oldest record, if it fits into room bytes; its length. 0: there is none.
 *  One that does not fit is dropped, the next is taken. */
size_t siptrunk_record_queue_take(
		siptrunk_record_queue_t *queue, void *record, size_t room);

#endif
