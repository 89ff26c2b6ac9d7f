# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Connections: who only connects holds one for half a minute, a peer for an hour.

. "$REPO/tests/lib/hostile.sh"

# _connect HOST: a TCP connection from HOST to the edge that stays open.
_connect() {
	coproc CONNECTION { exec "$REPO/scripts/lab" exec "$1" bash -c "exec 3<>/dev/tcp/$EDGE/5060; cat >&3"; }
	CONNECTION_PROCESS=$CONNECTION_PID
	at_end end_process "$CONNECTION_PROCESS"
}

# _speak HOST: an OPTIONS over that connection.
_speak() {
	printf '%s\r\n' "OPTIONS sip:$EDGE SIP/2.0" \
		"Via: SIP/2.0/TCP $(address "$1");branch=z9hG4bK$CONNECTION_PROCESS" \
		"From: <sip:a@$(address "$1")>;tag=1" "To: <sip:$EDGE>" \
		"Call-ID: connection-$CONNECTION_PROCESS" "CSeq: 1 OPTIONS" "Max-Forwards: 70" \
		"Content-Length: 0" "" >&"${CONNECTION[1]}"
}

# _lifetime HOST: of the connections from there, in seconds.
_lifetime() {
	on edge kamcmd core.tcp_list | sed -n "/lifetime:/h; /src_ip: $(address "$1")$/{x; s/.*: //p}"
}

_lives() { [[ $'\n'$(_lifetime "$1")$'\n' = *$'\n'$2$'\n'* ]]; }

_await_lifetime() {
	wait_until 5 _lives "$1" "$2" || fail "its connection lives $(_lifetime "$1") s, not $2"
}

who_only_connects_is_soon_forgotten() {
	_connect stranger
	_await_lifetime stranger 30
}

a_stranger_who_speaks_is_no_better() {
	local before
	before=$(counter access_unknown)
	_connect stranger
	_speak stranger
	await_counter access_unknown $((before + 1))
	_await_lifetime stranger 30
}

a_peers_connection_is_kept() {
	_connect pbx
	_await_lifetime pbx 30
	_speak pbx
	_await_lifetime pbx 3605
}

# Retell is called over TCP: its answers keep the connection that the edge opened.
a_connection_that_we_opened_is_kept() {
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	_await_lifetime retell 3605
}

control_the_lifetime_test_notices_a_connection_that_is_kept() {
	must_fail _a_peer_is_forgotten "lives 3605 s, not 30"
}

_a_peer_is_forgotten() {
	_connect pbx
	_speak pbx
	_await_lifetime pbx 3605
	_lives pbx 30 || fail "its connection lives $(_lifetime pbx) s, not 30"
}
