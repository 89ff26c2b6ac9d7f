/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_sdp.c */
#include "siptrunk_sdp.h"
#include "unit.h"

static void assert_audio(const char *body, const char *expected)
{
	char text[SIPTRUNK_SDP_AUDIO_MAX];

	unit_assert_text(siptrunk_sdp_audio(unit_slice(body), text), expected);
	assert_string_equal(text, expected);
	unit_slices_free();
}

static void the_first_audio_stream_is_found(void **state)
{
	(void)state;
	assert_audio("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n",
			"192.0.2.1:4000");
	assert_audio(
			"c=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0", "192.0.2.1:4000");
	assert_audio("m=audio 4000/2 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n",
			"2001:db8::1:4000/2");
	assert_audio("c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
				 "m=audio 5000 RTP/AVP 0\r\nc=IN IP4 192.0.2.2\r\n",
			"192.0.2.1:4000");
}

static void a_stream_s_own_address_counts(void **state)
{
	(void)state;
	assert_audio("c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
				 "c=IN IP4 192.0.2.2\r\n",
			"192.0.2.2:4000");
}

static void parts_around_it_do_not_matter(void **state)
{
	(void)state;
	assert_audio("--x\r\nContent-Type: application/sdp\r\n\r\n"
				 "c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n\r\n"
				 "--x\r\nContent-Type: application/pidf+xml\r\n\r\n<a/>\r\n",
			"192.0.2.1:4000");
}

static void what_is_no_audio_is_empty(void **state)
{
	(void)state;
	assert_audio("", "");
	assert_audio("\n\r\n", "");
	assert_audio("c=IN IP4 192.0.2.1\r\nm=video 4000 RTP/AVP 0\r\n", "");
	assert_audio("m=audio 4000 RTP/AVP 0\r\n", "");
	assert_audio("c=IN IP4\r\nm=audio 4000 RTP/AVP 0\r\n", "");
	assert_audio("c=IN IP4 192.0.2.1\r\nm=audio\r\n", "");
	assert_audio("c=IN IP4 an.address.that.is.far.too.long.to.be.kept."
				 "or.used.anywhere.at.all\r\nm=audio 4000 RTP/AVP 0\r\n",
			"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_first_audio_stream_is_found),
			cmocka_unit_test(a_stream_s_own_address_counts),
			cmocka_unit_test(parts_around_it_do_not_matter),
			cmocka_unit_test(what_is_no_audio_is_empty),
	};

	return cmocka_run_group_tests_name("sdp", tests, NULL, NULL);
}
