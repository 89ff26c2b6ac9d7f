/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever the API answers, it is a call id that is safe in a URI, or an error
 *  that is safe in a log. */
#include "fuzz.h"
#include "siptrunk_api_answer.h"

static siptrunk_api_answer_t answer;

static void require_answer(void)
{
	REQUIRE(answer.cause < SIPTRUNK_CAUSE_COUNT);
	if(answer.cause != SIPTRUNK_CAUSE_NONE)
		require_log_line(answer.error.text);
	else
		REQUIRE(answer.error.text[0] == '\0');
}

static void read_registration(const siptrunk_http_response_t *response)
{
	siptrunk_api_answer_registration(response, &answer);
	require_answer();
	REQUIRE(siptrunk_is_call_id(siptrunk_text(answer.call_id))
			== (answer.cause == SIPTRUNK_CAUSE_NONE));
}

static void read_concurrency(const siptrunk_http_response_t *response)
{
	siptrunk_api_calls_t calls;

	if(siptrunk_api_answer_concurrency(response, &calls, &answer))
		REQUIRE(calls.current >= 0 && calls.limit >= 0);
	require_answer();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_http_response_t response = {
			.status = 201, .error = "", .body = fuzz_text(data, size)};

	read_registration(&response);
	read_concurrency(&response);
	response.status = 422;
	read_registration(&response);
	return 0;
}
