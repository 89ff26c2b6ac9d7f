# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The edge carries out an agent's transfers: it calls the target, and the agent's part
# ends.

TARGET=+15005550006

_carried_out() {
	# $TARGET is a personal number, of which each costs more than others
	data "UPDATE siptrunk_trunk SET refer = 'carry_out' WHERE name = 'retell';
		UPDATE siptrunk_trunk SET premium = 'yes' WHERE name = 'twilio';
		INSERT INTO siptrunk_transfer (trunk, numbers) VALUES ('retell', '$TARGET')"
}

# _refers [CHECK]...: retell answers, transfers, hears the end, and is hung up on.
_refers() { uas retell refers referto="<sip:$TARGET@$EDGE>" "header Subscription-State terminated" "$@"; }

# _transferred SCENARIO [CHECK]...: the pbx's call.
_transferred() {
	uac pbx "$1" number=+13125550142 "${@:2}"
	uas_done retell
	uas_done carrier
	_nothing_is_left "$UAC_CALL@192.0.2.10"
}

_nothing_is_left() {
	wait_until 5 rtpengine_session 9900 "$1" y || fail "RTPengine still has the call's ports"
	wait_until 5 _dialog_is_over "$1" || fail "the dialog is left"
}

_dialog_is_over() { dialog_shows "$1" 'state: 5$|Not found'; }

the_target_takes_the_agents_place() {
	local before
	before=$(counter transfers_done)
	_carried_out
	uas carrier answer "has ^INVITE sip:\\+15005550006@" "lacks X-Siptrunk" "has m=audio" \
		"header From <sip:\\+13125550142@$EDGE>"
	_refers "has SIP/2.0 200 OK" "lacks X-Siptrunk"
	_transferred transferred "has m=audio" "lacks X-Siptrunk"
	counted transfers_done "$before"
	_goes_past_the_agent
	equal "the trunk that the call went to last" twilio \
		"$(rpc siptrunk.calls "$UAC_CALL@192.0.2.10" | sed -n 's/^[[:space:]]*target: //p')"
	equal "the trunk that the call came from" genesys \
		"$(rpc siptrunk.calls "$UAC_CALL@192.0.2.10" | sed -n 's/^[[:space:]]*trunk: //p')"
}

# The caller's BYE, as the target gets it.
_goes_past_the_agent() {
	! sed -n '/^BYE /,/^Content-Length/p' "$TEST_DIR/carrier-uas-answer.messages" | grep '^Via: .*18\.98\.16\.121' \
		|| fail "the caller's BYE went by the agent's proxy"
}

control_the_transfer_test_notices_the_agents_proxy() {
	edge_routed carry_out.cfg 's/\tremove_hf\("Route"\);\n//'
	must_fail _past_the_agent "the caller's BYE went by the agent's proxy"
}

_past_the_agent() {
	_carried_out
	uas carrier answer
	_refers
	_transferred transferred
	_goes_past_the_agent
}

control_the_transfer_test_notices_another_caller() {
	must_fail _another_caller "carrier, uas-answer: lacks"
}

_another_caller() {
	_carried_out
	uas carrier answer "header From <sip:alice@$EDGE>"
	_refers
	_transferred transferred
}

each_answer_of_the_target_is_acknowledged() {
	_carried_out
	uas carrier answer-twice "header CSeq 3 ACK"
	_refers
	_transferred transferred
}

the_target_hangs_up() {
	_carried_out
	uas carrier hang-up
	_refers "has SIP/2.0 200 OK"
	_transferred transferred-ended "header To ;tag=caller" "lacks X-Siptrunk"
}

a_target_is_asked_for_no_credentials_within_the_call() {
	_carried_out
	data "UPDATE siptrunk_trunk SET proof = 'digest', realm = 'edge.siptrunk.lab' WHERE name = 'twilio';
		INSERT INTO siptrunk_credential (trunk, username, ha1) VALUES ('twilio', 'alice', '$(printf '%032d' 0)')"
	uas carrier hang-up
	_refers
	_transferred transferred-ended
}

the_one_who_is_transferred_may_hold() {
	_carried_out
	uas carrier held
	_refers
	_transferred transferred-holds
}

the_target_may_hold() {
	_carried_out
	uas carrier holds hold=1000 "has a=recvonly"
	_refers
	_transferred transferred-held
}

a_call_that_the_agent_placed_is_transferred_too() {
	_carried_out
	uas pbx reinvited
	uas carrier hang-up
	uac retell refers number=2001 from=+13125550142@sip.retellai.com \
		within=$'\r\n'"Refer-To: <sip:$TARGET@$EDGE>" "has SIP/2.0 200 OK"
	uas_done pbx
	uas_done carrier
	_nothing_is_left "$UAC_CALL@18.98.16.121"
}

# After a transfer that failed the agent's and the caller's requests count on.
a_busy_target_leaves_the_call_with_the_agent() {
	local before
	before=$(counter transfers_failed)
	_carried_out
	uas carrier refuse status=486
	uas retell refers-in-vain referto="<sip:$TARGET@$EDGE>" "has SIP/2.0 486 "
	uac pbx held number=+13125550142 hold=2000
	uas_done retell
	uas_done carrier
	counted transfers_failed "$before"
	_nothing_is_left "$UAC_CALL@192.0.2.10"
}

an_agent_that_leaves_early_ends_nothing() {
	_carried_out
	uas carrier patient
	uas retell refers-leaves referto="<sip:$TARGET@$EDGE>"
	_transferred transferred
}

nobody_is_left_alone_when_nobody_answers() {
	_carried_out
	uas carrier ring-refuse status=486 hold=1000
	uas retell refers-leaves referto="<sip:$TARGET@$EDGE>"
	_transferred hung-up
}

a_caller_that_leaves_early_stops_the_ringing() {
	_carried_out
	uas carrier ring
	uas retell refers-abandoned referto="<sip:$TARGET@$EDGE>"
	uac pbx call number=+13125550142 hold=2000
	uas_done carrier
	uas_done retell
	_nothing_is_left "$UAC_CALL@192.0.2.10"
}

the_transferee_may_be_shown() {
	_carried_out
	data "UPDATE siptrunk_trunk SET transfer_caller = 'transferee' WHERE name = 'retell'"
	uas carrier answer "header From <sip:alice@$EDGE>"
	_refers
	_transferred transferred
}

the_targets_trunk_may_show_another() {
	_carried_out
	data "UPDATE siptrunk_trunk SET caller_order = 'trunk' WHERE name = 'twilio'"
	uas carrier answer "header From <sip:\\+15005550006@$EDGE>"
	_refers
	_transferred transferred
	uas carrier hang-up
	_refers
	_transferred transferred-ended
}

a_caller_whom_the_agent_saw_as_another_is_transferred() {
	_carried_out
	data "UPDATE siptrunk_trunk SET caller_order = 'trunk', ani = '+13125550100' WHERE name = 'retell'"
	uas carrier holds hold=1000
	_refers
	_transferred transferred-held "header To <sip:alice@example\\.com>"
	uas carrier hang-up
	_refers
	_transferred transferred-ended "header To <sip:alice@example\\.com>"
}

a_trunk_that_is_full_is_no_target() {
	_carried_out
	data "UPDATE siptrunk_trunk SET call_limit = 1 WHERE name = 'twilio'"
	at_end edge_restart
	uas carrier answer
	uac_start retell call number=+14155550123 from=$TARGET@sip.retellai.com hold=60000
	wait_until 5 uac_is_up retell || fail "no call is up to the carrier"
	uas retell refers-in-vain referto="<sip:$TARGET@$EDGE>" "has SIP/2.0 503 "
	uac pbx held number=+13125550142 hold=2000
	uas_done retell
}

# _calls_of TRUNK: as its call_limit counts them.
_calls_of() { on edge kamcmd dlg.profile_get_size trunk "$1"; }

_has_calls() { [ "$(_calls_of "$1")" = "$2" ]; }

a_transferred_call_is_the_targets_alone() {
	local agents targets
	_carried_out
	data "UPDATE siptrunk_trunk SET call_limit = 9 WHERE name IN ('retell', 'twilio')"
	agents=$(_calls_of retell) targets=$(_calls_of twilio)
	uas carrier hang-up hold=3000
	_refers
	uac_start pbx transferred-ended number=+13125550142
	uas_done retell
	wait_until 2 _has_calls retell "$agents" || fail "the agent's trunk still counts the call"
	wait_until 2 _has_calls twilio $((targets + 1)) || fail "the target's trunk does not count the call"
	uac_done pbx transferred-ended
	uas_done carrier
}

# Real stacks at both ends, which count CSeq and check tags; the agent is a sipp.
_talk_after() {
	_carried_out
	_refers hold=1000 "has SIP/2.0 200 OK"
	audio_call pbx carol@example.com +13125550142 carrier 6
	audio_arrived
	uas_done retell
}

the_two_hear_each_other() { _talk_after; }

the_two_hear_each_other_by_srtp() {
	local MEDIA_KEYS=srtp-mand
	gateways "UPDATE dispatcher SET destination = 'sip:192.0.2.10:5061;transport=tls' WHERE setid = 1"
	data "UPDATE siptrunk_trunk SET transport = 'tls', media = 'srtp' WHERE name = 'genesys'"
	_talk_after
}

# RTPengine knows the target by its own tag; sipp says nothing.
it_is_the_target_that_is_listened_to() {
	local lines port
	_carried_out
	data "UPDATE siptrunk_trunk SET silence = 2"
	lines=$(edge_log_lines)
	uas carrier answer
	_refers
	_transferred transferred hold=3800
	port=$(sed -nE 's/^m=audio ([0-9]+) .*/\1/p' "$TEST_DIR/carrier-uas-answer.messages" | head -n 1)
	contains "who is silent" "nothing is heard of the callee, trunk twilio, .*ever come to $EDGE:$port:" \
		"$(edge_log_since "$lines" | grep 'tell(): call')"
}
