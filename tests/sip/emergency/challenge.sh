# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A carrier that demands credentials of the edge gets them, once.

# _carrier_demands STATUS: 401, 407, or 1: whatever it is shown.
_carrier_demands() {
	on carrier kamcmd pv.shvSet challenge int "$1" >/dev/null || fail "the carrier does not challenge"
	at_end on carrier kamcmd pv.shvSet challenge int 0
}

# _credentials [PASSWORD [REALM]]
_credentials() {
	data "INSERT INTO siptrunk_credential (trunk, direction, realm, username, ha1) VALUES ('twilio',
		'outbound', '${2:-sip.twilio.lab}', 'siptrunk', '$(_ha1 "${1:-secret}" "${2:-sip.twilio.lab}")')"
}

_ha1() { printf 'siptrunk:%s:%s' "$2" "$1" | md5sum | cut -d ' ' -f 1; }

_gateways_refuse() {
	uas redsky1 refuse status=503 "lacks Authorization"
	uas redsky2 refuse status=603 "lacks Authorization"
}

_carrier_takes_the_911() {
	_carrier_demands "$1"
	_gateways_refuse
	uas carrier answer "lacks Authorization" "lacks $(any_case E911-Organization)" "header From <sip:\+15005550006@"
	uac pbx call number=911
	uas_done carrier
	uas_done redsky1
	uas_done redsky2
}

a_407_of_the_fallback_carrier_is_answered() {
	_credentials
	_carrier_takes_the_911 407
}

a_401_of_the_fallback_carrier_is_answered() {
	_credentials
	_carrier_takes_the_911 401
}

control_the_challenge_test_notices_a_wrong_password() {
	must_fail _a_wrong_password "uac-call"
}

_a_wrong_password() {
	data "UPDATE siptrunk_site SET desk = ''"
	_credentials secret2
	_carrier_takes_the_911 407
}

# Twice is a refusal; and neither what was asked nor what was answered is in the log.
a_second_challenge_is_no_longer_answered() {
	local lines
	edge_restart # what other tests made it log counts against the limit
	lines=$(edge_log_lines)
	_credentials
	_carrier_demands 1
	_gateways_refuse
	data "UPDATE siptrunk_site SET desk = ''"
	uac pbx refused number=911 status=500 "lacks Authenticate"
	contains "the log" "trunk twilio does not take its credentials" "$(edge_log_since "$lines")"
	! edge_log_since "$lines" | grep -q "$(_ha1 secret sip.twilio.lab)\|response=" || fail "the log holds credentials"
}

a_realm_without_credentials_is_logged() {
	local lines
	_credentials secret other.example.com
	edge_restart # this process has not complained lately
	lines=$(edge_log_lines)
	_carrier_demands 407
	_gateways_refuse
	data "UPDATE siptrunk_site SET desk = ''"
	uac pbx refused number=911 status=500 "lacks Authenticate"
	contains "the log" "trunk twilio challenges call .*no outbound credentials for the realm 'sip\.twilio\.lab'" "$(edge_log_since "$lines")"
}

an_ordinary_call_by_a_carrier_that_challenges_is_answered() {
	_credentials
	_carrier_demands 407
	uas carrier answer "lacks Authorization"
	uac retell call number=+13125550188 from=+15005550006@sip.retellai.com
	uas_done carrier
}

credentials_are_shown_nowhere() {
	_credentials
	! rpc siptrunk.show twilio | grep -qi "$(_ha1 secret sip.twilio.lab)" || fail "siptrunk.show holds credentials"
}
