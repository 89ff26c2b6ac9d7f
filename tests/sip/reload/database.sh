# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The database is gone, locked or no database: at a reload the old data
# serves, at a start there is a clear error and no edge.

_old_data_serves() {
	uas redsky1 answer "once E911-Organization-ID" "header From <sip:\+13125550101@"
	uac pbx call number=911
	uas_done redsky1
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
}

UNREADABLE="\.db: no table version can be read: locked, damaged"

# _put_aside: the database file, until the test ends.
_put_aside() {
	mv "$EDGE_DB" "$EDGE_DB.aside"
	at_end mv -f "$EDGE_DB.aside" "$EDGE_DB"
}

# _reload_fails REGEX: saying so.
_reload_fails() {
	contains "the fault" "$1" "$(rpc_fault siptrunk.reload)"
	_old_data_serves
}

a_missing_database_at_reload() {
	_put_aside
	_reload_fails "siptrunk\.db does not exist; create it"
	[ ! -e "$EDGE_DB" ] || fail "an empty database was made in place of the missing one"
}

a_text_file_at_reload() {
	_put_aside
	echo "this is not a database" >"$EDGE_DB"
	_reload_fails "$UNREADABLE"
}

a_database_without_our_tables_at_reload() {
	_put_aside
	sql "CREATE TABLE version (table_name VARCHAR(32), table_version INTEGER)"
	_reload_fails "table version has no row for siptrunk_site"
}

a_locked_database_at_reload() {
	database_lock
	_reload_fails "$UNREADABLE"
}

# _does_not_start REGEX: the edge, stopped before, says why.
_does_not_start() {
	local lines
	lines=$(edge_log_lines)
	! "$REPO/scripts/lab" start edge kamailio || fail "it started"
	contains "the log" "$1" "$(edge_log_since "$lines" | grep -E 'ERROR|CRITICAL')"
}

a_missing_database_at_start() {
	edge_stop
	_put_aside
	_does_not_start "siptrunk.*siptrunk\.db"
	[ ! -e "$EDGE_DB" ] || fail "an empty database was made in place of the missing one"
}

a_text_file_at_start() {
	edge_stop
	_put_aside
	echo "this is not a database" >"$EDGE_DB"
	_does_not_start "siptrunk.*siptrunk\.db"
}

a_locked_database_at_start() {
	edge_stop
	database_lock
	_does_not_start "siptrunk.*(siptrunk\.db|siptrunk_)"
}

a_bad_row_at_start() {
	edge_stop
	_put_aside
	cp "$EDGE_DB.aside" "$EDGE_DB"
	sql "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '192.0.2.7/24')"
	_does_not_start "siptrunk_address.*192\.0\.2\.7/24"
}

a_port_already_taken_at_start() {
	edge_stop
	start_on edge "$TEST_DIR/thief.log" sipp -sn uas -i "$EDGE" -p 8060 -nostdin
	wait_until 5 listening edge 8060 || fail "the port could not be taken"
	_does_not_start "bind.* on $EDGE: Address already in use"
}
