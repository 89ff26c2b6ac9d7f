/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Writes what is captured.
 *
 * A process of its own: a disk that hangs must hang nobody else. Private
 * memory.
 */
#include "siptrunk_capture_writer.h"

#include "siptrunk_captures.h"
#include "siptrunk_compat.h"
#include "siptrunk_message.h"
#include "siptrunk_params.h"
#include "siptrunk_snapshot.h"

#include "core/dprint.h"
#include "core/ip_addr.h"
#include "core/sr_module.h"
#include "core/timer_proc.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TICK_US (20 * 1000)

/** Where a capture is written to. */
typedef struct outlet
{
	unsigned serial; /**< the capture's; 0: nobody's */
	int file;
} outlet_t;

static outlet_t outlets[SIPTRUNK_CAPTURES_MAX];
static union sockaddr_union collector;

static int open_outlet(const siptrunk_capture_t *capture)
{
	int file;

	if(capture->kind == SIPTRUNK_CAPTURE_FILE)
		return open(capture->where,
				O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
	file = socket(collector.s.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if(file >= 0
			&& connect(file, &collector.s, sockaddru_len(collector)) < 0) {
		close(file);
		file = -1;
	}
	return file;
}

static void close_outlet(outlet_t *outlet)
{
	if(outlet->serial != 0 && outlet->file >= 0)
		close(outlet->file);
	outlet->serial = 0;
}

/** -1: it cannot be written to, errno says why. */
static int outlet_of(const siptrunk_capture_t *capture, int place)
{
	outlet_t *outlet = &outlets[place];

	if(outlet->serial == capture->serial)
		return outlet->file;
	close_outlet(outlet);
	outlet->serial = capture->serial;
	outlet->file = open_outlet(capture);
	return outlet->file;
}

/** A collector that is not there refuses what came before; nobody sends it
 *  again. A file takes all of it, or keeps the end that it had. */
static bool write_packet(const siptrunk_capture_t *capture, int place,
		const unsigned char *packet, size_t len)
{
	const int file = outlet_of(capture, place);
	ssize_t written;

	if(file < 0)
		return false;
	if(capture->kind == SIPTRUNK_CAPTURE_HEP) {
		if(send(file, packet, len, MSG_DONTWAIT) < 0)
			LM_DBG("the collector takes nothing: %s\n", strerror(errno));
		return true;
	}
	written = write(file, packet, len);
	if(written == (ssize_t)len)
		return true;
	if(written >= 0)
		errno = ENOSPC;
	if(written > 0 && ftruncate(file, (off_t)capture->size) < 0)
		LM_DBG("%s ends in the middle of a packet\n", capture->where);
	return false;
}

/** Once: it ends with that. */
static void fail(const siptrunk_capture_t *capture, const char *why)
{
	LM_ERR("%s cannot be written: %s\n", capture->where, why);
	siptrunk_captures_over(capture->serial, why);
}

static void write_to(unsigned serial, const siptrunk_capture_head_t *head,
		siptrunk_text_t message)
{
	static unsigned char
			packet[SIPTRUNK_CAPTURED_MAX + SIPTRUNK_CAPTURED_FRAME];
	siptrunk_capture_t capture;
	const int place = siptrunk_captures_find(serial, &capture);
	size_t len;

	if(place < 0)
		return;
	len = capture.kind == SIPTRUNK_CAPTURE_FILE
				  ? siptrunk_pcap_packet(&head->captured, message, packet)
				  : siptrunk_hep_packet(&head->captured, message,
							(uint32_t)siptrunk_capture_id, packet);
	if(len == 0)
		return;
	if(capture.size + len > capture.size_max)
		siptrunk_captures_over(serial, "it has the size that it may have");
	else if(write_packet(&capture, place, packet, len))
		siptrunk_captures_written(serial, len);
	else
		fail(&capture, strerror(errno));
}

static bool is_secret(siptrunk_text_t header, const void *config)
{
	return siptrunk_config_is_custom(config, header);
}

static void write_all(void)
{
	static char message[SIPTRUNK_CAPTURED_MAX];
	siptrunk_capture_head_t head;
	siptrunk_snapshot_t *snapshot;
	size_t len, i;

	while((len = siptrunk_captures_take(&head, message)) > 0) {
		snapshot = siptrunk_snapshot_get();
		siptrunk_captured_blank(message, len, is_secret, snapshot->config);
		siptrunk_snapshot_put(snapshot);
		for(i = 0; i < SIPTRUNK_CAPTURES_MAX && head.serials[i] != 0; i++)
			write_to(head.serials[i], &head, (siptrunk_text_t){message, len});
	}
}

static void end_overdue(void)
{
	siptrunk_capture_t capture;
	int i;

	for(i = 0; i < SIPTRUNK_CAPTURES_MAX; i++) {
		if(siptrunk_captures_read(i, &capture) && capture.running
				&& time(NULL) >= capture.until)
			siptrunk_captures_over(capture.serial, "its time is over");
	}
}

/** What nobody writes to any more is not held open. */
static void close_ended(void)
{
	siptrunk_capture_t capture;
	size_t i;

	for(i = 0; i < SIPTRUNK_CAPTURES_MAX; i++) {
		if(outlets[i].serial != 0
				&& siptrunk_captures_find(outlets[i].serial, &capture) < 0)
			close_outlet(&outlets[i]);
	}
}

static void write_tick(unsigned int ticks, void *param)
{
	write_all();
	end_overdue();
	close_ended();
}

/** An address and a port: no name is resolved. */
static bool read_collector(void)
{
	siptrunk_peer_t peer;

	return siptrunk_message_parse_peer(
				   siptrunk_text_of(&siptrunk_capture_collector), &peer)
		   && (peer.proto == PROTO_NONE || peer.proto == PROTO_UDP)
		   && peer.port != 0 && init_su(&collector, &peer.ip, peer.port) == 0;
}

int siptrunk_capture_writer_init(void)
{
	if(siptrunk_captures_off())
		return 0;
	if(siptrunk_capture_collector.len > 0 && !read_collector()) {
		LM_ERR("modparam capture_collector: expected ADDRESS:PORT, found "
			   "'%.*s'\n",
				siptrunk_capture_collector.len, siptrunk_capture_collector.s);
		return -1;
	}
	return register_basic_timers(1);
}

int siptrunk_capture_writer_start(int rank)
{
	if(rank != PROC_MAIN || siptrunk_captures_off())
		return 0;
	return fork_basic_utimer(PROC_TIMER, "SIPTRUNK CAPTURE", 0, write_tick,
				   NULL, TICK_US)
						   < 0
				   ? -1
				   : 0;
}
