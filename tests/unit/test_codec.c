/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_codec.c */
#include "siptrunk_codec.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static void assert_parsed(const char *list, const char *expected)
{
	char text[SIPTRUNK_CODECS_MAX];

	assert_true(siptrunk_codecs_parse(unit_slice(list), text, NULL));
	assert_string_equal(text, expected);
	unit_slices_free();
}

static void assert_refused(const char *list, const char *expected)
{
	char text[SIPTRUNK_CODECS_MAX];
	siptrunk_error_t why;

	assert_false(siptrunk_codecs_parse(unit_slice(list), text, &why));
	assert_non_null(strstr(why.text, expected));
	unit_slices_free();
}

static void a_list_is_read_as_people_write_it(void **state)
{
	(void)state;
	assert_parsed("", "");
	assert_parsed("PCMU,PCMA,G722", "PCMU,PCMA,G722");
	assert_parsed("g722, pcmu ,OPUS", "G722,PCMU,opus");
	assert_parsed("PCMU,telephone-event", "PCMU");
	assert_parsed("PCMU,PCMA,G722,opus,G729,G723,GSM,speex,iLBC,AMR,AMR-WB,EVS",
			"PCMU,PCMA,G722,opus,G729,G723,GSM,speex,iLBC,AMR,AMR-WB,EVS");
}

static void what_is_no_codec_is_refused(void **state)
{
	(void)state;
	assert_refused("PCMU,MP3", "expected codecs of PCMU,PCMA");
	assert_refused("PCMU,", "found 'PCMU,'");
	assert_refused(",", "each once");
	assert_refused("PCMU/8000", "each once");
	assert_refused("PCMU,PCMA,pcmu", "each once, found 'PCMU,PCMA,pcmu'");
	assert_refused("telephone-event", "expected a codec beside");
}

static void assert_offered(const char *body, const char *expected)
{
	char text[SIPTRUNK_CODECS_MAX];

	unit_assert_text(siptrunk_codecs_offered(unit_slice(body), text), expected);
	assert_string_equal(text, expected);
	unit_slices_free();
}

static void an_offer_is_read_in_its_order(void **state)
{
	(void)state;
	assert_offered("m=audio 4000 RTP/AVP 0 8 9 18\r\n", "PCMU,PCMA,G722,G729");
	assert_offered("m=audio 4000 RTP/AVP 96 0 101\r\n"
				   "a=rtpmap:96 opus/48000/2\r\na=rtpmap:0 PCMU/8000\r\n"
				   "a=rtpmap:101 telephone-event/8000\r\n",
			"opus,PCMU");
	assert_offered("m=audio 4000 RTP/AVP 97 13\na=rtpmap:97 X-new/8000\n"
				   "a=rtpmap:13 CN/8000",
			"X-new");
	assert_offered("m=audio 4000 RTP/AVP 96 97\na=rtpmap:96 opus/48000/2\n"
				   "a=rtpmap:97 opus/48000/2\n",
			"opus");
	assert_offered("--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n"
				   "m=audio 4000 RTP/AVP 8\r\n--b--\r\n",
			"PCMA");
}

static void of_the_first_stream_of_audio_alone(void **state)
{
	(void)state;
	assert_offered("m=video 1 RTP/AVP 31\r\nm=audio 2 RTP/AVP 8\r\n"
				   "m=audio 3 RTP/AVP 0\r\n",
			"PCMA");
	assert_offered("m=audio 1 RTP/AVP 96\r\nm=video 1 RTP/AVP 96\r\n"
				   "a=rtpmap:96 opus/48000/2\r\n",
			"");
	assert_offered("m=audio 0 RTP/AVP 0\r\n", "");
	assert_offered("m=image 4000 udptl t38\r\n", "");
	assert_offered("v=0\r\n", "");
	assert_offered("m=audio 4000", "");
	assert_offered("", "");
}

static void what_is_no_name_is_no_codec(void **state)
{
	(void)state;
	assert_offered("m=audio 1 RTP/AVP 96 97 -1 0x 0\r\n"
				   "a=rtpmap:96 a,b/8000\r\na=rtpmap:97 \"/8000\r\n",
			"PCMU");
}

static void a_long_offer_is_cut_between_names(void **state)
{
	char body[2048] = "m=audio 1 RTP/AVP", text[SIPTRUNK_CODECS_MAX];
	size_t used = strlen(body);
	int i;

	(void)state;
	for(i = 96; i < 127; i++)
		used += (size_t)sprintf(body + used, " %d", i);
	for(i = 96; i < 127; i++)
		used += (size_t)sprintf(
				body + used, "\na=rtpmap:%d a-codec-%d/8000", i, i);
	siptrunk_codecs_offered(siptrunk_text(body), text);
	assert_true(strlen(text) < sizeof(text));
	assert_memory_equal(text, "a-codec-96,a-codec-97,", 22);
	assert_string_equal(strrchr(text, ','), ",a-codec-116");
}

typedef struct choice
{
	const char *offered, *sender, *reader;
	siptrunk_codecs_verdict_t verdict; /**< where the call may be transcoded */
	const char *chosen;
} choice_t;

static void assert_choice(const choice_t *choice)
{
	char chosen[SIPTRUNK_CODECS_MAX];
	siptrunk_text_t offered = unit_slice(choice->offered),
					sender = unit_slice(choice->sender),
					reader = unit_slice(choice->reader);

	assert_int_equal(
			siptrunk_codecs_choose(offered, sender, reader, true, chosen),
			choice->verdict);
	assert_string_equal(chosen, choice->chosen);
	assert_int_equal(
			siptrunk_codecs_choose(offered, sender, reader, false, chosen),
			choice->verdict == SIPTRUNK_CODECS_TRANSCODED ? SIPTRUNK_CODECS_NONE
														  : choice->verdict);
	assert_string_equal(chosen, choice->chosen);
	unit_slices_free();
}

static void the_other_side_gets_what_both_share(void **state)
{
	static const choice_t choices[] = {
			{"PCMU,G729", "", "", SIPTRUNK_CODECS_SHARED, ""},
			{"", "", "PCMU", SIPTRUNK_CODECS_SHARED, ""},
			{"G722,PCMA,PCMU", "", "PCMU,PCMA", SIPTRUNK_CODECS_SHARED,
					"PCMU,PCMA"},
			{"PCMU,PCMA", "PCMA", "PCMU,PCMA", SIPTRUNK_CODECS_SHARED, "PCMA"},
			{"PCMU,EVS", "EVS,PCMA", "", SIPTRUNK_CODECS_SHARED, "EVS"},
			{"Opus,PCMU", "", "opus", SIPTRUNK_CODECS_SHARED, "opus"},
			{"AMR", "", "AMR", SIPTRUNK_CODECS_SHARED, "AMR"},
			{"opus,G729", "", "PCMU,AMR,G722", SIPTRUNK_CODECS_TRANSCODED,
					"PCMU,G722"},
			{"G722", "PCMU,G722", "PCMU", SIPTRUNK_CODECS_TRANSCODED, "PCMU"},
			{"AMR,X-new", "", "PCMU", SIPTRUNK_CODECS_NONE, "PCMU"},
			{"PCMU", "", "AMR", SIPTRUNK_CODECS_NONE, ""},
			{"G722", "PCMU", "PCMU", SIPTRUNK_CODECS_NONE, "PCMU"},
			{"G729", "PCMU", "", SIPTRUNK_CODECS_NONE, ""},
	};
	size_t i;

	(void)state;
	for(i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		assert_choice(&choices[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_list_is_read_as_people_write_it),
			cmocka_unit_test(what_is_no_codec_is_refused),
			cmocka_unit_test(an_offer_is_read_in_its_order),
			cmocka_unit_test(of_the_first_stream_of_audio_alone),
			cmocka_unit_test(what_is_no_name_is_no_codec),
			cmocka_unit_test(a_long_offer_is_cut_between_names),
			cmocka_unit_test(the_other_side_gets_what_both_share),
	};

	return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}
