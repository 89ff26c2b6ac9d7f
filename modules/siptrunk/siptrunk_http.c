/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * HTTP requests, many at a time, by libcurl.
 *
 * One process only; its private memory.
 */
#include "siptrunk_http.h"

#include "core/dprint.h"

#include <curl/curl.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_TIMEOUT_MS 5000L
/** Each may hold a TLS connection in shared memory. */
#define CONNECTIONS_MAX 32L
/** A server that stalls leaves room for the others. */
#define CONNECTIONS_PER_HOST 2L
/** Of an API that calls wait for, when it has no HTTP/2. */
#define CONNECTIONS_ONCE_MAX 64L

typedef struct transfer
{
	CURL *easy;
	struct curl_slist *headers;
	siptrunk_http_done_f done;
	void *context;
	char error[CURL_ERROR_SIZE];
	bool cut;
	size_t len;
	char body[SIPTRUNK_HTTP_BODY_MAX];
	size_t given; /**< to libcurl, of what is to be sent once */
	size_t room;  /**< of that */
	char once[];
} transfer_t;

/** Two, so that what stalls here takes no connection from there: what may be
 *  sent again, and what calls wait for. */
static CURLM *patient, *once;

static CURLM *multi_new(long connections, long per_host)
{
	CURLM *multi = curl_multi_init();

	curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
	curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
	return multi;
}

bool siptrunk_http_init(void)
{
	if(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {
		patient = multi_new(CONNECTIONS_MAX, CONNECTIONS_PER_HOST);
		once = multi_new(CONNECTIONS_ONCE_MAX, CONNECTIONS_ONCE_MAX);
	}
	if(patient != NULL && once != NULL)
		return true;
	LM_ERR("libcurl does not start: nothing is sent by HTTP\n");
	patient = once = NULL;
	return false;
}

static void transfer_free(transfer_t *transfer)
{
	curl_easy_cleanup(transfer->easy);
	curl_slist_free_all(transfer->headers);
	free(transfer);
}

/** Keeps what there is room for and ends the transfer then: a server that has
 *  much to say has answered all the same. */
static size_t keep_body(char *bytes, size_t size, size_t count, void *context)
{
	transfer_t *transfer = context;
	size_t room = sizeof(transfer->body) - transfer->len;
	size_t len = size * count < room ? size * count : room;

	memcpy(transfer->body + transfer->len, bytes, len);
	transfer->len += len;
	transfer->cut = len < size * count;
	return len;
}

static bool set_headers(transfer_t *transfer, const char *const *headers)
{
	struct curl_slist *longer;

	for(; *headers != NULL; headers++) {
		longer = curl_slist_append(transfer->headers, *headers);
		if(longer == NULL)
			return false;
		transfer->headers = longer;
	}
	return curl_easy_setopt(
				   transfer->easy, CURLOPT_HTTPHEADER, transfer->headers)
		   == CURLE_OK;
}

/** What is the same for all requests. */
static void set_limits(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	/* a name that DNS does not answer is left behind, not waited for */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
			(long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "siptrunk");
}

/** Hands out what is sent once; libcurl asks when the connection is there. */
static size_t give_body(char *bytes, size_t size, size_t count, void *context)
{
	transfer_t *transfer = context;
	size_t left = transfer->room - transfer->given;
	size_t len = size * count < left ? size * count : left;

	memcpy(bytes, transfer->once + transfer->given, len);
	transfer->given += len;
	return len;
}

/** A connection that was kept may end while the request is on its way. libcurl
 *  would then send it again, which it cannot without going back. */
static int go_back(void *context, curl_off_t offset, int origin)
{
	return CURL_SEEKFUNC_FAIL;
}

static bool set_body_once(transfer_t *transfer, siptrunk_text_t body)
{
	CURL *easy = transfer->easy;

	memcpy(transfer->once, body.s, body.len);
	transfer->room = body.len;
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
	curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, go_back);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	return curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK;
}

static bool set_body(
		transfer_t *transfer, const siptrunk_http_request_t *request)
{
	curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE,
			(long)request->body.len);
	if(request->once)
		return set_body_once(transfer, request->body);
	return request->body.len == 0
		   || curl_easy_setopt(transfer->easy, CURLOPT_COPYPOSTFIELDS,
					  request->body.s)
					  == CURLE_OK;
}

static bool set_request(
		transfer_t *transfer, const siptrunk_http_request_t *request)
{
	CURL *easy = transfer->easy;

	set_limits(easy);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, request->deadline_ms);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	return set_headers(transfer, request->headers)
		   && curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https")
					  == CURLE_OK
		   && curl_easy_setopt(easy, CURLOPT_URL, request->url) == CURLE_OK
		   && set_body(transfer, request)
		   && (request->ca_file[0] == '\0'
				   || curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file)
							  == CURLE_OK)
		   && curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method)
					  == CURLE_OK;
}

bool siptrunk_http_submit(const siptrunk_http_request_t *request)
{
	CURLM *multi = request->once ? once : patient;
	transfer_t *transfer =
			multi != NULL ? calloc(1, sizeof(*transfer) + request->body.len)
						  : NULL;

	if(transfer == NULL)
		return false;
	transfer->done = request->done;
	transfer->context = request->context;
	transfer->easy = curl_easy_init();
	if(transfer->easy != NULL && set_request(transfer, request)
			&& curl_multi_add_handle(multi, transfer->easy) == CURLM_OK)
		return true;
	transfer_free(transfer);
	return false;
}

static void set_answer(siptrunk_http_response_t *response, CURL *easy)
{
	curl_off_t retry_after = 0;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &response->status);
	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
	response->retry_after = (long)retry_after;
}

static void finish(CURLM *multi, CURL *easy, CURLcode code)
{
	siptrunk_http_response_t response = {.error = ""};
	transfer_t *transfer;
	void *private;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
	transfer = private;
	response.body = (siptrunk_text_t){transfer->body, transfer->len};
	response.cut = transfer->cut;
	response.sent = transfer->given > 0;
	response.failure = response.cut ? CURLE_OK : (int)code;
	if(response.failure == CURLE_OK)
		set_answer(&response, easy);
	else
		response.error = transfer->error[0] != '\0' ? transfer->error
													: curl_easy_strerror(code);
	curl_multi_remove_handle(multi, easy);
	transfer->done(transfer->context, &response);
	transfer_free(transfer);
}

static void perform(CURLM *multi)
{
	CURLMsg *message;
	int running, queued;

	curl_multi_perform(multi, &running);
	while((message = curl_multi_info_read(multi, &queued)) != NULL) {
		if(message->msg == CURLMSG_DONE)
			finish(multi, message->easy_handle, message->data.result);
	}
}

/** What multi waits for; how many. */
static unsigned waited_for(
		CURLM *multi, struct curl_waitfd fds[CONNECTIONS_MAX])
{
	fd_set reads, writes, errors;
	unsigned count = 0;
	int fd, last = -1;

	FD_ZERO(&reads);
	FD_ZERO(&writes);
	FD_ZERO(&errors);
	curl_multi_fdset(multi, &reads, &writes, &errors, &last);
	for(fd = 0; fd <= last && count < CONNECTIONS_MAX; fd++) {
		if(FD_ISSET(fd, &reads))
			fds[count++] = (struct curl_waitfd){fd, CURL_WAIT_POLLIN, 0};
		else if(FD_ISSET(fd, &writes))
			fds[count++] = (struct curl_waitfd){fd, CURL_WAIT_POLLOUT, 0};
	}
	return count;
}

void siptrunk_http_work(int wait_ms, int alarm)
{
	struct curl_waitfd others[CONNECTIONS_MAX + 1] = {
			{alarm, CURL_WAIT_POLLIN, 0}};

	if(once == NULL) {
		usleep((useconds_t)wait_ms * 1000);
		return;
	}
	perform(patient);
	perform(once);
	curl_multi_poll(once, others, 1 + waited_for(patient, others + 1), wait_ms,
			NULL);
}
