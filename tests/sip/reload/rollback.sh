# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The way back: the configuration before the last reload, in force again.

_verdict() { rpc_field verdict siptrunk.check "$1"; }

# _two_configurations: with a row for 10.9.0.1, which is in force, and without.
_two_configurations() {
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('twilio', '10.9.0.0/24')"
	equal "the verdict" allow "$(_verdict 10.9.0.1)"
}

the_configuration_before_comes_back() {
	local before
	_two_configurations
	before=$(rpc_field generation siptrunk.stats)
	rpc siptrunk.rollback >"$TEST_DIR/answer"
	contains "generation" "generation: $((before + 1))\$" "$(<"$TEST_DIR/answer")"
	contains "the rows that go" "removed: 1\$" "$(<"$TEST_DIR/answer")"
	contains "the note" "note: the database is not changed" "$(<"$TEST_DIR/answer")"
	equal "the verdict" unknown "$(_verdict 10.9.0.1)"
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	equal "what a reload would add" 1 "$(rpc_field added siptrunk.reload dry_run)"
	rpc siptrunk.reload >/dev/null
	equal "the verdict after a reload" allow "$(_verdict 10.9.0.1)"
}

back_and_back_again_is_where_it_was() {
	_two_configurations
	rpc siptrunk.rollback >/dev/null
	equal "the verdict" unknown "$(_verdict 10.9.0.1)"
	equal "the rows that come" 1 "$(rpc_field added siptrunk.rollback)"
	equal "the verdict" allow "$(_verdict 10.9.0.1)"
	equal "what a reload would add" 0 "$(rpc_field added siptrunk.reload dry_run)"
}

control_a_rollback_is_seen() {
	_two_configurations
	rpc siptrunk.rollback >/dev/null
	must_fail _still_allowed "the verdict: expected 'allow', found 'unknown'"
}

_still_allowed() { equal "the verdict" allow "$(_verdict 10.9.0.1)"; }

without_a_reload_there_is_no_way_back() {
	edge_restart
	contains "the fault" "404.*no configuration to go back to" "$(rpc_fault siptrunk.rollback)"
}

a_refused_reload_leaves_the_way_back() {
	_two_configurations
	sql "INSERT INTO siptrunk_number (number, trunk) VALUES ('+15550001111', 'mars')"
	contains "the fault" "mars" "$(rpc_fault siptrunk.reload)"
	rpc siptrunk.rollback >/dev/null
	equal "the verdict" unknown "$(_verdict 10.9.0.1)"
}

a_state_that_was_set_survives() {
	_two_configurations
	at_end rpc siptrunk.set_state twilio in_service
	rpc siptrunk.set_state twilio out_of_service >/dev/null
	rpc siptrunk.rollback >/dev/null
	equal "the state" out_of_service "$(rpc_field state siptrunk.show twilio)"
	equal "what a reload would change" 0 "$(rpc_field changed siptrunk.reload dry_run)"
}

a_temporary_entry_survives() {
	_two_configurations
	at_end rpc siptrunk.address_remove twilio 203.0.113.66/32
	rpc siptrunk.address_add twilio 203.0.113.66/32 600 >/dev/null
	rpc siptrunk.rollback >/dev/null
	equal "the verdict" allow "$(_verdict 203.0.113.66)"
}

without_the_database_it_goes_back_all_the_same() {
	local lines
	_two_configurations
	lines=$(edge_log_lines)
	mv "$EDGE_DB" "$EDGE_DB.aside"
	at_end mv -f "$EDGE_DB.aside" "$EDGE_DB"
	rpc siptrunk.rollback >/dev/null
	equal "the verdict" unknown "$(_verdict 10.9.0.1)"
	contains "the log" "WARNING.*not read again for a rollback.*does not exist" "$(edge_log_since "$lines")"
}

# It was on the list for a while.
a_911_from_a_pbx_of_the_configuration_that_went_passes() {
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '203.0.113.66')"
	rpc siptrunk.rollback >/dev/null
	uas redsky1 answer
	uac stranger call number=911
	uas_done redsky1
	uac stranger request method=OPTIONS status=403
}
