/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_call_json.c: a call as a line. */
#include "siptrunk_call_json.h"
#include "unit.h"

#include <string.h>

static siptrunk_call_record_t record;
static char line[SIPTRUNK_CALL_JSON_MAX];

static void write_line(void)
{
	size_t len = siptrunk_call_json_write(&record, 0xabc, line);

	assert_int_equal(len, strlen(line));
	assert_int_equal(line[len - 1], '\n');
}

static void begin(void)
{
	memset(&record, 0, sizeof(record));
	record.serial = 0x12;
	record.ids.state = SIPTRUNK_CALL_ENDED;
	record.started = 1700000000123;
	record.ended = 1700000004123;
}

static void a_refused_call_is_a_short_line(void **state)
{
	(void)state;
	begin();
	record.code = 403;
	strcpy(record.ended_by, "edge");
	strcpy(record.ids.ids[SIPTRUNK_ID_CALLER], "a\"b");
	strcpy(record.ids.trunk, "gen\\esys");
	write_line();
	assert_string_equal(line,
			"{\"uid\":\"0000000000000abc0000000000000012\","
			"\"outcome\":\"refused\",\"call_id\":\"a\\\"b\","
			"\"trunk\":\"gen\\\\esys\",\"state\":\"ended\",\"code\":403,"
			"\"ended_by\":\"edge\","
			"\"started\":\"2023-11-14T22:13:20.123Z\","
			"\"ended\":\"2023-11-14T22:13:24.123Z\","
			"\"attempt_count\":0,\"attempts\":[]}\n");
}

static void has(const char *expected)
{
	write_line();
	if(strstr(line, expected) == NULL)
		fail_msg("expected %s in %s", expected, line);
}

static void an_answered_call_has_its_duration_and_attempts(void **state)
{
	(void)state;
	begin();
	record.answered = 1700000001000;
	record.attempt_count = 2;
	record.attempts[0] = (siptrunk_call_attempt_t){
			.trunk = "redsky", .gateway = "sip:one", .code = 503, .took = 12};
	record.attempts[1] = (siptrunk_call_attempt_t){
			.trunk = "twilio", .gateway = "sip:two", .took = -1};
	has("\"duration\":3123,\"gateway\":\"sip:two\",\"attempt_count\":2,"
		"\"attempts\":[{\"trunk\":\"redsky\",\"gateway\":\"sip:one\","
		"\"code\":503,\"ms\":12},{\"trunk\":\"twilio\","
		"\"gateway\":\"sip:two\",\"code\":0}]");
	/* the clock was set back */
	record.ended = 1700000000999;
	write_line();
	assert_null(strstr(line, "duration"));
}

static void figures_of_the_audio_are_numbers(void **state)
{
	(void)state;
	begin();
	record.legs[SIPTRUNK_LEG_CALLER] = (siptrunk_media_leg_t){.seen = true,
			.sent = 797,
			.heard = {.known = true, .mos = 44, .jitter = 1},
			.silent = 1700000002000};
	has("\"caller_sent\":797,\"caller_mos\":4.4,\"caller_jitter\":1,"
		"\"caller_loss\":0,"
		"\"caller_silent\":\"2023-11-14T22:13:22.000Z\"");
	assert_null(strstr(line, "callee"));
}

static void what_became_of_a_call_is_one_word(void **state)
{
	(void)state;
	begin();
	strcpy(record.ended_by, "caller");
	has("\"outcome\":\"cancelled\"");
	strcpy(record.ended_by, "callee");
	record.attempt_count = 1;
	has("\"outcome\":\"failed\"");
	record.answered = record.ended;
	has("\"outcome\":\"answered\"");
	strcpy(record.ended_by, "restart");
	has("\"outcome\":\"lost\"");
}

static void assert_hidden(const char *text, int digits, const char *expected)
{
	begin();
	strcpy(record.from, text);
	strcpy(record.identity, text);
	strcpy(record.to, text);
	siptrunk_call_hide(&record, digits);
	assert_string_equal(record.from, expected);
	assert_string_equal(record.identity, expected);
	assert_string_equal(record.to, expected);
}

static void the_last_digits_of_a_number_can_be_hidden(void **state)
{
	(void)state;
	assert_hidden("sip:+13125550142@h9", 0, "sip:+13125550142@h9");
	assert_hidden("sip:+13125550142@h9", 3, "sip:+13125550xxx@h9");
	assert_hidden("tel:+1-312-555-0142", 5, "tel:+1-312-55x-xxxx");
	assert_hidden("911", 15, "xxx");
	assert_hidden("sip:alice7@203.0.113.10", 4, "sip:alice7@203.0.113.10");
	assert_hidden("sip:203.0.113.10", 4, "sip:203.0.113.10");
	assert_hidden("", 4, "");
	assert_hidden("sip:+13125550142;npdi;rn=+13125550199@h9;a=1", 3,
			"sip:+13125550xxx;npdi;rn=+13125550xxx@h9;a=1");
	assert_hidden("tel:5550142;phone-context=+1312", 4,
			"tel:555xxxx;phone-context=+xxxx");
	assert_hidden("sip:alice7;x=y2@h9", 4, "sip:alice7;x=y2@h9");
	begin();
	strcpy(record.caller, "+13125550101");
	strcpy(record.called, "call_8a9b0c11");
	siptrunk_call_hide(&record, 4);
	assert_string_equal(record.caller, "+1312555xxxx");
	assert_string_equal(record.called, "call_8a9b0c11");
}

static void a_gateways_uri_may_have_a_number(void **state)
{
	(void)state;
	begin();
	record.attempt_count = 2;
	strcpy(record.attempts[0].gateway, "sip:198.51.100.11:5061;transport=tls");
	strcpy(record.attempts[1].gateway, "sip:+13125550142@203.0.113.10");
	siptrunk_call_hide(&record, 4);
	assert_string_equal(record.attempts[0].gateway,
			"sip:198.51.100.11:5061;transport=tls");
	assert_string_equal(
			record.attempts[1].gateway, "sip:+1312555xxxx@203.0.113.10");
}

/** Every text is full of what is escaped. */
static void the_longest_record_has_room(void **state)
{
	siptrunk_leg_t leg;
	int i;

	(void)state;
	memset(&record, '"', sizeof(record));
	record.ids.state = SIPTRUNK_CALL_ENDED;
	record.started = record.rang = record.answered = 1;
	record.ended = INT32_MAX;
	record.code = -999;
	record.attempt_count = INT32_MAX;
	for(i = 0; i < SIPTRUNK_ID_COUNT; i++)
		record.ids.ids[i][SIPTRUNK_ID_MAX] = '\0';
#define END(text) text[sizeof(text) - 1] = '\0'
	END(record.ids.trunk);
	END(record.ids.target);
	END(record.from);
	END(record.to);
	END(record.identity);
	END(record.caller);
	END(record.called);
	END(record.caller_source);
	END(record.classification);
	END(record.ended_by);
	END(record.reason);
	for(i = 0; i < SIPTRUNK_CALL_ATTEMPTS_MAX; i++) {
		END(record.attempts[i].trunk);
		END(record.attempts[i].gateway);
		record.attempts[i].code = INT32_MIN;
		record.attempts[i].took = INT64_MAX;
	}
	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++)
		record.legs[leg] = (siptrunk_media_leg_t){true, true, UINT64_MAX,
				UINT64_MAX, {true, INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX},
				253402300799999};
	write_line();
	assert_string_equal(line + strlen(line) - 3, "]}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_refused_call_is_a_short_line),
			cmocka_unit_test(an_answered_call_has_its_duration_and_attempts),
			cmocka_unit_test(figures_of_the_audio_are_numbers),
			cmocka_unit_test(what_became_of_a_call_is_one_word),
			cmocka_unit_test(the_last_digits_of_a_number_can_be_hidden),
			cmocka_unit_test(a_gateways_uri_may_have_a_number),
			cmocka_unit_test(the_longest_record_has_room),
	};

	return cmocka_run_group_tests_name("call_json", tests, NULL, NULL);
}
