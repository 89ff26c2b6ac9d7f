/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A request to the API of an agent trunk.
 *
 * The HTTP process; its private memory.
 */
#ifndef SIPTRUNK_API_REQUEST_H
#define SIPTRUNK_API_REQUEST_H

#include "siptrunk_agent.h"
#include "siptrunk_cause.h"
#include "siptrunk_http.h"

typedef struct siptrunk_api_request
{
	const char *method;
	const char *path; /**< behind the row's URL */
	siptrunk_text_t body; /**< JSON, or empty */
	long deadline_ms;
	bool once; /**< as in siptrunk_http_request_t */
	siptrunk_http_done_f done;
	void *context;
} siptrunk_api_request_t;

/** NONE: it is sent, with the row's key, and done will be called. NO_KEY
 *  (logged) or NO_MEMORY: it is not. */
siptrunk_cause_t siptrunk_api_request(
		const siptrunk_api_t *api, const siptrunk_api_request_t *request);

#endif
