# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is wrong with the rows of the access lists, and how often each decided.

# _finding KIND: the text of the first one.
_finding() { rpc siptrunk.lint | grep -A 5 "kind: $1\$" | sed -n 's/.*text: //p' | head -n 1; }

the_labs_rows_are_clean() {
	equal "findings" 0 "$(rpc_field count siptrunk.lint)"
}

a_shared_prefix_is_told_at_load_and_by_lint() {
	local lines
	lines=$(edge_log_lines)
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('twilio', '192.0.2.10/32')"
	contains "the finding" "'192\.0\.2\.10/32' of 'twilio', also in row .* of 'genesys'" "$(_finding shared)"
	contains "the log" "WARNING: .*table siptrunk_address, row .*, column prefix: expected a prefix of one trunk" \
		"$(edge_log_since "$lines")"
}

an_expired_row_is_found() {
	data "INSERT INTO siptrunk_address (trunk, prefix, valid_until) VALUES ('twilio', '10.0.0.0/24', '2020-01-01')"
	contains "the finding" "2020-01-02T00:00:00Z' for '10\.0\.0\.0/24' of 'twilio'" "$(_finding expired)"
}

twenty_findings_are_logged_and_the_rest_counted() {
	local lines log
	lines=$(edge_log_lines)
	data "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29)
		INSERT INTO siptrunk_address (trunk, prefix, valid_until)
		SELECT 'twilio', '10.0.' || i || '.0/24', '2020-01-01' FROM n"
	equal "findings" 30 "$(rpc_field count siptrunk.lint)"
	log=$(edge_log_since "$lines")
	equal "lines" 20 "$(grep -c "column valid_until: expected a time to come" <<<"$log")"
	contains "the log" "and 10 more: siptrunk.lint" "$log"
}

control_a_clean_list_has_no_finding() {
	must_fail _a_finding "expected something like"
}

_a_finding() { contains "the finding" "also in" "$(_finding shared)"; }

# _hits PREFIX: how often its row decided.
_hits() { rpc siptrunk.hits | grep -A 3 "prefix: $1\$" | sed -n 's/.*hits: //p' | head -n 1; }

a_row_counts_what_it_decided_across_reloads() {
	local before
	uac pbx request method=OPTIONS status=200
	before=$(_hits 192.0.2.10/32)
	((before > 0)) || fail "the pbx's row decided nothing"
	rpc siptrunk.reload >/dev/null
	equal "hits after a reload" "$before" "$(_hits 192.0.2.10/32)"
	uac pbx request method=OPTIONS status=200
	((before < $(_hits 192.0.2.10/32))) || fail "the row does not count after a reload"
}

a_temporary_entry_keeps_its_count() {
	at_end rpc siptrunk.address_remove twilio 203.0.113.66/32
	rpc siptrunk.address_add twilio 203.0.113.66/32 600 >/dev/null
	uac stranger request method=OPTIONS status=200
	equal "its hits" 1 "$(_hits 203.0.113.66/32)"
	rpc siptrunk.reload >/dev/null
	equal "its hits after a reload" 1 "$(_hits 203.0.113.66/32)"
}

hits_of_a_trunk_show_all_of_its_rows() {
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('twilio', '10.9.9.0/24')"
	contains "twilio's rows" "prefix: 10\.9\.9\.0/24" "$(rpc siptrunk.hits twilio)"
	! grep -q "10\.9\.9\.0/24" <<<"$(rpc siptrunk.hits)" || fail "a row that never decided is listed"
	contains "the fault" "404.*mars|mars" "$(rpc_fault siptrunk.hits mars)"
}
