# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A gateway that answers when the next one has the call; and gateways whose data
# say less than they could.

. "$REPO/tests/lib/raw.sh"

# _media: of the caller's call, as RTPengine has it: ended or not, who is where.
_media() {
	on edge rtpengine-ctl -ip 127.0.0.1 -port 9901 list sessions "1-$UAC_PID@192.0.2.10" \
		| grep -oE '^deletionmark: .*|[0-9.]+:[0-9]+ <> +[0-9.]+:[0-9]+'
}

_media_is() { _media | grep -qE "$1"; }

# _late_answer [COMMAND...]: redsky2 has the call, then redsky1 answers, and the
# caller ends that leg; COMMAND before a look at the call's media.
_late_answer() {
	local before
	uac pbx call number=911 # opens the connection that INVITE and answer take
	uas redsky1 late
	uas redsky2 answer
	peer_freeze redsky1
	uac_start pbx answered-twice number=911
	wait_until 10 _media_is '<> +198\.51\.100\.12:40002' || fail "redsky2 does not have the call's media"
	before=$(_media)
	peer_thaw redsky1
	uac_done pbx answered-twice
	uas_done redsky1
	"$@"
	equal "media after the late answer" "$before" "$(_media)"
}

a_late_answer_does_not_touch_the_call() {
	_late_answer
	bye_of pbx uac-answered-twice 3
	uas_done redsky2
	wait_until 5 _media_is 'deletionmark: yes' || fail "RTPengine still has the call's ports"
}

control_the_late_answer_test_notices_lost_media() {
	must_fail _late_answer_and_hung_up "media after the late answer"
}

_late_answer_and_hung_up() { _late_answer bye_of pbx uac-answered-twice 3; }

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
