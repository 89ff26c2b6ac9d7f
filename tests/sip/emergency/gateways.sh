# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which gateway an emergency call tries, and in which order: what is believed
# down comes last and is never left out, and no call waits for DNS or TLS.

. "$REPO/tests/lib/hostile.sh"

# _states_from_calls: OPTIONS are asked at the start of the edge and then no more.
_states_from_calls() {
	edge_with GATEWAY_PROBE_INTERVAL=3600
	gateway_becomes sip1.redsky.lab up
	gateway_becomes sip2.redsky.lab up
}

# _answered_by FIRST SECOND: FIRST refuses (with the 500 that its front makes of
# a 503), SECOND answers.
_answered_by() {
	uas "$1" refuse status=503
	uas "$2" answer
	uac pbx call number=911
	uas_done "$1"
	uas_done "$2"
}

what_calls_find_down_is_tried_last_and_still_used() {
	local lines failures
	_states_from_calls
	lines=$(edge_log_lines) failures=$(counter gateway_failures)
	_answered_by redsky1 redsky2
	gateway_becomes sip1.redsky.lab down
	counted gateway_failures "$failures"
	_answered_by redsky2 redsky1
	gateway_becomes sip1.redsky.lab up
	gateway_becomes sip2.redsky.lab down
	equal "lines of the log about sip1" 2 \
		"$(edge_log_since "$lines" | grep -cE 'gateway sip1.redsky.lab .*(is believed down: it answers 500|is up: it answers 1)')"
}

# _silent_gateways_tried: how often a call has waited for one in vain.
_silent_gateways_tried() { edge_log_since "$1" | grep -c 'sip1.redsky.lab .* failed with 408' || true; }

a_silent_gateway_costs_one_call_its_silence() {
	local lines
	_states_from_calls
	lines=$(edge_log_lines)
	peer_freeze redsky1
	uac pbx call number=911
	equal "silences of the first call" 1 "$(_silent_gateways_tried "$lines")"
	uac pbx call number=911
	equal "silences of both calls" 1 "$(_silent_gateways_tried "$lines")"
}

control_the_order_tests_notice_a_gateway_that_is_up() {
	_states_from_calls
	must_fail _sip2_comes_first "still waits|uas-"
}

_sip2_comes_first() { _answered_by redsky2 redsky1; }

options_tell_who_is_there() {
	peer_stop redsky1
	rpc siptrunk.probe >/dev/null
	gateway_becomes sip1.redsky.lab down
	contains "siptrunk.gateways" "gateway: sip1.redsky.lab .* state: down since: 20.* code: 0 probed: 1" \
		"$(rpc siptrunk.gateways redsky | xargs)"
	"$REPO/scripts/lab" start redsky1 kamailio
	rpc siptrunk.probe >/dev/null
	gateway_becomes sip1.redsky.lab up
	gateway_is sip2.redsky.lab up || fail "sip2.redsky.lab: $(rpc siptrunk.gateways redsky | xargs)"
}

# _random: the emergency calls of this test, until each gateway has had one.
_random() {
	local i
	for ((i = 0; i < ${CALLS:-20}; i++)); do
		uac pbx call number=911
		REACHED+=" $(rpc siptrunk.emergencies | sed -n 's/.*gateway: *sip:\([0-9.]*\).*/\1/p' | head -n 1)"
		[[ $REACHED != *198.51.100.11* || $REACHED != *198.51.100.12* ]] || return 0
	done
	fail "all calls went to$REACHED"
}

random_distribution_reaches_both() {
	data "UPDATE siptrunk_trunk SET distribution = 'random' WHERE name = 'redsky'"
	_random
}

control_the_random_test_notices_one_that_is_always_first() {
	CALLS=3 must_fail _random "all calls went to 198.51.100.11 198.51.100.11"
}

# --- connections ---

# _connection: the edge's own end of its connections to redsky1.
_connection() { on edge ss -Htn state established dst 198.51.100.11:5061 | awk '{ print $3 }'; }

# _after_a_start [COMMAND...]: a call takes the connection that is there.
_after_a_start() {
	local before
	edge_restart
	gateway_becomes sip1.redsky.lab up
	before=$(_connection)
	equal "connections to redsky1" 1 "$(wc -l <<<"$before")"
	"$@"
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	equal "the connection to redsky1" "$before" "$(_connection)"
}

a_call_finds_a_connection_open() { _after_a_start true; }

control_the_connection_test_notices_a_new_one() {
	must_fail _another_connection "the connection to redsky1"
}

_another_connection() { _after_a_start _redsky1_starts_anew; }

_redsky1_starts_anew() {
	"$REPO/scripts/lab" restart redsky1 kamailio
	gateways_up || true
	gateway_becomes sip1.redsky.lab up
}

# --- names ---

# _by_name: RedSky's gateways have names alone, and the edge knows what they
# stand for.
_by_name() {
	gateways "UPDATE dispatcher SET destination = 'sip:' || description || ':5061;transport=tls', attrs = ''
		WHERE setid = 3"
	gateway_becomes sip1.redsky.lab up
	gateway_becomes sip2.redsky.lab up
	contains "siptrunk.hosts" "name: sip1.redsky.lab state: fresh .* trunks: \{ redsky \}" "$(rpc siptrunk.hosts | xargs)"
}

# _without_dns [COMMAND...]: the edge begins another life, and nobody resolves
# names for it.
_without_dns() {
	_by_name
	at_end edge_restart # Kamailio does not ask again for a minute
	"$REPO/scripts/lab" stop dns dnsmasq
	at_end "$REPO/scripts/lab" start dns dnsmasq
	"$REPO/scripts/lab" stop edge kamailio
	"$@"
	"$REPO/scripts/lab" start edge kamailio
	uas redsky1 refuse status=503 "has ^INVITE sip:911@sip1\.redsky\.lab "
	uas redsky2 answer "has ^INVITE sip:911@sip2\.redsky\.lab "
	uac pbx call number=911
	uas_done redsky1
	uas_done redsky2
}

names_are_known_from_the_last_life_when_dns_is_dead() { _without_dns true; }

control_the_names_test_notices_that_they_are_forgotten() {
	must_fail _names_forgotten "redsky1, uas-refuse: still waits"
}

_names_forgotten() { _without_dns sql "DELETE FROM siptrunk_learned WHERE kind = 'host'"; }

# Dispatcher refuses to reload such a name; it would skip it at the next start.
a_name_that_never_resolved_is_passed_over() {
	data "UPDATE dispatcher SET destination = 'sip:never.redsky.lab:5061;transport=tls', attrs = ''
		WHERE description = 'sip1.redsky.lab'"
	gateway_is never.redsky.lab unresolved || fail "$(rpc siptrunk.gateways redsky | xargs)"
	uas redsky2 answer
	uac pbx call number=911
	uas_done redsky2
}
