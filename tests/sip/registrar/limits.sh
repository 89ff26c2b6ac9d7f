# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How many calls a trunk may have at once, by direction; and a trunk that drains.

# _limit COLUMN=VALUE...: of genesys, and one call of its own is up.
_limit() {
	local setting set=
	for setting; do
		set+="${set:+, }${setting%%=*} = ${setting#*=}"
	done
	data "UPDATE siptrunk_trunk SET $set WHERE name = 'genesys'"
	hold_a_call
}

# _calls_back STATUS [CHECK]...: Retell calls the pbx.
_calls_back() { uac retell refused status="$1" number=2001 from=+13125550142@sip.retellai.com "${@:2}"; }

. "$REPO/tests/lib/limits.sh"

both_directions_count_together() {
	_limit call_limit=1
	ordinary_call_gets 503 "Call Limit Reached"
	_calls_back 503 "header Reason text=\"trunk genesys has as many calls as it may\""
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
}

each_direction_has_a_limit_and_the_trunk_its_code() {
	_limit call_limit_in=1 call_limit_out=1 call_limit_code=486
	ordinary_call_gets 486 "Busy Here"
	# the other direction has a place, and one only
	uas pbx answer
	uac_start retell call number=2001 from=+13125550142@sip.retellai.com hold=60000
	wait_until 5 uac_is_up retell || fail "the call to the pbx is not up"
	_calls_back 486
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
}

# Held and resumed by the caller, when the trunk takes no more calls.
a_trunk_that_drains_keeps_its_calls() {
	uas retell held
	uac_start pbx held number=+13125550142 hold=2500
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	rpc siptrunk.set_state genesys out_of_service >/dev/null
	at_end rpc siptrunk.set_state genesys in_service
	ordinary_call_gets 503 "Trunk Out Of Service"
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	uac_done pbx held
	uas_done retell
}
