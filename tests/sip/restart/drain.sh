# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What scripts/hot-restart does before it stops anything; tests/operate/restart has the rest.

# _hot_restart ARGUMENT...: on the edge, where nothing can be stopped; what it says is
# SAID. It must fail.
_hot_restart() {
	! SAID=$(on edge "$REPO/scripts/hot-restart" --config "$REPO/kamailio.cfg" --modules "$(_modules)" \
		--edge "$EDGE:5060" --stop "echo stopped; exit 1" "$@" 2>&1) || fail "it succeeded: $SAID"
	! grep -q '^stopped' <<<"$SAID" || fail "Kamailio was to be stopped: $SAID"
}

_modules() { echo "$(on edge bash -c 'echo /usr/lib/*/kamailio/modules'):$BUILD/modules"; }

a_restart_waits_for_calls_that_are_being_set_up() {
	uas retell answer
	kill -STOP "${UAS_PIDS[retell]}" # it answers when we have asked
	at_end eval "kill -CONT ${UAS_PIDS[retell]} 2>/dev/null || true"
	uac_start pbx call number=+13125550142
	wait_until 5 _is_being_set_up || fail "no call is being set up"
	_hot_restart --drain 0
	contains "what it says" "1 calls are still being set up.*nothing was stopped" "$SAID"
	kill -CONT "${UAS_PIDS[retell]}"
	uac_done pbx call
	uas_done retell
	uas retell answer # new ones are taken again
	uac pbx call number=+13125550142
	uas_done retell
}

_is_being_set_up() { on edge kamcmd dlg.stats_active | grep -qE '(starting|connecting): 1'; }

a_restart_waits_for_no_bad_configuration() {
	sed 's/^request_route {/request_rout {/' "$REPO/kamailio.cfg" >"$TEST_DIR/kamailio.cfg"
	_hot_restart --config "$TEST_DIR/kamailio.cfg"
	contains "what it says" "is not good; nothing was stopped" "$SAID"
	contains "why" "parse error" "$SAID"
}

# Ordinary ones are told when to come again.
while_calls_wait_for_a_restart_a_911_does_not() {
	at_end rpc pv.shvSet draining int 0
	rpc pv.shvSet draining int 1
	uac pbx refused number=+13125550142 status=503 "header Retry-After 10"
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
}

# Its end need not be told.
an_invite_that_is_held_is_answered_when_it_is_sent_again() {
	uas redsky1 answer
	rpc pv.shvSet hold_until int "$(($(date +%s) + 2))"
	uac pbx call number=911
	uas_done redsky1
	[ "$(grep -c '^INVITE sip:911@' "$TEST_DIR/pbx-uac-call.messages")" -gt 1 ] || fail "it was not held"
}

# As with the name of a unit that is not Kamailio's: the new version's tables must not
# stay with the earlier version, nor calls be refused for ever.
a_stop_that_stops_nothing_is_taken_back() {
	_next_version
	_hot_restart --stop true --start "echo started" --database "sqlite $TEST_DIR/siptrunk.db" "$TEST_DIR/live" "$TEST_DIR/next"
	contains "what it says" "still runs after" "$SAID"
	! grep -q '^started' <<<"$SAID" || fail "it was started: $SAID"
	_is_as_before
}

# _next_version: TEST_DIR/next, of a newer release than that of TEST_DIR/siptrunk.db.
_next_version() {
	local dir=$TEST_DIR/next
	mkdir -p "$dir/modules" "$dir/scripts"
	cp "$REPO/kamailio.cfg" "$dir/"
	cp -r "$REPO/scripts/routing" "$REPO/scripts/db" "$REPO/scripts/siptrunkdb" "$dir/scripts/"
	cp "$BUILD/modules/siptrunk.so" "$dir/modules/"
	ln -s "$REPO" "$TEST_DIR/live"
	NEWEST=$(sed -n "s/.*('siptrunk_schema', \([0-9]*\)).*/\1/p" "$REPO/scripts/db/schema.sql")
	cp "$REPO/scripts/db/schema.sql" "$dir/scripts/db/releases/$NEWEST.sql"
	sed -i "s/('siptrunk_schema', $NEWEST)/('siptrunk_schema', $((NEWEST + 1)))/" "$dir/scripts/db/schema.sql"
	on edge "$REPO/scripts/siptrunkdb" create sqlite "$TEST_DIR/siptrunk.db"
}

_is_as_before() {
	contains "what it says of the tables" "release $NEWEST -> $((NEWEST + 1)).*release $((NEWEST + 1)) -> $NEWEST" "$(xargs <<<"$SAID")"
	on edge "$REPO/scripts/siptrunkdb" status sqlite "$TEST_DIR/siptrunk.db" || fail "the tables are the new version's"
	contains "whether calls are refused" "draining.*0" "$(rpc pv.shvGet draining | xargs)"
}

a_restart_that_is_interrupted_is_taken_back() {
	local hot
	_next_version
	at_end rpc pv.shvSet draining int 0
	uas retell answer
	kill -STOP "${UAS_PIDS[retell]}"
	at_end eval "kill -CONT ${UAS_PIDS[retell]} 2>/dev/null || true"
	uac_start pbx call number=+13125550142
	wait_until 5 _is_being_set_up || fail "no call is being set up"
	on edge bash -c 'echo $$ >"$0"; exec "$@"' "$TEST_DIR/pid" "$REPO/scripts/hot-restart" --modules "$(_modules)" --stop false \
		--database "sqlite $TEST_DIR/siptrunk.db" "$TEST_DIR/live" "$TEST_DIR/next" >"$TEST_DIR/said" 2>&1 &
	hot=$!
	wait_until 10 _drains || fail "it does not wait: $(cat "$TEST_DIR/said")"
	kill -TERM "$(cat "$TEST_DIR/pid")"
	! wait "$hot" || fail "it was not interrupted"
	SAID=$(cat "$TEST_DIR/said")
	_is_as_before
	kill -CONT "${UAS_PIDS[retell]}"
	uac_done pbx call
	uas_done retell
}

_drains() { rpc pv.shvGet draining | xargs | grep -q 'draining.* 1'; }

a_restart_asks_where_kamailio_listens() {
	_hot_restart --edge 127.0.0.1:5060
	contains "what it says" "expected an answer to OPTIONS from 127.0.0.1:5060.*nothing was done" "$SAID"
}
