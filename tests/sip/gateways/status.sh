# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is believed of a gateway of an ordinary trunk, what that makes of the trunk, and
# who has the calls meanwhile.

_status_is() { [ "$(rpc_field status siptrunk.show retell)" = "$1" ]; }

# _becomes STATUS
_becomes() {
	wait_until 20 _status_is "$1" || fail "retell: expected $1, found $(rpc siptrunk.gateways retell | xargs)"
}

_call() {
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
}

# _all_up: whatever other tests' calls have shown.
_all_up() {
	local calls=0
	until _status_is up; do
		[ "$calls" -lt 30 ] || _becomes up
		_call
		calls=$((calls + 1))
	done
}

# _fails_until STATUS FAIL: no sooner than after three calls that fail. Those that come
# before the prober has seen what was loaded do not count.
_fails_until() {
	local calls=0
	until _status_is "$1"; do
		[ "$calls" -lt 30 ] || _becomes "$1"
		"$2"
		calls=$((calls + 1))
	done
	[ "$calls" -ge 3 ] || fail "believed $1 after $calls calls"
}

_first_fails() {
	uas carrier refuse status=503
	_call
	uas_done carrier
}

_only_one_fails() {
	uas retell refuse status=503
	uac pbx refused number=+13125550142 status=500
	uas_done retell
}

_state_of() { rpc siptrunk.gateways retell | xargs | grep -oE "gateway: $1 [^}]*" | grep -oE 'state: [a-z]+'; }

# Three failures in a row, then the other one comes first; the log says it once.
calls_find_out_that_a_gateway_is_gone() {
	local lines down
	_all_up
	lines=$(edge_log_lines)
	down=$(counter trunks_degraded)
	data "INSERT INTO dispatcher (setid, destination, priority, attrs)
		VALUES (2, 'sip:192.0.2.50:$UAS_PORT;transport=udp', 10, 'name=first.lab')"
	_status_is up || fail "a gateway that nothing is known of is not up"
	_fails_until degraded _first_fails
	equal "first.lab" "state: down" "$(_state_of first.lab)"
	equal "trunks_degraded" $((down + 1)) "$(counter trunks_degraded)"
	uas carrier answer
	_call
	uas_untouched carrier
	contains "siptrunk.list" "name: retell .* status: degraded" "$(rpc siptrunk.list | xargs)"
	equal "lines of the log" 1 "$(edge_log_since "$lines" \
		| grep -cE 'ERROR.*gateway first.lab .* of trunk retell is believed down: it answers 503; .*the trunk is degraded')"
}

# What is down is tried all the same, when there is nobody else.
a_trunk_that_is_down_still_takes_calls() {
	_all_up
	_fails_until down _only_one_fails
	_call
	_becomes down # it takes two
	_call
	_becomes up
}

# By OPTIONS: after one that is not answered here, and three that are.
probes_need_as_many_as_are_set() {
	edge_with GATEWAY_PROBE_INTERVAL=1 GATEWAY_DOWN_AFTER=1 GATEWAY_UP_AFTER=3
	data "UPDATE dispatcher SET flags = 8 WHERE setid = 2"
	peer_freeze retell
	_becomes down
	peer_thaw retell
	_becomes up
}

# The settings are checked.
settings_out_of_range_are_refused() {
	local name
	for name in GATEWAY_DOWN_AFTER GATEWAY_UP_AFTER; do
		! "$REPO/scripts/lab" restart edge kamailio -A "$name=0" >/dev/null 2>&1 || fail "$name=0 is accepted"
		contains "the log" "modparam ${name,,}: expected 1 to 100, found 0" "$(<"$LAB/edge/kamailio.log")"
	done
	edge_restart
}

# A weight goes where it must; between 1 and 99 the unit tests count.
weights_choose_the_first() {
	data "UPDATE dispatcher SET attrs = 'name=sip.retellai.com;weight=65535' WHERE setid = 2;
		INSERT INTO dispatcher (setid, destination, attrs)
			VALUES (2, 'sip:192.0.2.50:$UAS_PORT;transport=udp', 'name=light.lab;weight=0')"
	uas carrier answer
	for _ in 1 2 3 4 5; do _call; done
	uas_untouched carrier
	contains "siptrunk.gateways" "gateway: light.lab .* weight: 0 .*" "$(rpc siptrunk.gateways retell | xargs)"
}

# What our own routing drops says nothing of a gateway.
a_call_that_was_never_sent_counts_for_nobody() {
	_call
	rtpengine_stop agent
	for _ in 1 2 3; do uac pbx refused number=+13125550142 status=503; done
	_status_is up || fail "$(rpc siptrunk.gateways retell | xargs)"
}
