/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A queue of records of any length in a fixed piece of memory.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_record_queue.h"

#include <string.h>

void siptrunk_record_queue_init(siptrunk_record_queue_t *queue, size_t size)
{
	queue->size = size;
	queue->put = queue->taken = 0;
}

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void copy_in(
		siptrunk_record_queue_t *queue, const void *bytes, size_t len)
{
	const size_t at = queue->put & (queue->size - 1);
	const size_t first = min(len, queue->size - at);

	memcpy(queue->bytes + at, bytes, first);
	memcpy(queue->bytes, (const char *)bytes + first, len - first);
	queue->put += len;
}

static void copy_out(siptrunk_record_queue_t *queue, void *bytes, size_t len)
{
	const size_t at = queue->taken & (queue->size - 1);
	const size_t first = min(len, queue->size - at);

	memcpy(bytes, queue->bytes + at, first);
	memcpy((char *)bytes + first, queue->bytes, len - first);
	queue->taken += len;
}

bool siptrunk_record_queue_put(siptrunk_record_queue_t *queue,
		const void *head, size_t head_len, const void *body, size_t body_len)
{
	const size_t len = head_len + body_len;
	const size_t room = queue->size - (queue->put - queue->taken);

	if(len == 0 || room < sizeof(len) || room - sizeof(len) < len)
		return false;
	copy_in(queue, &len, sizeof(len));
	copy_in(queue, head, head_len);
	copy_in(queue, body, body_len);
	return true;
}

size_t siptrunk_record_queue_take(
		siptrunk_record_queue_t *queue, void *record, size_t room)
{
	size_t len;

	while(queue->taken != queue->put) {
		copy_out(queue, &len, sizeof(len));
		if(len <= room) {
			copy_out(queue, record, len);
			return len;
		}
		queue->taken += len;
	}
	return 0;
}
