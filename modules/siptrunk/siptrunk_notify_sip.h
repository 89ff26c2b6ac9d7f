/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Notifications as SIP MESSAGEs (RFC 3428), by tm.
 *
 * The HTTP process sends; a worker that tm gives the answer to takes it.
 */
#ifndef SIPTRUNK_NOTIFY_SIP_H
#define SIPTRUNK_NOTIFY_SIP_H

#include "siptrunk_text.h"

/** Sends text to uri (siptrunk_notify_target_parse() has seen it); the answer
 *  comes as siptrunk_notices_answer() with ticket. false: not sent, error says
 *  why. */
bool siptrunk_notify_sip_send(siptrunk_text_t uri, siptrunk_text_t text,
		unsigned ticket, siptrunk_error_t *error);

#endif
