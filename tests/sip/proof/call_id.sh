# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A trunk that demands a live call's id: Retell's addresses are other people's, too
# (FIELD.md), but nobody else knows its calls.

RETELL=+13125550142@sip.retellai.com

_demand() { data "UPDATE siptrunk_trunk SET proof = 'call_id' WHERE name = '${1:-retell}'"; }

# _live_call: of the pbx with Retell, up until the test ends; its id as API_CALL.
_live_call() {
	api_fresh
	api_register
	uac_start pbx call number="$API_CALL" hold=4000
	wait_until 10 call_is_up "$API_CALL" || fail "the call $API_CALL is not up"
}

# _refused REASON [KEY=VALUE]...: a call of Retell's is, for that reason.
_refused() {
	local reason=$1
	shift
	uac retell refused status=403 number=2001 from=$RETELL "$@"
	contains "the reason" "$reason" "$(rpc siptrunk.near_misses | sed -n 's/.*reason: //p' | head -n 1)"
}

who_names_no_live_call_is_refused() {
	_demand
	_refused "missing: call_id .no live call is named"
	_refused "missing: call_id .the call id is of no live call" extra=$'\r\nX-Retell-Call-Id: call_made_up'
	equal "what is demanded" call_id "$(rpc_field proof siptrunk.check 18.98.16.121)"
}

who_names_a_live_call_is_let_in() {
	_demand
	_live_call
	uas pbx answer
	uac retell call number=2001 from=$RETELL extra=$'\r\n'"X-Retell-Call-Id: $API_CALL"
	uas_done pbx
}

the_request_uri_may_name_it() {
	_demand
	_live_call
	uas pbx answer "has ^INVITE sip:$API_CALL@"
	uac retell call number="$API_CALL" from=$RETELL
	uas_done pbx
}

a_call_that_ended_proves_nothing() {
	local call
	_demand
	_live_call
	call=$API_CALL
	uac_done pbx call
	_refused "the call id is of no live call" extra=$'\r\n'"X-Retell-Call-Id: $call"
}

a_call_of_another_trunk_proves_nothing() {
	_demand twilio
	_live_call
	uac carrier refused status=403 number=+13125550177 extra=$'\r\n'"X-Retell-Call-Id: $API_CALL"
}

# The pbx called; Retell, who never named the call, hangs up.
inside_a_live_call_nothing_is_asked() {
	local before
	_demand
	before=$(counter access_unproved)
	uas retell hang-up
	uac pbx hung-up number=+13125550142
	uas_done retell
	equal "counter access_unproved" "$before" "$(counter access_unproved)"
}

control_the_call_id_test_notices_a_trunk_that_demands_none() {
	must_fail _nothing_is_demanded "uac-refused"
}

_nothing_is_demanded() { _refused "missing: call_id"; }
