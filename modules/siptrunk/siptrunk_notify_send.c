/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * One try to deliver a notification.
 *
 * The HTTP process.
 */
#include "siptrunk_notify_send.h"

#include "siptrunk_http.h"
#include "siptrunk_key_file.h"
#include "siptrunk_notices.h"
#include "siptrunk_notify_sip.h"
#include "siptrunk_signature.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define DEADLINE_MS 10000
#define HEADER "X-Siptrunk-Signature: "
/** More than a column of siptrunk_notification holds. */
#define COLUMN_MAX 1024

static void answered(void *context, const siptrunk_http_response_t *response)
{
	siptrunk_notices_answer((unsigned)(uintptr_t)context,
			(int)response->status, response->error);
}

/** The key is read anew, so that one that is changed is used at once, and it
 *  is never in memory that others share. */
static bool sign(const siptrunk_notification_t *to, siptrunk_text_t text,
		char signature[SIPTRUNK_SIGNATURE_MAX], siptrunk_error_t *error)
{
	siptrunk_key_t key;
	bool made = siptrunk_key_file_read(to->key_file, &key, error);

	if(made
			&& !siptrunk_signature((siptrunk_text_t){key.bytes, key.len},
					time(NULL), text, signature)) {
		siptrunk_error_set(error, "no memory for a signature");
		made = false;
	}
	explicit_bzero(&key, sizeof(key));
	return made;
}

static bool post(const siptrunk_notification_t *to, siptrunk_text_t text,
		unsigned ticket, siptrunk_error_t *error)
{
	char url[COLUMN_MAX], ca_file[COLUMN_MAX];
	char signature[sizeof(HEADER) + SIPTRUNK_SIGNATURE_MAX] = HEADER;
	const char *const headers[] = {
			"Content-Type: application/json", signature, NULL};
	const siptrunk_http_request_t request = {"POST", url, ca_file, headers,
			text, DEADLINE_MS, answered, (void *)(uintptr_t)ticket, false};

	if(!sign(to, text, signature + sizeof(HEADER) - 1, error))
		return false;
	snprintf(url, sizeof(url), "%.*s", SIPTRUNK_TEXT_FMT(to->target));
	snprintf(ca_file, sizeof(ca_file), "%.*s", SIPTRUNK_TEXT_FMT(to->ca_file));
	if(siptrunk_http_submit(&request))
		return true;
	siptrunk_error_set(error, "no memory for an HTTP request");
	return false;
}

bool siptrunk_notify_send(const siptrunk_notification_t *to,
		siptrunk_text_t text, unsigned ticket, siptrunk_error_t *error)
{
	return to->parsed.kind == SIPTRUNK_NOTIFY_HTTP
				   ? post(to, text, ticket, error)
				   : siptrunk_notify_sip_send(to->target, text, ticket, error);
}
