# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The API's key is read from where it is, and shown nowhere.

_refused() { contains "the fault" "$2" "$(sql "UPDATE siptrunk_api SET $1"; rpc_fault siptrunk.reload)"; }

a_key_that_cannot_be_read_refuses_a_reload() {
	keep_data
	_refused "api_key = 'file:/nowhere'" "siptrunk_api, row 1, column api_key: key file /nowhere: No such file"
	_refused "api_key = 'env:SIPTRUNK_NO_KEY'" "column api_key: variable SIPTRUNK_NO_KEY of the environment: expected a key"
	_refused "api_key = 'file:/etc/kamailio/siptrunk-local.cfg'" "column api_key: key file .*nobody but its owner"
}

a_key_with_a_second_header_refuses_a_reload() {
	keep_data
	(umask 077 && printf 'key_0123456789abcdef\r\nX-Evil: 1' >"$LAB/edge/etc/evil.key")
	at_end rm -f "$LAB/edge/etc/evil.key"
	_refused "api_key = 'file:/etc/kamailio/evil.key'" "expected a key of visible characters, found another at position 21"
}

a_new_key_counts_at_once() {
	api_fresh
	cp -p "$LAB/edge/etc/retell.key" "$TEST_DIR/key"
	at_end cp -p "$TEST_DIR/key" "$LAB/edge/etc/retell.key"
	echo key_of_somebody_else >"$LAB/edge/etc/retell.key"
	uac pbx refused number=$AGENT_NUMBER from="+1415$((RANDOM + 1000000))@example.com" status=404
	contains "the API's answer" " register 401 " "$(api_log register)"
	cp -p "$TEST_DIR/key" "$LAB/edge/etc/retell.key"
}

# _shown_nowhere LINES: of the edge's log, before.
_shown_nowhere() {
	local key
	key=$(<"$API_KEY_FILE")
	! edge_log_since "$1" | grep -qF "$key" || fail "the log shows the key"
	! grep -qsaF "$key" /proc/[0-9]*/cmdline || fail "a process list shows the key"
	! on edge kamcmd siptrunk.show retell | grep -qF "$key" || fail "siptrunk.show shows the key"
	! on edge kamcmd siptrunk.registrations 2>&1 | grep -qF "$key" || fail "siptrunk.registrations shows the key"
}

the_key_is_shown_nowhere() {
	local lines
	lines=$(edge_log_lines)
	api_fresh
	uac pbx call number=$AGENT_NUMBER
	api_answers register 401
	uac pbx refused number=$AGENT_NUMBER from="+1415$((RANDOM + 1000000))@example.com" status=404
	_shown_nowhere "$lines"
}

# _with_variable VALUE: the edge is started with it, until the test ends.
_with_variable() {
	at_end edge_restart
	SIPTRUNK_TEST_KEY=$1 edge_restart
	data "UPDATE siptrunk_api SET api_key = 'env:SIPTRUNK_TEST_KEY'"
}

a_key_of_the_environment_is_as_good() {
	local lines
	lines=$(edge_log_lines)
	_with_variable "$(<"$API_KEY_FILE")"
	api_fresh
	uac pbx call number=$AGENT_NUMBER
	contains "the API's answer" " register 201 " "$(api_log register)"
	_shown_nowhere "$lines"
}

control_another_key_of_the_environment_is_refused() {
	must_fail _another_key "found '.* register 401 "
}

_another_key() {
	_with_variable key_of_somebody_else
	api_fresh
	uac pbx refused number=$AGENT_NUMBER status=404
	contains "the API's answer" " register 201 " "$(api_log register)"
}
