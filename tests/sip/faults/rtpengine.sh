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

# The edge asks again before it gives up, and a busy machine is no reason to
# give up: an answer that RTPengine did not see is a call with audio one way only.
an_rtpengine_that_pauses_at_the_answer_costs_no_audio() {
	_answer_while_rtpengine_is_frozen
	wait_until 10 _agent_was_asked_thrice || fail "the edge did not ask RTPengine three times"
	rtpengine_thaw agent
	uac_done pbx call
	uas_done retell
}

control_the_pause_test_notices_an_answer_without_rtpengine() {
	must_fail _pause_without_end "uac-call: lacks c=IN IP4"
}

_pause_without_end() {
	_answer_while_rtpengine_is_frozen
	uac_done pbx call
}

# retell's front is held while RTPengine is awake for the offer only.
_answer_while_rtpengine_is_frozen() {
	uas retell answer
	peer_freeze retell
	uac_start pbx call number=+13125550142 \
		"has c=IN IP4 203\.0\.113\.10" "has m=audio (1[6-9]|2[0-9])[0-9]{3} RTP/AVP"
	wait_until 10 rtpengine_knows 9900 "1-$UAC_PID@192.0.2.10" || fail "no offer came to RTPengine"
	rtpengine_freeze agent
	peer_thaw retell
}

# Each question takes as much of the socket's memory as the first.
_agent_was_asked_thrice() {
	local unread
	unread=$((16#$(rtpengine_unread 2223)))
	[ "$unread" -gt 0 ] || return 1
	ONE_QUESTION=${ONE_QUESTION:-$unread}
	[ "$unread" -ge $((3 * ONE_QUESTION)) ]
}
