/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Connections that never came up.
 *
 * SIP workers, timers; the core's shared memory.
 */
#include "siptrunk_connection.h"

#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/globals.h"
#include "core/pass_fd.h"
#include "core/tcp_conn.h"
#include "modules/tls/tls_server.h"

/** The destination of the branch that failed; NULL: there is none. */
static struct dest_info *failed_destination(void)
{
	struct cell *transaction = siptrunk_tm_transaction();
	int branch;

	if(transaction == NULL)
		return NULL;
	branch = siptrunk_tm.t_get_picked_branch();
	return branch >= 0 ? &transaction->uac[branch].request.dst : NULL;
}

static bool is_unfinished(const struct tcp_connection *connection)
{
	const struct tls_extra_data *tls = connection->extra_data;

	return connection->state == S_CONN_CONNECT
		   || (connection->type == PROTO_TLS
				   && (tls == NULL || tls->state != S_TLS_ESTABLISHED));
}

/** tcp_main closes it, and takes over our reference. */
static bool close_connection(struct tcp_connection *connection)
{
	long command[2] = {(long)connection, CONN_EOF};

	connection->send_flags.f |= SND_F_CON_CLOSE;
	connection->flags |= F_CONN_FORCE_EOF;
	if(send_all(unix_tcp_sock, command, sizeof(command)) > 0)
		return true;
	LM_ERR("a connection that is not up could not be closed: what waits in it "
		   "may be sent late\n");
	tcpconn_put(connection);
	return false;
}

bool siptrunk_connection_drop_unfinished(void)
{
	struct dest_info *destination = failed_destination();
	struct tcp_connection *connection;
	struct ip_addr ip;

	if(destination == NULL
			|| (destination->proto != PROTO_TCP
					&& destination->proto != PROTO_TLS))
		return false;
	su2ip_addr(&ip, &destination->to);
	connection = tcpconn_get(destination->id, &ip,
			su_getport(&destination->to), NULL, 0);
	if(connection == NULL)
		return false;
	if(is_unfinished(connection))
		return close_connection(connection);
	tcpconn_put(connection);
	return false;
}
