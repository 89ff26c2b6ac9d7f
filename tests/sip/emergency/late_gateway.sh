# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A gateway that wakes up when it was given up; and gateways whose data say less
# than they could.

# _media: of the caller's call, as RTPengine has it: ended or not, who is where.
_media() {
	on edge rtpengine-ctl -ip 127.0.0.1 -port 9901 list sessions "$UAC_CALL@192.0.2.10" \
		| grep -oE '^deletionmark: .*|[0-9.]+:[0-9]+ <> +[0-9.]+:[0-9]+'
}

_media_is() { _media | grep -qE "$1"; }

# The caller's own answer is redsky2's, and nobody else's is shown to it.
_redsky2_has_the_call() {
	wait_until 10 _media_is '<> +198\.51\.100\.12:40002' || fail "redsky2 does not have the call's media"
}

_answers_late() {
	local late before
	late=$(counter answers_late)
	uas redsky2 answer
	uac pbx call number=911 # opens the connection that INVITE and answer take
	uas redsky1 late-ended
	peer_freeze redsky1
	uac_start pbx call number=911 hold=3000
	_redsky2_has_the_call
	before=$(_media)
	peer_thaw redsky1
	uas_done redsky1
	equal "media after the late answer" "$before" "$(_media)"
	uac_done pbx call
	uas_done redsky2
	counted answers_late "$late" 2
	equal "the caller's 200s, to INVITE and BYE" 2 "$(_answers_seen)"
}

_answers_seen() { grep -ac '^SIP/2.0 200' "$TEST_DIR/pbx-uac-call.messages"; }

a_late_answer_is_acknowledged_and_ended_by_the_edge() {
	_answers_late
	wait_until 5 _media_is 'deletionmark: yes' || fail "RTPengine still has the call's ports"
}
control_the_late_answer_test_notices_a_leg_that_stays() {
	must_fail _an_answer_in_time "uas-late-ended: still waits"
}

_an_answer_in_time() {
	uas redsky1 late-ended
	uac pbx call number=911
	uas_done redsky1
}

# Its endpoint answers as soon as it gets to hear of the call.
_thaw_when_the_other_rings() {
	wait_until 10 _rings redsky2 || fail "redsky2 does not ring"
	peer_thaw redsky1
}

_rings() { grep -qa 'SIP/2.0 18' "$TEST_DIR/$1-${UAS_NAMES[$1]}.messages"; }

a_gateway_that_was_given_up_has_the_call_when_it_is_the_first_to_answer() {
	uac pbx call number=911
	uas redsky2 ring-early
	peer_freeze redsky1
	_thaw_when_the_other_rings &
	audio_call pbx alice@example.com 911 redsky1 8
	audio_arrived
	uas_done redsky2 # it was cancelled
}

control_the_first_answer_test_notices_one_that_is_thrown_away() {
	edge_edited 's/siptrunk_admit_answer..;/return;/'
	must_fail a_gateway_that_was_given_up_has_the_call_when_it_is_the_first_to_answer "was not answered"
}

# A call to redsky1, then one to redsky2.
_open_both() {
	uac pbx call number=911
	uas redsky1 refuse status=503
	uac pbx call number=911
	uas_done redsky1
}

# Two 200s, as close to each other as they get; who loses is hung up on by the
# edge, who wins by the caller.
of_two_answers_at_once_the_caller_sees_one() {
	local late
	late=$(counter answers_late)
	_open_both
	uas redsky1 late
	uas redsky2 late
	uas carrier ring
	peer_freeze redsky1
	peer_freeze redsky2
	uac_start pbx call number=911
	wait_until 15 _rings carrier || fail "the carrier does not ring"
	kill -CONT -- "-$(<"$LAB/redsky1/kamailio.pid")" "-$(<"$LAB/redsky2/kamailio.pid")"
	uac_done pbx call
	uas_done redsky1
	uas_done redsky2
	uas_done carrier
	counted answers_late "$late"
	equal "the caller's 200s, to INVITE and BYE" 2 "$(_answers_seen)"
}

# The caller has hung up, and even then it is known.
a_gateway_that_wakes_up_and_rings_is_cancelled() {
	uac pbx call number=911
	uas redsky1 ring
	uas redsky2 answer
	peer_freeze redsky1
	uac pbx call number=911 hold=6000
	uas_done redsky2
	peer_thaw redsky1
	uas_done redsky1
}

_at_redsky1() { grep -qaF "$1" "$LAB/redsky1"/capture/*.pcap; }

# _late_behind_a_handshake COMMAND...: redsky1 wakes up when redsky2 has the
# call, and has got another one; COMMAND before, to begin without a connection.
_late_behind_a_handshake() {
	local call
	uac pbx call number=911
	uas redsky2 answer
	peer_freeze redsky1
	"$@"
	uac pbx call number=911
	call=$UAC_CALL@192.0.2.10
	uas_done redsky2
	peer_thaw redsky1
	wait_until 15 _another_reaches_redsky1 || fail "no call reaches redsky1"
	! _at_redsky1 "$call" || fail "redsky1 got the call that redsky2 had"
}

_another_reaches_redsky1() {
	uac pbx call number=911
	wait_until 1 _at_redsky1 "$UAC_CALL@192.0.2.10"
}

a_call_does_not_ring_late_behind_a_handshake() { _late_behind_a_handshake edge_restart; }

# Over a connection that is up, it cannot be taken back.
control_the_handshake_test_notices_a_call_that_rings() {
	must_fail _a_connection_is_up "redsky1 got the call"
}

_a_connection_is_up() { _late_behind_a_handshake true; }

a_gateway_without_a_name_is_called_by_its_address() {
	gateways "UPDATE dispatcher SET attrs = '' WHERE description = 'sip2.redsky.lab'"
	uas redsky1 refuse status=503 "has ^INVITE sip:911@sip1\.redsky\.lab "
	uas redsky2 answer "has ^INVITE sip:911@198\.51\.100\.12 " "once E911-Organization-ID"
	uac pbx call number=911
	uas_done redsky1
	uas_done redsky2
}

control_the_name_test_notices_a_name() {
	must_fail _a_name_is_an_address "uas-answer: lacks"
}

_a_name_is_an_address() {
	uas redsky1 answer "has ^INVITE sip:911@198\.51\.100\.11 "
	uac pbx call number=911
	uas_done redsky1
}

_the_carrier_sees() {
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier answer "once From" "header From $1"
	uac pbx call number=911 from=alice@example.com
	uas_done redsky1
	uas_done redsky2
	uas_done carrier
}

a_carrier_without_a_number_sees_the_caller_as_he_came() {
	data "UPDATE siptrunk_trunk SET ani = '' WHERE name = 'twilio'"
	_the_carrier_sees "<sip:alice@example\.com>;tag="
}

control_the_carrier_test_notices_another_caller() {
	must_fail _a_carrier_with_a_number "uas-answer: lacks"
}

_a_carrier_with_a_number() { _the_carrier_sees "<sip:alice@example\.com>;tag="; }
