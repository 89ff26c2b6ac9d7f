/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_api_answer.c. */
#include "siptrunk_api_answer.h"
#include "unit.h"

#include <curl/curl.h>
#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REGISTERED "{\"call_id\":\"call_0123456789abcdef\"}"

static siptrunk_api_answer_t answer;
static siptrunk_api_calls_t calls;

static siptrunk_http_response_t response_of(long status, const char *body)
{
	return (siptrunk_http_response_t){
			.status = status, .error = "", .body = unit_slice(body)};
}

static void read_answer(long status, const char *body)
{
	siptrunk_http_response_t response = response_of(status, body);

	siptrunk_api_answer_registration(&response, &answer);
	assert_int_equal(answer.cause == SIPTRUNK_CAUSE_NONE,
			answer.error.text[0] == '\0');
	assert_int_equal(
			answer.cause == SIPTRUNK_CAUSE_NONE, answer.call_id[0] != '\0');
}

static void expect(long status, const char *body, siptrunk_cause_t cause)
{
	read_answer(status, body);
	if(answer.cause != cause)
		fail_msg("%ld %s: found %s, expected %s", status, body,
				siptrunk_cause_name(answer.cause), siptrunk_cause_name(cause));
}

static int end_test(void **state)
{
	(void)state;
	unit_slices_free();
	return 0;
}

static void a_call_id_is_found(void **state)
{
	(void)state;
	expect(201, REGISTERED, SIPTRUNK_CAUSE_NONE);
	assert_string_equal(answer.call_id, "call_0123456789abcdef");
	expect(200, " {\"agent_id\":\"a\",\"call_id\":\"A-z_09\",\"x\":[1,{}]} \n",
			SIPTRUNK_CAUSE_NONE);
	assert_string_equal(answer.call_id, "A-z_09");
}

static void each_status_has_a_cause(void **state)
{
	static const struct
	{
		long status;
		siptrunk_cause_t cause;
	} cases[] = {
			{400, SIPTRUNK_CAUSE_INVALID},
			{401, SIPTRUNK_CAUSE_UNAUTHORIZED},
			{402, SIPTRUNK_CAUSE_PAYMENT},
			{403, SIPTRUNK_CAUSE_UNAUTHORIZED},
			{404, SIPTRUNK_CAUSE_INVALID},
			{422, SIPTRUNK_CAUSE_INVALID},
			{429, SIPTRUNK_CAUSE_RATE_LIMITED},
			{300, SIPTRUNK_CAUSE_REDIRECT},
			{308, SIPTRUNK_CAUSE_REDIRECT},
			{500, SIPTRUNK_CAUSE_SERVER},
			{503, SIPTRUNK_CAUSE_SERVER},
			{599, SIPTRUNK_CAUSE_SERVER},
			{600, SIPTRUNK_CAUSE_STATUS},
			{204, SIPTRUNK_CAUSE_STATUS},
			{418, SIPTRUNK_CAUSE_STATUS},
	};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++)
		expect(cases[i].status, REGISTERED, cases[i].cause);
	expect(201, REGISTERED, SIPTRUNK_CAUSE_NONE);
}

static void only_an_object_is_an_answer(void **state)
{
	(void)state;
	expect(201, "", SIPTRUNK_CAUSE_NOT_JSON);
	expect(201, "<html>", SIPTRUNK_CAUSE_NOT_JSON);
	expect(201, "[\"call_id\"]", SIPTRUNK_CAUSE_NOT_JSON);
	expect(201, "\"call_1\"", SIPTRUNK_CAUSE_NOT_JSON);
	expect(201, "{\"call_id\":\"call_1\"", SIPTRUNK_CAUSE_NOT_JSON);
	expect(201, "{\"call_id\":\"call_1\"}}", SIPTRUNK_CAUSE_NOT_JSON);
	expect(201, "{\"call_id\":\"a\",\"call_id\":\"b\"}",
			SIPTRUNK_CAUSE_NOT_JSON);
	expect(201, "{\"call_id\":\"\xff\"}", SIPTRUNK_CAUSE_NOT_JSON);
	assert_string_equal(answer.error.text,
			"expected a JSON object, found '{\"call_id\":\"\\xff\"}'");
}

/** It becomes the user of a Request-URI. */
static void only_what_is_safe_is_a_call_id(void **state)
{
	char body[SIPTRUNK_CALL_ID_MAX + 32];

	(void)state;
	expect(201, "{}", SIPTRUNK_CAUSE_NO_CALL_ID);
	expect(201, "{\"call_id\":7}", SIPTRUNK_CAUSE_NO_CALL_ID);
	expect(201, "{\"call_id\":\"\"}", SIPTRUNK_CAUSE_NO_CALL_ID);
	expect(201, "{\"call_id\":\"a@b\"}", SIPTRUNK_CAUSE_NO_CALL_ID);
	expect(201, "{\"call_id\":\"a b\"}", SIPTRUNK_CAUSE_NO_CALL_ID);
	expect(201, "{\"call_id\":\"a\\r\\nX: y\"}", SIPTRUNK_CAUSE_NO_CALL_ID);
	expect(201, "{\"call_id\":\"a;x\"}", SIPTRUNK_CAUSE_NO_CALL_ID);
	expect(201, "{\"Call_id\":\"a\"}", SIPTRUNK_CAUSE_NO_CALL_ID);
	snprintf(body, sizeof(body), "{\"call_id\":\"%0*d\"}",
			SIPTRUNK_CALL_ID_MAX, 0);
	expect(201, body, SIPTRUNK_CAUSE_NONE);
	snprintf(body, sizeof(body), "{\"call_id\":\"%0*d\"}",
			SIPTRUNK_CALL_ID_MAX + 1, 0);
	expect(201, body, SIPTRUNK_CAUSE_NO_CALL_ID);
}

static void what_the_api_says_is_shown(void **state)
{
	(void)state;
	read_answer(422, "{\"status\":\"error\",\"message\":\"no agent\\n'a'\"}");
	assert_string_equal(answer.error.text,
			"expected status 201, found 422 'no agent\\x0a\\x27a\\x27'");
	read_answer(500, "oops");
	assert_string_equal(
			answer.error.text, "expected status 201, found 500");
	/* but not what it may say of the key */
	read_answer(401, "{\"message\":\"Invalid API key: key_secret\"}");
	assert_string_equal(
			answer.error.text, "expected status 201, found 401");
}

static void what_is_too_large_is_no_answer(void **state)
{
	siptrunk_http_response_t response = response_of(201, REGISTERED);

	(void)state;
	response.cut = true;
	siptrunk_api_answer_registration(&response, &answer);
	assert_int_equal(answer.cause, SIPTRUNK_CAUSE_TOO_LARGE);
	assert_string_equal(answer.call_id, "");
	/* of an error the status says enough */
	response.status = 500;
	siptrunk_api_answer_registration(&response, &answer);
	assert_int_equal(answer.cause, SIPTRUNK_CAUSE_SERVER);
}

static void each_failure_has_a_cause(void **state)
{
	static const struct
	{
		int failure;
		siptrunk_cause_t cause;
	} cases[] = {
			{CURLE_COULDNT_RESOLVE_HOST, SIPTRUNK_CAUSE_DNS},
			{CURLE_COULDNT_CONNECT, SIPTRUNK_CAUSE_REFUSED},
			{CURLE_OPERATION_TIMEDOUT, SIPTRUNK_CAUSE_DEADLINE},
			{CURLE_PEER_FAILED_VERIFICATION, SIPTRUNK_CAUSE_TLS},
			{CURLE_SSL_CONNECT_ERROR, SIPTRUNK_CAUSE_TLS},
			{CURLE_SSL_CACERT_BADFILE, SIPTRUNK_CAUSE_TLS},
			{CURLE_SSL_CERTPROBLEM, SIPTRUNK_CAUSE_TLS},
			{CURLE_SSL_CIPHER, SIPTRUNK_CAUSE_TLS},
			{CURLE_SSL_ISSUER_ERROR, SIPTRUNK_CAUSE_TLS},
			{CURLE_OUT_OF_MEMORY, SIPTRUNK_CAUSE_NO_MEMORY},
			{CURLE_GOT_NOTHING, SIPTRUNK_CAUSE_BROKEN},
			{CURLE_RECV_ERROR, SIPTRUNK_CAUSE_BROKEN},
			{CURLE_PARTIAL_FILE, SIPTRUNK_CAUSE_BROKEN},
			{CURLE_UNSUPPORTED_PROTOCOL, SIPTRUNK_CAUSE_BROKEN},
	};
	/* a status and half a body came before it failed */
	siptrunk_http_response_t response = response_of(201, REGISTERED);
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		response.failure = cases[i].failure;
		response.error = "told";
		siptrunk_api_answer_registration(&response, &answer);
		assert_int_equal(answer.cause, cases[i].cause);
		assert_string_equal(answer.error.text, "no answer: told");
		assert_string_equal(answer.call_id, "");
	}
}

static bool concurrency(long status, const char *body)
{
	siptrunk_http_response_t response = response_of(status, body);
	bool known =
			siptrunk_api_answer_concurrency(&response, &calls, &answer);

	assert_int_equal(known, answer.cause == SIPTRUNK_CAUSE_NONE);
	return known;
}

static void concurrency_is_two_numbers(void **state)
{
	(void)state;
	assert_true(concurrency(200, "{\"current_concurrency\":10,"
								 "\"concurrency_limit\":100,"
								 "\"base_concurrency\":20}"));
	assert_int_equal(calls.current, 10);
	assert_int_equal(calls.limit, 100);
	assert_false(concurrency(200, "{\"current_concurrency\":10}"));
	assert_false(concurrency(200, "{\"concurrency_limit\":10}"));
	assert_false(concurrency(
			200, "{\"current_concurrency\":\"1\",\"concurrency_limit\":2}"));
	assert_false(concurrency(
			200, "{\"current_concurrency\":-1,\"concurrency_limit\":2}"));
	assert_false(concurrency(200, "{\"current_concurrency\":1,"
								  "\"concurrency_limit\":2147483648}"));
	assert_int_equal(answer.cause, SIPTRUNK_CAUSE_NOT_JSON);
	assert_false(concurrency(
			401, "{\"current_concurrency\":1,\"concurrency_limit\":2}"));
	assert_int_equal(answer.cause, SIPTRUNK_CAUSE_UNAUTHORIZED);
}

static void a_burst_raises_the_limit(void **state)
{
	(void)state;
	assert_true(concurrency(
			200, "{\"current_concurrency\":1,\"concurrency_limit\":20,"
				 "\"concurrency_burst_enabled\":true,"
				 "\"concurrency_burst_limit\":60}"));
	assert_int_equal(calls.limit, 60);
	assert_true(concurrency(
			200, "{\"current_concurrency\":1,\"concurrency_limit\":20,"
				 "\"concurrency_burst_enabled\":false,"
				 "\"concurrency_burst_limit\":60}"));
	assert_int_equal(calls.limit, 20);
	assert_true(concurrency(
			200, "{\"current_concurrency\":1,\"concurrency_limit\":20,"
				 "\"concurrency_burst_enabled\":true,"
				 "\"concurrency_burst_limit\":0}"));
	assert_int_equal(calls.limit, 20);
	assert_false(concurrency(
			200, "{\"current_concurrency\":1,"
				 "\"concurrency_burst_enabled\":true,"
				 "\"concurrency_burst_limit\":60}"));
}

static unsigned allocations_left;

static void *scarce(size_t size)
{
	return allocations_left > 0 && allocations_left--
				   ? unit_allocator.alloc(size)
				   : NULL;
}

/** libjansson can do without some that it asks for. */
static void without_memory_there_is_no_call_id(void **state)
{
	const size_t blocks = unit_live_blocks;
	unsigned tries = 0;

	(void)state;
	json_set_alloc_funcs(scarce, unit_allocator.free);
	do {
		allocations_left = tries++;
		read_answer(201, REGISTERED);
		assert_int_equal(unit_live_blocks, blocks);
	} while(answer.cause == SIPTRUNK_CAUSE_NOT_JSON);
	assert_int_equal(answer.cause, SIPTRUNK_CAUSE_NONE);
	assert_true(tries > 3);
	json_set_alloc_funcs(malloc, free);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_teardown(a_call_id_is_found, end_test),
			cmocka_unit_test_teardown(each_status_has_a_cause, end_test),
			cmocka_unit_test_teardown(only_an_object_is_an_answer, end_test),
			cmocka_unit_test_teardown(only_what_is_safe_is_a_call_id, end_test),
			cmocka_unit_test_teardown(what_the_api_says_is_shown, end_test),
			cmocka_unit_test_teardown(what_is_too_large_is_no_answer, end_test),
			cmocka_unit_test_teardown(each_failure_has_a_cause, end_test),
			cmocka_unit_test_teardown(concurrency_is_two_numbers, end_test),
			cmocka_unit_test_teardown(a_burst_raises_the_limit, end_test),
			cmocka_unit_test_teardown(
					without_memory_there_is_no_call_id, end_test),
	};

	return cmocka_run_group_tests_name("api_answer", tests, NULL, NULL);
}
