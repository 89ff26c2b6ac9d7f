/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * One try to deliver a notification.
 *
 * The HTTP process.
 */
#ifndef SIPTRUNK_NOTIFY_SEND_H
#define SIPTRUNK_NOTIFY_SEND_H

#include "siptrunk_config.h"

/** Signs what goes to a URL. The answer, or that there is none, comes as
 *  siptrunk_notices_answer() with ticket. false: not sent, error says why. */
bool siptrunk_notify_send(const siptrunk_notification_t *to,
		siptrunk_text_t text, unsigned ticket, siptrunk_error_t *error);

#endif
