# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What happens inside a call, from either side.

a_call_to_retell_can_be_cancelled() {
	uas retell ring
	uac pbx cancel number=+13125550142
	uas_done retell
}

an_emergency_call_can_be_cancelled() {
	uas redsky1 ring
	uac pbx cancel number=911
	uas_done redsky1
}

control_a_check_is_never_ignored() {
	must_fail _a_check_without_a_place "scenario uas-early has no place for checks"
}

_a_check_without_a_place() { uas retell early "has ^INVITE"; }

control_a_key_is_never_ignored() {
	must_fail _a_key_without_a_place "scenario uas-early has no place for contact"
}

_a_key_without_a_place() { uas retell early contact=sip:nobody; }

# The edge has no timer of its own; who refreshes is between the ends (RFC 4028).
session_timers_are_left_to_the_ends() {
	uas redsky1 answer "once Session-Expires" "header Session-Expires 1800;refresher=uas" "header Supported timer"
	uac pbx call number=911 extra=$'\r\nSession-Expires: 1800;refresher=uas\r\nSupported: timer'
	uas_done redsky1
}

control_the_timer_test_notices_one_that_is_missing() {
	must_fail _without_session_timer "uas-answer|uac-call"
}

_without_session_timer() {
	uas redsky1 answer "once Session-Expires"
	uac pbx call number=911
	uas_done redsky1
}

# What somebody can do is not what they do: RTPengine must not hear of it.
_asks_what_it_can() {
	local before
	before=$(_answers_taken)
	uas "$1" capable
	uac pbx within number="$2" method=OPTIONS within= status=200 "has m=audio 0 RTP/AVP 0 8"
	uas_done "$1"
	equal "answers that RTPengine took" $((before + 1)) "$(_answers_taken)"
}

# _answers_taken: by both RTPengines.
_answers_taken() {
	local port
	for port in 9900 9901; do
		on edge rtpengine-ctl -ip 127.0.0.1 -port "$port" list totals
	done | awk -F'|' '$1 ~ /127\.0\.0\.1/ { sum += $4 } END { print sum + 0 }'
}

an_options_inside_a_call_leaves_its_media_alone() { _asks_what_it_can retell +13125550142; }
an_options_inside_a_911_leaves_its_media_alone() { _asks_what_it_can redsky1 911; }

the_pbx_may_reinvite() {
	uas retell reinvited
	uac pbx reinvite number=+13125550142
	uas_done retell
}

retell_may_reinvite_and_hang_up() {
	uas retell call-back
	uac pbx called-back number=+13125550142
	uas_done retell
}

the_pbx_may_reinvite_what_retell_called() {
	uas pbx call-back
	uac retell called-back number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
}

an_unknown_dialog_gets_481() {
	uac pbx request method=BYE status=481 totag=";tag=unknown"
}

a_forged_header_inside_a_call_is_removed() {
	uas retell reinvited "lacks $(any_case E911-Organization)"
	uac pbx reinvite number=+13125550142 extra=$'\r\nE911-Organization-ID: forged'
	uas_done retell
}

# _outlasts_a_restart NUMBER CALLEE NG-PORT: the call's RTPengine is found without
# anything that the edge remembers: BYE frees the ports there.
_outlasts_a_restart() {
	local id
	uas "$2" answer
	uac_start pbx call number="$1" hold=4000
	id=$UAC_CALL@192.0.2.10
	wait_until 5 rtpengine_session "$3" "$id" n || fail "RTPengine has no session for the call"
	edge_restart
	uac_done pbx call
	uas_done "$2"
	wait_until 5 rtpengine_session "$3" "$id" y || fail "RTPengine still has the call's ports"
}

a_call_outlasts_a_restart_of_kamailio() {
	_outlasts_a_restart +13125550142 retell 9900
}

an_emergency_call_outlasts_a_restart_of_kamailio() {
	_outlasts_a_restart 911 redsky1 9901
}

control_the_restart_test_notices_a_session_that_stays() {
	must_fail _a_call_that_goes_on "still has"
}

_a_call_that_goes_on() {
	uas retell answer
	uac_start pbx call number=+13125550142 hold=3000
	wait_until 1 rtpengine_session 9900 "$UAC_CALL@192.0.2.10" y || fail "RTPengine still has the call's ports"
}

# What belongs to it is nobody's to filter, also where the edge has forgotten the call:
# its Route says help=1.
a_911_at_the_fallback_carrier_is_known_after_a_restart() {
	data "INSERT INTO siptrunk_header_rule (trunk, direction, header, action) VALUES ('twilio', 'to', 'X-Note', 'drop')"
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier reinvited
	uac_start pbx reinvite number=911 hold=4000 extra=$'\r\nX-Note: 1'
	wait_until 5 rtpengine_session 9901 "$UAC_CALL@192.0.2.10" n || fail "RTPengine has no session for the call"
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	edge_restart
	uac_done pbx reinvite
	uas_done carrier
	equal "INVITEs with X-Note" 2 "$(sipp_got carrier uas-reinvited | grep -c '^X-Note: 1')"
}
