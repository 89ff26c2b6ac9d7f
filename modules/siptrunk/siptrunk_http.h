/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * HTTP requests, many at a time, none of which waits for another.
 *
 * One process only, the one of siptrunk_worker; its private memory, and shared
 * memory for what tls makes OpenSSL take there.
 */
#ifndef SIPTRUNK_HTTP_H
#define SIPTRUNK_HTTP_H

#include "siptrunk_text.h"

/** Bytes of an answer's body that are kept. */
#define SIPTRUNK_HTTP_BODY_MAX 16384

typedef struct siptrunk_http_response
{
	long status;	   /**< 0: no answer, and error says why */
	bool sent; /**< of one sent once: its body was, or was about to be */
	int failure;	   /**< libcurl's code of that; 0: there is an answer */
	const char *error; /**< never NULL */
	siptrunk_text_t body; /**< .s never NULL */
	bool cut;		 /**< there was more of it, not waited for */
	long retry_after; /**< seconds, of the header Retry-After; 0: none */
} siptrunk_http_response_t;

/** Called once for each request that was submitted, from siptrunk_http_work();
 *  response lives until it returns. It may submit the next. */
typedef void (*siptrunk_http_done_f)(
		void *context, const siptrunk_http_response_t *response);

/** All is copied but context. */
typedef struct siptrunk_http_request
{
	const char *method;
	const char *url; /**< http or https; redirections are not followed */
	const char *ca_file; /**< who may sign the server's certificate; "": the
						      system's authorities */
	const char *const *headers; /**< "Name: value", NULL behind the last */
	siptrunk_text_t body;
	long deadline_ms; /**< for all of it; to connect there are 5 s */
	siptrunk_http_done_f done;
	void *context;
	bool once; /**< by HTTP/2 where that is offered, and never sent again over
				    another connection; otherwise libcurl may, when one that
				    it has kept ends just then */
} siptrunk_http_request_t;

/** Not before the fork; false: there is no HTTP, logged. */
bool siptrunk_http_init(void);

/** false: no memory; done is not called. */
bool siptrunk_http_submit(const siptrunk_http_request_t *request);

/** Moves all requests on; returns at the latest after wait_ms, sooner when
 *  something happened or alarm became readable. */
void siptrunk_http_work(int wait_ms, int alarm);

#endif
