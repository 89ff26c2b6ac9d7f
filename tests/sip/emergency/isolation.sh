# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# No trick of an agent leads anything to RedSky, or the pbx to a 911 that it did
# not dial.

. "$REPO/tests/lib/raw.sh"

GATEWAY="sip:911@198.51.100.11:5061;transport=tls"

# _at_redsky REGEX: its front has got a message with that.
_at_redsky() { grep -qaE "$1" "$LAB/redsky1"/capture/*.pcap; }

_call_911() { uac pbx call number=911; }

# _kept_from_redsky TRICK...: TRICK leaves in MARK what its request can be known
# by. The 911 before it leaves a connection to redsky1, so that nothing but the
# edge is in its way; when the 911 after it has arrived, so would it have.
_kept_from_redsky() {
	_call_911
	"$@"
	_call_911
	wait_until 5 _at_redsky "$UAC_CALL@192\.0\.2\.10|$MARK" || fail "not even a 911 reaches redsky1"
	! _at_redsky "$MARK" || fail "redsky1 got what was not for it"
}

# _agent_calls CALLEE-SCENARIO CONTACT: an agent's call to the pbx; it stays up.
_agent_calls() {
	uas pbx "$1"
	uac retell left-up number=2001 from=+13125550142@sip.retellai.com contact="$2"
	MARK=$UAC_CALL@18\.98\.16\.121
}

# An ordinary number, which nothing but the Route would lead elsewhere.
_call_by_another() {
	uas pbx answer "lacks 203\.0\.113\.66"
	uac retell call number=2001 from=+13125550142@sip.retellai.com \
		extra=$'\r\n'"${1:-Route}: <sip:$EDGE;lr>, <sip:203.0.113.66;lr>"
	uas_done pbx
}

_route_of_the_gateway() {
	_agent_calls answer sip:agent@18.98.16.121
	sent retell uac-left-up ACK "s/^ACK \S+/ACK sip:911\\@198.51.100.11:9/; s/ACK/INFO/g; s/CSeq: \K1/2/;
		s/^(Route: <[^>]+>).*?\r/\$1, <${GATEWAY/@/\\@};lr>\r/m" | throw retell
	bye_of retell uac-left-up 3
	uas_done pbx
}

_contact_of_the_gateway() {
	_agent_calls misled "$GATEWAY"
	uas_done pbx
}

# Retell answers the pbx as if the call were one to RedSky.
_answer_of_the_gateway() {
	uas retell misleads contact="$GATEWAY" \
		route="sip:$EDGE;lr;caller=genesys;callee=redsky;media=0"
	uac pbx left-up number=+13125550142 contact=sip:caller@192.0.2.10
	MARK=$UAC_CALL@192\.0\.2\.10
	uas_done retell
	bye_of pbx uac-left-up 3
}

# What the edge itself sends in a transfer goes where Retell says that it is.
_transfer_by_the_gateway() {
	uas carrier refuse status=486
	uas pbx answer
	uac retell refers-elsewhere number=2001 from=+13125550142@sip.retellai.com contact="$GATEWAY" hold=1500 \
		within=$'\r\n'"Refer-To: <sip:+15005550006@$EDGE>"
	MARK=$UAC_CALL@18\.98\.16\.121
	uas_done pbx
	uas_done carrier
}

# _stray METHOD: of no call at all.
_stray() {
	MARK=stray-$RANDOM$RANDOM$RANDOM
	printf '%s\r\n' "$1 $GATEWAY SIP/2.0" \
		"Via: SIP/2.0/UDP 18.98.16.121:5999;branch=z9hG4bK$MARK" "Route: <sip:$EDGE;lr>" \
		"From: <sip:agent@sip.retellai.com>;tag=agent" "To: <sip:911@$EDGE>;tag=any" \
		"Call-ID: $MARK" "CSeq: 1 $1" "Max-Forwards: 70" "Content-Length: 0" "" | throw retell
}

# _in_the_911_of_the_pbx HOST CALLEE-SCENARIO [ARGUMENT]...: a request of HOST's
# with all that identifies the pbx's call.
_in_the_911_of_the_pbx() {
	local host=$1
	shift
	uas redsky1 "$@"
	uac pbx left-up number=911 contact=sip:caller@192.0.2.10
	MARK=z9hG4bKguest-$RANDOM$RANDOM$RANDOM
	sent pbx uac-left-up ACK "s/ACK/INFO/g; s/CSeq: \K1/2/; s/branch=[^;\r]*/branch=$MARK/" | throw "$host"
	bye_of pbx uac-left-up 3
	uas_done redsky1
	divert redsky1 0
}

a_route_does_not_lead_to_redsky() { _kept_from_redsky _route_of_the_gateway; }
a_route_of_a_new_call_is_not_followed() { _call_by_another; }
a_contact_does_not_lead_the_pbx_to_redsky() { _kept_from_redsky _contact_of_the_gateway; }
an_answer_does_not_lead_the_pbx_to_redsky() { _kept_from_redsky _answer_of_the_gateway; }

a_transfer_does_not_lead_the_edge_to_redsky() {
	data "UPDATE siptrunk_trunk SET refer = 'carry_out' WHERE name = 'retell';
		UPDATE siptrunk_trunk SET premium = 'yes' WHERE name = 'twilio';
		INSERT INTO siptrunk_transfer (trunk, numbers) VALUES ('retell', '+15005550006')"
	local lines
	lines=$(edge_log_lines)
	_kept_from_redsky _transfer_by_the_gateway
	# No TLS profile of the agent's trunk is taken at the gateway, either.
	contains "the edge's log" "NOTIFY of trunk .* in call $MARK was led to the emergency gateway" "$(edge_log_since "$lines")"
}
a_stray_bye_does_not_reach_redsky() { _kept_from_redsky _stray BYE; }
a_stray_ack_does_not_reach_redsky() { _kept_from_redsky _stray ACK; }
an_agent_is_no_part_of_a_911() { _kept_from_redsky _in_the_911_of_the_pbx retell answer; }

# Not in dispatcher, it is an address like any other.
control_the_isolation_tests_notice_an_open_gateway() {
	local name
	_call_911
	gateways "DELETE FROM dispatcher WHERE description = 'sip1.redsky.lab'"
	for name in a_route_does_not_lead_to_redsky a_contact_does_not_lead_the_pbx_to_redsky \
		an_answer_does_not_lead_the_pbx_to_redsky \
		a_stray_bye_does_not_reach_redsky a_stray_ack_does_not_reach_redsky; do
		must_fail "$name" "redsky1 got what"
	done
}

control_the_route_test_notices_the_address() {
	must_fail _the_address_arrives "uas-answer: holds 203"
}

_the_address_arrives() { _call_by_another X-Route; }

control_the_isolation_tests_notice_the_pbx() {
	must_fail _the_pbx_is_part_of_its_911 "redsky1 got what|redsky1, uas-within: .*INFO"
}

_the_pbx_is_part_of_its_911() {
	_kept_from_redsky _in_the_911_of_the_pbx pbx within method=INFO
}

# The pbx follows redirections, and may call 911.
a_redirection_by_retell_is_not_passed_on() {
	uas retell refuse status=302
	uac pbx refused number=+13125550142 status=480 "lacks $(any_case Contact):"
	uas_done retell
}

# _refer_gets STATUS HEADER...: an agent's, in its call to the pbx, which does
# not hear of it.
_refer_gets() {
	local status=$1
	shift
	uas pbx answer
	uac retell within number=2001 from=+13125550142@sip.retellai.com \
		method=REFER status="$status" within="$(printf '\r\n%s' "$@")"
	uas_done pbx
}

a_refer_with_two_targets_gets_400() {
	_refer_gets 400 "Refer-To: <sip:2002@$EDGE>" "Refer-To: <sip:911@$EDGE>"
}
a_refer_with_a_list_of_targets_gets_400() {
	_refer_gets 400 "Refer-To: <sip:2002@$EDGE>, <sip:911@$EDGE>"
}
a_refer_with_an_unclosed_bracket_gets_400() { _refer_gets 400 "Refer-To: <sip:911@$EDGE"; }
a_refer_without_a_target_gets_400() { _refer_gets 400 "X-Other: nothing"; }

a_refer_to_911_gets_403() {
	local target before
	before=$(counter emergency_refused)
	for target in "Refer-To: <sip:911@$EDGE>" "Refer-To: sip:9911@$EDGE" "r: \"Help\" <sip:911@$EDGE>" \
		"Refer-To: <urn:service:sos>"; do
		_refer_gets 403 "$target"
	done
	counted emergency_refused "$before" 4
}

# _refer_that_passes STATUS: what the agent hears.
_refer_that_passes() {
	uas pbx within method=REFER "header Refer-To <sip:\+13125550188@"
	uac retell within number=2001 from=+13125550142@sip.retellai.com \
		method=REFER status="$1" within=$'\r\n'"Refer-To: \"Doe\" <sip:+13125550188@$EDGE>"
	uas_done pbx
}

an_ordinary_refer_passes() { _refer_that_passes 200; }

control_the_refer_tests_notice_one_that_passes() {
	must_fail _a_passed_refer_is_refused "uac-within: .*200 OK"
}

_a_passed_refer_is_refused() { _refer_that_passes 403; }
