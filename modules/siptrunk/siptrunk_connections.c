/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Connections of strangers make room for those of peers.
 *
 * A timer process; private memory while it looks.
 */
#include "siptrunk_connections.h"

#include "siptrunk_log.h"
#include "siptrunk_room.h"
#include "siptrunk_screen.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/globals.h"
#include "core/pass_fd.h"
#include "core/tcp_conn.h"
#include "core/tcp_info.h"
#include "core/timer_proc.h"

#include <stdbool.h>
#include <stdlib.h>

#define INTERVAL_S 1

/* no header of Kamailio's has them; its own core.tcp_list does the same */
extern gen_lock_t *tcpconn_lock;
extern struct tcp_connection **tcpconn_id_hash;

/** What is kept of a connection when the lock is released. */
typedef struct incoming
{
	int id;
	receive_info_t from;
} incoming_t;

static bool crowded(const struct tcp_gen_info *info)
{
	return info->tcp_connections_no >= info->tcp_max_connections / 4 * 3
		   || info->tls_connections_no >= info->tls_max_connections / 4 * 3
		   || siptrunk_room_free() == 0;
}

/** Those that somebody else opened, up to room. */
static size_t list_incoming(incoming_t *list, size_t room)
{
	struct tcp_connection *connection;
	size_t count = 0;
	int i;

	TCPCONN_LOCK;
	for(i = 0; i < TCP_ID_HASH_SIZE; i++) {
		for(connection = tcpconn_id_hash[i]; connection != NULL;
				connection = connection->id_next) {
			if((connection->flags & F_CONN_PASSIVE) && count < room)
				list[count++] = (incoming_t){connection->id, connection->rcv};
		}
	}
	TCPCONN_UNLOCK;
	return count;
}

/** Asks the process that has them all, as tcp_close_connection() does. */
static bool close_connection(int id)
{
	struct tcp_connection *connection = tcpconn_get(id, 0, 0, 0, 0);
	long command[2] = {(long)connection, CONN_EOF};

	if(connection == NULL)
		return false;
	connection->send_flags.f |= SND_F_CON_CLOSE;
	connection->flags |= F_CONN_FORCE_EOF;
	if(send_all(unix_tcp_sock, command, sizeof(command)) > 0)
		return true;
	tcpconn_put(connection);
	return false;
}

static int close_strangers(const incoming_t *list, size_t count)
{
	int closed = 0;
	size_t i;

	for(i = 0; i < count; i++) {
		if(siptrunk_screen_gives_way(&list[i].from))
			closed += close_connection(list[i].id);
	}
	return closed;
}

static void make_room(unsigned int ticks, void *param)
{
	struct tcp_gen_info info;
	incoming_t *list;
	size_t room;
	int closed;

	tcp_get_info(&info);
	room = (size_t)info.tcp_connections_no;
	if(!crowded(&info) || (list = malloc((room + 1) * sizeof(*list))) == NULL)
		return;
	closed = close_strangers(list, list_incoming(list, room));
	free(list);
	siptrunk_stats_add(SIPTRUNK_STAT_CONNECTIONS_CLOSED, closed);
	if(closed > 0 && siptrunk_log_may())
		LM_WARN("%d of %d connections were strangers': closed, what is left "
				"is for peers\n",
				closed, info.tcp_connections_no);
}

int siptrunk_connections_init(void)
{
	return sr_wtimer_add(make_room, NULL, INTERVAL_S) < 0 ? -1 : 0;
}
