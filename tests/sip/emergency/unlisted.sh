# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An address that a pbx trunk ever had on its list is enough for a 911, and for
# nothing else; somebody is told.

. "$REPO/tests/lib/raw.sh"
. "$REPO/tests/lib/limits.sh"

# _only_emergencies_pass REASON: a whole 911 call, cancelled ones too; no other.
_only_emergencies_pass() {
	local lines before
	lines=$(edge_log_lines) before=$(counter emergency_unlisted)
	uas redsky1 answer "once E911-Organization-ID"
	uac pbx call number=911
	uas_done redsky1
	counted emergency_unlisted "$before"
	contains "the log" "emergency call .* of trunk genesys is let in.*$1" "$(edge_log_since "$lines")"
	uas redsky1 ring
	uac pbx cancel number=911
	uas_done redsky1
	uac pbx refused status=403 number=+13125550142
	uac pbx request method=OPTIONS status=403
}

_pbx_rows() { data "UPDATE siptrunk_address SET $1 WHERE trunk = 'genesys'"; }

a_911_from_an_expired_row_passes() {
	_pbx_rows "valid_until = '2020-01-01'"
	_only_emergencies_pass expired
}

a_911_from_a_row_that_is_off_passes() {
	_pbx_rows "state = 'off'"
	_only_emergencies_pass "switched off"
}

a_911_over_another_transport_passes() {
	_pbx_rows "transports = 'tls'"
	_only_emergencies_pass "for another transport"
}

a_911_from_another_port_passes() {
	_pbx_rows "ports = '1'"
	_only_emergencies_pass "for other ports"
}

a_911_from_a_row_that_is_not_valid_yet_passes() {
	_pbx_rows "valid_from = '9998-01-01'"
	_only_emergencies_pass "not valid yet"
}

a_911_from_a_row_for_outbound_passes() {
	_pbx_rows "direction = 'outbound'"
	_only_emergencies_pass "for the other direction"
}

a_911_without_its_proof_passes() {
	data "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = 'pbx.example.com'
		WHERE name = 'genesys'"
	_only_emergencies_pass "missing: certificate"
}

a_911_from_a_row_that_is_gone_passes_also_after_a_restart() {
	data "DELETE FROM siptrunk_address WHERE trunk = 'genesys'"
	_only_emergencies_pass "no longer listed"
	# The lab asks as the pbx whether the edge is up again.
	rpc siptrunk.address_add twilio 192.0.2.10 600 >/dev/null
	edge_restart
	rpc siptrunk.address_remove twilio 192.0.2.10 >/dev/null
	_only_emergencies_pass "no longer listed"
}

a_911_from_an_address_that_was_there_for_a_while_passes() {
	keep_data
	rpc siptrunk.address_add genesys 203.0.113.66 600 >/dev/null
	rpc siptrunk.address_remove genesys 203.0.113.66 >/dev/null
	uas redsky1 answer
	uac stranger call number=911
	uas_done redsky1
	uac stranger refused status=403 number=+13125550142
}

a_911_from_a_denied_address_is_refused() {
	data "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES
		('genesys', '192.0.2.10/32', 'deny')"
	uac pbx refused status=403 number=911
}

# Whatever watches for floods, or an operator in a hurry.
a_911_from_a_banned_address_passes() {
	ban_the_pbx
	_only_emergencies_pass "denied by 192\.0\.2\.10/32 of trunk genesys \(temporary\)"
}

a_911_from_a_banned_address_that_is_denied_for_good_is_refused() {
	ban_the_pbx
	a_911_from_a_denied_address_is_refused
}

# The address belongs to a carrier now: help would be sent to the wrong place.
a_911_from_an_address_that_another_role_has_now_is_refused() {
	data "UPDATE siptrunk_address SET trunk = 'twilio' WHERE trunk = 'genesys'"
	uac pbx refused status=403 number=911
}

a_911_from_an_expired_row_of_a_carrier_is_refused() {
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE trunk = 'twilio'"
	uac carrier refused status=403 number=911
}

a_911_from_an_expired_row_of_an_agent_is_refused() {
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE trunk = 'retell'"
	uac retell refused status=403 number=911
}

a_911_of_a_carrier_without_its_proof_is_refused() {
	data "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = 'sip.twilio.lab'
		WHERE name = 'twilio'"
	uac carrier refused status=403 number=911
}

a_forgotten_address_is_a_stranger() {
	data "DELETE FROM siptrunk_address WHERE trunk = 'genesys'; DELETE FROM siptrunk_learned"
	uac pbx refused status=403 number=911
}

control_the_unlisted_tests_notice_a_call_that_is_refused() {
	must_fail _passes_although_denied "received .SIP/2.0 403"
}

_passes_although_denied() {
	data "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES
		('genesys', '192.0.2.10/32', 'deny')"
	_only_emergencies_pass expired
}

control_the_unlisted_tests_notice_ordinary_calls_that_pass() {
	must_fail _passes_although_nothing_is_wrong "emergency_unlisted"
}

_passes_although_nothing_is_wrong() { _only_emergencies_pass expired; }

# Another node of the pbx: who knows the call's tags is a part of it.
an_address_on_no_list_ends_a_911() {
	uas redsky1 answer
	uac pbx left-up number=911 contact=sip:caller@192.0.2.10
	sent pbx uac-left-up ACK "s/ACK/BYE/g; s/CSeq: \K1/2/; s/branch=[^;\r]*/branch=z9hG4bKnode$RANDOM/" | throw stranger
	uas_done redsky1
}

a_pbx_that_expired_ends_its_911_after_a_restart() {
	uas redsky1 answer
	uac pbx left-up number=911 contact=sip:caller@192.0.2.10
	edge_restart
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE trunk = 'genesys'"
	bye_of pbx uac-left-up 2
	uas_done redsky1
}
