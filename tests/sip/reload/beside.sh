# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A Kamailio of its own, beside the edge's: too little shared memory; two
# reloads by two processes.

BESIDE_CTL=unixs:/run/kamailio/reload_ctl

# _beside_data: as the lab's.
_beside_data() {
	"$REPO/scripts/platform" "$REPO/scripts/siptrunkdb" create sqlite "$TEST_DIR/beside.db"
	"$REPO/scripts/platform" sqlite3 -bail "$TEST_DIR/beside.db" <"$REPO/tests/lab/seed.sql"
}

# _beside_prefixes COUNT: that many more, in the database.
_beside_prefixes() {
	"$REPO/scripts/platform" sqlite3 -bail "$TEST_DIR/beside.db" "
		WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $1 - 1)
		INSERT INTO siptrunk_address (trunk, prefix)
		SELECT 'twilio', (20 + i / 65536) || '.' || (i / 256 % 256) || '.' || (i % 256) || '.0/24' FROM n"
}

# _beside_start MEGABYTES [RESERVE]: of shared memory, and how many percent of it
# are kept for emergency calls.
_beside_start() {
	start_on edge "$TEST_DIR/beside.log" setsid kamailio -f "$REPO/tests/bench/reload.cfg" \
		-DD -E -m "$1" -M 8 -Y /run/kamailio -A ADDRESS="$EDGE" \
		-L "$(on edge sh -c 'echo /usr/lib/*/kamailio/modules'):$BUILD/modules" \
		-A RESERVE="${2:-0}" -A DB_URL="\"sqlite://$TEST_DIR/beside.db\"" -A FIFO="\"$TEST_DIR/fifo\"" -A REPLIES="\"$TEST_DIR/\""
	wait_until 20 _beside core.uptime || fail "no Kamailio beside: $(tail -n 3 "$TEST_DIR/beside.log")"
}

# _beside COMMAND [ARGUMENT...]: the answer, or the fault.
_beside() { on edge kamcmd -s "$BESIDE_CTL" "$@" 2>&1; }

# _beside_field FIELD COMMAND [ARGUMENT...]
_beside_field() {
	_beside "${@:2}" | sed -n "s/^[[:space:]]*$1: *//p" | head -n 1
}

too_little_shared_memory_refuses_and_names_the_size() {
	local needed free fault
	_beside_data
	_beside_start 8
	_beside_prefixes 100000
	fault=$(_beside siptrunk.reload)
	contains "the fault" "500 - shared memory: expected [0-9]+ kB .*found [0-9]+ kB free beside what is kept .*; raise -m" "$fault"
	needed=$(sed -E 's/.*expected ([0-9]+) kB.*/\1/' <<<"$fault")
	free=$(sed -E 's/.*found ([0-9]+) kB.*/\1/' <<<"$fault")
	((needed > free)) || fail "$needed kB did not fit into $free kB"
	uac pbx request method=OPTIONS status=200 port=5076
	uac stranger request method=OPTIONS status=403 port=5076
	equal "the verdict" unknown "$(_beside_field verdict siptrunk.check 20.0.1.1)"
	equal "generation" 1 "$(_beside_field generation siptrunk.stats)"
	equal "what a dry run says" "$needed" "$(_beside_field needed_kb siptrunk.reload dry_run)"
}

what_is_kept_for_emergency_calls_is_no_room_for_data() {
	_beside_data
	_beside_start 64 90
	_beside_prefixes 100000
	contains "the fault" "500 - shared memory: expected" "$(_beside siptrunk.reload)"
}

# The size that was named, and not just any: a megabyte for rounding.
what_was_needed_is_enough() {
	local needed used
	_beside_data
	_beside_start 8
	used=$(_beside_field real_used core.shmmem)
	_beside_prefixes 100000
	needed=$(_beside_field needed_kb siptrunk.reload dry_run)
	end_process "$STARTED"
	mv "$TEST_DIR/beside.db" "$TEST_DIR/large.db"
	_beside_data
	_beside_start $((used / 1048576 + needed / 1024 + 2))
	mv "$TEST_DIR/large.db" "$TEST_DIR/beside.db"
	contains "the reload" "generation: 2" "$(_beside siptrunk.reload)"
	equal "the verdict" allow "$(_beside_field verdict siptrunk.check 20.0.1.1)"
}

# For two and a half there is room: the third reload's place is made by giving up
# the one kept for a rollback.
what_is_kept_for_a_rollback_makes_room() {
	local needed used
	_beside_data
	_beside_prefixes 100000
	_beside_start 64
	needed=$(_beside_field needed_kb siptrunk.reload dry_run)
	used=$(_beside_field real_used core.shmmem)
	end_process "$STARTED"
	_beside_start $(((used / 1024 + needed * 3 / 2) / 1024))
	contains "the second" "generation: 2" "$(_beside siptrunk.reload)"
	contains "the third" "generation: 3" "$(_beside siptrunk.reload)"
	contains "the log" "kept for siptrunk.rollback is given up; raise -m" "$(<"$TEST_DIR/beside.log")"
	contains "a rollback" "generation: 4" "$(_beside siptrunk.rollback)"
}

control_with_enough_memory_nothing_is_refused() {
	_beside_data
	_beside_start 64
	_beside_prefixes 100000
	contains "the reload" "generation: 2" "$(_beside siptrunk.reload)"
	equal "the verdict" allow "$(_beside_field verdict siptrunk.check 20.0.1.1)"
	! grep "raise -m" "$TEST_DIR/beside.log" || fail "there was too little memory"
}

# The second is asked while the first one reads: a load of so many rows takes
# longer than to ask.
two_processes_reload_one_after_the_other() {
	local by_fifo
	_beside_data
	_beside_prefixes 100000
	_beside_start 64
	rpc_by_fifo "$TEST_DIR" siptrunk.reload &
	by_fifo=$!
	at_end end_process "$by_fifo"
	_beside siptrunk.reload >"$TEST_DIR/by-ctl"
	wait "$by_fifo"
	contains "one" "generation.*[23]" "$(<"$TEST_DIR/by-ctl")"
	contains "the other" "generation.*[23]" "$(<"$TEST_DIR/reply.text")"
	equal "generation" 3 "$(_beside_field generation siptrunk.stats)"
	equal "reloads that failed" 0 "$(_beside_field reload_failures siptrunk.stats)"
}
