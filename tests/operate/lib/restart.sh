# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Run by tests/operate/restart: an edge whose version is a symbolic link, and calls that
# go on while it is restarted.

. "$REPO/tests/lib/emergency.sh"

LIVE=$TEST_DIR/live

# _version NAME: a folder with the edge's files.
_version() {
	local dir=$TEST_DIR/$1
	mkdir -p "$dir/modules" "$dir/scripts"
	cp "$REPO/kamailio.cfg" "$dir/"
	cp -r "$REPO/scripts/routing" "$REPO/scripts/db" "$REPO/scripts/siptrunkdb" "$dir/scripts/"
	cp "$BUILD/modules/siptrunk.so" "$dir/modules/"
}

STOCK=$(on edge bash -c 'echo /usr/lib/*/kamailio/modules')
AS_IT_IS=(--config "$LIVE/kamailio.cfg" --modules "$LIVE/modules:$STOCK")

# _start: of the live version; before it does, what a test has to do in the gap.
_start_command() {
	cat >"$TEST_DIR/start" <<-END
		#!/bin/bash
		[ ! -p '$TEST_DIR/gap' ] || { touch '$TEST_DIR/gap.now'; read -r <'$TEST_DIR/gap'; }
		exec '$REPO/scripts/lab' start edge kamailio -f '$LIVE/kamailio.cfg' -L '$LIVE/modules:$STOCK'
	END
	chmod +x "$TEST_DIR/start"
}

# _edge_of OLD: the edge runs from LIVE, which is that version, until the test ends.
_edge_of() {
	_version "$1"
	ln -s "$TEST_DIR/$1" "$LIVE"
	_start_command
	at_end edge_restart
	"$REPO/scripts/lab" stop edge kamailio
	"$TEST_DIR/start"
	wait_until 10 gateways_have_addresses
}

# _hot_restart STATUS [ARGUMENT...]: it ends with that; what it said is TEST_DIR/said.
_hot_restart() {
	local status=0 expected=$1
	shift
	on edge "$REPO/scripts/hot-restart" --modules "$STOCK" --edge "$EDGE:5060" \
		--stop "'$REPO/scripts/lab' stop edge kamailio" --start "'$TEST_DIR/start'" --ready 5 "$@" >"$TEST_DIR/said" 2>&1 || status=$?
	[ "$status" = "$expected" ] || fail "hot-restart: expected status $expected, found $status: $(cat "$TEST_DIR/said")"
}

# ---- Calls that are up -----------------------------------------------------------

# _calls_are_up SECONDS: two with voices, by the emergency instance (SRTP) and the agent's.
_calls_are_up() {
	local directory=$TEST_DIR
	running_call pbx alice@example.com 911 redsky1 "$1"
	FIRST=("$RUNNING" "$RUNNING_CALLER" "$RUNNING_CALLEE")
	TEST_DIR=$directory/second
	mkdir -p "$TEST_DIR"
	running_call pbx carol@example.com +13125550142 retell "$1"
	TEST_DIR=$directory
}

# _calls_went_on: their sides heard each other all the time, and ended well.
_calls_went_on() {
	local directory=$TEST_DIR
	TEST_DIR=$directory/second running_call_ended
	RUNNING=${FIRST[0]} RUNNING_CALLER=${FIRST[1]} RUNNING_CALLEE=${FIRST[2]}
	running_call_ended
	wait_until 5 _no_sessions || fail "an RTPengine still has a session: a BYE did not get through"
}

_no_sessions() {
	local port
	for port in 9900 9901; do
		! on edge rtpengine-ctl -ip 127.0.0.1 -port "$port" list sessions all | grep -q '| del:n' || return 1
	done
}

# ---- Tests -----------------------------------------------------------------------

nobody_notices_a_restart() {
	_version next
	_edge_of first
	_calls_are_up 14
	_hot_restart 0 "$LIVE" "$TEST_DIR/next"
	equal "live version" "$TEST_DIR/next" "$(readlink "$LIVE")"
	_calls_went_on
}

# The caller does so in many_calls_end_after_a_restart.
the_callee_ends_its_call_after_a_restart() {
	_edge_of first
	uas retell hang-up hold=1000
	uac_start pbx hung-up number=+13125550142
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	kill -STOP "${UAS_PIDS[retell]}"
	at_end eval "kill -CONT ${UAS_PIDS[retell]} 2>/dev/null || true"
	_hot_restart 0 "${AS_IT_IS[@]}"
	kill -CONT "${UAS_PIDS[retell]}"
	uac_done pbx hung-up
	uas_done retell
}

many_calls_end_after_a_restart() {
	_edge_of first
	gateways_answer redsky1
	sipp_prepare pbx uac-call number=911 hold=8000
	UAC_PORT=$((UAC_PORT + 1))
	sipp_run pbx uac-call "$UAC_PORT" "$SIPP_REMOTE" -m 20 -r 20 &
	UAC_PID=$!
	at_end end_process "$UAC_PID"
	wait_until 5 _twenty_up || fail "20 calls are not up: $(rpc dlg.stats_active | xargs)"
	_hot_restart 0 "${AS_IT_IS[@]}"
	uac_done pbx call
	wait_until 5 _no_sessions || fail "RTPengine still has sessions"
}

_twenty_up() { [ "$(rpc_field ongoing dlg.stats_active)" = 20 ]; }

# Its INVITE finds nobody, and is sent again.
a_911_in_the_gap_is_answered() {
	local hot
	_edge_of first
	uas redsky1 answer
	mkfifo "$TEST_DIR/gap"
	(_hot_restart 0 "${AS_IT_IS[@]}") &
	hot=$!
	wait_until 20 test -e "$TEST_DIR/gap.now" || fail "there is no gap"
	uac_start pbx call number=911
	wait_until 5 _invite_sent || fail "no INVITE was sent"
	echo >"$TEST_DIR/gap"
	wait "$hot" || fail "$(cat "$TEST_DIR/said")"
	uac_done pbx call
	uas_done redsky1
}

# Ctrl-C, a lost terminal: the whole process group has it.
an_interrupt_in_the_gap_leaves_no_edge_stopped() {
	local hot pid signal
	_edge_of first
	mkfifo "$TEST_DIR/gap"
	(_hot_restart 0 "${AS_IT_IS[@]}") &
	hot=$!
	wait_until 20 test -e "$TEST_DIR/gap.now" || fail "there is no gap"
	pid=$(pgrep -f "^bash $REPO/scripts/hot-restart .*$TEST_DIR/start")
	for signal in INT HUP TERM; do kill -"$signal" "$pid"; done
	echo >"$TEST_DIR/gap"
	wait "$hot" || fail "$(cat "$TEST_DIR/said")"
}

_invite_sent() { grep -q '^INVITE sip:911@' "$TEST_DIR/pbx-uac-call.messages"; }

a_changed_module_is_live_after_a_restart() {
	_version next
	perl -pi -e 's/premium_ranges\0/premium_rangez\0/g' "$TEST_DIR/next/modules/siptrunk.so"
	_edge_of first
	_calls_are_up 14
	_hot_restart 0 "$LIVE" "$TEST_DIR/next"
	contains "what siptrunk.reload answers" "premium_rangez: 13" "$(rpc siptrunk.reload)"
	_calls_went_on
}

a_version_that_does_not_start_is_taken_back() {
	_version next
	_does_not_start next
	_edge_of first
	_calls_are_up 30
	_hot_restart 1 "$LIVE" "$TEST_DIR/next"
	equal "live version" "$TEST_DIR/first" "$(readlink "$LIVE")"
	contains "what it says" "the earlier version runs again" "$(cat "$TEST_DIR/said")"
	_calls_went_on
}

# With a release of the tables that is newer than this repository's.
tables_go_back_with_a_version_that_does_not_start() {
	local database=$LAB/edge/siptrunk.db newest
	_version next
	newest=$(sed -n "s/.*('siptrunk_schema', \([0-9]*\)).*/\1/p" "$REPO/scripts/db/schema.sql")
	cp "$REPO/scripts/db/schema.sql" "$TEST_DIR/next/scripts/db/releases/$newest.sql"
	sed -i "s/('siptrunk_schema', $newest)/('siptrunk_schema', $((newest + 1)))/" "$TEST_DIR/next/scripts/db/schema.sql"
	echo 'loadmodule "nothing.so"' >>"$TEST_DIR/next/kamailio.cfg"
	_edge_of first
	_hot_restart 1 --database "sqlite $database" "$LIVE" "$TEST_DIR/next"
	contains "what it says" "nothing was stopped" "$(cat "$TEST_DIR/said")"
	sed -i '$d' "$TEST_DIR/next/kamailio.cfg"
	_does_not_start next
	_hot_restart 1 --database "sqlite $database" "$LIVE" "$TEST_DIR/next"
	contains "what it says" "release $newest -> $((newest + 1)).*release $((newest + 1)) -> $newest" "$(xargs <"$TEST_DIR/said")"
	on edge "$REPO/scripts/siptrunkdb" status sqlite "$database" || fail "the tables are not this release's"
	rpc siptrunk.reload
}

# _does_not_start VERSION: it passes the check, and ends when it starts.
_does_not_start() {
	perl -pi -e 's{^modparam\("siptrunk", "db_url", DB_URL\)}{modparam("siptrunk", "db_url", "sqlite:////nowhere/siptrunk.db")}' "$TEST_DIR/$1/kamailio.cfg"
}

a_module_that_does_not_load_stops_nothing() {
	_version next
	truncate -s 100000 "$TEST_DIR/next/modules/siptrunk.so"
	_edge_of first
	_hot_restart 1 "$LIVE" "$TEST_DIR/next"
	contains "what it says" "is not good; nothing was stopped" "$(cat "$TEST_DIR/said")"
	equal "live version" "$TEST_DIR/first" "$(readlink "$LIVE")"
}
