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

# The call's RTPengine is found without anything that the edge remembers.
a_call_outlasts_a_restart_of_kamailio() {
	local id
	uas retell answer
	uac_start pbx call number=+13125550142 hold=6000
	wait_until 5 _sessions 2223 1 || fail "RTPengine has no session for the call"
	edge_restart
	wait "$UAC_PID" || fail "the call did not end well: $(sipp_reason pbx uac-call)"
	uas_done retell
	wait_until 5 _sessions 2223 0 || fail "RTPengine still has the call's ports"
}

an_emergency_call_outlasts_a_restart_of_kamailio() {
	uas redsky1 answer
	uac_start pbx call number=911 hold=6000
	wait_until 5 _sessions 2224 1 || fail "the emergency RTPengine has no session for the call"
	edge_restart
	wait "$UAC_PID" || fail "the call did not end well: $(sipp_reason pbx uac-call)"
	uas_done redsky1
	wait_until 5 _sessions 2224 0 || fail "RTPengine still has the call's ports"
}

# _sessions NG-PORT COUNT: as RTPengine's command line interface tells it.
_sessions() {
	[ "$(on edge rtpengine-ctl -ip 127.0.0.1 -port $(($1 + 7677)) list numsessions \
		| sed -n 's/^Current sessions own: *//p')" = "$2" ]
}
