/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Where notifications of emergency calls go, as the column target of
 * siptrunk_notification names it.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_NOTIFY_TARGET_H
#define SIPTRUNK_NOTIFY_TARGET_H

#include "siptrunk_text.h"

typedef enum siptrunk_notify_kind
{
	SIPTRUNK_NOTIFY_HTTP, /**< a POST of JSON */
	SIPTRUNK_NOTIFY_SIP	  /**< a MESSAGE (RFC 3428) with a line of text */
} siptrunk_notify_kind_t;

typedef struct siptrunk_notify_target
{
	siptrunk_notify_kind_t kind;
	/** A slice of the target that may be shown to anybody: of a URL without
	 *  its path, which often holds a secret. */
	siptrunk_text_t shown;
} siptrunk_notify_target_t;

/**
 * https://HOST[:PORT][/PATH], http:// only to an address of this machine
 * (127.0.0.0/8, [::1]), or sip:[USER@]ADDRESS[:PORT][;transport=udp|tcp],
 * where ADDRESS is no name: nobody asks DNS for it. error may be NULL.
 */
bool siptrunk_notify_target_parse(siptrunk_text_t text,
		siptrunk_notify_target_t *target, siptrunk_error_t *error);

/** The same, as siptrunk_check_f. */
bool siptrunk_notify_target_check(
		siptrunk_text_t text, siptrunk_error_t *error);

#endif
