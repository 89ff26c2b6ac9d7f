/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Calls with media: RTP at 50 packets a second each way, and what became of
 * every packet. Run by tests/bench/media.sh.
 *
 * One thread plays both ends of all calls. An end is one socket: RTPengine
 * tells the calls apart by its own ports. A packet is known again by its RTP
 * timestamp, which holds the call and the packet's number: SRTP leaves it in
 * clear, and RTPengine keeps it even when it transcodes.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <srtp2/srtp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NS 1000000000
#define PTIME (NS / 50)
#define SAMPLES 160
/** Packets leave in groups, so that the sender's sleeps cost it little. */
#define TICK (PTIME / 100)
#define HEADER 12
#define PAYLOAD 160
/** Of the timestamp: the rest is the call. */
#define PACKET_BITS 21
#define CALLS_MAX (1 << (32 - PACKET_BITS))
#define PACKETS_MAX ((1 << PACKET_BITS) / SAMPLES)
#define BATCH 64
/** Sent, but not counted: a call's first packets make RTPengine learn, and
 * what it transcodes leaves it when the next ones come. */
#define LEAD 10
#define TAIL 5

static const char usage[] =
		"usage: media_bench OPTION...\n"
		"\n"
		"  -c CALLS         how many\n"
		"  -s SECONDS       for how long\n"
		"  -f FIRST         number of the first packet\n"
		"  -n ADDRESS:PORT  the near end\n"
		"  -r ADDRESS:PORT  the far (remote) end\n"
		"  -h FILE          network namespace of the far end\n"
		"  -e ADDRESS       RTPengine; without it the ends send directly\n"
		"  -p FILE          RTPengine's ports for the near end, one a line; the\n"
		"                   far end answers to wherever its RTP comes from\n"
		"  -P PID           RTPengine's process\n"
		"  -t TYPE          payload type of the near end; the far end: 0\n"
		"  -k KEY           the far end's key, SRTP then (SDES, inline)\n"
		"\n"
		"Prints: packets sent and lost; us until one arrived, median, 99 %,\n"
		"longest; us by which 99 % at most were sent late; RTPengine's CPU, us a\n"
		"call and second. A packet has arrived when the kernel of the receiving\n"
		"end has it.\n";

typedef enum { NEAR, FAR, SIDES } media_side_t;

/** One way of one call. */
typedef struct
{
	media_side_t side;
	uint32_t call;
	uint64_t phase;
	struct sockaddr_in to;
	srtp_t srtp;
	uint64_t *sent;
} media_stream_t;

static struct
{
	uint32_t calls, seconds, first, packets;
	int type, rtpengine_pid;
	const char *ends[SIDES], *far_host, *rtpengine, *ports, *key;
} option = {.calls = 1, .seconds = 1};

static int sockets[SIDES];
static struct sockaddr_in addresses[SIDES];
static media_stream_t *streams, **in_order;
static uint32_t *latencies, *lateness;
static size_t sent, arrived, ticks;

static void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("media_bench: ", stderr);
	vfprintf(stderr, format, args);
	fputs("\n", stderr);
	va_end(args);
	exit(2);
}

static void *need(size_t number, size_t size)
{
	void *memory = calloc(number, size);

	if(!memory)
		die("no memory");
	return memory;
}

static uint64_t ns_of(const struct timespec *time)
{
	return (uint64_t)time->tv_sec * NS + (uint64_t)time->tv_nsec;
}

/** The clock that the kernel stamps what arrives with. */
static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return ns_of(&time);
}

static void sleep_until(uint64_t due)
{
	struct timespec time = {(time_t)(due / NS), (long)(due % NS)};

	clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, NULL);
}

/* ---- The ends ----------------------------------------------------------- */

static struct sockaddr_in address_of(const char *text)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	char host[INET_ADDRSTRLEN];
	unsigned short port = 0;

	if(sscanf(text, "%15[0-9.]:%hu", host, &port) < 1
			|| inet_pton(AF_INET, host, &address.sin_addr) != 1)
		die("expected ADDRESS or ADDRESS:PORT, found '%s'", text);
	address.sin_port = htons(port);
	return address;
}

/** Nothing is lost here: room for seconds, whatever the host's limit. */
static int socket_at(const struct sockaddr_in *address)
{
	int room = 64 << 20, on = 1, fd = socket(AF_INET, SOCK_DGRAM, 0);

	if(fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room))
			|| setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room))
			|| setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on))
			|| bind(fd, (const void *)address, sizeof(*address)))
		die("%s:%d: %m", inet_ntoa(address->sin_addr),
				ntohs(address->sin_port));
	return fd;
}

static void enter(int namespace)
{
	if(namespace < 0 || setns(namespace, CLONE_NEWNET))
		die("network namespace: %m");
}

static void make_ends(void)
{
	int here = open("/proc/self/ns/net", O_RDONLY);

	for(int side = NEAR; side < SIDES; side++)
		addresses[side] = address_of(option.ends[side]);
	sockets[NEAR] = socket_at(&addresses[NEAR]);
	enter(open(option.far_host, O_RDONLY));
	sockets[FAR] = socket_at(&addresses[FAR]);
	enter(here);
}

/* ---- The calls ---------------------------------------------------------- */

static void read_ports(void)
{
	FILE *file = fopen(option.ports, "r");
	struct sockaddr_in to = address_of(option.rtpengine);
	unsigned short port;

	for(uint32_t call = 0; call < option.calls; call++) {
		if(!file || fscanf(file, "%hu", &port) != 1)
			die("%s: expected %u ports, found %u", option.ports, option.calls,
					call);
		to.sin_port = htons(port);
		streams[SIDES * call + NEAR].to = to;
		to.sin_port = 0; /* until RTP comes from there */
		streams[SIDES * call + FAR].to = to;
	}
	fclose(file);
}

static uint32_t ssrc_of(const media_stream_t *stream)
{
	return UINT32_C(0x51700000) + (uint32_t)(stream - streams);
}

static int base64_digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
								 "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) : -1;
}

/** AES_CM_128_HMAC_SHA1_80: 30 bytes of key and salt, 40 digits. */
static void read_key(unsigned char key[SRTP_MAX_KEY_LEN])
{
	for(int i = 0; i < 40; i++) {
		int digit = base64_digit(option.key[i]);

		if(digit < 0)
			die("expected 40 digits of base64, found '%s'", option.key);
		for(int bit = 0; bit < 6; bit++)
			if(digit >> (5 - bit) & 1)
				key[(6 * i + bit) / 8] |=
						(unsigned char)(0x80 >> (6 * i + bit) % 8);
	}
}

static void make_srtp(media_stream_t *stream)
{
	unsigned char key[SRTP_MAX_KEY_LEN] = {0};
	srtp_policy_t policy = {
			.ssrc = {ssrc_specific, ssrc_of(stream)}, .key = key};

	read_key(key);
	srtp_crypto_policy_set_rtp_default(&policy.rtp);
	srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
	if(srtp_create(&stream->srtp, &policy) != srtp_err_status_ok)
		die("no SRTP session");
}

static int by_phase(const void *a, const void *b)
{
	const media_stream_t *first = *(media_stream_t *const *)a;
	const media_stream_t *second = *(media_stream_t *const *)b;

	return (first->phase > second->phase) - (first->phase < second->phase);
}

/** Calls begin when they like: so do their packets. */
static void make_streams(void)
{
	uint32_t number = SIDES * option.calls;

	streams = need(number, sizeof(*streams));
	in_order = need(number, sizeof(*in_order));
	srandom(1); /* the same every time */
	for(uint32_t i = 0; i < number; i++) {
		streams[i].side = i % SIDES;
		streams[i].call = i / SIDES;
		streams[i].phase = (uint64_t)random() % (PTIME / TICK) * TICK;
		streams[i].to = addresses[streams[i].side == NEAR ? FAR : NEAR];
		streams[i].sent = need(option.packets, sizeof(*streams[i].sent));
		in_order[i] = &streams[i];
		if(option.key && streams[i].side == FAR)
			make_srtp(&streams[i]);
	}
	qsort(in_order, number, sizeof(*in_order), by_phase);
	if(option.rtpengine)
		read_ports();
}

/* ---- Sending and receiving ---------------------------------------------- */

/** Also where the call's far end is to send from now on. */
static void arrive(media_side_t side, const unsigned char *rtp, size_t length,
		uint64_t at, const struct sockaddr_in *from)
{
	uint32_t timestamp, call, packet;
	media_stream_t *stream;

	if(length < HEADER)
		return;
	memcpy(&timestamp, rtp + 4, sizeof(timestamp));
	timestamp = ntohl(timestamp);
	call = timestamp >> PACKET_BITS;
	packet = timestamp % (1 << PACKET_BITS) / SAMPLES - option.first;
	if(call >= option.calls || packet >= option.packets)
		return; /* of an earlier run */
	if(side == FAR)
		streams[SIDES * call + FAR].to = *from;
	stream = &streams[SIDES * call + (side == NEAR ? FAR : NEAR)];
	if(!stream->sent[packet])
		return; /* not counted, or a second time */
	at -= at > stream->sent[packet] ? stream->sent[packet] : at;
	latencies[arrived++] = (uint32_t)at;
	stream->sent[packet] = 0;
}

static uint64_t stamp_of(struct msghdr *message)
{
	struct timespec time = {0, 0};

	for(struct cmsghdr *c = CMSG_FIRSTHDR(message); c;
			c = CMSG_NXTHDR(message, c))
		if(c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS)
			memcpy(&time, CMSG_DATA(c), sizeof(time));
	return ns_of(&time);
}

static int receive(media_side_t side)
{
	static unsigned char packets[BATCH][HEADER];
	static char stamps[BATCH][64];
	struct mmsghdr messages[BATCH];
	struct sockaddr_in from[BATCH];
	struct iovec parts[BATCH];
	int number;

	for(int i = 0; i < BATCH; i++) {
		parts[i] = (struct iovec){packets[i], sizeof(packets[i])};
		messages[i].msg_hdr = (struct msghdr){.msg_name = &from[i],
				.msg_namelen = sizeof(from[i]),
				.msg_iov = &parts[i],
				.msg_iovlen = 1,
				.msg_control = stamps[i],
				.msg_controllen = sizeof(stamps[i])};
	}
	number = recvmmsg(sockets[side], messages, BATCH, MSG_DONTWAIT, NULL);
	for(int i = 0; i < number; i++)
		arrive(side, packets[i], messages[i].msg_len,
				stamp_of(&messages[i].msg_hdr), &from[i]);
	return number;
}

static void receive_all(void)
{
	for(media_side_t side = NEAR; side < SIDES; side++)
		while(receive(side) == BATCH)
			;
}

static size_t make_packet(media_stream_t *stream, uint32_t packet,
		unsigned char rtp[HEADER + PAYLOAD + SRTP_MAX_TRAILER_LEN])
{
	uint32_t number = option.first + packet;
	uint32_t timestamp =
			htonl((stream->call << PACKET_BITS) + number * SAMPLES);
	uint32_t ssrc = htonl(ssrc_of(stream));
	uint16_t sequence = htons((uint16_t)number);
	int length = HEADER + PAYLOAD;

	rtp[0] = 0x80;
	rtp[1] = (unsigned char)(stream->side == NEAR ? option.type : 0);
	memcpy(rtp + 2, &sequence, sizeof(sequence));
	memcpy(rtp + 4, &timestamp, sizeof(timestamp));
	memcpy(rtp + 8, &ssrc, sizeof(ssrc));
	memset(rtp + HEADER, 0xd5, PAYLOAD);
	if(stream->srtp
			&& srtp_protect(stream->srtp, rtp, &length) != srtp_err_status_ok)
		die("cannot encrypt");
	return (size_t)length;
}

static void send_packet(media_stream_t *stream, uint32_t packet)
{
	unsigned char rtp[HEADER + PAYLOAD + SRTP_MAX_TRAILER_LEN];
	size_t length;

	if(!stream->to.sin_port)
		return;
	length = make_packet(stream, packet, rtp);
	if(packet >= LEAD && packet + TAIL < option.packets) {
		stream->sent[packet] = now();
		sent++;
	}
	if(sendto(sockets[stream->side], rtp, length, 0, (void *)&stream->to,
			   sizeof(stream->to))
			< 0)
		die("cannot send: %m");
}

static void send_all(void)
{
	uint64_t start = now() + PTIME, due, last = 0;

	for(uint32_t packet = 0; packet < option.packets; packet++) {
		for(uint32_t i = 0; i < SIDES * option.calls; i++) {
			due = start + (uint64_t)packet * PTIME + in_order[i]->phase;
			if(due != last) {
				receive_all();
				sleep_until(due);
				lateness[ticks++] = (uint32_t)(now() - due);
				last = due;
			}
			send_packet(in_order[i], packet);
		}
	}
	sleep_until(now() + NS / 4); /* what is on its way still */
	receive_all();
}

/* ---- What is printed ---------------------------------------------------- */

static uint64_t cpu_of_thread(int pid, const char *thread)
{
	char path[300];
	unsigned long long ns = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%s/schedstat", pid, thread);
	file = fopen(path, "r");
	if(file) {
		if(fscanf(file, "%llu", &ns) != 1)
			ns = 0;
		fclose(file);
	}
	return ns;
}

/** Of all threads, ns: utime + stime, not rounded to 10 ms as stat's are. */
static uint64_t cpu_of(int pid)
{
	char path[64];
	uint64_t ns = 0;
	DIR *threads;

	if(!pid)
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	threads = opendir(path);
	if(!threads)
		die("there is no process %d", pid);
	for(struct dirent *thread; (thread = readdir(threads));)
		if(thread->d_name[0] != '.')
			ns += cpu_of_thread(pid, thread->d_name);
	closedir(threads);
	return ns;
}

static int by_value(const void *a, const void *b)
{
	uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;

	return (first > second) - (first < second);
}

/** In us; of sorted values. */
static double share(const uint32_t *values, size_t number, double part)
{
	return number ? values[(size_t)(part * (double)(number - 1))] / 1e3 : 0;
}

static void print(uint64_t cpu)
{
	qsort(latencies, arrived, sizeof(*latencies), by_value);
	qsort(lateness, ticks, sizeof(*lateness), by_value);
	printf("%zu %zu %.0f %.0f %.0f %.0f %.1f\n", sent, sent - arrived,
			share(latencies, arrived, 0.5), share(latencies, arrived, 0.99),
			share(latencies, arrived, 1), share(lateness, ticks, 0.99),
			(double)cpu / 1e3 / option.calls / option.seconds);
}

static void read_options(int argc, char *argv[])
{
	for(int c; (c = getopt(argc, argv, "c:s:f:n:r:h:e:p:P:t:k:")) != -1;) {
		switch(c) {
			case 'c': option.calls = (uint32_t)atoi(optarg); break;
			case 's': option.seconds = (uint32_t)atoi(optarg); break;
			case 'f': option.first = (uint32_t)atoi(optarg); break;
			case 'n': option.ends[NEAR] = optarg; break;
			case 'r': option.ends[FAR] = optarg; break;
			case 'h': option.far_host = optarg; break;
			case 'e': option.rtpengine = optarg; break;
			case 'p': option.ports = optarg; break;
			case 'P': option.rtpengine_pid = atoi(optarg); break;
			case 't': option.type = atoi(optarg); break;
			case 'k': option.key = optarg; break;
			default: fputs(usage, stderr); exit(2);
		}
	}
	option.packets = option.seconds * (NS / PTIME);
	if(!option.ends[NEAR] || !option.ends[FAR] || !option.far_host
			|| !option.rtpengine != !option.ports || option.calls < 1
			|| option.calls > CALLS_MAX || option.packets < 1
			|| option.first + option.packets > PACKETS_MAX) {
		fputs(usage, stderr);
		exit(2);
	}
}

int main(int argc, char *argv[])
{
	size_t number;
	uint64_t cpu;

	read_options(argc, argv);
	number = (size_t)SIDES * option.calls * option.packets;
	latencies = need(number, sizeof(*latencies));
	lateness = need((size_t)option.packets * (PTIME / TICK), sizeof(*lateness));
	prctl(PR_SET_TIMERSLACK, 1);
	srtp_init();
	make_ends();
	make_streams();
	cpu = cpu_of(option.rtpengine_pid);
	send_all();
	print(cpu_of(option.rtpengine_pid) - cpu);
	return 0;
}
