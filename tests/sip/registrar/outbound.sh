# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The edge registers with a trunk: a carrier that wants it, a Genesys phone trunk.

# _may_register PASSWORD: the edge with the carrier, when it is told to.
_may_register() {
	local ha1
	ha1=$("$REPO/scripts/siptrunkdb" ha1 siptrunk sip.twilio.lab <<<"$1")
	data "INSERT INTO siptrunk_credential (trunk, direction, realm, username, ha1)
			VALUES ('twilio', 'outbound', 'sip.twilio.lab', 'siptrunk', '$ha1');
		INSERT INTO siptrunk_registration (trunk, username, domain) VALUES ('twilio', 'siptrunk', 'sip.twilio.lab')"
	on carrier kamcmd pv.shvSet registers int 0 >/dev/null
	on carrier kamcmd pv.shvSet registered str nobody >/dev/null
}

_registers_with_the_carrier() {
	_may_register "$1"
	LINE=$(edge_log_lines)
	edge_with REGISTRATION_INTERVAL=1
}

_shared() { on carrier kamcmd pv.shvGet "$1" | sed -n 's/.*value: //p'; }

_is_registered() { _shared registered | grep -q "$1"; }

_logged() { edge_log_since "$LINE" | grep -q "$1"; }

# _metric_is VALUE
_metric_is() {
	operate /metrics
	contains "the metric" "^siptrunk_registered\{trunk=\"twilio\"\} $1\$" "$PAGE"
}

the_edge_registers_and_is_called_back() {
	_registers_with_the_carrier secret
	wait_until 10 _is_registered '<sip:twilio@203.0.113.10:5060;transport=udp>' \
		|| fail "the carrier knows $(_shared registered)"
	wait_until 5 _logged 'the edge is registered with trunk twilio' || fail "nobody says so"
	_metric_is 1
	equal "REGISTERs" 2 "$(_shared registers)"
	! rpc uac.reg_dump | grep -qE '[0-9a-f]{32}|secret' || fail "uac.reg_dump tells a secret"
	contains "uac.reg_dump" "r_domain: sip.twilio.lab" "$(rpc uac.reg_dump)"
	equal "rows" 1 "$(rpc_field registrations siptrunk.reload)"
	contains "siptrunk.show" "registrations: { { username: siptrunk domain: sip.twilio.lab expires: 3600 }" \
		"$(rpc siptrunk.show twilio | xargs)"
	# to the Contact; the number is in To
	uas pbx answer "has ^INVITE sip:\\+14155550177@"
	uac carrier call uri="sip:twilio@$EDGE" number=+14155550177
	uas_done pbx
}

# As at a start, when other processes write to the same SQLite file, and uac reads once.
registrations_are_read_while_somebody_writes() {
	local reader before
	reader=$(rpc core.psx | grep -B 1 'DSC: ctl handler' | sed -n 's/.*PID: //p')
	database_lock
	before=$(_sleeps "$reader")
	start_on edge "$TEST_DIR/answer" kamcmd uac.reg_refresh nobody 7>&- # else the lock is its, too
	wait_until 5 _tries_again "$reader" "$before" || fail "nobody waits; the answer: $(<"$TEST_DIR/answer")"
	database_unlock
	wait "$STARTED" || true
	contains "the answer of a registration that is not there" "404" "$(<"$TEST_DIR/answer")"
}

_sleeps() { sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' "/proc/$1/status"; }

# SQLite sleeps from one try to the next; who has his answer sleeps once.
_tries_again() { [ ! -s "$TEST_DIR/answer" ] && [ "$(_sleeps "$1")" -ge $(($2 + 10)) ]; }

# Told once, in plain words, and not tried again at once; calls go on.
a_registration_with_a_wrong_password_is_told() {
	_registers_with_the_carrier wrong
	wait_until 10 _logged 'trunk twilio does not take the registration of sip:siptrunk@sip.twilio.lab: 401' \
		|| fail "nobody says so"
	_metric_is 0
	_logged 'trunk twilio does not take its credentials of siptrunk_credential, user siptrunk' || fail "nobody says why"
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	uas pbx answer
	uac carrier call number=+15005550006
	uas_done pbx
	equal "REGISTERs" 2 "$(_shared registers)"
	equal "lines about it" 1 "$(edge_log_since "$LINE" | grep -c 'does not take the registration')"
	_is_registered nobody || fail "the carrier knows $(_shared registered)"
}

# The edge relays what a peer sends inside its call, also to its own port.
nobody_else_uses_the_edges_own_port() {
	local before
	_may_register secret
	uas pbx answer
	uac retell within number=2001 from=+13125550142@sip.retellai.com method=REGISTER status=405 \
		within=$'\r\nContact: <sip:twilio@edge>'
	uas_done pbx
	before=$(_registers_received)
	printf '%s\r\n' 'REGISTER sip:sip.twilio.lab SIP/2.0' 'Via: SIP/2.0/UDP 127.0.0.1:5098;branch=z9hG4bKown' \
		'From: <sip:siptrunk@sip.twilio.lab>;tag=own' 'To: <sip:siptrunk@sip.twilio.lab>' "Call-ID: own-$before" \
		'CSeq: 1 REGISTER' 'Contact: <sip:twilio@edge>' 'Content-Length: 0' '' \
		| on edge bash -c 'cat >/dev/udp/127.0.0.1/5099'
	wait_until 5 _received_after "$before" || fail "the REGISTER did not arrive"
	uac pbx request method=OPTIONS status=200
	equal "REGISTERs" 0 "$(_shared registers)"
}

_registers_received() { rpc stats.fetch core.rcv_requests_register | grep -oE '[0-9]+ *$'; }

_received_after() { [ "$(_registers_received)" -gt "$1" ]; }
