/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_media_report.c. */
#include "siptrunk_media_report.h"
#include "siptrunk_utf8.h"
#include "unit.h"

#include <jansson.h>

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* As RTPengine 12.5 answers, without what nobody reads. */

#define REPORT(mos, trip, leg, jitter, loss)                                 \
	"{\"MOS\":" #mos ",\"round-trip time\":" #trip                           \
	",\"round-trip time leg\":" #leg ",\"jitter\":" #jitter                  \
	",\"packet loss\":" #loss ",\"reported at\":1795333615}"

#define HEARD(ssrc, reports)                                                 \
	"\"" #ssrc "\":{\"cumulative loss\":7,\"average MOS\":{\"MOS\":11},"     \
	"\"MOS progression\":{\"interval\":1,\"entries\":[" reports "]}}"

#define STREAM(port, packets, errors, ssrcs)                                 \
	"{\"local port\":" #port ",\"local address\":\"203.0.113.10\","          \
	"\"family\":\"IPv4\",\"endpoint\":{\"family\":\"IPv4\",\"address\":"     \
	"\"192.0.2.99\",\"port\":9},\"advertised endpoint\":{\"family\":"        \
	"\"IPv4\",\"address\":\"192.0.2.10\",\"port\":40176}," SUITE             \
	"\"ingress SSRCs\":[" ssrcs "],\"egress SSRCs\":[],\"stats\":"           \
	"{\"packets\":" #packets ",\"bytes\":1,\"errors\":" #errors "}}"
#define SUITE "\"crypto suite\":\"AES_CM_128_HMAC_SHA1_80\","

#define SSRC(ssrc, packets, last)                                            \
	"{\"SSRC\":" #ssrc ",\"bytes\":1,\"packets\":" #packets                  \
	",\"last RTP seq\":" #last "}"

#define SIDE(tag, more, partner, flags, streams)                             \
	"\"" tag "\":{\"tag\":\"" tag "\"," more "\"subscriptions\":[{\"tag\":"  \
	"\"" partner "\"}],\"subscribers\":[{\"tag\":\"" partner "\"}],"         \
	"\"medias\":[{\"type\":\"video\"},{\"type\":\"audio\",\"streams\":["     \
	streams "],\"flags\":[" flags "]}]}"

#define CALLER                                                               \
	SIDE("from", "", "to", "\"send\",\"recv\"",                              \
			STREAM(30000, 797, 3, SSRC(4294967295, 790, 65540)               \
					"," SSRC(5, 10, 20)) "," STREAM(30001, 5, 0, ""))
#define CALLEE                                                               \
	SIDE("to", "\"via-branch\":\"z9hG4bK\",", "from", "\"send\"",            \
			STREAM(30002, 0, 0, ""))
#define ANSWER                                                               \
	"{\"result\":\"ok\",\"SSRC\":{"                                          \
	HEARD(4294967295, REPORT(0, 0, 100, 900, 90) ","                         \
			REPORT(44, 958, 600, 2, 1) "," REPORT(42, 161, 0, 4, 3))         \
	"},\"tags\":{" CALLER "," CALLEE "}}"

static siptrunk_media_report_t report;

static int end_test(void **state)
{
	(void)state;
	unit_slices_free();
	return 0;
}

static siptrunk_media_answer_t read_answer(const char *answer)
{
	return siptrunk_media_report_read(unit_slice(answer), &report);
}

static void a_side_is_read(void **state)
{
	const siptrunk_media_side_t *side;

	(void)state;
	assert_int_equal(read_answer(ANSWER), SIPTRUNK_MEDIA_OK);
	assert_int_equal(report.count, 2);
	side = siptrunk_media_report_side(&report, "from");
	assert_non_null(side);
	assert_string_equal(side->partner, "to");
	assert_string_equal(side->told, "203.0.113.10:30000");
	assert_string_equal(side->named, "192.0.2.10:40176");
	assert_true(side->sends);
	assert_false(side->offered);
	assert_true(side->encrypted);
	assert_int_equal(side->packets, 797);
	assert_int_equal(side->errors, 3);
	assert_int_equal(side->rtcp, 5);
	assert_int_equal(side->rtp, 800);
	assert_int_equal(side->ssrc, 4294967295);
	assert_int_equal(side->ssrc_packets, 790);
	assert_int_equal(side->ssrc_last, 65540);
}

/* A report without a MOS says nothing but the round trip, and the other way
 * round. */
static void what_it_hears_is_the_mean_of_its_reports(void **state)
{
	const siptrunk_media_side_t *side;

	(void)state;
	read_answer(ANSWER);
	side = siptrunk_media_report_side(&report, "from");
	assert_true(side->heard.known);
	assert_int_equal(side->heard.mos, 43);
	assert_int_equal(side->heard.jitter, 3);
	assert_int_equal(side->heard.loss, 2);
	assert_int_equal(side->heard.round_trip, 350);
}

static void who_only_listens_does_not_send(void **state)
{
	const siptrunk_media_side_t *side;

	(void)state;
	read_answer(ANSWER);
	side = siptrunk_media_report_side(&report, "to");
	assert_non_null(side);
	assert_true(side->offered);
	assert_false(side->sends);
	assert_false(side->heard.known);
	assert_int_equal(side->rtp, 0);
	assert_null(siptrunk_media_report_side(&report, ""));
	assert_null(siptrunk_media_report_side(&report, "fro"));
}

static void who_has_two_partners_has_none(void **state)
{
	(void)state;
	read_answer("{\"result\":\"ok\",\"tags\":{\"a\":{\"tag\":\"a\","
				"\"subscriptions\":[{\"tag\":\"b\"},{\"tag\":\"c\"}],"
				"\"subscribers\":[{\"tag\":\"b\"}],"
				"\"medias\":[{\"type\":\"audio\"}]}}}");
	assert_int_equal(report.count, 1);
	assert_string_equal(report.sides[0].partner, "");
}

static void an_ipv6_address_has_brackets(void **state)
{
	(void)state;
	read_answer("{\"result\":\"ok\",\"tags\":{\"a\":{\"tag\":\"a\","
				"\"medias\":[{\"type\":\"audio\",\"streams\":[{"
				"\"local address\":\"2001:db8::1\",\"local port\":40}]}]}}}");
	assert_string_equal(report.sides[0].told, "[2001:db8::1]:40");
	assert_string_equal(report.sides[0].named, "");
}

/** told: where its packets come to; its SDP names the address. */
static const siptrunk_media_side_t *read_one(
		const char *told, const char *address, int port)
{
	char answer[512];

	snprintf(answer, sizeof(answer),
			"{\"result\":\"ok\",\"tags\":{\"a\":{\"tag\":\"a\","
			"\"medias\":[{\"type\":\"audio\",\"flags\":[\"send\",\"recv\"],"
			"\"streams\":[{%s\"advertised endpoint\":{\"address\":\"%s\","
			"\"port\":%d}}]}]}}}",
			told, address, port);
	read_answer(answer);
	return siptrunk_media_report_side(&report, "a");
}

#define TOLD "\"local address\":\"203.0.113.10\",\"local port\":40,"

/* T.38 has taken its place: RTPengine has no port for it. */
static void a_stream_that_is_off_does_not_send(void **state)
{
	(void)state;
	assert_true(read_one(TOLD, "192.0.2.10", 40176)->sends);
	assert_false(read_one("", "192.0.2.10", 40176)->sends);
}

static void an_address_of_zeros_holds(void **state)
{
	(void)state;
	assert_false(read_one(TOLD, "192.0.2.10", 40176)->holds);
	assert_false(read_one(TOLD, "", 40176)->holds);
	assert_true(read_one(TOLD, "0.0.0.0", 40176)->holds);
	assert_true(read_one(TOLD, "::", 40176)->holds);
	assert_false(read_one(TOLD, "0.0.0.0", 9)->holds);
}

static void each_answer_is_known(void **state)
{
	static const char *const bad[] = {"", "{", "[]", "null", "{}",
			"{\"result\":\"error\",\"error-reason\":\"Other\"}",
			"{\"result\":\"error\"}", "{\"result\":1}"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(bad); i++)
		assert_int_equal(read_answer(bad[i]), SIPTRUNK_MEDIA_BAD);
	assert_int_equal(read_answer("{\"result\":\"error\",\"error-reason\":"
								 "\"Unknown call-id\"}"),
			SIPTRUNK_MEDIA_NO_CALL);
	assert_int_equal(
			read_answer("{\"result\":\"ok\",\"tags\":[],\"SSRC\":7}"),
			SIPTRUNK_MEDIA_OK);
	assert_int_equal(report.count, 0);
}

static void a_side_too_many_is_left_out(void **state)
{
	char answer[4096] = "{\"result\":\"ok\",\"tags\":{";
	size_t i;

	(void)state;
	for(i = 0; i < SIPTRUNK_MEDIA_SIDES_MAX + 2; i++)
		sprintf(answer + strlen(answer),
				"%s\"%zu\":{\"tag\":\"%zu\",\"medias\":[{\"type\":"
				"\"audio\"}]}",
				i > 0 ? "," : "", i, i);
	strcat(answer, "}}");
	assert_int_equal(read_answer(answer), SIPTRUNK_MEDIA_OK);
	assert_int_equal(report.count, SIPTRUNK_MEDIA_SIDES_MAX);
}

/* --- list --- */

static char listed[64];

static void note(siptrunk_text_t call_id, void *context)
{
	(void)context;
	snprintf(listed + strlen(listed), sizeof(listed) - strlen(listed),
			"%.*s ", SIPTRUNK_TEXT_FMT(call_id));
}

static bool list(const char *answer)
{
	listed[0] = '\0';
	return siptrunk_media_report_calls(unit_slice(answer), note, NULL);
}

static void calls_are_listed(void **state)
{
	(void)state;
	assert_true(list("{\"calls\":[\"a@b\",\"c\"],\"result\":\"ok\"}"));
	assert_string_equal(listed, "a@b c ");
	assert_true(list("{\"calls\":[],\"result\":\"ok\"}"));
	assert_false(list("{\"result\":\"error\"}"));
	assert_false(list("pong"));
}

/* One caller's Call-ID does not hide the others' calls. */
static void what_is_no_utf8_is_listed_once_it_is_mended(void **state)
{
	char answer[] = "{\"calls\":[\"a@b\",\"\xff\xc3@c\"],\"result\":\"ok\"}";

	(void)state;
	assert_false(list(answer));
	siptrunk_utf8_mend(answer, strlen(answer));
	assert_true(list(answer));
	assert_string_equal(listed, "a@b ??@c ");
}

static void sessions_are_counted(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_media_report_sessions(unit_slice(
							 "{\"result\":\"ok\",\"statistics\":{"
							 "\"currentstatistics\":{\"sessionsown\":1,"
							 "\"sessionstotal\":7}}}")),
			7);
	assert_int_equal(siptrunk_media_report_sessions(unit_slice(
							 "{\"statistics\":{\"currentstatistics\":{"
							 "\"sessionstotal\":\"7\"}}}")),
			-1);
	assert_int_equal(
			siptrunk_media_report_sessions(unit_slice("{\"statistics\":7}")),
			-1);
	assert_int_equal(siptrunk_media_report_sessions(unit_slice("")), -1);
}

/* --- memory --- */

static size_t left;
static size_t living;

static void *fail_in_turn(size_t size)
{
	void *block = left > 0 ? malloc(size) : NULL;

	left -= left > 0;
	living += block != NULL;
	return block;
}

static void count_free(void *block)
{
	living -= block != NULL;
	free(block);
}

static void no_memory_is_no_answer(void **state)
{
	siptrunk_media_answer_t answer;
	size_t failed = 0;

	(void)state;
	json_set_alloc_funcs(fail_in_turn, count_free);
	do {
		left = failed++;
		answer = read_answer(ANSWER);
		assert_int_equal(living, 0);
		assert_true(answer == SIPTRUNK_MEDIA_BAD || report.count <= 2);
	} while(answer != SIPTRUNK_MEDIA_OK || report.count != 2);
	json_set_alloc_funcs(malloc, free);
	assert_true(failed > 20);
}

#define TEST(name) cmocka_unit_test_teardown(name, end_test)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(a_side_is_read),
			TEST(what_it_hears_is_the_mean_of_its_reports),
			TEST(who_only_listens_does_not_send),
			TEST(who_has_two_partners_has_none),
			TEST(an_ipv6_address_has_brackets),
			TEST(a_stream_that_is_off_does_not_send),
			TEST(an_address_of_zeros_holds),
			TEST(each_answer_is_known),
			TEST(a_side_too_many_is_left_out),
			TEST(calls_are_listed),
			TEST(what_is_no_utf8_is_listed_once_it_is_mended),
			TEST(sessions_are_counted),
			TEST(no_memory_is_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
