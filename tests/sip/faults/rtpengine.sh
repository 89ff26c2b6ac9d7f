# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# RTPengine is not running: ordinary calls are refused, emergencies go on.

without_the_agent_rtpengine_an_ordinary_call_gets_503() {
	rtpengine_stop agent
	uac pbx refused number=+13125550142 status=503
}

without_the_agent_rtpengine_an_emergency_is_answered() {
	rtpengine_stop agent
	uas redsky1 answer "has m=audio 3[0-2][0-9][0-9][0-9] RTP/SAVP"
	uac pbx call number=911
	uas_done redsky1
}

without_the_emergency_rtpengine_the_other_one_carries_an_emergency() {
	rtpengine_stop emergency
	uas redsky1 answer "has m=audio (1[6-9]|2[0-9])[0-9][0-9][0-9] RTP/SAVP"
	uac pbx call number=911
	uas_done redsky1
}

# RedSky takes SRTP only and refuses; the fallback carrier takes the offer.
without_any_rtpengine_an_emergency_goes_as_it_came() {
	rtpengine_stop agent
	rtpengine_stop emergency
	uas carrier answer "has m=audio 40000 RTP/AVP 0 8 18 101"
	uac pbx call number=911
	uas_done carrier
}

control_the_rtpengine_tests_notice_a_running_one() {
	must_fail _as_it_came "uas-answer: lacks"
}

_as_it_came() {
	uas redsky1 answer "has m=audio 40000 RTP/AVP"
	uac pbx call number=911
	uas_done redsky1
}
