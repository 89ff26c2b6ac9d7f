/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_media.c; what becomes of good columns is test_builder.c's. */
#include "sample.h"

static void srtp_demands_tls(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_emergency, transport, "tcp",
			"table siptrunk_trunk, row 4, column transport: expected tls, "
			"because media is srtp, found 'tcp'");
	REFUSED(TRUNK, trunk, sample_emergency, transport, "",
			"table siptrunk_trunk, row 4, column transport: expected tls, "
			"because media is srtp, found ''");
	REFUSED(TRUNK, trunk, sample_pbx, media, "srtp_optional",
			"table siptrunk_trunk, row 3, column transport: expected tls, "
			"because media is srtp_optional, found 'udp'");
	ACCEPTED(TRUNK, trunk, sample_emergency, media, "rtp");
	ACCEPTED(TRUNK, trunk, sample_emergency, media, "srtp_optional");
}

static void each_column_is_checked(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_pbx, media, "zrtp",
			"table siptrunk_trunk, row 3, column media: expected rtp, srtp "
			"or srtp_optional, found 'zrtp'");
	REFUSED(TRUNK, trunk, sample_pbx, dtmf, "inband",
			"table siptrunk_trunk, row 3, column dtmf: expected rfc4733 or "
			"info, found 'inband'");
	REFUSED(TRUNK, trunk, sample_pbx, codecs, "PCMU,MP3",
			"table siptrunk_trunk, row 3, column codecs: expected codecs of "
			"PCMU,PCMA,G722,opus,G729,G723,GSM,speex,iLBC,AMR,AMR-WB,EVS,"
			"telephone-event, each once, found 'PCMU,MP3'");
	REFUSED(TRUNK, trunk, sample_pbx, srtp_suites, "NULL_HMAC_SHA1_80",
			"table siptrunk_trunk, row 3, column srtp_suites: expected suites "
			"of AES_CM_128_HMAC_SHA1_80,AES_CM_128_HMAC_SHA1_32,"
			"AES_256_CM_HMAC_SHA1_80,AES_256_CM_HMAC_SHA1_32, each once, found "
			"'NULL_HMAC_SHA1_80'");
	REFUSED(TRUNK, trunk, sample_pbx, transcode, "often",
			"table siptrunk_trunk, row 3, column transcode: expected yes or "
			"no, found 'often'");
	REFUSED(TRUNK, trunk, sample_pbx, ptime, "25",
			"table siptrunk_trunk, row 3, column ptime: expected 0, 10, 20, "
			"30, 40 or 60, found '25'");
	REFUSED(TRUNK, trunk, sample_pbx, symmetric, "1",
			"table siptrunk_trunk, row 3, column symmetric: expected yes or "
			"no, found '1'");
	REFUSED(TRUNK, trunk, sample_pbx, nat, "on",
			"table siptrunk_trunk, row 3, column nat: expected yes or no, "
			"found 'on'");
	REFUSED(TRUNK, trunk, sample_pbx, ice, "lite",
			"table siptrunk_trunk, row 3, column ice: expected yes or no, "
			"found 'lite'");
	REFUSED(TRUNK, trunk, sample_pbx, rtcp_mux, "require",
			"table siptrunk_trunk, row 3, column rtcp_mux: expected yes or "
			"no, found 'require'");
	REFUSED(TRUNK, trunk, sample_pbx, silence, "-1",
			"table siptrunk_trunk, row 3, column silence: expected a number, "
			"0 or more, found '-1'");
	REFUSED(TRUNK, trunk, sample_pbx, silence_action, "end",
			"table siptrunk_trunk, row 3, column silence_action: expected "
			"report or hang_up, found 'end'");
	REFUSED(TRUNK, trunk, sample_pbx, silence_action, "hang_up",
			"table siptrunk_trunk, row 3, column silence_action: expected "
			"report, because role is not agent, found 'hang_up'");
	REFUSED(TRUNK, trunk, sample_emergency, silence_action, "hang_up",
			"table siptrunk_trunk, row 4, column silence_action: expected "
			"report, because role is not agent, found 'hang_up'");
	REFUSED(TRUNK, trunk, sample_emergency, nat, "yes",
			"table siptrunk_trunk, row 4, column symmetric: expected yes, "
			"because nat is yes, found 'no'");
	ACCEPTED(TRUNK, trunk, sample_pbx, nat, "yes");
	ACCEPTED(TRUNK, trunk, sample_agent_trunk, silence_action,
			"hang_up");
}

/* 0 is not watched. */
static void a_breath_is_no_reason_to_hang_up(void **state)
{
	siptrunk_trunk_row_t hang_up = sample_agent_trunk;

	(void)state;
	hang_up.silence_action = T("hang_up");
	REFUSED(TRUNK, trunk, hang_up, silence, "4",
			"table siptrunk_trunk, row 15, column silence: expected 5 or more, "
			"or 0, because silence_action is hang_up, found '4'");
	ACCEPTED(TRUNK, trunk, hang_up, silence, "5");
	ACCEPTED(TRUNK, trunk, hang_up, silence, "0");
	ACCEPTED(TRUNK, trunk, sample_agent_trunk, silence, "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(srtp_demands_tls),
			cmocka_unit_test(each_column_is_checked),
			cmocka_unit_test(a_breath_is_no_reason_to_hang_up),
	};

	return cmocka_run_group_tests_name("rows_media", tests, NULL, NULL);
}
