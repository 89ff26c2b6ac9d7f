/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Captures of trunks.
 *
 * SIP workers, RPC processes, the writer; shared memory.
 */
#include "siptrunk_captures.h"

#include "siptrunk_access.h"
#include "siptrunk_captured.h"
#include "siptrunk_compat.h"
#include "siptrunk_explain.h"
#include "siptrunk_message.h"
#include "siptrunk_params.h"
#include "siptrunk_record_queue.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_spool.h"
#include "siptrunk_trials.h"

#include "core/dprint.h"
#include "core/events.h"
#include "core/forward.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define QUEUE_SIZE (256 * 1024)

typedef struct table
{
	gen_lock_t lock;
	int running; /**< captures; read without the lock */
	unsigned serial;
	siptrunk_capture_t captures[SIPTRUNK_CAPTURES_MAX];
	siptrunk_record_queue_t queue; /**< last: it goes on */
} table_t;

static table_t *table;

const char *siptrunk_capture_kind_name(siptrunk_capture_kind_t kind)
{
	static const char *const names[SIPTRUNK_CAPTURE_KINDS] = {
			[SIPTRUNK_CAPTURE_FILE] = "file", [SIPTRUNK_CAPTURE_HEP] = "hep"};

	return names[kind];
}

bool siptrunk_captures_off(void)
{
	return siptrunk_capture_dir.len == 0 && siptrunk_capture_collector.len == 0;
}

/* --- SIP workers: whose message is it --- */

/** Its list or one of its gateways has the address; other trunks' may, too. */
static bool has_address(const siptrunk_snapshot_t *snapshot,
		const char *name, const siptrunk_address_t *address)
{
	const siptrunk_situation_t now = {.now = time(NULL)};
	const siptrunk_trunk_t *trunk =
			siptrunk_config_trunk(snapshot->config, siptrunk_text(name));
	siptrunk_access_t access;

	if(trunk == NULL)
		return false;
	siptrunk_access_check(snapshot->config, snapshot->overlay, address, &now,
			trunk, &access);
	return (access.row != NULL && access.row->action == SIPTRUNK_ALLOW)
		   || access.passed_over != NULL
		   || siptrunk_walk_reaches(trunk, snapshot->overlay, address);
}

/** So that the table is locked for a moment only. */
static size_t copy_running(
		char names[SIPTRUNK_CAPTURES_MAX][65], unsigned *serials)
{
	const siptrunk_capture_t *capture = table->captures;
	size_t i, count = 0;

	lock_get(&table->lock);
	for(i = 0; i < SIPTRUNK_CAPTURES_MAX; i++, capture++) {
		if(!capture->running)
			continue;
		memcpy(names[count], capture->trunk, sizeof(names[0]));
		serials[count++] = capture->serial;
	}
	lock_release(&table->lock);
	return count;
}

/** Fills head's serials; false: the message is nobody's. */
static bool find_captures(
		const siptrunk_address_t *peer, siptrunk_capture_head_t *head)
{
	char names[SIPTRUNK_CAPTURES_MAX][65];
	unsigned serials[SIPTRUNK_CAPTURES_MAX];
	size_t i, wanted = 0, count = copy_running(names, serials);
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();

	memset(head->serials, 0, sizeof(head->serials));
	for(i = 0; i < count; i++) {
		if(has_address(snapshot, names[i], peer))
			head->serials[wanted++] = serials[i];
	}
	siptrunk_snapshot_put(snapshot);
	return wanted > 0;
}

/** Under the lock. NULL: it has ended. */
static siptrunk_capture_t *capture_of(unsigned serial)
{
	siptrunk_capture_t *capture = table->captures;
	size_t i;

	for(i = 0; i < SIPTRUNK_CAPTURES_MAX; i++, capture++) {
		if(capture->serial == serial && capture->running)
			return capture;
	}
	return NULL;
}

static void count_lost(const siptrunk_capture_head_t *head)
{
	siptrunk_capture_t *capture;
	size_t i;

	for(i = 0; i < SIPTRUNK_CAPTURES_MAX && head->serials[i] != 0; i++) {
		capture = capture_of(head->serials[i]);
		if(capture != NULL)
			capture->lost++;
	}
}

static void queue_message(siptrunk_capture_head_t *head, const str *text)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	head->captured.time = (int64_t)now.tv_sec * 1000000 + now.tv_usec;
	lock_get(&table->lock);
	if(!siptrunk_record_queue_put(&table->queue, head, sizeof(*head), text->s,
			   (size_t)text->len))
		count_lost(head);
	lock_release(&table->lock);
}

static bool is_wanted(const str *text)
{
	return __atomic_load_n(&table->running, __ATOMIC_RELAXED) > 0
		   && !siptrunk_explaining && text->s != NULL
		   && siptrunk_captured_is_sip(siptrunk_text_of(text));
}

static int on_received(sr_event_param_t *event)
{
	const str *text = event->data;
	const receive_info_t *received = event->rcv;
	siptrunk_capture_head_t head;

	if(!is_wanted(text))
		return 0;
	siptrunk_message_address(&received->src_ip, &head.captured.from);
	siptrunk_message_address(&received->dst_ip, &head.captured.to);
	head.captured.from_port = received->src_port;
	head.captured.to_port = received->dst_port;
	if(find_captures(&head.captured.from, &head))
		queue_message(&head, text);
	return 0;
}

static int on_sent(sr_event_param_t *event)
{
	const str *text = event->data;
	struct dest_info *to = event->dst;
	const struct socket_info *own = to->send_sock;
	struct ip_addr ip;
	siptrunk_capture_head_t head;

	if(!is_wanted(text))
		return 0;
	if(own == NULL)
		own = get_send_socket(NULL, &to->to, to->proto);
	if(own == NULL)
		return 0;
	su2ip_addr(&ip, &to->to);
	siptrunk_message_address(&ip, &head.captured.to);
	siptrunk_message_address(&own->address, &head.captured.from);
	head.captured.from_port = own->port_no;
	head.captured.to_port = su_getport(&to->to);
	if(find_captures(&head.captured.to, &head))
		queue_message(&head, text);
	return 0;
}

/* --- what the writer asks --- */

void siptrunk_captures_over(unsigned serial, const char *why)
{
	siptrunk_capture_t *capture, copy = {.serial = 0};

	lock_get(&table->lock);
	capture = capture_of(serial);
	if(capture != NULL) {
		capture->running = false;
		table->running--;
		snprintf(capture->ended, sizeof(capture->ended), "%s", why);
		copy = *capture;
	}
	lock_release(&table->lock);
	if(copy.serial != 0)
		LM_NOTICE("capture of trunk %s to %s ends: %s; %u messages, %u lost\n",
				copy.trunk, copy.where, why, copy.messages, copy.lost);
}

void siptrunk_captures_written(unsigned serial, size_t len)
{
	siptrunk_capture_t *capture;

	lock_get(&table->lock);
	capture = capture_of(serial);
	if(capture != NULL) {
		capture->size += len;
		capture->messages++;
	}
	lock_release(&table->lock);
}

int siptrunk_captures_find(unsigned serial, siptrunk_capture_t *capture)
{
	const siptrunk_capture_t *found;
	int place = -1;

	lock_get(&table->lock);
	found = capture_of(serial);
	if(found != NULL) {
		*capture = *found;
		place = (int)(found - table->captures);
	}
	lock_release(&table->lock);
	return place;
}

size_t siptrunk_captures_take(siptrunk_capture_head_t *head,
		char message[SIPTRUNK_CAPTURED_MAX])
{
	static char record[sizeof(*head) + SIPTRUNK_CAPTURED_MAX];
	size_t len;

	lock_get(&table->lock);
	len = siptrunk_record_queue_take(&table->queue, record, sizeof(record));
	lock_release(&table->lock);
	if(len == 0)
		return 0;
	memcpy(head, record, sizeof(*head));
	memcpy(message, record + sizeof(*head), len - sizeof(*head));
	return len - sizeof(*head);
}

/* --- who asks for one --- */

/** A trunk's name may hold what a file's may not. */
static void name_file(siptrunk_text_t trunk, siptrunk_capture_t *capture)
{
	char name[65], when[32];
	struct tm now;
	size_t i;

	snprintf(name, sizeof(name), "%.*s", SIPTRUNK_TEXT_FMT(trunk));
	for(i = 0; name[i] != '\0'; i++) {
		if(!siptrunk_text_is_word(
				   (siptrunk_text_t){name + i, 1}, 1, "-_"))
			name[i] = '_';
	}
	gmtime_r(&capture->began, &now);
	strftime(when, sizeof(when), "%Y%m%dT%H%M%SZ", &now);
	snprintf(capture->where, sizeof(capture->where), "%.*s/%s-%s-%u.pcap",
			siptrunk_capture_dir.len, siptrunk_capture_dir.s, name, when,
			capture->serial);
}

static bool failed(const char *path, siptrunk_error_t *error)
{
	siptrunk_error_set(error, "cannot write %s: %s", path, strerror(errno));
	return false;
}

/** For the edge's user alone, and never in the place of what is there. */
static bool make_file(siptrunk_capture_t *capture, siptrunk_error_t *error)
{
	unsigned char header[SIPTRUNK_PCAP_HEADER];
	bool written;
	int file;

	if(!siptrunk_spool_open(siptrunk_capture_dir.s, error))
		return false;
	file = open(capture->where,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			S_IRUSR | S_IWUSR);
	if(file < 0)
		return failed(capture->where, error);
	siptrunk_pcap_header(header);
	written = write(file, header, sizeof(header)) == sizeof(header);
	capture->size = sizeof(header);
	return (close(file) == 0 && written) || failed(capture->where, error);
}

static bool is_possible(siptrunk_capture_kind_t kind, siptrunk_error_t *error)
{
	if(kind == SIPTRUNK_CAPTURE_FILE && siptrunk_capture_dir.len == 0)
		siptrunk_error_set(error, "no folder: expected modparam capture_dir "
								  "(CAPTURE_DIR in the local file)");
	else if(kind == SIPTRUNK_CAPTURE_HEP
			&& siptrunk_capture_collector.len == 0)
		siptrunk_error_set(error,
				"no collector: expected modparam capture_collector "
				"(CAPTURE_COLLECTOR in the local file)");
	else
		return true;
	return false;
}

/** Under the lock: the place of one that has ended, the oldest; NULL: all run,
 *  or the trunk has one of that kind. */
static siptrunk_capture_t *find_place(
		const siptrunk_capture_t *wanted, siptrunk_error_t *error)
{
	siptrunk_capture_t *capture = table->captures, *place = NULL;
	size_t i;

	for(i = 0; i < SIPTRUNK_CAPTURES_MAX; i++, capture++) {
		if(!capture->running) {
			if(place == NULL || capture->serial < place->serial)
				place = capture;
		} else if(capture->kind == wanted->kind
				  && strcmp(capture->trunk, wanted->trunk) == 0) {
			siptrunk_error_set(error, "trunk %s is captured to %s already",
					capture->trunk, capture->where);
			return NULL;
		}
	}
	if(place == NULL)
		siptrunk_error_set(error, "%d captures are running, which is all",
				SIPTRUNK_CAPTURES_MAX);
	return place;
}

static bool add(siptrunk_capture_t *capture, siptrunk_error_t *error)
{
	siptrunk_capture_t *place;

	lock_get(&table->lock);
	place = find_place(capture, error);
	if(place != NULL) {
		capture->running = true;
		*place = *capture;
		table->running++;
	}
	lock_release(&table->lock);
	return place != NULL;
}

bool siptrunk_captures_begin(siptrunk_text_t trunk,
		siptrunk_capture_kind_t kind, int seconds, int megabytes,
		siptrunk_capture_t *capture, siptrunk_error_t *error)
{
	if(!is_possible(kind, error))
		return false;
	*capture = (siptrunk_capture_t){.kind = kind, .began = time(NULL)};
	capture->serial = __atomic_add_fetch(&table->serial, 1, __ATOMIC_RELAXED);
	capture->until = capture->began + seconds;
	capture->size_max = (uint64_t)megabytes * 1024 * 1024;
	snprintf(capture->trunk, sizeof(capture->trunk), "%.*s",
			SIPTRUNK_TEXT_FMT(trunk));
	if(kind == SIPTRUNK_CAPTURE_HEP)
		snprintf(capture->where, sizeof(capture->where), "%.*s",
				siptrunk_capture_collector.len, siptrunk_capture_collector.s);
	else
		name_file(trunk, capture);
	if(kind == SIPTRUNK_CAPTURE_FILE && !make_file(capture, error))
		return false;
	if(add(capture, error)) {
		LM_NOTICE("trunk %s is captured to %s for %d s, %d MB at most\n",
				capture->trunk, capture->where, seconds, megabytes);
		return true;
	}
	if(kind == SIPTRUNK_CAPTURE_FILE)
		unlink(capture->where);
	return false;
}

int siptrunk_captures_end(siptrunk_text_t trunk)
{
	siptrunk_capture_t capture;
	int i, count = 0;

	for(i = 0; i < SIPTRUNK_CAPTURES_MAX; i++) {
		if(!siptrunk_captures_read(i, &capture) || !capture.running
				|| !siptrunk_text_equal(trunk, siptrunk_text(capture.trunk)))
			continue;
		siptrunk_captures_over(capture.serial, "somebody ended it");
		count++;
	}
	return count;
}

bool siptrunk_captures_read(int number, siptrunk_capture_t *capture)
{
	if(table == NULL)
		return false;
	lock_get(&table->lock);
	*capture = table->captures[number];
	lock_release(&table->lock);
	return capture->serial != 0;
}

/* --- the module's life --- */

int siptrunk_captures_init(void)
{
	if(siptrunk_captures_off())
		return 0;
	table = shm_malloc(sizeof(*table) + QUEUE_SIZE);
	if(table == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(table, 0, sizeof(*table));
	lock_init(&table->lock);
	siptrunk_record_queue_init(&table->queue, QUEUE_SIZE);
	if(sr_event_register_cb(SREV_NET_DATA_OUT, on_sent) < 0
			|| sr_event_register_cb(SREV_NET_DATA_IN, on_received) < 0) {
		LM_ERR("too many modules change what is sent and received\n");
		return -1;
	}
	return 0;
}

void siptrunk_captures_fini(void)
{
	if(table != NULL)
		shm_free(table);
	table = NULL;
}
