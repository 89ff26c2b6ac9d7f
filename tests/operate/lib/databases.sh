# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An edge whose tables are in the database server DIALECT; run by tests/operate/databases.

. "$REPO/tests/database/servers.sh"

# _tables_of RELEASE: with the lab's rows.
_tables_of() { on edge "$REPO/tests/database/run" --release "$1" "$DIALECT" "${SERVER_URL[$DIALECT]}"; }

_newest() { sed -n "s/.*('siptrunk_schema', \([0-9]*\)).*/\1/p" "$REPO/scripts/db/schema.sql"; }

# _edge_on_it: the edge starts with that database, until the test ends.
_edge_on_it() {
	local file=$LAB/edge/etc/siptrunk-local.cfg url
	url=${SERVER_URL[$DIALECT]/kamailio@/kamailio:$PGPASSWORD@}
	cp "$file" "$TEST_DIR/local.cfg"
	at_end edge_restart
	at_end cp "$TEST_DIR/local.cfg" "$file"
	sed -i "s#define DB_URL .*#define DB_URL \"$url\"\n\#!define WITH_${DIALECT^^}#" "$file"
	edge_restart
	wait_until 10 gateways_have_addresses
}

_call_and_911() {
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	CALL_911=$UAC_CALL@192.0.2.10
}

_has_ledger_row() {
	[ "$(rows "$DIALECT" "SELECT outcome FROM siptrunk_ledger WHERE call_id = '$CALL_911' AND ended > 0")" = answered ]
}

_has_record() { [ "$(rows "$DIALECT" "SELECT outcome FROM siptrunk_call WHERE call_id = '$CALL_911'")" = answered ]; }

_ledger_has_it() { wait_until 30 _has_ledger_row || fail "the ledger in $DIALECT has no row of the 911"; }

an_edge_runs_on_tables_that_were_migrated() {
	_tables_of 1
	on edge "$REPO/scripts/siptrunkdb" migrate "${SERVER_URL[$DIALECT]}" || fail "not migrated"
	_edge_on_it
	_call_and_911
	_ledger_has_it
	wait_until 30 _has_record || fail "the calls in $DIALECT have no record"
	equal "sites" 1 "$(rpc_field sites siptrunk.reload)"
}

what_the_edge_writes_is_there_after_a_restart() {
	_tables_of "$(_newest)"
	rows "$DIALECT" "INSERT INTO siptrunk_registration (trunk, username, domain) VALUES ('twilio', 'edge', 'sip.twilio.com')"
	_edge_on_it
	rpc siptrunk.set_state retell out_of_service
	rpc siptrunk.address_add genesys 203.0.113.66/32 600
	LINES_BEFORE=$(edge_log_lines)
	edge_restart
	contains "state" out_of_service "$(rpc_field state siptrunk.show retell)"
	contains "verdict" allow "$(rpc_field verdict siptrunk.check 203.0.113.66)"
	wait_until 20 _registers || fail "uac does not register"
	contains "a column whose name is a word of SQL" yes "$(rpc siptrunk.show retell | grep symmetric:)"
}

# The carrier challenges it, and there are no credentials.
_registers() { edge_log_since "$LINES_BEFORE" | grep -q 'the registration of sip:edge@sip.twilio.com: 401'; }

a_911_needs_no_database_server() {
	local generation
	_tables_of "$(_newest)"
	_edge_on_it
	generation=$(rpc_field generation siptrunk.reload)
	at_end server_start "$DIALECT"
	server_stop "$DIALECT"
	_call_and_911
	contains "a reload" "cannot connect|cannot read|no table version" "$(rpc_fault siptrunk.reload)"
	_call_and_911
	server_start "$DIALECT"
	_ledger_has_it
	equal "generation" $((generation + 1)) "$(rpc_field generation siptrunk.reload)"
}

tables_of_another_release_are_refused() {
	_tables_of "$(_newest)"
	_edge_on_it
	on edge "$REPO/scripts/siptrunkdb" rollback "${SERVER_URL[$DIALECT]}" 2 --force || fail "not rolled back"
	contains "a reload" "has version .*, expected .*siptrunkdb migrate" "$(rpc_fault siptrunk.reload)"
	_call_and_911
	on edge "$REPO/scripts/siptrunkdb" migrate "${SERVER_URL[$DIALECT]}" || fail "not migrated"
	rpc siptrunk.reload
}
