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

# A busy machine is no reason to give up: an answer that RTPengine did not see is
# a call with audio one way only. How long it may be busy is in kamailio.cfg.
rtpengine_is_asked_four_times_to_take_an_answer() {
	local before
	before=$(edge_log_lines)
	_answered_call frozen
	equal "times that RTPengine was asked" 4 "$(ng_commands answer)"
	contains "the edge's log" "RTPengine does not take" "$(edge_log_since "$before")"
}

control_the_asking_test_notices_fewer_times() {
	must_fail _asked_once "times that RTPengine was asked: expected '4', found '[1-9]'"
}

_asked_once() {
	_answered_call awake
	equal "times that RTPengine was asked" 4 "$(ng_commands answer)"
}

# _answered_call frozen|awake: in which state RTPengine is asked to take the
# answer. retell's front is held until the offer is through.
_answered_call() {
	ng_wire_start
	uas retell hang-up # has the ACK then, however long the edge was busy
	peer_freeze retell
	uac_start pbx hung-up number=+13125550142
	wait_until 10 rtpengine_session 9900 "$UAC_CALL@192.0.2.10" n || fail "no offer came to RTPengine"
	[ "$1" = awake ] || rtpengine_freeze agent
	peer_thaw retell
	uac_done pbx hung-up
	uas_done retell
	ng_wire_stop
}

# Who asks one that hangs waits for a second, with a worker.
a_silent_rtpengine_is_asked_by_no_call() {
	_asked_while frozen
	equal "offers to RTPengines" 0 "$(ng_commands offer)"
}

control_the_silence_test_notices_an_offer() {
	must_fail _asked_while_awake "offers to RTPengines: expected '0', found '[1-9]'"
}

_asked_while_awake() {
	_asked_while awake
	equal "offers to RTPengines" 0 "$(ng_commands offer)"
}

# _asked_while frozen|awake: a 911, in which state of the emergency instance; the
# agent's is frozen.
_asked_while() {
	rtpengine_silent agent
	[ "$1" = awake ] || rtpengine_silent emergency
	ng_wire_start
	uas carrier answer
	uas redsky1 answer
	uac pbx call number=911
	ng_wire_stop
}

ordinary_calls_hear_503_and_go_on_when_their_rtpengine_wakes() {
	rtpengine_silent agent
	uac pbx refused number=+13125550142 status=503
	kill -CONT "$(<"$LAB/edge/rtpengine-agent.pid")"
	wait_until 10 rtpengine_enabled agent || fail "Kamailio does not notice that RTPengine answers"
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
}
