# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An RTPengine dies in the middle of a 911: what comes after does without it.

. "$REPO/tests/lib/hostile.sh"

_emergency_ports="m=audio 3[0-2][0-9][0-9][0-9] RTP/SAVP"
_agent_ports="m=audio (1[6-9]|2[0-9])[0-9][0-9][0-9] RTP/SAVP"

# _while_redsky1_thinks RTPENGINE...: a call; redsky1 has been offered the
# emergency instance's ports, and these die before it says anything.
_while_redsky1_thinks() {
	local instance
	edge_with EMERGENCY_SILENCE=20000
	peer_freeze redsky1
	uac_start pbx call number=911
	wait_until 10 rtpengine_session 9901 "$UAC_CALL@192.0.2.10" n || fail "no offer came to RTPengine"
	for instance; do rtpengine_kill "$instance"; done
	peer_thaw redsky1
	uac_done pbx call
	uas_done redsky1
}

the_emergency_rtpengine_dies_between_two_gateways() {
	uas redsky1 refuse status=503 "has $_emergency_ports"
	uas redsky2 answer "has $_agent_ports"
	_while_redsky1_thinks emergency
	uas_done redsky2
}

both_rtpengines_die_between_two_gateways() {
	uas redsky1 refuse status=503
	uas carrier answer "has m=audio 40000 RTP/AVP 0 8 18 101"
	_while_redsky1_thinks emergency agent
	uas_done carrier
}

# The answer goes on as it came; audio is missing, the call is not.
the_emergency_rtpengine_dies_before_the_answer() {
	uas redsky1 answer "has $_emergency_ports"
	_while_redsky1_thinks emergency
}

control_the_media_tests_notice_the_other_instance() {
	must_fail _nothing_dies "uas-answer: lacks"
}

_nothing_dies() {
	uas redsky1 answer "has $_agent_ports"
	uac pbx call number=911
	uas_done redsky1
}
