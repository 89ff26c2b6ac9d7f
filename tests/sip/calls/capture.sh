# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# siptrunk.capture: what the edge exchanges with one trunk, for those who read SIP with
# sngrep and tshark.

# _capture TRUNK KIND [SECONDS [MEGABYTES]]: until the test ends at the latest; into WHERE.
_capture() {
	WHERE=$(rpc_field where siptrunk.capture "$@")
	at_end _no_capture "$1"
}

_no_capture() { on edge kamcmd siptrunk.capture "$1" off >/dev/null || true; }

# _of_capture FIELD: of the latest of all.
_of_capture() { rpc siptrunk.captures | awk -v where="$WHERE" -v field="$1:" '
	$1 == "where:" { mine = $2 == where } mine && $1 == field { $1 = ""; print substr($0, 2) }' | tail -n 1; }

_has_ended() { [ "$(_of_capture state)" = ended ]; }

# _calls_in FILE: the Call-IDs of its INVITEs, as tshark reads them.
_calls_in() { on edge tshark -r "$1" -Y 'sip.Method == INVITE' -T fields -e sip.Call-ID 2>/dev/null | sort -u; }

# _dialogs_in FILE: as sngrep counts them.
_dialogs_in() { on edge timeout 20 sngrep -N -I "$1" 2>&1 | tr '\rD' '\n\n' | sed -n 's/^ialog count: //p' | tail -n 1; }

# _answered_bye CALL-ID FILE
_answered_bye() { on edge tshark -r "$2" -Y "sip.Call-ID == \"$1\" && sip.CSeq.method == BYE && sip.Status-Code == 200" 2>/dev/null | grep -q .; }

# _a_call_to_each CAPTURED: a 911 by TLS, and a call to the agent.
_a_call_to_each() {
	wait_until 10 gateways_up || fail "RedSky is not up"
	_capture "$1" file 60
	uas redsky1 answer
	uac pbx call number=911 hold=20
	uas_done redsky1
	EMERGENCY_CALL=$UAC_CALL@$(address pbx)
	uas retell answer
	uac pbx call number=+13125550142 hold=20
	uas_done retell
	wait_until 5 _answered_bye "$EMERGENCY_CALL" "$WHERE" || fail "the end of the call is not in $WHERE"
	rpc siptrunk.capture "$1" off >/dev/null
}

_a_trunks_file_has_its_calls_alone() {
	_a_call_to_each "${CAPTURED:-redsky}"
	equal "calls in the file" "$EMERGENCY_CALL" "$(_calls_in "$WHERE")"
}

# With TLS undone; without keys and without what is sent to RedSky as a secret.
a_tls_call_is_in_the_file_of_its_trunk_alone() {
	_a_trunks_file_has_its_calls_alone
	equal "who may read it" 600 "$(stat -c %a "$WHERE")"
	contains "dialogs that sngrep sees" '^[1-9]' "$(_dialogs_in "$WHERE")"
	contains "the organization" '^E911-Organization-ID: x{36}.?$' "$(strings "$WHERE")"
	contains "a key" 'inline:x{40}' "$(strings "$WHERE")"
	equal "keys that can be read" "" "$(strings "$WHERE" | grep -oE 'inline:[^x].*' || true)"
	equal "packets that are no good" "" "$(on edge tshark -r "$WHERE" -o udp.check_checksum:TRUE -o ip.check_checksum:TRUE \
		-Y 'udp.checksum.status == 0 || ip.checksum.status == 0 || _ws.malformed' 2>/dev/null)"
	equal "why it ended" "somebody ended it" "$(_of_capture ended)"
}

control_the_file_test_notices_another_trunks_calls() {
	CAPTURED=genesys must_fail _a_trunks_file_has_its_calls_alone "calls in the file: expected .*found"
}

# sngrep is the collector.
a_collector_hears_of_a_trunks_calls() {
	start_on edge "$TEST_DIR/sngrep" sngrep -N -L udp:127.0.0.1:9060 -O "$TEST_DIR/heard.pcap"
	wait_until 10 _somebody_collects || fail "sngrep does not listen"
	_capture retell hep 60
	uas retell answer
	uac pbx call number=+13125550142 hold=20
	uas_done retell
	wait_until 10 _answered_bye "$UAC_CALL@$(address pbx)" "$TEST_DIR/heard.pcap" || fail "sngrep has heard $(_calls_in "$TEST_DIR/heard.pcap")"
}

_somebody_collects() { on edge ss -Huln 'sport = :9060' | grep -q .; }

# In time, and in size.
no_capture_goes_on_for_ever() {
	local file
	_capture genesys file 1
	wait_until 10 _has_ended || fail "a capture of a second goes on"
	equal "why it ended" "its time is over" "$(_of_capture ended)"
	file=$WHERE
	_capture genesys file 60 1
	on pbx perl -MIO::Socket::INET -e '
		my $socket = IO::Socket::INET->new(Proto => "udp", PeerAddr => "'"$EDGE"'", PeerPort => 5060);
		for my $i (1 .. 1500) { # a queue that is full loses most
			$socket->send("OPTIONS sip:edge SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:9;branch=z9hG4bK$i$$\r\nFrom: <sip:a\@b>;tag=1\r\n"
				. "To: <sip:a\@b>\r\nCall-ID: $i-$$\r\nCSeq: 1 OPTIONS\r\nX: " . "x" x 25000 . "\r\nContent-Length: 0\r\n\r\n");
			$socket->recv(my $answer, 65535);
		}' || fail "nobody answers OPTIONS"
	wait_until 10 _has_ended || fail "a capture of a megabyte goes on at $(_of_capture size)"
	equal "why it ended" "it has the size that it may have" "$(_of_capture ended)"
	[ "$(stat -c %s "$WHERE")" -le 1048576 ] || fail "$WHERE has $(stat -c %s "$WHERE") bytes"
	[ "$file" != "$WHERE" ] || fail "the same file"
}

what_cannot_be_captured_says_why() {
	contains "no trunk" "no trunk is named 'nobody'" "$(rpc_fault siptrunk.capture nobody file)"
	contains "a kind" "'wav' is no way to capture; usage: siptrunk.capture TRUNK" "$(rpc_fault siptrunk.capture genesys wav)"
	contains "for ever" "SECONDS: expected 1 to 86400, found '86401'" "$(rpc_fault siptrunk.capture genesys file 86401)"
	contains "too much" "MEGABYTES: expected 1 to 1000, found '0'" "$(rpc_fault siptrunk.capture genesys file 60 0)"
	contains "nothing to end" "trunk 'twilio' is not captured" "$(rpc_fault siptrunk.capture twilio off)"
	_capture twilio file
	contains "twice" "trunk twilio is captured to /.* already" "$(rpc_fault siptrunk.capture twilio file)"
}
