# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a reload would change and what it changed; the way back.

# _changes COMMAND [ARGUMENT...]: "ADDED REMOVED CHANGED", of all tables.
_changes() {
	local answer
	answer=$(rpc "$@")
	for kind in added removed changed; do
		sed -n "s/^[[:space:]]*$kind: *//p" <<<"$answer" | head -n 1
	done | paste -sd ' '
}

# _rows_of TABLE KIND: the ids that a dry run names, with spaces between them.
_rows_of() {
	rpc siptrunk.reload dry_run | awk -v table="$1" -v list="$2_rows:" '
		$1 == "table:" { here = $2 == table }
		$1 ~ /_rows:$/ { wanted = here && $1 == list }
		wanted && $1 ~ /^-?[0-9]+$/ { print $1 }' | paste -sd ' '
}

# _row_id TABLE CONDITION
_row_id() { sql "SELECT id FROM $1 WHERE $2"; }

# _change_three_rows: one of each kind, in the database only, until the test
# ends. Its description is not loaded.
_change_three_rows() {
	keep_data
	sql "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('twilio', '10.9.0.0/24');
		DELETE FROM siptrunk_number;
		UPDATE siptrunk_caller SET did = '+13125550177' WHERE aor = 'alice@example.com';
		UPDATE siptrunk_address SET description = 'not loaded'"
}

a_dry_run_names_what_is_added_removed_changed() {
	local number
	number=$(_row_id siptrunk_number 1)
	_change_three_rows
	equal "changes" "1 1 1" "$(_changes siptrunk.reload dry_run)"
	equal "added" "$(_row_id siptrunk_address "prefix = '10.9.0.0/24'")" "$(_rows_of siptrunk_address added)"
	equal "removed" "$number" "$(_rows_of siptrunk_number removed)"
	equal "changed" "$(_row_id siptrunk_caller "extension = '2001'")" "$(_rows_of siptrunk_caller changed)"
}

a_dry_run_changes_nothing() {
	local before
	before=$(rpc_field generation siptrunk.stats)
	_change_three_rows
	equal "generation" "$before" "$(rpc_field generation siptrunk.reload dry_run)"
	equal "the verdict" unknown "$(rpc_field verdict siptrunk.check 10.9.0.1)"
	equal "generation" "$before" "$(rpc_field generation siptrunk.stats)"
	equal "changes of a second one" "1 1 1" "$(_changes siptrunk.reload dry_run)"
	rpc siptrunk.reload >/dev/null
	equal "the verdict" allow "$(rpc_field verdict siptrunk.check 10.9.0.1)"
}

a_reload_says_what_it_changed() {
	_change_three_rows
	equal "changes" "1 1 1" "$(_changes siptrunk.reload)"
	equal "changes of the next" "0 0 0" "$(_changes siptrunk.reload)"
}

a_dry_run_refuses_what_a_reload_refuses() {
	keep_data
	sql "INSERT INTO siptrunk_number (number, trunk) VALUES ('+15550001111', 'mars')"
	contains "the fault" "siptrunk_number.*mars" "$(rpc_fault siptrunk.reload dry_run)"
}

a_dry_run_logs_what_a_reload_would_warn_about() {
	local lines
	lines=$(edge_log_lines)
	keep_data
	sql "INSERT INTO siptrunk_address (trunk, prefix, valid_until) VALUES ('twilio', '10.9.0.0/24', '2020-01-01')"
	rpc siptrunk.reload dry_run >/dev/null
	contains "the log" "WARNING: .*10\.9\.0\.0/24" "$(edge_log_since "$lines")"
}

many_changes_are_counted_and_twenty_named() {
	keep_data
	sql "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29)
		INSERT INTO siptrunk_address (trunk, prefix) SELECT 'twilio', '10.9.' || i || '.0/24' FROM n"
	equal "changes" "30 0 0" "$(_changes siptrunk.reload dry_run)"
	equal "named" 20 "$(_rows_of siptrunk_address added | wc -w)"
}

a_state_that_was_set_is_no_change() {
	at_end rpc siptrunk.set_state twilio in_service
	rpc siptrunk.set_state twilio out_of_service >/dev/null
	equal "changes" "0 0 0" "$(_changes siptrunk.reload dry_run)"
}

another_word_is_refused() {
	contains "the fault" "400.*'dry'.*dry_run" "$(rpc_fault siptrunk.reload dry)"
	contains "the fault" "400.*too many" "$(rpc_fault siptrunk.reload dry_run dry_run)"
}

control_no_change_is_seen() {
	must_fail _changes_without_a_change "expected '1 1 1', found '0 0 0'"
}

_changes_without_a_change() { equal "changes" "1 1 1" "$(_changes siptrunk.reload dry_run)"; }
