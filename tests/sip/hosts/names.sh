# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An access list may name a host: whom DNS says it is may send. Whatever DNS
# does or fails to do, it throws out nobody who was in and lets in nobody else.

NAME=trunk.carrier.lab
CARRIER=192.0.2.50
ELSEWHERE=192.0.2.51
CARRIER6=2001:db8::50

# _dns ADDRESS...: what DNS has for NAME from now on, until the test ends.
_dns() {
	printf "%s $NAME\n" "$@" >"$TEST_DIR/hosts"
	if [ -n "${DNS_OURS:-}" ]; then
		kill -HUP "$(<"$LAB/dns/dnsmasq.pid")"
	else
		DNS_OURS=1
		at_end "$REPO/scripts/lab" restart dns dnsmasq
		_dns_restart
	fi
}

# _dns_restart [ARGUMENT...]: with what _dns has said last.
_dns_restart() { "$REPO/scripts/lab" restart dns dnsmasq --addn-hosts="$TEST_DIR/hosts" "$@"; }

_dns_stop() { "$REPO/scripts/lab" stop dns dnsmasq; }

# _listed: the carrier's access list has its name and nothing else.
_listed() {
	at_end _forgotten # undone last: no test begins with another's addresses
	data "DELETE FROM siptrunk_address WHERE trunk = 'twilio';
		INSERT INTO siptrunk_address (trunk, host) VALUES ('twilio', '$NAME')"
}

_forgotten() { wait_until 10 _unknown; }

_unknown() { [ -z "$(_of_name)" ]; }

# _of_name: what siptrunk.hosts tells of NAME; gateways have names, too.
_of_name() { rpc siptrunk.hosts | sed -n "/name: $NAME\$/,/name: [^ ]*\$/p"; }

_verdict_is() { [ "$(rpc_field verdict siptrunk.check "$1")" = "$2" ]; }

# _becomes ADDRESS VERDICT
_becomes() {
	wait_until "${PATIENCE:-20}" _verdict_is "$@" \
		|| fail "$1: expected $2, found $(rpc siptrunk.check "$1" | xargs); $(rpc siptrunk.hosts | xargs)"
}

_host_is() { _of_name | grep -qE -- "$1: *$2"; }

# _host FIELD REGEX: siptrunk.hosts comes to say so of NAME.
_host() {
	wait_until "${PATIENCE:-30}" _host_is "$@" || fail "$1: expected $2, found $(rpc siptrunk.hosts | xargs)"
}

# _carrier_gets STATUS
_carrier_gets() { uac carrier request method=OPTIONS status="$1"; }

_resolved() {
	_dns "$@"
	_listed
	_becomes "$CARRIER" allow
}

# _logged SINCE REGEX TIMES
_logged() { equal "lines of the log like '$2'" "$3" "$(edge_log_since "$1" | grep -cE -- "$2")"; }

a_carrier_listed_by_name_only_gets_in() {
	_resolved "$CARRIER"
	_carrier_gets 200
	equal "its trunk" twilio "$(rpc_field trunk siptrunk.check "$CARRIER")"
	equal "another address" unknown "$(rpc_field verdict siptrunk.check "$ELSEWHERE")"
	_host state fresh
	contains "siptrunk.hosts" "trunks.*twilio" "$(rpc siptrunk.hosts | xargs)"
}

both_families_are_resolved() {
	_resolved "$CARRIER" "$CARRIER6"
	equal "IPv6" allow "$(rpc_field verdict siptrunk.check "$CARRIER6")"
	contains "siptrunk.hosts" "$CARRIER.*$CARRIER6" "$(rpc siptrunk.hosts | xargs)"
}

all_addresses_are_taken() {
	local i
	_resolved "$CARRIER" $(printf '10.9.8.%d ' {1..99})
	for i in 1 50 99; do
		equal "10.9.8.$i" allow "$(rpc_field verdict siptrunk.check "10.9.8.$i")"
	done
}

an_alias_is_followed() {
	_dns
	_dns_restart --host-record="sbc.carrier.lab,$CARRIER" --cname="$NAME,sbc.carrier.lab"
	_listed
	_becomes "$CARRIER" allow
}

a_change_in_dns_moves_the_access() {
	_resolved "$CARRIER"
	_dns "$ELSEWHERE"
	_becomes "$ELSEWHERE" allow
	equal "the old address" unknown "$(rpc_field verdict siptrunk.check "$CARRIER")"
	_carrier_gets 403
	_dns "$CARRIER"
	_becomes "$CARRIER" allow
	_carrier_gets 200
}

a_family_that_is_gone_leaves_the_other() {
	_resolved "$CARRIER" "$CARRIER6"
	_dns "$CARRIER6"
	_becomes "$CARRIER" unknown
	equal "IPv6" allow "$(rpc_field verdict siptrunk.check "$CARRIER6")"
	_host state fresh
}

the_ttl_says_when_to_ask_again() {
	local seconds
	_dns "$CARRIER"
	_dns_restart --local-ttl=3600
	_listed
	_becomes "$CARRIER" allow
	seconds=$(_of_name | sed -n 's/.*next_query: //p')
	((seconds > 3000 && seconds <= 3610)) || fail "next query: expected in about 3600 s, found $seconds"
}

a_name_that_leaves_the_list_is_forgotten() {
	_resolved "$CARRIER"
	data "DELETE FROM siptrunk_address WHERE trunk = 'twilio'"
	_becomes "$CARRIER" unknown
	_forgotten || fail "still there: $(rpc siptrunk.hosts | xargs)"
}

a_name_that_dns_does_not_know_opens_nothing() {
	local lines before
	lines=$(edge_log_lines)
	before=$(counter host_failures)
	_listed
	_host error ".*NXDOMAIN"
	_host state unresolved
	_logged "$lines" "ERROR.*$NAME: the name does not exist \(NXDOMAIN\); it stands for 0 addresses" 1
	_carrier_gets 403
	((before < $(counter host_failures))) || fail "the failure was not counted"
}

a_name_that_is_gone_keeps_its_addresses() {
	_resolved "$CARRIER"
	_dns_restart --addn-hosts=/dev/null
	: >"$TEST_DIR/hosts"
	_dns_restart
	_host state stale
	_carrier_gets 200
}

addresses_outlive_dns_and_a_restart() {
	local lines
	_resolved "$CARRIER" "$CARRIER6"
	lines=$(edge_log_lines)
	_dns_stop
	_host state stale
	_host error "no DNS server answered"
	_carrier_gets 200
	edge_restart
	equal "after the restart" allow "$(rpc_field verdict siptrunk.check "$CARRIER")"
	equal "IPv6 after the restart" allow "$(rpc_field verdict siptrunk.check "$CARRIER6")"
	_carrier_gets 200
	_host error "no DNS server answered"
	_host state stale
	_dns_restart
	_host state fresh
	_logged "$lines" "NOTICE.*$NAME: DNS answers again" 1
}

an_outage_is_logged_once() {
	local lines
	_resolved "$CARRIER"
	lines=$(edge_log_lines)
	_dns_stop
	_host state stale
	_failed_again
	_dns_restart
	_host state fresh
	_logged "$lines" "ERROR.*$NAME: no DNS server answered" 1
	_logged "$lines" "$NAME: DNS answers again" 1
}

# _failed_again: one more question got no answer.
_failed_again() {
	local before
	before=$(counter host_failures)
	wait_until 30 _counted_since "$before" || fail "nothing was asked again"
}

_counted_since() { (($1 < $(counter host_failures))); }

# A name must not open the edge to itself (DNS rebinding).
a_loopback_answer_is_refused() {
	local lines
	lines=$(edge_log_lines)
	_dns 127.0.0.1 ::1
	_listed
	_host error ".*127\.0\.0\.1: refused \(2 in all\)"
	_host state unresolved
	equal "127.0.0.1" unknown "$(rpc_field verdict siptrunk.check 127.0.0.1)"
	equal "::1" unknown "$(rpc_field verdict siptrunk.check ::1)"
	_logged "$lines" "ERROR.*$NAME: .*127\.0\.0\.1: refused" 1
	_dns 0.0.0.0 "$CARRIER"
	_becomes "$CARRIER" allow
	_host error ".*0\.0\.0\.0: refused"
	equal "0.0.0.0" unknown "$(rpc_field verdict siptrunk.check 0.0.0.0)"
}

too_many_addresses_change_nothing() {
	_resolved "$CARRIER"
	_dns $(printf '10.9.8.%d ' {1..200}) $(printf '10.9.7.%d ' {1..100})
	_host error "expected at most 256 addresses, found 300"
	_carrier_gets 200
	equal "one of the 300" unknown "$(rpc_field verdict siptrunk.check 10.9.8.1)"
}

sip_is_answered_while_dns_hangs() {
	local answered=0
	_resolved "$CARRIER"
	dns_freeze
	until _host_is state stale; do
		uac pbx request method=OPTIONS status=200
		_carrier_gets 200
		answered=$((answered + 1))
		((answered < 100)) || fail "the question to a frozen server never ends"
	done
	((answered > 0)) || fail "nothing was asked while DNS hung"
}

control_the_name_tests_notice_a_name_that_dns_does_not_know() {
	PATIENCE=3 must_fail _a_name_without_an_address "expected allow, found .*unknown"
}

_a_name_without_an_address() {
	_dns "$ELSEWHERE"
	_listed
	_becomes "$CARRIER" allow
}

control_the_403_of_a_name_notices_an_address_that_is_listed_too() {
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '$CARRIER/32')"
	must_fail _a_carrier_that_is_unknown "received .SIP/2.0 200"
}

_a_carrier_that_is_unknown() { _carrier_gets 403; }

control_the_outage_test_notices_dns_that_goes_on() {
	PATIENCE=3 must_fail _no_outage "state: expected stale, found .*fresh"
}

_no_outage() {
	_resolved "$CARRIER"
	_host state stale
}

control_the_hanging_test_notices_an_edge_that_hangs() {
	peer_freeze edge
	SIPP_TIMEOUT=2 must_fail _an_edge_that_hangs "uac-request .*timed out after"
}

_an_edge_that_hangs() { uac pbx request method=OPTIONS status=200; }

# _remembers ACTION TIMES: that the pbx once had what NAME, with ACTION on its
# list, stands for.
_remembers() {
	_dns "$ELSEWHERE"
	at_end _forgotten
	data "INSERT INTO siptrunk_address (trunk, host, action) VALUES ('genesys', '$NAME', '$1')"
	_becomes "$ELSEWHERE" "$1"
	equal "rows" "$2" "$(sql "SELECT count(*) FROM siptrunk_learned
		WHERE kind = 'listed' AND prefix LIKE '$ELSEWHERE%'")"
}

what_a_name_of_the_pbx_stands_for_is_good_for_a_911() { _remembers allow 1; }
what_a_denied_name_of_the_pbx_stands_for_is_not() { _remembers deny 0; }
