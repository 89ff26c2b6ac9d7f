/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where a request to the operators' port ends.
 *
 * The processes that read from connections; memory of the connection.
 */
#include "siptrunk_operator.h"

#include "siptrunk_params.h"

#include "core/tcp_conn.h"
#include "core/tls_hooks.h"

/** tls' own. */
static __typeof__(tls_hook.read) read_tls;

static int read_request(
		struct tcp_connection *connection, rd_conn_flags_t *flags)
{
	/* as if it had said Content-Length: 0; the core forgets it with each */
	if(connection->rcv.dst_port == siptrunk_operator_port)
		connection->req.flags |= F_TCP_REQ_HAS_CLEN;
	return read_tls(connection, flags);
}

void siptrunk_operator_init(void)
{
	if(siptrunk_operator_port == 0 || tls_hook.read == NULL)
		return;
	read_tls = tls_hook.read;
	tls_hook.read = read_request;
}
