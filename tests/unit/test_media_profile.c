/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_media_profile.c; the columns together are test_rows.c's. */
#include "siptrunk_media_profile.h"
#include "unit.h"

#include <string.h>

#define ALL                                                        \
	"AES_CM_128_HMAC_SHA1_80,AES_CM_128_HMAC_SHA1_32,"             \
	"AES_256_CM_HMAC_SHA1_80,AES_256_CM_HMAC_SHA1_32"

static void assert_suites(const char *list, const char *expected)
{
	char text[SIPTRUNK_SRTP_SUITES_MAX];

	assert_true(siptrunk_srtp_suites_parse(unit_slice(list), text, NULL));
	assert_string_equal(text, expected);
	unit_slices_free();
}

static void assert_no_suites(const char *list)
{
	char text[SIPTRUNK_SRTP_SUITES_MAX];
	siptrunk_error_t why;

	assert_false(siptrunk_srtp_suites_parse(unit_slice(list), text, &why));
	assert_non_null(strstr(why.text, "expected suites of AES_CM_128_HMAC"));
	assert_false(siptrunk_check_srtp_suites(unit_slice(list), NULL));
	unit_slices_free();
}

static void suites_have_their_registered_names(void **state)
{
	(void)state;
	assert_suites("", ALL);
	assert_suites(ALL, ALL);
	assert_suites("AES_CM_256_HMAC_SHA1_32, AES_CM_128_HMAC_SHA1_80",
			"AES_256_CM_HMAC_SHA1_32,AES_CM_128_HMAC_SHA1_80");
	assert_true(siptrunk_check_srtp_suites(
			SIPTRUNK_TEXT("AES_CM_256_HMAC_SHA1_80"), NULL));
}

static void no_other_suite_will_do(void **state)
{
	(void)state;
	assert_no_suites("NULL_HMAC_SHA1_80");
	assert_no_suites("AES_CM_128_HMAC_SHA1_80,");
	assert_no_suites(",");
	assert_no_suites("aes_cm_128_hmac_sha1_80");
	assert_no_suites("AES_CM_256_HMAC_SHA1_80,AES_256_CM_HMAC_SHA1_80");
}

static void media_have_names(void **state)
{
	siptrunk_media_t media;

	(void)state;
	assert_true(siptrunk_media_parse(SIPTRUNK_TEXT("srtp_optional"), &media));
	assert_int_equal(media, SIPTRUNK_MEDIA_SRTP_OPTIONAL);
	assert_true(siptrunk_media_parse(SIPTRUNK_TEXT("rtp"), &media));
	assert_int_equal(media, SIPTRUNK_MEDIA_RTP);
	unit_assert_text(siptrunk_media_name(SIPTRUNK_MEDIA_SRTP), "srtp");
	assert_false(siptrunk_media_parse(SIPTRUNK_TEXT("SRTP"), &media));
	assert_false(siptrunk_check_media(SIPTRUNK_TEXT(""), NULL));
}

static void packets_hold_what_every_codec_can_pack(void **state)
{
	(void)state;
	assert_true(siptrunk_check_ptime(SIPTRUNK_TEXT("0"), NULL));
	assert_true(siptrunk_check_ptime(SIPTRUNK_TEXT("60"), NULL));
	assert_false(siptrunk_check_ptime(SIPTRUNK_TEXT("25"), NULL));
	assert_false(siptrunk_check_ptime(SIPTRUNK_TEXT(""), NULL));
	assert_false(siptrunk_check_ptime(SIPTRUNK_TEXT("10,20"), NULL));
}

static void other_columns(void **state)
{
	(void)state;
	assert_true(siptrunk_check_dtmf(SIPTRUNK_TEXT("info"), NULL));
	assert_false(siptrunk_check_dtmf(SIPTRUNK_TEXT("inband"), NULL));
	assert_true(siptrunk_check_silence_action(SIPTRUNK_TEXT("hang_up"), NULL));
	assert_false(siptrunk_check_silence_action(SIPTRUNK_TEXT("end"), NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(suites_have_their_registered_names),
			cmocka_unit_test(no_other_suite_will_do),
			cmocka_unit_test(media_have_names),
			cmocka_unit_test(packets_hold_what_every_codec_can_pack),
			cmocka_unit_test(other_columns),
	};

	return cmocka_run_group_tests_name("media_profile", tests, NULL, NULL);
}
