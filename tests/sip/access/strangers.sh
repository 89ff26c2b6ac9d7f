# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An address on nobody's list gets 403, whatever it sends; the longest prefix
# decides, and deny wins a tie.

. "$REPO/tests/lib/raw.sh"

stranger_gets_403() {
	local before
	before=$(counter access_unknown)
	uac stranger refused status=403 number=+13125550142
	((before < $(counter access_unknown))) || fail "the stranger was not counted"
}

stranger_gets_403_for_any_method() {
	local method
	for method in OPTIONS REGISTER MESSAGE SUBSCRIBE BYE; do
		uac stranger request method="$method" status=403 number=2001
	done
}

stranger_with_a_trunks_name_in_from_gets_403() {
	uac stranger refused status=403 from=alice@192.0.2.10 number=+13125550142 \
		extra=$'\r\nP-Asserted-Identity: <sip:alice@example.com>'
}

always_denied_address_inside_an_allowed_range_gets_403() {
	local before
	data "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES
		('genesys', '192.0.2.0/24', 'allow'), ('genesys', '192.0.2.10/32', 'deny'),
		('genesys', '192.0.2.50/32', 'allow')"
	before=$(counter access_denied)
	uac pbx refused status=403 number=+13125550142
	((before < $(counter access_denied))) || fail "the denied address was not counted"
}

deny_wins_a_tie() {
	data "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES
		('genesys', '192.0.2.10/32', 'deny')"
	uac pbx refused status=403 number=+13125550142
	equal "verdict" deny "$(rpc_field verdict siptrunk.check 192.0.2.10)"
}

an_allowed_address_inside_a_denied_range_may_send() {
	data "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES
		('genesys', '192.0.2.0/24', 'deny')"
	uac pbx request method=OPTIONS status=200
}

check_explains_itself() {
	equal "a stranger's verdict" unknown "$(rpc_field verdict siptrunk.check 203.0.113.66)"
	equal "Retell's trunk" retell "$(rpc_field trunk siptrunk.check 143.223.88.9)"
	equal "Retell's prefix" 143.223.88.0/21 "$(rpc_field prefix siptrunk.check 143.223.88.9)"
	contains "the fault for a bad address" "error: .*bogus" "$(rpc_fault siptrunk.check bogus)"
}

# ctl sends nothing at all when a fault's text is over 254 characters.
a_long_fault_arrives_with_both_ends() {
	local bogus
	bogus=bogus$(printf '%0400d' 0)
	contains "the fault" "error: .*'bogus000.* \.\.\. .*000' is no IPv4 or IPv6 address" \
		"$(rpc_fault siptrunk.check "$bogus")"
}

options_from_a_trunk_is_answered() {
	local host
	for host in pbx retell carrier; do
		uac "$host" request method=OPTIONS status=200 "header Allow INVITE"
	done
}

other_methods_outside_a_call_get_405() {
	uac pbx request method=MESSAGE status=405 "header Allow INVITE"
}

every_port_is_served_over_udp_and_tcp() {
	local port via
	for port in 5060 8060; do
		for via in u1 t1; do
			uac pbx request method=OPTIONS status=200 port="$port" via="$via"
			uac stranger request method=OPTIONS status=403 port="$port" via="$via"
		done
	done
}

# _answer_by_tls HOST PORT: the first line that the edge answers to an OPTIONS of
# HOST, as ANSWER.
_answer_by_tls() {
	tls_open "$1" "$2"
	tls_ask OPTIONS edge
	tls_close
}

every_port_is_served_over_tls() {
	local port
	for port in 5061 8061; do
		_answer_by_tls pbx "$port"
		contains "what the pbx hears at $port" "^SIP/2.0 200 " "$ANSWER"
		_answer_by_tls stranger "$port"
		contains "what the stranger hears at $port" "^SIP/2.0 403 " "$ANSWER"
	done
}

control_the_tls_test_notices_a_list_that_is_too_wide() {
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '203.0.113.0/24')"
	must_fail every_port_is_served_over_tls "what the stranger hears"
}

control_the_403_test_notices_a_list_that_is_too_wide() {
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '203.0.113.0/24')"
	must_fail stranger_gets_403 "received .SIP/2.0 (18.|200)"
}

control_the_deny_test_notices_a_missing_row() {
	must_fail _denied_without_a_row "received .SIP/2.0 (18.|200)"
}

_denied_without_a_row() { uac pbx refused status=403 number=+13125550142; }
