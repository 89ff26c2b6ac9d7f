# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What Retell really got: no header that is the pbx's own business, and no user where
# the trunk hides users. (What a proxy cannot hide: doc/decisions.md.)

INTERNAL=$'\r\nUser-Agent: internal/1\r\nServer: internal/2\r\nOrganization: internal 3\r\nCall-Info: <http://internal4/>\r\nAlert-Info: <http://internal5/>\r\nHistory-Info: <sip:internal6@192.0.2.10>;index=1\r\nDiversion: <sip:internal7@192.0.2.10>\r\nP-Charging-Vector: icid-value=internal8\r\nGeolocation: <https://internal9/>\r\nWarning: 399 internal10 "internal11"\r\nP-Access-Network-Info: internal12'
USER=$'\r\nP-Asserted-Identity: "Alice" <sip:alice@example.com>\r\nRemote-Party-ID: <sip:2001@example.com>\r\nP-Preferred-Identity: <sip:alice@example.com>\r\nReferred-By: <sip:alice@example.com>\r\nIdentity: alice;info=<https://example.com/>'

# _no WHAT TEXT: not one line of TEXT is like WHAT.
_no() {
	local found
	found=$(grep -iE -m 1 "$1" <<<"$2") || return 0
	fail "the agent was told: $found"
}

_told_by_the_pbx() {
	uas retell answer
	uac pbx call number=+13125550142 extra="$1" ending="$1"
	uas_done retell
	RETELL=$(sipp_got retell uas-answer)
}

_told_by_answers_of_the_pbx() {
	uas pbx answer extra="$1"
	uac retell call number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
	RETELL=$(sipp_got retell uac-call)
}

_hide() {
	data "UPDATE siptrunk_trunk SET identity = 'hide', caller_order = 'did_first', ani = '+13125550142' WHERE name = 'retell'"
}

nothing_internal_reaches_the_agent() {
	_told_by_the_pbx "$INTERNAL"
	_no internal "$RETELL"
	contains "what passes" "P-Asserted-Identity: \"Alice\"" "$(_told_by_the_pbx "$USER"; echo "$RETELL")"
}

nothing_internal_reaches_the_agent_that_calls() {
	_told_by_answers_of_the_pbx "$INTERNAL"
	_no internal "$RETELL"
}

a_rule_reveals_one_header() {
	data "INSERT INTO siptrunk_header_rule (trunk, direction, header, action) VALUES ('retell', 'to', 'Diversion', 'pass')"
	_told_by_the_pbx "$INTERNAL"
	contains "what passes" "^Diversion: <sip:internal7@" "$RETELL"
	_no 'internal([0-68-9]|1)' "$RETELL"
}

a_hidden_user_is_nowhere() {
	_hide
	_told_by_the_pbx "$USER"
	_no 'alice|:2001@|example|Test Caller|siptrunk test|sip:caller' "$RETELL"
	equal "From" "" "$(grep '^From:' <<<"$RETELL" | grep -v '<sip:+13125550100@203\.0\.113\.10>' || true)"
	contains "who is shown" '^P-Asserted-Identity: <sip:\+13125550100@203\.0\.113\.10>' "$RETELL"
}

a_hidden_user_is_reached_all_the_same() {
	_hide
	uas retell call-back
	uac pbx called-back number=+13125550142
	uas_done retell
	contains "what the pbx got" "^(INVITE|UPDATE|BYE) sip:caller@192.0.2.10:" "$(sipp_got pbx uac-called-back)"
}

a_hidden_user_is_nowhere_in_answers() {
	_hide
	_told_by_answers_of_the_pbx "$USER"
	_no 'alice|example' "$RETELL"
}

# The pbx is told all that the agent sends: nothing of it is the pbx's secret.
the_pbx_is_told_what_an_agent_sends() {
	uas pbx answer "header User-Agent internal" "header Diversion internal7"
	uac retell call number=2001 from=+13125550142@sip.retellai.com extra="$INTERNAL"
	uas_done pbx
}

control_the_leak_test_notices_a_header() {
	must_fail _a_rule_too_many "the agent was told: User-Agent"
}

_a_rule_too_many() {
	data "INSERT INTO siptrunk_header_rule (trunk, direction, header, action) VALUES ('retell', 'to', 'User-Agent', 'pass')"
	nothing_internal_reaches_the_agent
}

control_the_hiding_test_notices_a_user() {
	must_fail _nobody_hides "the agent was told: .*(alice|2001)"
}

_nobody_hides() {
	_hide() { :; }
	a_hidden_user_is_nowhere
}
