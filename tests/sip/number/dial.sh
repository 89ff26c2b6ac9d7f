# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Dial rules: what becomes of a number that a trunk dials, or is sent.

# _rule TRUNK DIRECTION POSITION PATTERN PREFIX [REPLACEMENT]
_rule() {
	data "INSERT INTO siptrunk_dial_rule (trunk, direction, position, pattern, prefix, replacement)
		VALUES ('$1', '$2', $3, '$4', '$5', '${6:-}')"
}

# The lab's Retell takes the numbers that it knows: its trunk leads to the carrier.
_any_number() { data "UPDATE siptrunk_trunk SET gateways = 4, transport = 'udp' WHERE name = 'retell'"; }

# _dialled NUMBER USER: the pbx calls NUMBER, and who is called is asked for USER.
_dialled() {
	uas carrier answer "has ^INVITE sip:$(sed 's/[+*]/\\&/g' <<<"$2")@"
	uac pbx call number="$1"
	uas_done carrier
}

# _refused STATUS NUMBER REASON
_refused() { uac pbx refused status="$1" number="$2" "header Reason $3"; }

# _911_goes_through [CHECK]...: as it always does.
_911_goes_through() {
	uas redsky1 answer "has ^INVITE sip:911@"
	uac pbx call number=911
	uas_done redsky1
}

_the_seeds_rules() {
	_rule genesys from 1 '^\+1.*' 9
	_rule genesys from 2 '^\d{7,10}$' +1415
}

# Seed 002's two examples; the second makes ten digits a number that is none.
the_seeds_rules_rewrite_what_the_pbx_dials() {
	_any_number
	_the_seeds_rules
	_dialled +13125550142 9+13125550142
	_dialled 312-555-0142 +14153125550142
	_dialled 2077 2077
	_911_goes_through
	data "UPDATE siptrunk_trunk SET number_format = 'e164' WHERE name = 'retell'"
	_refused 484 3125550142 "SIP;cause=484;text=\"trunk retell takes valid E.164 numbers alone\""
	_refused 484 +13125550142 "takes valid E\.164 numbers alone"
	_dialled 5552671 +14155552671
}

# Only what the edge does with the number; not who is called by another one.
a_target_is_sent_what_its_rules_say() {
	_any_number
	data "UPDATE siptrunk_trunk SET countries = '*' WHERE name = 'twilio'" # a code is of none
	_rule twilio to 7 '^\+1(\d{3})(\d{7})$' '*9' '$1#$2'
	_rule twilio to 8 '^' 0
	_rule retell to 1 '^\+1312' 7
	_rule retell from 1 '^00\d*$' '' '+1$0'
	uas carrier answer "has ^INVITE sip:\*9415%235550123@"
	uac retell call number=+14155550123 from=+15005550006@sip.retellai.com
	uas_done carrier
	_dialled +13125550142 7+13125550142
	uas pbx answer "has ^INVITE sip:\+1002077@"
	uac retell call number=002077 from=+13125550142@sip.retellai.com
	uas_done pbx
}

# _to_911 NUMBER: refused, counted and on the list.
_to_911() {
	local refused emergencies
	refused=$(counter dial_rules_refused) emergencies=$(counter emergency_refused)
	_refused 403 "$1" "text=\"no dial rule leads to an emergency number\""
	counted dial_rules_refused "$refused"
	counted emergency_refused "$emergencies"
}

no_rule_leads_to_an_emergency_call() {
	local lines
	_any_number
	_rule genesys from 1 '^2(\d+)$' '' '$1'
	_rule retell to 1 '^4(93)$' '' '9$13'
	lines=$(edge_log_lines)
	_to_911 2911
	contains "the log" "ERROR.* emergency refused: no dial rule leads to an emergency number .*trunk genesys" \
		"$(edge_log_since "$lines")"
	_to_911 21911
	_to_911 493
	_dialled 22911 2911
	_911_goes_through
	_rule retell from 1 '^2077(911)$' '' '+1$1'
	uac retell refused status=403 number=2077911 "header Reason no dial rule leads"
}

# Whatever the rules say: they are for ordinary calls.
a_911_passes_no_rules() {
	_rule genesys from 1 '^' '' '+13125550142'
	_rule genesys from 2 '^911$' 9
	data "UPDATE siptrunk_trunk SET number_format = 'e164', country = 'DE' WHERE role <> 'emergency'"
	_911_goes_through
	uas redsky1 answer "has ^INVITE sip:933@"
	uac pbx call number=9933
	uas_done redsky1
}

rules_are_explained() {
	_the_seeds_rules
	contains "siptrunk.show" "dial_rules: .*row: 2 direction: from position: 2 pattern: .*d.7,10.* prefix: \+1415 replacement:" \
		"$(rpc siptrunk.show genesys | tr -s '[:space:]' ' ')"
	equal "the result" +14153125550142 "$(rpc_field dialled siptrunk.dial 312-555-0142 genesys)"
	equal "the row" 2 "$(rpc_field row siptrunk.dial s:3125550142 genesys)"
	equal "the row the other way" 0 "$(rpc_field row siptrunk.dial s:3125550142 genesys to)"
	equal "the verdict of 911" emergency "$(rpc_field verdict siptrunk.dial 9911 genesys)"
	_rule genesys from 3 '^2(9\d*)$' '' '$1'
	equal "the verdict of a detour" refused "$(rpc_field verdict siptrunk.dial 29911 genesys)"
	contains "a direction that is none" "400 - 'both' is no direction" "$(rpc_fault siptrunk.dial 2077 genesys both)"
	contains "no number" "400 - 'alice' is no number" "$(rpc_fault siptrunk.dial alice genesys)"
	contains "no trunk" "404 - " "$(rpc_fault siptrunk.dial 2077 mars)"
}

# The sender's rules choose the agent, which is dialled by the call's id: no rule or
# format of the target's is for that.
a_registered_call_is_dialled_by_its_id() {
	_rule genesys from 1 '^70$' '' +13125550170
	_rule retell to 1 '^' 8
	data "UPDATE siptrunk_trunk SET number_format = 'e164' WHERE name = 'retell'"
	uas retell answer "has ^INVITE sip:call_"
	uac pbx call number=70
	uas_done retell
}

control_the_rule_test_notices_a_missing_rule() {
	must_fail _one_rule_too_few 14153125550142
}

_one_rule_too_few() {
	_any_number
	_rule genesys from 1 '^\+1.*' 9
	_dialled 3125550142 +14153125550142
}
