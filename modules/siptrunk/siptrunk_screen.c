/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The first look at a message, before Kamailio parses it.
 *
 * SIP workers, and the timer process that sums up; shared memory.
 */
#include "siptrunk_screen.h"

#include "siptrunk_access.h"
#include "siptrunk_compat.h"
#include "siptrunk_flood.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_params.h"
#include "siptrunk_shown.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/events.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

/** A stranger's calls for help have so many times the rate of all else. */
#define HELP_RATE 10

typedef struct siptrunk_screen
{
	gen_lock_t lock; /**< of latest */
	siptrunk_address_t latest;
	uint64_t summed_up; /**< when, last */
	siptrunk_flood_t flood;
	/** Calls for help above that: of datagrams, whose source may be made up;
	 *  of connections. */
	siptrunk_flood_t help[2];
	siptrunk_shown_t shown;
} siptrunk_screen_t;

static siptrunk_screen_t *screen;

/** Nobody can be answered there, and Kamailio would log each such packet. */
static int drop_port_0(sr_event_param_t *event)
{
	const receive_info_t *received = ((void **)event->data)[2];

	return received->src_port == 0 ? -1 : 0;
}

int siptrunk_screen_init(int rate)
{
	uint64_t key[2];
	size_t i;

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
	for(i = 0; i < 2; i++)
		siptrunk_flood_init(&screen->help[i], HELP_RATE * (unsigned)rate, key);
	siptrunk_shown_init(&screen->shown, key);
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

static bool takes_http(int port)
{
	return port == siptrunk_webhook_port || port == siptrunk_operator_port;
}

/** What may come to its port; without a line in the log when it is not. */
static bool is_fit(const str *text, const receive_info_t *received)
{
	bool fit;

	siptrunk_log_hush();
	fit = takes_http(received->dst_port) ? is_http(text)
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

/** As one of these trunks dials it, or at any of its sites. */
static bool is_number_of_help(
		const siptrunk_config_t *config, siptrunk_text_t dialled)
{
	siptrunk_number_t number;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		const siptrunk_dialler_t dialler = {
				.outside_prefix = config->trunks[i].outside_prefix,
				.anywhere = true};

		if(siptrunk_config_is_roaming_pbx(&config->trunks[i])
				&& siptrunk_number_classify(
						&config->plan, dialled, &dialler, &number)
				&& siptrunk_number_is_emergency(number.classification))
			return true;
	}
	return false;
}

/** A call for help, or its end, as far as the first line tells. */
static bool is_for_help(const siptrunk_config_t *config, const str *text)
{
	struct msg_start line;

	memset(&line, 0, sizeof(line));
	siptrunk_log_hush();
	parse_first_line(text->s, (unsigned)text->len, &line);
	siptrunk_log_resume();
	return line.type == SIP_REQUEST
		   && (line.u.request.method_value == METHOD_INVITE
				   || line.u.request.method_value == METHOD_CANCEL)
		   && is_number_of_help(config, siptrunk_text_of(&line.u.request.uri));
}

/** It may be from a pbx that is not known by its address, and has not shown
 *  yet who it is. */
static bool pass_for_help(const str *text, const receive_info_t *received,
		const siptrunk_address_t *source)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const bool help = snapshot->config->roaming
					  && is_for_help(snapshot->config, text);

	siptrunk_snapshot_put(snapshot);
	return help
		   && siptrunk_flood_pass(
				   &screen->help[received->proto != PROTO_UDP], source,
				   now_us());
}

static bool pass_limited(const str *text, const receive_info_t *received)
{
	siptrunk_address_t source;

	siptrunk_message_address(&received->src_ip, &source);
	note(&source);
	if(!is_reply(text)
			&& !siptrunk_flood_pass(&screen->flood, &source, now_us())
			&& !pass_for_help(text, received, &source)) {
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
	LISTED,	  /**< let in, or a pbx or the far end of our calls in any state */
	LAPSED,	  /**< listed, but nothing applies */
	STRANGER, /**< on no list */
	DENIED
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
	if(access.verdict == SIPTRUNK_VERDICT_DENY)
		return DENIED;
	if(access.passed_over == NULL)
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

static siptrunk_flow_t flow_of(const receive_info_t *received)
{
	siptrunk_flow_t flow = {.port = received->src_port,
			.transport = siptrunk_message_transport(received->proto)};

	siptrunk_message_address(&received->src_ip, &flow.address);
	return flow;
}

static uint32_t now_s(void)
{
	return (uint32_t)(now_us() / 1000000);
}

static bool has_shown(const receive_info_t *received)
{
	const siptrunk_flow_t flow = flow_of(received);

	return siptrunk_shown_has(&screen->shown, &flow, now_s());
}

void siptrunk_screen_remember(const receive_info_t *received)
{
	const siptrunk_flow_t flow = flow_of(received);

	siptrunk_shown_note(&screen->shown, &flow, now_s());
}

/** Is it listened to, whatever it sends? */
static bool is_heard(const receive_info_t *received)
{
	const standing_t standing = standing_of(received);

	return standing == LISTED || (standing != DENIED && has_shown(received));
}

bool siptrunk_screen_pass(sip_msg_t *message)
{
	const sr_net_info_t *net = ksr_evrt_rcvnetinfo_get();
	const receive_info_t *received = net != NULL ? net->rcv : &message->rcv;
	str text = net != NULL ? net->data
						   : (str){message->buf, (int)message->len};

	return is_heard(received) ? pass_listed(&text, received)
							  : pass_limited(&text, received);
}

bool siptrunk_screen_stranger_at(const receive_info_t *received)
{
	return standing_of(received) >= STRANGER;
}

bool siptrunk_screen_gives_way(const receive_info_t *received)
{
	const standing_t standing = standing_of(received);

	return standing == DENIED
		   || (standing == STRANGER && !has_shown(received));
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
