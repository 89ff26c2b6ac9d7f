/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The certificate of the TLS peer that sent a message.
 *
 * SIP workers. What a connection's certificate says is read once per worker
 * and kept in its private memory: a bounded table, so that a flood of
 * connections costs reading again and nothing else.
 */
#ifndef SIPTRUNK_CERTIFICATE_H
#define SIPTRUNK_CERTIFICATE_H

#include "siptrunk_config.h"

#include "core/parser/msg_parser.h"

/** Finds the tls module; without it no certificate is ever seen. */
void siptrunk_certificate_init(void);
/** Can certificates be seen? If not, error says what is missing. */
bool siptrunk_certificate_ready(siptrunk_error_t *error);

/**
 * Did the message come over TLS from a peer whose certificate verified (chain,
 * validity), one of the trunk's authorities vouching for it, and names one of
 * trunk->certificate (RFC 5922)? If not, wrong says why, static text; it is
 * empty where there is no TLS or no certificate.
 */
bool siptrunk_certificate_check(const sip_msg_t *message,
		const siptrunk_trunk_t *trunk, siptrunk_text_t *wrong);

#endif
