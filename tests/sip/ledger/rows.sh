# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every emergency call has its row in siptrunk_ledger, with all that is known of
# it.

. "$REPO/tests/lib/raw.sh"

# _row WHERE COLUMNS: of the newest call that ended.
_row() { sql "SELECT $2 FROM siptrunk_ledger WHERE ended > 0 AND $1 ORDER BY id DESC LIMIT 1"; }

_of_the_caller() { echo "call_id = '$UAC_CALL@$(address "${1:-pbx}")'"; }

_has_row() { [ "$(_row "$1" "count(*)")" = 1 ]; }

# _row_is COLUMNS EXPECTED [HOST]: of the call that HOST has just made.
_row_is() {
	local where
	where=$(_of_the_caller "${3:-pbx}")
	wait_until "${PATIENCE:-10}" _has_row "$where" || fail "the call has no row that is complete"
	equal "$1" "$2" "$(_row "$where" "$1")"
}

a_911_has_its_row() {
	uas redsky1 answer
	uac pbx call number=9911 extra=$'\r\nx-inin-cnv: 01234567-89ab-4cde-8f01-23456789abcd'
	uas_done redsky1
	_row_is "length(uid), conversation, trunk, site, dialled, number, class, test" \
		"32|01234567-89ab-4cde-8f01-23456789abcd|genesys|chicago|9911|911|e911|0"
	_row_is "identity, extension, caller, caller_source, why" \
		"sip:alice@example.com|2001|+13125550101|call_source|"
	_row_is "target, gateway, outcome, code, ended_by" \
		"redsky|sip:198.51.100.11:5061;transport=tls|answered|200|caller"
	_row_is "media_caller, media_gateway" "192.0.2.10:40000|198.51.100.11:40002"
	_row_is "received > 1700000000000, placed >= received, answered >= placed, ended >= answered" "1|1|1|1"
	# The last record of four: received, placed, answered, ended.
	_row_is version 4
}

a_row_says_why_a_caller_was_chosen() {
	uac pbx call number=911 from=dave@example.com
	_row_is "caller, caller_source, why" \
		"+13125550100|site|call_source: empty, user_extension: empty"
}

a_row_has_every_attempt() {
	uas redsky1 refuse status=403
	uas redsky2 refuse status=486
	uas carrier answer
	uac pbx call number=911
	uas_done carrier
	_row_is "outcome, target, caller" "answered|twilio|+15005550006"
	contains attempts "^sip:198\.51\.100\.11:5061;transport=tls 403 [0-9]+ ms, sip:198\.51\.100\.12:5061;transport=tls 486 [0-9]+ ms, sip:192\.0\.2\.50:5060;transport=udp 200 [0-9]+ ms\$" \
		"$(_row "$(_of_the_caller)" attempts)"
}

a_911_that_nobody_takes_has_its_row() {
	data "UPDATE siptrunk_site SET desk = ''"
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier refuse status=503
	uac pbx refused number=911 status=500
	_row_is "outcome, answered, ended_by" "failed|0|edge"
}

a_911_that_is_given_up_has_its_row() {
	uas redsky1 ring
	uac pbx cancel number=911
	uas_done redsky1
	_row_is "outcome, code, answered, ended_by" "ended|487|0|caller"
}

a_gateway_that_hangs_up_is_noted() {
	uas redsky1 hang-up
	uac pbx hung-up number=911
	uas_done redsky1
	_row_is "outcome, ended_by" "answered|gateway"
}

a_refused_911_has_its_row() {
	uac retell refused status=403 number=911 from=+13125550142@sip.retellai.com
	_row_is "trunk, outcome, identity, extension, site, placed, ended_by" \
		"retell|refused|sip:+13125550142@sip.retellai.com|||0|edge" retell
}

# _last_933: of chicago, as siptrunk.last_933 has it, a line a gateway.
_last_933() { rpc siptrunk.last_933 | tr -s '[:space:]' ' ' | grep -o 'site: chicago[^}]*'; }

a_933_is_marked_and_remembered_also_after_a_restart() {
	uas redsky1 answer
	uac pbx call number=933
	uas_done redsky1
	_row_is "class, test, outcome" "e911_test|1|answered"
	contains "the last 933" "gateway: sip:198\.51\.100\.11.* age: [0-9]" "$(_last_933)"
	edge_restart
	contains "the last 933 after a restart" "gateway: sip:198\.51\.100\.11.* age: [0-9]" "$(_last_933)"
}

a_911_is_no_933() {
	local before
	before=$(rpc siptrunk.last_933 | sed '/age/d')
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	_row_is test 0
	equal "siptrunk.last_933" "$before" "$(rpc siptrunk.last_933 | sed '/age/d')"
}

control_the_row_test_notices_another_caller() {
	data "UPDATE siptrunk_trunk SET caller_order = 'site' WHERE name = 'redsky'"
	must_fail a_911_has_its_row "expected .sip:alice.*found .*\+13125550100"
}

control_the_row_test_notices_a_call_without_an_end() {
	PATIENCE=2 must_fail _a_call_that_is_up_is_complete "no row that is complete"
}

_a_call_that_is_up_is_complete() {
	uas redsky1 answer
	uac pbx left-up number=911 contact=sip:caller@192.0.2.10
	at_end bye_of pbx uac-left-up 2
	_row_is outcome answered
}
