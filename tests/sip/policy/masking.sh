# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a carrier is shown of a caller (seed 004): header policies and verified
# callers, of calls that the agent places by its number.

# _policy FIELD ACTION [VALUE [NUMBERS [CLASSIFICATION]]]: of trunk twilio, behind the
# others.
_policy() {
	data "INSERT INTO siptrunk_header_policy (trunk, position, field, action, value, numbers, classification)
		VALUES ('twilio', 10, '$1', '$2', '${3:-}', '${4:-}', '${5:-}')"
}

# _shown [KEY=VALUE]... CHECK...: of a call by the agent, which names itself.
_shown() {
	local argument
	local -a keys=() checks=()
	for argument; do
		if [[ $argument =~ ^(from|number|extra)= ]]; then keys+=("$argument"); else checks+=("$argument"); fi
	done
	uas carrier answer "${checks[@]}"
	uac retell call number=+14155550123 from=+15005550006@sip.retellai.com "${keys[@]}" \
		"header From \+15005550006@sip\.retellai\.com" "lacks 18881230987"
	uas_done carrier
}

CALLER_HEADERS=$'\r\nP-Asserted-Identity: "Eve" <sip:+15005550006@sip.retellai.com>\r\nRemote-Party-ID: <sip:eve@here>\r\nIdentity: x;info=<http://x>'
OWN_NUMBER='<sip:\+18881230987@203\.0\.113\.10>'

# The seed's own example; who asserted what and who signed for whom goes with it.
a_number_of_ours_stands_for_the_callers() {
	_policy from_number replace +18881230987
	_shown extra="$CALLER_HEADERS" "header From ^ *$OWN_NUMBER;tag=" "once P-Asserted-Identity" \
		"header P-Asserted-Identity ^ *$OWN_NUMBER\$" "lacks Remote-Party-ID" "lacks Identity: x" "lacks 15005550006"
	contains "siptrunk.show" "position: 10 name: field: from_number action: replace value: \+18881230987" \
		"$(rpc siptrunk.show twilio | tr -s '[:space:]' ' ')"
}

every_field_is_replaced_added_or_removed() {
	_policy from_display add Nobody # it has one
	_policy from_display replace "Acme Inc."
	_policy p_asserted_identity replace +13125550188
	_policy diversion add +13125550177
	_policy X-Account add one
	_policy X-Account add two
	_policy X-Old replace new
	_policy X-Gone remove
	_shown extra=$'\r\nX-Old: old\r\nX-Old: older\r\nX-Gone: 1' \
		'header From ^ *"Acme Inc\." <sip:\+15005550006@203\.0\.113\.10>;tag=' \
		"header P-Asserted-Identity ^ *<sip:\+13125550188@203\.0\.113\.10>\$" "once P-Asserted-Identity" \
		"header Diversion ^ *<sip:\+13125550177@203\.0\.113\.10>\$" "once X-Account" "header X-Account ^ *one\$" \
		"once X-Old" "header X-Old ^ *new\$" "lacks X-Gone"
}

rules_run_in_their_order_for_whom_they_are() {
	data "INSERT INTO siptrunk_header_policy (trunk, position, field, action, value) VALUES
		('twilio', 20, 'X-Order', 'replace', 'second'), ('twilio', 5, 'X-Order', 'replace', 'first')"
	_policy from_number replace +18881230987 "+1312*,2001"
	_policy X-Class add e164 "" toll
	_policy X-Many add 1 "+1416*, +1500*"
	_shown "header X-Order ^ *second\$" "header From \+15005550006@" "lacks X-Class" "header X-Many 1"
}

# A caller order chooses first; then the rules have their say, in each branch anew:
# here in the one that answers a challenge.
the_next_branch_shows_the_same() {
	on carrier kamcmd pv.shvSet challenge int 407 >/dev/null || fail "the carrier does not challenge"
	at_end on carrier kamcmd pv.shvSet challenge int 0
	data "UPDATE siptrunk_trunk SET caller_order = 'trunk' WHERE name = 'twilio';
		INSERT INTO siptrunk_credential (trunk, direction, realm, username, ha1) VALUES ('twilio', 'outbound',
			'sip.twilio.lab', 'siptrunk', '$("$REPO/scripts/siptrunkdb" ha1 siptrunk sip.twilio.lab <<<secret)')"
	_policy from_number replace +18881230987
	_policy X-Account add one
	_shown "header From ^ *$OWN_NUMBER;tag=" "once P-Asserted-Identity" "once X-Account"
}

# ---- Verified callers ----

_unverified() { data "UPDATE siptrunk_trunk SET unverified_caller = '$1' WHERE name = 'twilio'"; }

# _number TRUNK NUMBER: whose calls go to that trunk without being its ani.
_number() { data "INSERT INTO siptrunk_number (number, trunk) VALUES ('$2', '$1')"; }

# What the number says that goes out counts: after the rules.
who_is_not_verified_is_refused() {
	local before
	_unverified refuse
	before=$(counter callers_refused)
	_shown "header From \+15005550006@" extra="$CALLER_HEADERS" "lacks Remote-Party-ID" # its own number
	_policy from_number replace +18881230987
	uac retell refused number=+14155550123 from=+15005550006@sip.retellai.com status=403 \
		"header Reason no verified caller ID of trunk twilio"
	equal "who is shown" " no" "$(rpc_field shown siptrunk.caller +15005550006 twilio) $(
		rpc_field verified siptrunk.caller +15005550006 twilio)"
	counted callers_refused "$before"
	data "INSERT INTO siptrunk_verified_caller (trunk, number) VALUES ('twilio', '+18881230987')"
	_shown "header From ^ *$OWN_NUMBER;tag="
	equal "who is shown" "+18881230987 yes" "$(rpc_field shown siptrunk.caller +15005550006 twilio) $(
		rpc_field verified siptrunk.caller +15005550006 twilio)"
	contains "siptrunk.show" "verified_callers: .*\+18881230987" "$(rpc siptrunk.show twilio | tr -s '[:space:]' ' ')"
}

or_gets_the_number_of_the_trunk() {
	local before
	_unverified replace
	before=$(counter callers_replaced)
	_policy from_number replace +18881230987
	_shown "header From ^ *<sip:\+15005550006@203\.0\.113\.10>;tag=" "lacks 18881230987"
	counted callers_replaced "$before"
}

# A 911 that falls back to the carrier shows what it must, whatever rules there are.
an_emergency_call_passes_no_policy() {
	_unverified refuse
	_policy from_number replace +18881230987
	_policy p_asserted_identity remove
	_policy X-Account add one
	data "UPDATE siptrunk_trunk SET ani = '+15005550007' WHERE name = 'twilio'"
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier answer "header From <sip:\+15005550007@" "header P-Asserted-Identity <sip:\+15005550007@" \
		"lacks 18881230987" "lacks X-Account"
	uac pbx call number=911
	uas_done carrier
}

control_the_masking_test_notices_another_number() {
	must_fail _without_a_rule "carrier, uas-answer: lacks .*18881230987"
}

_without_a_rule() { _shown "header From ^ *$OWN_NUMBER;tag="; }

control_the_refusal_test_notices_a_verified_caller() {
	must_fail _its_own_number "uac-refused"
}

_its_own_number() {
	_unverified refuse
	uas carrier answer
	uac retell refused number=+14155550123 from=+15005550006@sip.retellai.com status=403
}
