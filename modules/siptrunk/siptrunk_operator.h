/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where a request to the operators' port ends.
 *
 * A GET has no Content-Length, and Kamailio's core ends the connection then.
 * Its tcp_accept_no_cl would change that for every port, SIP's included, and
 * switch its reader of HTTP chunks on for strangers.
 *
 * The processes that read from connections; memory of the connection.
 */
#ifndef SIPTRUNK_OPERATOR_H
#define SIPTRUNK_OPERATOR_H

/** Before the fork, after tls: requests to operator_port have no body, so that
 *  each ends at its empty line. */
void siptrunk_operator_init(void);

#endif
