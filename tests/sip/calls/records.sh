# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One record a call, found by whatever id somebody has of it, and one line in the
# log at its end.

CONVERSATION=01234567-89ab-4cde-8f01-23456789abcd

# _sip_id [HOST]: the Call-ID of the call that HOST makes.
_sip_id() { echo "$UAC_CALL@$(address "${1:-pbx}")"; }

# _field NAME ID: of the youngest call with that id; empty when there is none.
_field() { on edge kamcmd siptrunk.calls "$2" | sed -n "s/^[[:space:]{]*$1: //p" | head -n 1; }

# _is NAME EXPECTED ID
_is() { [ "$(_field "$1" "$3")" = "$2" ]; }

# _becomes NAME EXPECTED ID
_becomes() { wait_until 10 _is "$@" || fail "$1 of call $3: expected '$2', found '$(_field "$1" "$3")'"; }

# _found_by CALL-ID ID...: by each of them.
_found_by() {
	local call=$1 id
	shift
	for id in "$call" "$@"; do
		equal "the call with the id $id" "$call" "$(_field call_id "$id")"
	done
}

# _line ID: what the log says of it, NAME=VALUE a line, escapes undone.
_line() {
	edge_log_since "$LINES_BEFORE" | grep -F 'log_end(): call ' | grep -F "$1" | tail -n 1 \
		| perl -ne 's/.*log_end\(\): call //; while(/\G(\w+)="((?:[^"\\]|\\.)*)"(?: |$)/g) { my($n, $v) = ($1, $2); $v =~ s/\\(.)/$1/g; print "$n=$v\n" }'
}

_has_line() { _line "$1" | grep -q '^ended='; }

# _logged ID NAME=VALUE...: its line has these.
_logged() {
	local id=$1 wanted
	shift
	wait_until 10 _has_line "$id" || fail "the log has no line of call $id"
	for wanted; do
		_line "$id" | grep -qxF -- "$wanted" || fail "the line of call $id lacks $wanted: $(_line "$id" | xargs -0)"
	done
}

_begin() { LINES_BEFORE=$(edge_log_lines); }

a_registered_call_is_found_by_each_of_its_ids() {
	_begin
	api_fresh
	api_register
	uas retell answer
	uac_start pbx call number="$API_CALL" hold=1500 extra=$'\r\n'"x-inin-cnv: $CONVERSATION"
	_becomes state up "$(_sip_id)"
	_found_by "$(_sip_id)" "$API_CALL" "$CONVERSATION"
	equal trunk genesys "$(_field trunk "$API_CALL")"
	equal target retell "$(_field target "$API_CALL")"
	uac_done pbx call
	_becomes state ended "$API_CALL"
	_logged "$(_sip_id)" "conversation=$CONVERSATION" "agent_call_id=$API_CALL" trunk=genesys target=retell \
		from=sip:alice@example.com "to=sip:$API_CALL@$EDGE" class=none state=ended code=200 ended_by=caller
}

a_call_that_waits_for_its_registration_is_listed() {
	local id
	_begin
	api_fresh
	api_answers register slow:1500
	uas retell answer
	uac_start pbx call number=+13125550170 hold=1000
	_becomes state registering "$(_sip_id)"
	_becomes state up "$(_sip_id)"
	id=$(_field agent_call_id "$(_sip_id)")
	contains "the id that the edge registered" "^call_" "$id"
	_found_by "$(_sip_id)" "$id"
	uac_done pbx call
	_logged "$(_sip_id)" "agent_call_id=$id" code=200
}

a_call_that_is_given_up_while_it_waits_has_its_line() {
	_begin
	api_fresh
	api_answers register stall
	uac pbx cancel-early number=+13125550170
	_logged "$(_sip_id)" state=ended code=487 ended_by=caller
}

what_retell_answers_names_a_call_by_number() {
	uas retell answer extra=$'\r\nX-Retell-Call-Id: call_answered'
	uac pbx call number=+13125550142
	_found_by "$(_sip_id)" call_answered
}

a_call_from_retell_is_found_by_its_and_the_carriers_id() {
	uas carrier answer extra=$'\r\nX-Twilio-CallSid: CA0123456789abcdef'
	uac retell call number=+14155550123 from=+15005550006@sip.retellai.com extra=$'\r\nX-Retell-Call-Id: call_outbound'
	_found_by "$(_sip_id retell)" call_outbound CA0123456789abcdef
	equal trunk retell "$(_field trunk call_outbound)"
	equal target twilio "$(_field target call_outbound)"
}

a_call_from_a_carrier_is_found_by_its_and_the_pbxs_id() {
	uas pbx answer extra=$'\r\nx-inin-cnv: cnv-of-the-callee'
	uac carrier call number=+13125550177 from=+14155550123@192.0.2.50 extra=$'\r\nX-Telnyx-Session-ID: e49f6b7e-5f03'
	_found_by "$(_sip_id carrier)" e49f6b7e-5f03 cnv-of-the-callee
}

# Or a carrier could make a call of its own pass for one of Retell's.
nobody_tells_anothers_id() {
	uas pbx answer extra=$'\r\nX-Twilio-CallSid: CAofthepbx'
	uac carrier call number=+13125550177 from=+14155550123@192.0.2.50 extra=$'\r\nX-Retell-Call-Id: call_forged\r\nx-inin-cnv: cnv_forged'
	_becomes state ended "$(_sip_id carrier)"
	contains "the fault" "404 - no call that is running .* 'call_forged'" "$(rpc_fault siptrunk.calls call_forged)"
	contains "the fault" 404 "$(rpc_fault siptrunk.calls cnv_forged)"
	contains "the fault" 404 "$(rpc_fault siptrunk.calls CAofthepbx)"
}

control_the_id_test_notices_an_id_that_nobody_told() {
	must_fail _an_id_that_nobody_told_is_found "expected '1-.*found ''"
}

_an_id_that_nobody_told_is_found() {
	uas retell answer
	uac pbx call number=+13125550142
	_found_by "$(_sip_id)" call_nobody
}

two_calls_of_one_conversation_are_both_found() {
	local first
	uac_start pbx call number=+13125550142 hold=2500 extra=$'\r\nx-inin-cnv: both'
	first=$(_sip_id)
	_becomes state up "$first"
	uac pbx call number=+13125550143 extra=$'\r\nx-inin-cnv: both'
	_becomes state ended "$(_sip_id)"
	equal "calls of the conversation" "$(_sip_id) ended $first up" \
		"$(rpc siptrunk.calls both | sed -nE 's/^[[:space:]]*(call_id|state): //p' | xargs)"
	contains "the running calls" "call_id: $first" "$(rpc siptrunk.calls)"
	! rpc siptrunk.calls | grep -qF "$(_sip_id)" || fail "a call that ended is listed as running"
}

a_call_that_is_refused_has_its_line() {
	_begin
	uas retell refuse status=486
	uac pbx refused number=+13125550142 status=486
	_logged "$(_sip_id)" state=ended code=486 ended_by=callee
	peer_stop retell
	uac pbx refused number=+13125550142 status=503
	_logged "$(_sip_id)" state=ended code=503 ended_by=edge
}

a_call_that_is_cancelled_has_its_line() {
	_begin
	uas retell ring
	uac pbx cancel number=+13125550142
	uas_done retell
	_logged "$(_sip_id)" state=ended code=487 ended_by=caller
}

who_is_called_and_hangs_up_is_noted() {
	_begin
	uas retell hang-up
	uac pbx hung-up number=+13125550142
	uas_done retell
	_logged "$(_sip_id)" code=200 ended_by=callee
}

an_emergency_call_has_its_line() {
	_begin
	uas redsky1 answer
	uac pbx call number=9911 extra=$'\r\n'"x-inin-cnv: $CONVERSATION"
	uas_done redsky1
	_logged "$(_sip_id)" "conversation=$CONVERSATION" class=e911 target=redsky "to=sip:9911@$EDGE" ended_by=caller
}

what_others_write_is_no_field_of_ours() {
	_begin
	uas retell answer extra=$'\r\nX-Retell-Call-Id: a" trunk="x\\" b\té'
	uac pbx call number=+13125550142 extra=$'\r\nx-inin-cnv: " state="up'
	_logged "$(_sip_id)" 'agent_call_id=a" trunk="x\" b?é' 'conversation=" state="up' trunk=genesys state=ended
	equal "names in the line" "$(_line "$(_sip_id)" | sed 's/=.*//' | sort -u | wc -l)" "$(_line "$(_sip_id)" | wc -l)"
	equal "its conversation" '" state="up' "$(_field conversation "$(_sip_id)")"
}

control_the_line_test_notices_who_hung_up() {
	must_fail _who_hung_up_is_mistaken "lacks ended_by=callee"
}

_who_hung_up_is_mistaken() {
	_begin
	uac pbx call number=+13125550142
	_logged "$(_sip_id)" ended_by=callee
}

calls_refuses_nonsense() {
	contains "the fault" "usage: siptrunk.calls \[ID\]" "$(rpc_fault siptrunk.calls a b)"
}
