# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The commands as the module's documentation shows them.

# _answered [SCRIPT]: each example, as sed's SCRIPT changes it.
_answered() {
	local faults
	faults=$("$REPO/tests/examples" commands | sed "${1:-}" | on edge bash -c '
		while read -r command; do
			answer=$($command 2>&1 </dev/null) || true
			case $answer in error:*) echo "$command: $answer" ;; esac
		done')
	[ -z "$faults" ] || fail "expected an answer to each example, found $faults"
}

every_example_of_a_command_is_answered() {
	data "INSERT INTO siptrunk_site (name, ani, desk) VALUES ('london', '+442079460100', '2900')"
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	UNDO+=("rpc siptrunk.reload >/dev/null" "rpc siptrunk.set_state retell in_service >/dev/null")
	_answered "s/call_8a9b0c/$UAC_CALL@$(address pbx)/" # of no call: a fault, rightly
}

_an_example_of_no_trunk() { _answered "/siptrunk.show/!d; s/redsky/mars/"; }

control_the_example_test_notices_a_trunk_that_is_not_there() {
	must_fail _an_example_of_no_trunk "siptrunk.show mars: error: 404"
}
