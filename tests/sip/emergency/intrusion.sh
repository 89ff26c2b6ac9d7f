# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Nobody gets into an emergency call, or has another dial one: 403 with a reason,
# counted, listed and alarmed.

. "$REPO/tests/lib/hostile.sh"
. "$REPO/tests/lib/raw.sh"

FROM_RETELL=from=+13125550142@sip.retellai.com

# _emergency_call: one of the pbx's; its Call-ID as CALL.
_emergency_call() {
	uac pbx call number=911
	CALL=$UAC_CALL@192.0.2.10
}

# _refused_invite HEADER...: retell's, with these.
_refused_invite() {
	local before
	before=$(counter emergency_refused)
	uac retell refused status=403 number=2001 $FROM_RETELL extra="$(printf '\r\n%s' "$@")" \
		"once Reason" "header Reason Q\.850;cause=21;text="
	counted emergency_refused "$before"
}

a_replaces_of_an_emergency_call_is_refused() {
	_emergency_call
	_refused_invite "Replaces: $CALL;to-tag=a;from-tag=b"
	_refused_invite "Replaces: other@example.com;to-tag=a;from-tag=b" "replaces:  $CALL ;to-tag=a;from-tag=b"
}

a_join_and_a_target_dialog_of_an_emergency_call_are_refused() {
	_emergency_call
	_refused_invite "Join: $CALL;to-tag=a;from-tag=b"
	_refused_invite "Target-Dialog: $CALL;local-tag=a;remote-tag=b"
}

a_route_by_a_gateway_is_refused() {
	_refused_invite "Route: <sip:$EDGE;lr>, <sip:198.51.100.11:5061;transport=tls;lr>"
	_refused_invite "Route: <sip:$EDGE;lr>" "Route: <sip:SIP2.redsky.lab;lr>"
}

a_refusal_is_listed_and_alarmed() {
	local lines
	_emergency_call
	edge_restart # this process has not alarmed lately
	_emergency_call
	lines=$(edge_log_lines)
	_refused_invite "Replaces: $CALL;to-tag=a;from-tag=b"
	contains "siptrunk.emergencies" "call_id: $UAC_CALL@18\.98\.16\.121.* outcome: refused" \
		"$(rpc siptrunk.emergencies | tr -s '[:space:]' ' ' | sed 's/ } { /\n/g')"
	contains "the log" "ERROR.*emergency refused: nobody takes over .*from 18\.98\.16\.121" "$(edge_log_since "$lines")"
}

_replaces_another_call() {
	uas pbx answer "once Replaces"
	uac retell call number=2001 $FROM_RETELL extra=$'\r\nReplaces: '"${1:-other@example.com};to-tag=a;from-tag=b"
	uas_done pbx
}

a_replaces_of_another_call_passes() { _replaces_another_call; }

control_the_replaces_test_notices_an_emergency_call() {
	_emergency_call
	must_fail _replaces_an_emergency_call "uac-call: .*403"
}

_replaces_an_emergency_call() {
	_emergency_call
	_replaces_another_call "$CALL"
}

a_911_that_replaces_one_loses_the_header_only() {
	_emergency_call
	uas redsky1 answer "lacks $(any_case Replaces):" "once E911-Organization-ID"
	uac pbx call number=911 extra=$'\r\nReplaces: '"$CALL;to-tag=a;from-tag=b"
	uas_done redsky1
}

# _refer_is_refused REFER-TO: an agent's, in its call; the pbx does not hear of it.
_refer_is_refused() {
	local before
	before=$(counter emergency_refused)
	uas pbx answer
	uac retell within number=2001 $FROM_RETELL method=REFER status=403 within=$'\r\nRefer-To: '"$1" \
		"header Reason Q\.850;cause=21"
	uas_done pbx
	counted emergency_refused "$before"
}

a_refer_with_a_path_of_its_own_is_refused() {
	_refer_is_refused "<sip:2002@$EDGE?Route=%3Csip%3A198.51.100.11%3A5061%3Btransport%3Dtls%3Blr%3E>"
	_refer_is_refused "<sip:2002@$EDGE?Subject=x&r%6Fute=%3Csip%3A198.51.100.11%3Blr%3E>"
}

a_refer_that_replaces_an_emergency_call_is_refused() {
	_emergency_call
	_refer_is_refused "<sip:2002@$EDGE?Replaces=${CALL/@/%40}%3Bto-tag%3Da%3Bfrom-tag%3Db>"
}

_attended_transfer() {
	uas retell within method=REFER "header Refer-To Replaces=other"
	uac pbx within number=+13125550142 method=REFER status=200 \
		within=$'\r\nRefer-To: '"<sip:2002@$EDGE?Replaces=${1:-other}%3Bto-tag%3Da%3Bfrom-tag%3Db>"
	uas_done retell
}

an_attended_transfer_passes() { _attended_transfer; }

control_the_transfer_test_notices_an_emergency_call() {
	must_fail _transfer_into_an_emergency_call "uac-within: .*403"
}

_transfer_into_an_emergency_call() {
	_emergency_call
	_attended_transfer "${CALL/@/%40}"
}

# Not even the pbx has another dial it.
a_refer_of_the_pbx_to_911_is_refused() {
	local before
	before=$(counter emergency_refused)
	uas retell answer
	uac pbx within number=+13125550142 method=REFER status=403 within=$'\r\nRefer-To: '"<sip:911@$EDGE>" \
		"header Reason Q\.850;cause=21"
	uas_done retell
	counted emergency_refused "$before"
}

a_refer_outside_a_call_is_refused() {
	local before
	before=$(counter emergency_refused)
	uac retell request method=REFER status=403 number=2001 extra=$'\r\nRefer-To: '"<sip:933@$EDGE>" \
		"header Reason Q\.850;cause=21"
	counted emergency_refused "$before"
}

# _redirected HOST CALLEE CONTACT STATUS NUMBER [ARGUMENT]...: what HOST hears.
_redirected() {
	uas "$2" redirect status=302 contact="$3"
	uac "$1" refused status="$4" number="$5" "lacks $(any_case Contact):" "${@:6}"
	uas_done "$2"
}

a_redirection_to_911_is_refused() {
	local before
	before=$(counter emergency_refused)
	_redirected pbx retell "sip:911@$EDGE" 403 +13125550142 "header Reason Q\.850;cause=21"
	_redirected retell pbx "sip:9911@$EDGE" 403 2001 $FROM_RETELL "header Reason Q\.850;cause=21"
	counted emergency_refused "$before" 2
}

control_the_redirection_test_notices_another_target() {
	must_fail _redirected_elsewhere "uac-refused: .*480"
}

_redirected_elsewhere() { _redirected pbx retell "sip:2002@$EDGE" 403 +13125550142; }

# _within_a_911 HOST METHOD: HOST's request with all that identifies the pbx's
# call; that one goes on.
_within_a_911() {
	local before
	before=$(counter emergency_refused)
	uas redsky1 answer
	uac pbx left-up number=911 contact=sip:caller@192.0.2.10
	sent pbx uac-left-up ACK "s/ACK/$2/g; s/CSeq: \K1/2/; s/branch=[^;\r]*/branch=z9hG4bKguest$RANDOM$RANDOM/" | throw "$1"
	await_counter emergency_refused $((before + 1))
	bye_of pbx uac-left-up 3
	uas_done redsky1
}

an_agent_neither_asks_nor_ends_within_a_911() {
	_within_a_911 retell INFO
	_within_a_911 retell UPDATE
	_within_a_911 retell BYE
	_within_a_911 carrier BYE
}

control_the_guest_test_notices_the_pbx() {
	must_fail _the_pbx_within_its_911 "emergency_refused"
}

_the_pbx_within_its_911() { _within_a_911 pbx INFO; }

# redsky1 is held until the CANCEL has come.
an_agent_does_not_cancel_a_911() {
	local placed refused
	_emergency_call
	placed=$(counter emergency_placed) refused=$(counter emergency_refused)
	peer_freeze redsky1
	uac_start pbx call number=911
	await_counter emergency_placed $((placed + 1))
	sent pbx uac-call INVITE "s/INVITE/CANCEL/g" | throw retell
	await_counter emergency_refused $((refused + 1))
	peer_thaw redsky1
	uac_done pbx call
}

control_the_cancel_test_notices_the_pbx() {
	must_fail _the_pbx_cancels "uac-call: .*487"
}

_the_pbx_cancels() {
	local placed
	_emergency_call
	placed=$(counter emergency_placed)
	peer_freeze redsky1
	uac_start pbx call number=911
	await_counter emergency_placed $((placed + 1))
	sent pbx uac-call INVITE "s/INVITE/CANCEL/g" | throw pbx
	uac_done pbx call
}
