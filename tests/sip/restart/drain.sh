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
