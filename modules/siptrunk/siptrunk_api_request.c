/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A request to the API of an agent trunk.
 *
 * The HTTP process; its private memory, from which the key is wiped.
 */
#include "siptrunk_api_request.h"

#include "siptrunk_api_key.h"

#include "core/dprint.h"

#include <stdio.h>
#include <string.h>

#define AUTHORIZATION "Authorization: Bearer "
/** Of a column, and the path behind it. */
#define URL_MAX 512

static bool submit(const siptrunk_api_t *api,
		const siptrunk_api_request_t *request, const char *authorization)
{
	char url[URL_MAX], ca_file[URL_MAX];
	const char *const headers[] = {
			authorization, "Content-Type: application/json", NULL};
	const char *const headers_only[] = {authorization, NULL};
	const siptrunk_http_request_t http = {.method = request->method,
			.url = url,
			.ca_file = ca_file,
			.headers = request->body.len > 0 ? headers : headers_only,
			.body = request->body,
			.deadline_ms = request->deadline_ms,
			.once = request->once,
			.done = request->done,
			.context = request->context};

	snprintf(url, sizeof(url), "%.*s%s", SIPTRUNK_TEXT_FMT(api->url),
			request->path);
	snprintf(ca_file, sizeof(ca_file), "%.*s",
			SIPTRUNK_TEXT_FMT(api->ca_file));
	return siptrunk_http_submit(&http);
}

static bool submit_with(const siptrunk_api_t *api,
		const siptrunk_api_request_t *request, const siptrunk_key_t *key)
{
	char authorization[sizeof(AUTHORIZATION) + SIPTRUNK_KEY_MAX];
	bool sent;

	snprintf(authorization, sizeof(authorization), AUTHORIZATION "%.*s",
			(int)key->len, key->bytes);
	sent = submit(api, request, authorization);
	explicit_bzero(authorization, sizeof(authorization));
	return sent;
}

siptrunk_cause_t siptrunk_api_request(
		const siptrunk_api_t *api, const siptrunk_api_request_t *request)
{
	siptrunk_error_t error;
	siptrunk_key_t key;
	bool sent;

	if(!siptrunk_api_key_read(&api->key, &key, &error)) {
		LM_ERR("the API is not asked: table siptrunk_api, row %d, column "
			   "api_key: %s\n",
				api->row, error.text);
		return SIPTRUNK_CAUSE_NO_KEY;
	}
	sent = submit_with(api, request, &key);
	explicit_bzero(&key, sizeof(key));
	return sent ? SIPTRUNK_CAUSE_NONE : SIPTRUNK_CAUSE_NO_MEMORY;
}
