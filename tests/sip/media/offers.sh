# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What each side is offered.

. "$REPO/tests/lib/raw.sh"

PORT_EMERGENCY='m=audio (30[0-9]{3}|31[0-9]{3}|32[0-6][0-9]{2}|327[0-5][0-9]|3276[0-6])'
PORT_AGENT='m=audio (16[3-9][0-9]{2}|1[7-9][0-9]{3}|2[0-8][0-9]{3}|29[0-9]{3})'

redsky_is_offered_srtp() {
	uas redsky1 answer "has $PORT_EMERGENCY RTP/SAVP" "has c=IN IP4 203\.0\.113\.10" \
		"has a=crypto:[0-9]+ AES_CM_128_HMAC_SHA1_80 inline:" "lacks RTP/AVP" "lacks 40000" \
		"lacks a=crypto:.*a=crypto:[0-9]+ AES_CM_128_HMAC_SHA1_80" "lacks NULL_HMAC"
	uac pbx call number=911 "has $PORT_EMERGENCY RTP/AVP" "lacks a=crypto"
	uas_done redsky1
}

retell_is_offered_rtp_and_three_codecs() {
	uas retell answer "has $PORT_AGENT RTP/AVP 0 8 " "lacks a=crypto" "lacks G729" "has PCMU/8000" \
		"has PCMA/8000" "has telephone-event/8000" "lacks RTP/SAVP"
	uac pbx call number=+13125550142 "has $PORT_AGENT RTP/AVP"
	uas_done retell
}

a_reinvite_offers_srtp_again() {
	uas redsky1 reinvited "has ^BYE|$PORT_EMERGENCY RTP/SAVP"
	uac pbx reinvite number=911 "has $PORT_EMERGENCY RTP/AVP"
	uas_done redsky1
}

redskys_own_reinvite_reaches_the_pbx_as_rtp() {
	uas redsky1 call-back "has $PORT_EMERGENCY RTP/SAVP"
	uac pbx called-back number=911 "has ^BYE|$PORT_EMERGENCY RTP/AVP"
	uas_done redsky1
}

# An agent's UPDATE with an offer, whose Route says that the call is one for help.
a_route_does_not_lead_to_the_emergency_rtpengine() {
	local sdp offer
	printf -v sdp '%s\r\n' v=0 "o=agent 1 2 IN IP4 18.98.16.121" s=- "c=IN IP4 18.98.16.121" "t=0 0" \
		"m=audio 40004 RTP/AVP 0"
	printf -v offer 'Content-Type: application/sdp\r\nContent-Length: %s\r\n\r\n%s' ${#sdp} "$sdp"
	uas pbx within method=UPDATE "has $PORT_AGENT RTP/AVP"
	uac retell left-up number=2001 from=+13125550142@sip.retellai.com contact=sip:agent@18.98.16.121
	# shellcheck disable=SC2016 # perl's
	OFFER=$offer sent retell uac-left-up ACK 's/ACK/UPDATE/g; s/CSeq: \K1/2/; s/branch=[^;\r]*/$&-update/;
		s/;media=\K1/2/ or exit 1; s/Content-Length: 0\r\n\r\n/$ENV{OFFER}/' | throw retell
	wait_until 5 grep -aqs ^UPDATE "$TEST_DIR/pbx-uas-within.messages" || fail "the UPDATE does not come to the pbx"
	bye_of retell uac-left-up 3
	uas_done pbx
}

# A refusal's SDP is no answer (RFC 3261 section 21.4.26).
a_refusals_sdp_is_no_answer() {
	ng_wire_start
	uas pbx refuse-sdp status=488
	uac retell refused status=488 number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
	ng_wire_stop
	[ "$(ng_commands offer)" -gt 0 ] || fail "RTPengine was offered nothing"
	equal "answers to RTPengine" 0 "$(ng_commands answer)"
}

# RedSky's and Retell's own gateways refuse such offers.
control_the_srtp_test_notices_plain_rtp() {
	data "UPDATE siptrunk_trunk SET media = 'rtp' WHERE name = 'redsky'"
	must_fail redsky_is_offered_srtp "redsky1, uas-answer: still waits"
}

control_the_codec_test_notices_another_codec() {
	data "UPDATE siptrunk_trunk SET codecs = 'PCMU,PCMA,G722,G729' WHERE name = 'retell'"
	must_fail retell_is_offered_rtp_and_three_codecs "uac-call: .*488 Not Acceptable"
}

control_the_srtp_check_can_fail() {
	must_fail _srtp_is_expected_of_retell "uas-answer: lacks"
}

_srtp_is_expected_of_retell() {
	uas retell answer "has m=audio [0-9]+ RTP/SAVP"
	uac pbx call number=+13125550142
	uas_done retell
}

control_the_port_check_can_fail() {
	must_fail _the_emergency_range_is_expected_of_retell "uas-answer: lacks"
}

_the_emergency_range_is_expected_of_retell() {
	uas retell answer "has $PORT_EMERGENCY"
	uac pbx call number=+13125550142
	uas_done retell
}
