/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Asks RTPengines.
 *
 * The media process, which has sockets of its own; no memory.
 */
#include "siptrunk_ng.h"

#include "siptrunk_clock.h"
#include "siptrunk_json.h"
#include "siptrunk_utf8.h"

#include "core/dprint.h"

#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/** On the same machine it takes less than one. */
#define DEADLINE_MS 250
#define QUESTION_MAX 2048
#define ANSWER_MAX 65536

static siptrunk_ng_address_t addresses[SIPTRUNK_NG_MAX];
static int sockets[SIPTRUNK_NG_MAX];
static unsigned count;

int siptrunk_ng_param(modparam_t type, void *value)
{
	siptrunk_error_t error;
	size_t more = siptrunk_ng_addresses_parse(siptrunk_text(value),
			addresses + count, SIPTRUNK_NG_MAX - count, &error);

	count += (unsigned)more;
	if(more == 0)
		LM_ERR("modparam media_instance: %s\n", error.text);
	return more > 0 ? 0 : -1;
}

unsigned siptrunk_ng_count(void)
{
	return count;
}

const siptrunk_ng_address_t *siptrunk_ng_address(unsigned instance)
{
	return &addresses[instance];
}

static int connect_to(const struct addrinfo *to)
{
	int fd = socket(to->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if(fd >= 0 && connect(fd, to->ai_addr, to->ai_addrlen) == 0)
		return fd;
	if(fd >= 0)
		close(fd);
	return -1;
}

static int open_one(const siptrunk_ng_address_t *address)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_DGRAM};
	struct addrinfo *found;
	char port[8];
	int fd;

	snprintf(port, sizeof(port), "%u", address->port);
	if(getaddrinfo(address->host, port, &hints, &found) != 0)
		return -1;
	fd = connect_to(found);
	freeaddrinfo(found);
	return fd;
}

void siptrunk_ng_open(void)
{
	unsigned i;

	for(i = 0; i < count; i++) {
		sockets[i] = open_one(&addresses[i]);
		if(sockets[i] < 0)
			LM_ERR("the RTPengine at %s port %u cannot be asked about its "
				   "calls: no way there\n",
					addresses[i].host, addresses[i].port);
	}
}

/* --- one question --- */

static void write_id(
		siptrunk_json_t *json, const char *name, siptrunk_text_t id)
{
	if(id.len > 0)
		siptrunk_json_text(json, name, id);
}

/** Behind the cookie, by which the answer is known. */
static bool write_question(const siptrunk_ng_question_t *question, char *room,
		size_t size, size_t *len)
{
	siptrunk_json_t json;
	siptrunk_text_t text;

	siptrunk_json_init(&json, room + *len, size - *len);
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_text(&json, "command", siptrunk_text(question->command));
	write_id(&json, "call-id", question->call_id);
	write_id(&json, "from-tag", question->from_tag);
	write_id(&json, "to-tag", question->to_tag);
	if(question->call_id.len == 0)
		siptrunk_json_number(&json, "limit", SIPTRUNK_NG_LISTED_MAX);
	siptrunk_json_close(&json, '}');
	text = siptrunk_json_done(&json);
	*len += text.len;
	return text.s != NULL;
}

/** One datagram; false: none within the time. */
static bool receive(int fd, int64_t deadline, siptrunk_text_t *datagram)
{
	static char room[ANSWER_MAX];
	struct pollfd wait = {fd, POLLIN, 0};
	int64_t left = deadline - siptrunk_clock_steady_ms();
	ssize_t len;

	if(left <= 0 || poll(&wait, 1, (int)left) <= 0)
		return false;
	len = recv(fd, room, sizeof(room), 0);
	/* a Call-ID may be anything, and JSON that is no UTF-8 is none */
	if(len > 0)
		siptrunk_utf8_mend(room, (size_t)len);
	*datagram = (siptrunk_text_t){room, len > 0 ? (size_t)len : 0};
	return len >= 0;
}

/** That of an earlier question, which came late, is passed over. */
static bool await(int fd, const char *cookie, siptrunk_text_t *answer)
{
	int64_t deadline = siptrunk_clock_steady_ms() + DEADLINE_MS;
	siptrunk_text_t datagram;

	while(receive(fd, deadline, &datagram)) {
		if(siptrunk_text_equal(siptrunk_text_split(datagram, ' ', answer),
				   siptrunk_text(cookie)))
			return true;
	}
	return false;
}

bool siptrunk_ng_ask(unsigned instance, const siptrunk_ng_question_t *question,
		siptrunk_text_t *answer)
{
	static unsigned number;
	char datagram[QUESTION_MAX], cookie[40];
	int fd = sockets[instance];
	size_t len;

	snprintf(cookie, sizeof(cookie), "siptrunk-%d-%u", (int)getpid(),
			++number);
	len = (size_t)snprintf(datagram, sizeof(datagram), "%s ", cookie);
	return fd >= 0
		   && write_question(question, datagram, sizeof(datagram), &len)
		   && send(fd, datagram, len, 0) == (ssize_t)len
		   && await(fd, cookie, answer);
}
