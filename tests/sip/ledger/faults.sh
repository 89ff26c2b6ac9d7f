# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whatever the database and the disk do, no emergency call is lost to the ledger
# and none waits for it.

SPOOL=$LAB/edge/spool/ledger

CALLS=()

# _calls N: answered, one after the other.
_calls() {
	local i
	for ((i = 0; i < $1; i++)); do
		uac pbx call number=911 hold=0
		CALLS+=("'$UAC_CALL@192.0.2.10'")
	done
}

_rows() {
	local IFS=,
	sql "SELECT count(*) FROM siptrunk_ledger WHERE outcome = 'answered' AND ended > 0 AND call_id IN (${CALLS[*]})"
}

_all_have_rows() { [ "$(_rows)" = "${#CALLS[@]}" ]; }

_nothing_is_lost() {
	wait_until 60 _all_have_rows || fail "of ${#CALLS[@]} calls $(_rows) have a row"
	wait_until 10 _no_files || fail "$(_files) files are left in the spool"
}

_no_files() { [ "$(_files)" = 0 ]; }

# Of the calls made here, as they end.
_files() {
	local call file count=0
	for call in "${CALLS[@]}"; do
		file=$(grep -lrxF "call_id=${call//\'/}" "$SPOOL") || continue
		! grep -q '^ended=[1-9]' "$file" || count=$((count + 1))
	done
	echo "$count"
}

_all_have_files() { [ "$(_files)" = "${#CALLS[@]}" ]; }

# _counted_more COUNTER BEFORE
_counted_more() { [ "$(counter "$1")" -gt "$2" ]; }

calls_survive_a_locked_database() {
	local before
	before=$(counter ledger_database_failures)
	database_lock
	_calls 3
	wait_until 10 _all_have_files || fail "of ${#CALLS[@]} calls $(_files) have a file"
	wait_until 10 _counted_more ledger_database_failures "$before" || fail "the failure is not counted"
	database_unlock
	_nothing_is_lost
}

calls_survive_a_database_that_is_gone() {
	local lines
	lines=$(edge_log_lines)
	mv "$EDGE_DB" "$EDGE_DB.gone"
	at_end eval "[ ! -e '$EDGE_DB.gone' ] || mv '$EDGE_DB.gone' '$EDGE_DB'"
	_calls 3
	wait_until 10 _all_have_files || fail "of ${#CALLS[@]} calls $(_files) have a file"
	mv "$EDGE_DB.gone" "$EDGE_DB"
	_nothing_is_lost
	equal "alarms" 1 "$(edge_log_since "$lines" | grep -c 'ERROR: .*ledger, database: .*does not exist')"
}

# _restart_with_files [COMMAND...]: while the edge is down.
_restart_with_files() {
	database_lock
	_calls 3
	wait_until 10 _all_have_files || fail "of ${#CALLS[@]} calls $(_files) have a file"
	"$REPO/scripts/lab" kill edge kamailio
	at_end "$REPO/scripts/lab" start edge kamailio
	database_unlock
	"$@"
	"$REPO/scripts/lab" start edge kamailio || fail "the edge does not start again"
}

calls_survive_a_crash() {
	_restart_with_files true
	_nothing_is_lost
}

# _fill_disk: nothing more fits into the spool, until _empty_disk.
_fill_disk() {
	on edge mount -t tmpfs -o size=64k tmpfs "$LAB/edge/spool"
	at_end _empty_disk
	on edge dd if=/dev/zero of="$LAB/edge/spool/full" bs=1k 2>/dev/null || true
}

_empty_disk() { on edge umount "$LAB/edge/spool" 2>/dev/null || true; }

calls_survive_a_full_disk() {
	local lines before
	lines=$(edge_log_lines) before=$(counter ledger_spool_failures)
	_fill_disk
	_calls 3
	wait_until 60 _all_have_rows || fail "of ${#CALLS[@]} calls $(_rows) have a row"
	_counted_more ledger_spool_failures "$before" || fail "the failure is not counted"
	contains "the log" "ledger, spool: cannot .*No space left" "$(edge_log_since "$lines")"
}

calls_survive_a_full_disk_and_a_locked_database() {
	database_lock
	_fill_disk
	_calls 3
	database_unlock
	wait_until 60 _all_have_rows || fail "of ${#CALLS[@]} calls $(_rows) have a row"
}

control_a_lost_file_is_noticed() {
	must_fail _calls_survive_without_their_files "of 3 calls 0 have a row"
}

_calls_survive_without_their_files() {
	_restart_with_files _lose_files
	wait_until 5 _all_have_rows || fail "of ${#CALLS[@]} calls $(_rows) have a row"
}

_lose_files() { rm -f "$SPOOL"/*; }
