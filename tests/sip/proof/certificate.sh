# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A trunk that demands a client certificate: its address alone lets nobody in, but
# a 911.

. "$REPO/tests/lib/raw.sh"

# _demand PROOF: what the pbx must show beside its address.
_demand() {
	data "UPDATE siptrunk_trunk SET proof = '$1', certificate = 'sip.genesys.lab, PBX.genesys.lab',
		realm = 'edge.lab' WHERE name = 'genesys'"
}

# _unproved [CERTIFICATE]: the pbx is refused, and counted.
_unproved() {
	local before
	_demand certificate
	before=$(counter access_unproved)
	tls_hears 403 pbx "${1:-}"
	counted access_unproved "$before"
}

the_right_certificate_lets_in() {
	_demand certificate
	tls_hears 200 pbx client-pbx
}

a_sip_uri_in_the_certificate_lets_in() {
	_demand certificate
	tls_hears 200 pbx client-uri
}

what_was_read_once_holds_for_the_whole_connection() {
	_demand certificate
	tls_open pbx 5061 client-pbx
	tls_ask OPTIONS edge
	tls_ask OPTIONS edge
	contains "what the pbx hears the second time" "^SIP/2.0 200 " "$ANSWER"
}

# Public authorities no longer issue others (clientAuth).
a_certificate_for_servers_alone_lets_in() {
	_demand certificate
	tls_hears 200 pbx client-server
}

a_certificate_for_neither_is_403() { _unproved client-code; }
without_a_certificate_it_is_403() { _unproved; }
another_name_is_403_whatever_the_common_name() { _unproved client-other; }
an_expired_certificate_is_403() { _unproved client-expired; }
a_certificate_of_an_unknown_authority_is_403() { _unproved pbx; }

udp_and_tcp_are_403() {
	local via
	_demand certificate
	for via in u1 t1; do
		uac pbx request method=OPTIONS status=403 via="$via"
	done
}

a_trunk_that_demands_nothing_is_asked_and_not_turned_away() {
	local certificate
	for certificate in "" client-other client-expired pbx; do
		tls_hears 200 pbx "$certificate"
	done
}

# _911_comes_in CERTIFICATE WRONG: and the alarm says what an ordinary call lacked.
_911_comes_in() {
	local before line
	line=$(edge_log_lines)
	_demand certificate
	before=$(counter emergency_unlisted)
	uas redsky1 ring "has ^INVITE sip:911@"
	tls_open pbx 5061 "$1"
	tls_ask INVITE 911
	contains "what the pbx hears to a 911" "^SIP/2.0 180 " "$ANSWER"
	tls_send CANCEL 911
	uas_done redsky1
	counted emergency_unlisted "$before"
	contains "the alarm" "of trunk genesys is let in.*; missing: certificate$2\$" "$(edge_log_since "$line")"
}

a_911_comes_in_without_a_certificate() { _911_comes_in "" ""; }
a_911_comes_in_with_an_expired_certificate() { _911_comes_in client-expired " .certificate has expired."; }
a_911_comes_in_with_an_unknown_certificate() { _911_comes_in pbx " .self-signed certificate in certificate chain."; }
a_911_comes_in_with_a_certificate_of_another_name() { _911_comes_in client-other " .certificate of another name."; }

a_911_comes_in_over_udp_and_the_call_ends() {
	_demand certificate
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
}

the_right_certificate_from_elsewhere_is_403() {
	_demand certificate
	tls_hears 403 stranger client-pbx
}

a_stranger_with_the_right_certificate_places_no_911() {
	_demand certificate
	tls_open stranger 5061 client-pbx
	tls_ask INVITE 911
	contains "what the stranger hears to a 911" "^SIP/2.0 403 " "$ANSWER"
}

a_name_must_be_told() {
	local fault
	keep_data
	sql "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = '' WHERE name = 'genesys'"
	fault=$(rpc_fault siptrunk.reload)
	contains "the fault" "siptrunk_trunk, row [0-9]+, column certificate" "$fault"
}

_open_connections() { rpc_field opened_connections core.tcp_info; }
_are_open() { [ "$(_open_connections)" = "$1" ]; }

# _sixteen OPEN CLOSE: connections whose certificate is read, and then CLOSE. What
# memory is used when only OPEN are left, as USED.
_sixteen() {
	local i
	for i in {1..16}; do
		tls_open pbx 5061 client-pbx
		tls_ask OPTIONS edge
		"$2"
	done
	wait_until 3 _are_open "$1" || true
	USED=$(rpc_field real_used core.shmmem)
}

# tls keeps OpenSSL's memory in shared memory: what is forgotten there is lost.
# The first connections are not counted, they fill caches.
_keeps_no_memory() {
	local open before
	_demand certificate
	open=$(_open_connections)
	_sixteen "$open" tls_close
	before=$USED
	_sixteen "$open" "$1"
	((USED - before < 16 * 512)) || fail "16 connections have kept $((USED - before)) bytes"
}

reading_certificates_keeps_no_memory() { _keeps_no_memory tls_close; }

control_the_memory_test_notices_connections_that_stay() {
	must_fail _memory_of_open_connections "16 connections have kept"
}

_memory_of_open_connections() { _keeps_no_memory true; }

control_the_403_tests_notice_a_trunk_that_demands_nothing() {
	must_fail _unproved_nowhere "what pbx hears"
}

_unproved_nowhere() { tls_hears 403 pbx client-other; }

control_the_name_is_what_the_trunk_says() {
	_demand certificate
	data "UPDATE siptrunk_trunk SET certificate = 'genesys.lab' WHERE name = 'genesys'"
	tls_hears 403 pbx client-pbx
}
