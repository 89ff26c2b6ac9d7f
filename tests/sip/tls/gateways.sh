# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which gateway a 911 reaches, by the certificates that the gateways show; and what
# the edge says about them.

. "$REPO/tests/lib/raw.sh"
. "$REPO/tests/lib/hostile.sh"

# _fresh HOST CERTIFICATE [HOST CERTIFICATE]: they show it to an edge that has never
# seen them.
_fresh() {
	while [ $# -gt 0 ]; do
		peer_shows "$1" "$2"
		shift 2
	done
	EDGE_LINE=$(edge_log_lines)
	edge_restart
}

# _reaches HOST [OTHER]: a 911 is answered there, and OTHER gets none.
_reaches() {
	local other=${2:-}
	[ -z "$other" ] || uas "$other" answer
	uas "$1" answer
	uac pbx call number=911
	uas_done "$1"
	[ -n "$other" ] || return 0
	uas_untouched "$other"
	end_process "${UAS_PIDS[$other]}"
}

# _gateways: what siptrunk.certificates says of them, a line each.
_gateways() { rpc siptrunk.certificates | tr -s '\n\t ' ' ' | grep -oE 'trunk: [^}]*'; }

# _meets HOST-NUMBER FAULT: an OPTIONS has found it.
_meets() { wait_until 10 _has_fault "$@" || fail "sip$1: expected fault $2, found $(_gateways)"; }

_has_fault() {
	_gateways | grep -q "gateway: sip$1.redsky.lab fault: $2 " || { rpc siptrunk.probe >/dev/null && false; }
}

# _is HOST-NUMBER FAULT USED [FOUND]: the fault by RPC and in the log. Refused at
# first, a slight one may be used by the next OPTIONS.
_is() {
	local name=sip$1.redsky.lab refused=refused used=$3
	[ "$3" = no ] || refused="used all the same"
	[ "$3/$2" != no/incomplete ] || used="(no|yes)"
	contains "siptrunk.certificates" "gateway: $name fault: $2 used: $used " "$(_gateways)"
	[ "$2" = none ] || contains "the log" "gateway $name of trunk redsky is $refused: its certificate is $2 \(.*; expected the name $name, found ${4:-}" \
		"$(edge_log_since "$EDGE_LINE")"
}

# _refused CERTIFICATE FAULT FOUND: the other gateway gets the call.
_refused() {
	local before
	before=$(counter certificate_refused)
	show_certificate redsky1 "redsky1-$1"
	_meets 1 "$2"
	_reaches redsky2 redsky1
	_is 1 "$2" no "$3"
	[ "$(counter certificate_refused)" -gt "$before" ] || fail "$1: certificate_refused is still $before"
}

# Each fault is another than the one before: what has not changed is not logged.
a_wrong_name_and_an_unknown_authority_are_refused_also_after_tls_reload() {
	_fresh redsky1 redsky1
	_refused unknown unknown_ca 'sip1\.redsky\.lab; .*CN=Lab: Retell'
	_refused wrong wrong_name 'sip9\.redsky\.lab; .*CN=Lab: RedSky'
	rpc tls.reload >/dev/null
	_refused self unknown_ca 'sip1\.redsky\.lab; .*/CN=redsky1'
	_refused wildcard wrong_name ';'
	# a chain with a gap that was never seen whole
	_refused stray unknown_ca 'sip1\.redsky\.lab'
}

_taken() {
	peer_shows redsky1 "redsky1-$1"
	_meets 1 none
	_reaches redsky1
	_is 1 none yes
}

# RFC 5922 section 7.1; and what the trunk's row says.
a_uri_a_common_name_alone_and_an_expected_name_are_right() {
	_taken uri
	_taken cn
	data "UPDATE siptrunk_trunk SET certificate = 'other.lab,sip9.redsky.lab' WHERE name = 'redsky'"
	_taken wrong
}

# The date may be wrong because of our clock.
a_gateway_with_a_wrong_date_is_the_last_resort_until_it_is_right() {
	_fresh redsky1 redsky1-expired
	_meets 1 expired
	_reaches redsky2 redsky1
	peer_stop redsky2
	_reaches redsky1
	_is 1 expired yes 'sip1\.redsky\.lab; '
	contains "the log" "valid from 2020-01-01T00:00:00Z until 2020-01-02T00:00:00Z" "$(edge_log_since "$EDGE_LINE")"
	[ "$(counter certificate_days_left_peer)" -lt -2000 ] || fail "no gauge tells that a gateway's certificate is over"
	[ "$(counter certificate_tolerated)" -gt 0 ] || fail "the exception is not counted"
	show_certificate redsky1 redsky1-future
	_meets 1 not_yet_valid
	_reaches redsky1
	_is 1 not_yet_valid yes 'sip1\.redsky\.lab; '
	show_certificate redsky1 redsky1
	_meets 1 none
	_reaches redsky1
	contains "the log" "sip1\.redsky\.lab of trunk redsky: its certificate is good again" "$(edge_log_since "$EDGE_LINE")"
}

all_gateways_expired_and_the_call_is_answered() {
	_fresh redsky1 redsky1-expired redsky2 redsky2-expired
	_meets 1 expired
	_meets 2 expired
	_reaches redsky1
	_is 1 expired yes 'sip1\.redsky\.lab; '
}

# No OPTIONS has warned of it: the same call comes back to the only one there is.
a_call_that_meets_an_expired_certificate_first_is_answered() {
	edge_with GATEWAY_PROBE_INTERVAL=3600
	gateway_becomes sip1.redsky.lab up
	EDGE_LINE=$(edge_log_lines)
	peer_stop redsky2
	peer_shows redsky1 redsky1-expired
	_reaches redsky1 carrier
	_is 1 expired yes 'sip1\.redsky\.lab; '
}

_is_kept() { grep -qs '^trunk redsky$' "$LAB/edge/spool/tls/intermediates.pem"; }

# What the gateway sent once, before a restart of ours, stands in for what it
# leaves out today.
an_incomplete_chain_is_the_last_resort() {
	_fresh redsky1 redsky1-whole
	_meets 1 none
	wait_until 10 _is_kept || fail "what the gateway sent is not on the disk"
	_fresh redsky1 redsky1-leaf
	_meets 1 incomplete
	_reaches redsky2 redsky1
	_is 1 incomplete no 'sip1\.redsky\.lab; '
	contains "the log" "is incomplete .*CN=Lab: redsky-between" "$(edge_log_since "$EDGE_LINE")"
	peer_stop redsky2
	_reaches redsky1
	_is 1 incomplete yes 'sip1\.redsky\.lab; '
}

the_policy_allows_a_wrong_name_and_an_unknown_authority() {
	data "UPDATE siptrunk_trunk SET bad_certificate = 'allow_and_alarm' WHERE name = 'redsky'"
	_fresh redsky1 redsky1-wrong
	peer_stop redsky2
	_meets 1 wrong_name
	_reaches redsky1
	_is 1 wrong_name yes 'sip9\.redsky\.lab'
	show_certificate redsky1 redsky1-unknown
	_meets 1 unknown_ca
	_reaches redsky1
	_is 1 unknown_ca yes 'sip1\.redsky\.lab'
}

# Without the policy the carrier gets the call, however often it is tried.
without_the_policy_a_wrong_name_gets_no_call() {
	_fresh redsky1 redsky1-wrong
	peer_stop redsky2
	_meets 1 wrong_name
	_reaches carrier redsky1
}

_bye_on_a_new_connection() {
	uas redsky1 answer
	uac pbx left-up number=911 contact=sip:caller@192.0.2.10
	"$@"
	"$REPO/scripts/lab" restart redsky1 kamailio
	bye_of pbx uac-left-up 2
	uas_done redsky1
}

# Its Contact is an address, and the certificate has the name.
a_call_is_ended_on_a_new_connection() { _bye_on_a_new_connection true; }

a_call_is_ended_on_a_new_connection_to_a_gateway_that_has_a_name_only() {
	gateways "UPDATE dispatcher SET destination = 'sip:' || description || ':5061;transport=tls', attrs = ''
		WHERE setid = 3"
	gateway_becomes sip1.redsky.lab up
	_bye_on_a_new_connection true
}

# A call tries eight of them; the one that has it may be any.
a_call_is_ended_on_a_new_connection_however_many_gateways_there_are() {
	_bye_on_a_new_connection gateways "INSERT INTO dispatcher (setid, destination, flags, priority)
		WITH RECURSIVE host(n) AS (SELECT 21 UNION ALL SELECT n + 1 FROM host WHERE n < 28)
		SELECT 3, 'sip:198.51.100.' || n || ':5061;transport=tls', 0, 99 FROM host"
}

control_the_new_connection_asks_for_a_name() {
	must_fail _bye_without_a_name "still waits; the last it got was ACK"
}

_bye_without_a_name() {
	_bye_on_a_new_connection gateways "UPDATE dispatcher SET attrs = '' WHERE description = 'sip1.redsky.lab'"
}

control_without_verification_a_wrong_name_is_connected_to() {
	_fresh redsky1 redsky1-wrong
	edge_tls 's/^(verify|require)_certificate = yes/$1_certificate = no/'
	peer_stop redsky2
	_meets 1 wrong_name
	_reaches redsky1 carrier
}

control_the_tests_notice_a_good_certificate() {
	must_fail _a_good_certificate_is_refused "redsky|uas-answer"
}

_a_good_certificate_is_refused() {
	_fresh redsky1 redsky1
	_reaches redsky2 redsky1
}
