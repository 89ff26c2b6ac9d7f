/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The first look at a message, before Kamailio parses it.
 *
 * SIP workers, and the timer process that sums up; shared memory.
 */
#include "siptrunk_screen.h"

#include "siptrunk_access.h"
#include "siptrunk_flood.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/events.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

typedef struct siptrunk_screen
{
	gen_lock_t lock; /**< of latest */
	siptrunk_address_t latest;
	uint64_t summed_up; /**< when, last */
	siptrunk_flood_t flood;
} siptrunk_screen_t;

static siptrunk_screen_t *screen;
/** The port that takes HTTP, and nothing else; 0: there is none. */
static int http_port;

/** Nobody can be answered there, and Kamailio would log each such packet. */
static int drop_port_0(sr_event_param_t *event)
{
	const receive_info_t *received = ((void **)event->data)[2];

	return received->src_port == 0 ? -1 : 0;
}

int siptrunk_screen_init(int rate, int http)
{
	uint64_t key[2];

	/* there is one place, which sipcapture takes, too */
	if(sr_event_register_cb(SREV_NET_DGRAM_IN, drop_port_0) < 0)
		LM_WARN("another module listens to datagrams: those from port 0 are "
				"logged one by one\n");
	if(getrandom(key, sizeof(key), 0) != sizeof(key)) {
		LM_ERR("the system has no random numbers\n");
		return -1;
	}
	screen = shm_malloc(sizeof(*screen));
	if(screen == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(screen, 0, sizeof(*screen));
	lock_init(&screen->lock);
	siptrunk_flood_init(&screen->flood, (unsigned)rate, key);
	http_port = http;
	return 0;
}

void siptrunk_screen_fini(void)
{
	if(screen != NULL)
		shm_free(screen);
	screen = NULL;
}

/** Microseconds, the same in all processes. */
static uint64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/** What Kamailio asks of a message before it runs a route. */
static bool is_sip(const str *text, const receive_info_t *received)
{
	sip_msg_t message;
	bool valid;

	memset(&message, 0, sizeof(message));
	message.buf = text->s;
	message.len = (unsigned)text->len;
	message.rcv = *received;
	valid = parse_msg(message.buf, message.len, &message) == 0
			&& parse_headers(&message,
					   HDR_FROM_F | HDR_TO_F | HDR_CALLID_F | HDR_CSEQ_F, 0)
					   == 0
			&& message.via1 != NULL && message.via1->error == PARSE_OK
			&& message.from != NULL && message.to != NULL
			&& message.callid != NULL && message.cseq != NULL;
	free_sip_msg(&message);
	return valid;
}

static bool is_http(const str *text)
{
	struct msg_start line;

	memset(&line, 0, sizeof(line));
	parse_first_line(text->s, (unsigned)text->len, &line);
	return line.type == SIP_REQUEST && (line.flags & FLINE_FLAG_PROTO_HTTP);
}

/** What may come to that port; without a line in the log when it is not. */
static bool is_fit(const str *text, const receive_info_t *received)
{
	bool fit;

	siptrunk_log_hush();
	fit = received->dst_port == http_port ? is_http(text)
										  : is_sip(text, received);
	siptrunk_log_resume();
	return fit;
}

static bool is_reply(const str *text)
{
	static const char version[] = "SIP/2.0 ";

	return text->len >= (int)sizeof(version) - 1
		   && memcmp(text->s, version, sizeof(version) - 1) == 0;
}

static void note(const siptrunk_address_t *source)
{
	lock_get(&screen->lock);
	screen->latest = *source;
	lock_release(&screen->lock);
}

static bool pass_limited(const str *text, const receive_info_t *received)
{
	siptrunk_address_t source;

	siptrunk_message_address(&received->src_ip, &source);
	note(&source);
	if(!is_reply(text)
			&& !siptrunk_flood_pass(&screen->flood, &source, now_us())) {
		siptrunk_stats_add(SIPTRUNK_STAT_ACCESS_FLOOD, 1);
		return false;
	}
	if(is_fit(text, received))
		return true;
	siptrunk_stats_add(SIPTRUNK_STAT_ACCESS_MALFORMED, 1);
	return false;
}

/** The peer may be mending its software: now and then Kamailio's parser tells
 *  what is wrong. */
static bool pass_listed(const str *text, const receive_info_t *received)
{
	if(is_fit(text, received))
		return true;
	siptrunk_stats_add(SIPTRUNK_STAT_ACCESS_MALFORMED, 1);
	if(siptrunk_log_may()) {
		is_sip(text, received);
		LM_ERR("%s, which is on a list, sent what is no SIP: not answered\n",
				ip_addr2a((struct ip_addr *)&received->src_ip));
	}
	return false;
}

typedef enum standing
{
	LISTED,	 /**< let in, or a pbx or the far end of our calls in any state */
	LAPSED,	 /**< listed, but nothing applies */
	STRANGER /**< denied, or on no list */
} standing_t;

static standing_t standing_in(
		const siptrunk_snapshot_t *snapshot, const receive_info_t *received)
{
	siptrunk_situation_t situation;
	siptrunk_address_t source;
	siptrunk_access_t access;

	siptrunk_message_source(received, &source, &situation);
	siptrunk_access_check(snapshot->config, snapshot->overlay, &source,
			&situation, NULL, &access);
	if(access.verdict == SIPTRUNK_VERDICT_ALLOW
			|| siptrunk_access_ever_pbx(
					   snapshot->config, snapshot->overlay, &access)
					   != NULL)
		return LISTED;
	if(access.verdict == SIPTRUNK_VERDICT_DENY || access.passed_over == NULL)
		return STRANGER;
	return access.limit == SIPTRUNK_LIMIT_DIRECTION ? LISTED : LAPSED;
}

static standing_t standing_of(const receive_info_t *received)
{
	siptrunk_snapshot_t *snapshot;
	standing_t standing;

	/* what the edge sends to itself (siptrunk_transfer_requests.h) */
	if(ip_addr_cmp(&received->src_ip, &received->dst_ip))
		return LISTED;
	snapshot = siptrunk_snapshot_get();
	standing = standing_in(snapshot, received);
	siptrunk_snapshot_put(snapshot);
	return standing;
}

bool siptrunk_screen_pass(sip_msg_t *message)
{
	const sr_net_info_t *net = ksr_evrt_rcvnetinfo_get();
	const receive_info_t *received = net != NULL ? net->rcv : &message->rcv;
	str text = net != NULL ? net->data
						   : (str){message->buf, (int)message->len};

	return standing_of(received) == LISTED ? pass_listed(&text, received)
										   : pass_limited(&text, received);
}

bool siptrunk_screen_stranger_at(const receive_info_t *received)
{
	return standing_of(received) == STRANGER;
}

bool siptrunk_screen_stranger(const sip_msg_t *message)
{
	return siptrunk_screen_stranger_at(&message->rcv);
}

void siptrunk_screen_heard(siptrunk_strangers_heard_t *heard)
{
	uint64_t now = now_us();
	siptrunk_address_t latest;

	lock_get(&screen->lock);
	latest = screen->latest;
	lock_release(&screen->lock);
	siptrunk_address_format(&latest, heard->latest);
	heard->count = siptrunk_flood_sources(&screen->flood, screen->summed_up);
	screen->summed_up = now;
}
