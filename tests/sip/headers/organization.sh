# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# E911-Organization-ID: once, from configuration, for RedSky and nobody else.

redsky_gets_the_organization_id_once() {
	uas redsky1 answer "once E911-Organization-ID" \
		"header E911-Organization-ID ^ *$ORGANIZATION\$"
	uac pbx call number=911
	uas_done redsky1
}

the_test_number_carries_it_too() {
	uas redsky1 answer "has ^INVITE sip:933@" "once E911-Organization-ID" \
		"header E911-Organization-ID ^ *$ORGANIZATION\$"
	uac pbx call number=933
	uas_done redsky1
}

_forged_copies_are_replaced() {
	local before
	before=$(counter headers_removed)
	uas redsky1 answer "once E911-Organization-ID" \
		"header E911-Organization-ID ^ *$ORGANIZATION\$" "lacks forged"
	uac pbx call number=911 extra="$1"
	uas_done redsky1
	((before < $(counter headers_removed))) || fail "the forged header was not counted"
}

a_forged_copy_is_replaced() {
	_forged_copies_are_replaced $'\r\nE911-Organization-ID: forged'
}

two_forged_copies_are_replaced() {
	_forged_copies_are_replaced $'\r\nE911-Organization-ID: forged-1\r\nX-Other: stays\r\nE911-Organization-ID: forged-2'
}

a_forged_copy_in_lower_case_is_replaced() {
	_forged_copies_are_replaced $'\r\ne911-organization-id: forged'
}

a_forged_copy_never_reaches_retell() {
	uas retell answer "lacks $(any_case E911-Organization)"
	uac pbx call number=+13125550142 extra=$'\r\nE911-Organization-ID: forged\r\ne911-organization-id: forged'
	uas_done retell
}

a_forged_copy_from_retell_never_reaches_the_pbx() {
	uas pbx answer "lacks $(any_case E911-Organization)"
	uac retell call number=2001 from=+13125550142@sip.retellai.com \
		extra=$'\r\nE911-Organization-ID: forged'
	uas_done pbx
}

# One refuses, the ports of two are closed.
after_three_gateways_it_is_still_there_once() {
	gateways "UPDATE dispatcher SET priority = 1 WHERE description = 'sip2.redsky.lab';
		INSERT INTO dispatcher (setid, destination, priority, attrs) VALUES
			(3, 'sip:198.51.100.11:5071;transport=tls', 15, 'name=sip1.redsky.lab'),
			(3, 'sip:198.51.100.12:5071;transport=tls', 14, 'name=sip2.redsky.lab')"
	uas redsky1 refuse status=503 "once E911-Organization-ID"
	uas redsky2 answer "once E911-Organization-ID" \
		"header E911-Organization-ID ^ *$ORGANIZATION\$"
	uac pbx call number=911 extra=$'\r\nE911-Organization-ID: forged'
	uas_done redsky1
	uas_done redsky2
}

a_changed_value_counts_from_the_reload_on() {
	local value
	data "INSERT INTO siptrunk_header (trunk, name, value) VALUES ('redsky', 'X-Site', 'none')"
	for value in "chicago 4" "boston 1"; do
		data "UPDATE siptrunk_header SET value = '$value' WHERE name = 'X-Site'"
		uas redsky1 answer "header X-Site ^ *$value\$"
		uac pbx call number=911
		uas_done redsky1
	done
}

a_second_custom_header_goes_along() {
	data "INSERT INTO siptrunk_header (trunk, name, value) VALUES ('redsky', 'X-Site', 'chicago 4')"
	uas redsky1 answer "once E911-Organization-ID" "once X-Site" "header X-Site chicago 4"
	uac pbx call number=911 extra=$'\r\nX-Site: forged'
	uas_done redsky1
}

# _told_nowhere LINES VALUE: not by the log since then, the commands, the pages.
_told_nowhere() {
	local told
	told=$(
		edge_log_since "$1"
		rpc siptrunk.show redsky
		rpc siptrunk.list
		rpc siptrunk.explain alice@example.com 911 "s:udp:$(address pbx)"
		rpc_fault siptrunk.reload
		for page in /status.json /metrics; do
			operate "$page"
			equal "$page" 200 "$BROWSED"
			echo "$PAGE"
		done
	)
	contains "what is told" E911-Organization-ID "$told"
	! grep -F "$2" <<<"$told" || fail "it is told"
}

the_company_id_is_told_by_nobody() {
	local lines
	lines=$(edge_log_lines)
	redsky_gets_the_organization_id_once
	data "UPDATE siptrunk_header SET value = '$ORGANIZATION-1'"
	contains "siptrunk.show" "headers: { { name: E911-Organization-ID row: 1 length: 38 } }" "$(rpc siptrunk.show redsky | xargs)"
	contains "the log" "row 1, column value: expected the HELD Company ID, a UUID, found 38 bytes that are none" "$(edge_log_since "$lines")"
	sql "UPDATE siptrunk_header SET value = '$ORGANIZATION' || char(10)"
	contains "the fault" "expected no control character, found one as byte 37" "$(rpc_fault siptrunk.reload)"
	_told_nowhere "$lines" "$ORGANIZATION"
}

# RedSky's own gateways refuse such a call, so the callee of the test waits on.
control_the_header_test_notices_a_missing_header() {
	data "DELETE FROM siptrunk_header"
	must_fail redsky_gets_the_organization_id_once "redsky1, uas-answer: still waits"
}

control_the_header_test_notices_another_value() {
	data "UPDATE siptrunk_header SET value = '64040628-0000-4000-8000-00000000000f'"
	must_fail redsky_gets_the_organization_id_once "redsky1, uas-answer: still waits"
}

# Without a row the module does not know the name; Retell refuses the forgery.
control_the_forgery_test_notices_a_forgery() {
	data "DELETE FROM siptrunk_header"
	must_fail a_forged_copy_never_reaches_retell "uac-call: .*403 Forbidden"
}

control_the_value_check_can_fail() {
	must_fail _another_value_is_expected "uas-answer: lacks"
}

_another_value_is_expected() {
	uas redsky1 answer "header E911-Organization-ID ^ *another\$"
	uac pbx call number=911
	uas_done redsky1
}

control_the_once_check_can_fail() {
	must_fail _two_are_once "uas-answer: holds"
}

_two_are_once() {
	uas redsky1 answer "once Record-Route"
	uac pbx call number=911
	uas_done redsky1
}

control_the_lacks_check_can_fail() {
	must_fail _the_header_is_unwanted "uas-answer: holds"
}

_the_header_is_unwanted() {
	uas redsky1 answer "lacks $(any_case E911-Organization)"
	uac pbx call number=911
	uas_done redsky1
}
