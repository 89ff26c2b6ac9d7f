# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# TLS with Retell, both ways: versions, cipher suites, and what the edge says about
# each thing that can be wrong at Retell's end.

. "$REPO/tests/lib/raw.sh"

# _retell_shows CERTIFICATE [OPTION...]: in the place of its front a server that
# writes down what it is offered; the edge asks it by OPTIONS.
_retell_shows() {
	[ -z "${SERVER:-}" ] || end_process "$SERVER"
	EDGE_LINE=$(edge_log_lines)
	start_on retell "$TEST_DIR/server" openssl s_server -rev -accept 18.98.16.121:5062 \
		-cert "$LAB/ca/$1.crt" -key "$LAB/ca/retell.key" "${@:2}"
	SERVER=$STARTED
	wait_until 5 grep -qs ACCEPT "$TEST_DIR/server" || fail "openssl s_server: $(cat "$TEST_DIR/server")"
}

# Not known to dispatcher: this is not about calls.
_retell_by_tls() {
	data "UPDATE siptrunk_trunk SET transport = 'tls' WHERE name = 'retell';
		UPDATE dispatcher SET destination = 'sip:18.98.16.121:5062;transport=tls', flags = 8 WHERE setid = 2"
}

_asked() { rpc siptrunk.probe >/dev/null && "$@"; }
_logged() { edge_log_since "$EDGE_LINE" | grep -qE -- "$1"; }

# _told COUNTER REGEX: once, although more than one handshake fails.
_told() {
	local before
	before=$(counter "$1")
	wait_until "${PATIENCE:-10}" _asked _logged "$2" || fail "the log lacks $2: $(edge_log_since "$EDGE_LINE" | tail -n 5)"
	wait_until 10 _asked counter_reaches "$1" $((before + 2)) || fail "counter $1 is still $(counter "$1")"
	equal "lines like $2" 1 "$(edge_log_since "$EDGE_LINE" | grep -cE -- "$2")"
}

# _refused CERTIFICATE FAULT ADVICE: which no call ever takes, as it is no 911.
_refused() {
	_retell_shows "retell-$1" "${@:4}"
	_told certificate_refused "gateway sip\.retellai\.com of trunk retell is refused: its certificate is $2 .*: $3"
}

each_fault_of_a_certificate_is_told_once() {
	_retell_by_tls
	_refused expired expired "its owner must renew it"
	_refused wrong wrong_name "another host"
	_refused unknown unknown_ca "is its root in ca_list"
	_refused self unknown_ca "does a device in the path show its own"
}

_is_verified() { rpc siptrunk.certificates | tr -s '\n\t ' ' ' | grep -q "trunk: retell gateway: sip.retellai.com fault: none used: yes"; }

a_chain_with_a_gap_is_told() {
	_retell_by_tls
	_retell_shows retell-leaf -cert_chain "$LAB/ca/retell-between.crt"
	wait_until 10 _asked _is_verified || fail "the whole chain does not verify: $(rpc siptrunk.certificates)"
	_refused leaf incomplete "the gateway must send the certificates between"
}

_alert() {
	_told tls_alerts "gateway sip\.retellai\.com of trunk retell is not reached by TLS: it sent the alert \"$1\": $2"
	contains "siptrunk.certificates" "gateway: sip.retellai.com alert: $1 sent_by: gateway" \
		"$(rpc siptrunk.certificates | tr -s '\n\t ' ' ')"
}

each_alert_of_a_handshake_is_told_once() {
	_retell_by_tls
	_retell_shows retell -tls1_1 -cipher ALL:@SECLEVEL=0
	_alert "protocol version" "no version of TLS in common"
	_retell_shows retell -tls1_2 -cipher AES128-SHA256
	_alert "handshake failure" "no cipher suite in common"
	_retell_shows retell -Verify 1 -verify_return_error -CAfile "$LAB/ca/redsky-ca.crt"
	_alert "unknown CA" "it does not trust who signed our certificate"
}

control_a_good_server_is_not_told_of() {
	PATIENCE=1 must_fail _nothing_wrong "the log lacks"
}

_nothing_wrong() {
	_retell_by_tls
	_retell_shows retell
	_told tls_alerts "of trunk retell is (not|refused)"
}

# In the place of the lab's own: now nobody whom Amazon has not signed is Retell.
the_roots_for_retell_are_amazons() {
	local roots=$TEST_DIR/retell-ca.crt
	"$REPO/scripts/platform" "$REPO/scripts/retell-ca" >"$roots"
	equal "roots" 5 "$(grep -c 'BEGIN CERTIFICATE' "$roots")"
	edge_tls "s#^ca_list = .*/retell-ca.crt#ca_list = $roots#"
	_retell_by_tls
	_retell_shows retell
	_told certificate_refused "of trunk retell is refused: its certificate is unknown_ca"
}

_offered() { _asked grep -qE "$1" "$TEST_DIR/server"; }

# _speaks VERSION SUITE [OPTION...]: the server has no order of its own.
_speaks() {
	_retell_shows retell "${@:3}"
	wait_until 10 _offered "^Ciphersuite: $2" || fail "no handshake with $2: $(cat "$TEST_DIR/server")"
	contains "what was agreed" "^Protocol version: $1\$" "$(cat "$TEST_DIR/server")"
}

# Seed 000: the larger one first.
SUITES=ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256

the_edge_calls_by_tls_1_2_and_1_3() {
	_retell_by_tls
	_speaks TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384 -tls1_2
	contains "offered for 1.2" "^Client cipher list: ([A-Z0-9_]+:)*$SUITES(:TLS_EMPTY_RENEGOTIATION_INFO_SCSV)?\$" \
		"$(grep '^Client cipher list' "$TEST_DIR/server")"
	_speaks TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
	_speaks TLSv1.3 TLS_AES_256_GCM_SHA384 -tls1_3
}

# _is_heard VERSION SUITE OPTION...
_is_heard() {
	tls_open retell 5061 "" "${@:3}"
	tls_ask OPTIONS edge
	contains "what Retell hears" "^SIP/2.0 200 " "$ANSWER"
	contains "what was agreed" "src_ip: 18\.98\.16\.121 .*cipher: $2 +$1" \
		"$(rpc tls.list | tr '\n\t' '  ' | tr -s ' ' | sed 's/} {/}\n{/g' | grep 'src_ip: 18\.98\.16\.121')"
	tls_close
}

# Whatever order the client has, the edge's counts.
the_edge_is_called_by_tls_1_2_and_1_3() {
	_is_heard TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384 -tls1_2 \
		-cipher ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384
	_is_heard TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
	_is_heard TLSv1.3 TLS_AES_256_GCM_SHA384 -tls1_3
}

an_old_version_and_another_suite_are_not_heard() {
	local -a options
	for options in "-tls1_1 -cipher ALL:@SECLEVEL=0" "-tls1_2 -cipher AES256-SHA256"; do
		# shellcheck disable=SC2086
		! on retell openssl s_client -connect "$EDGE:5061" $options -brief </dev/null >"$TEST_DIR/client" 2>&1 \
			|| fail "s_client $options is taken: $(cat "$TEST_DIR/client")"
		contains "what s_client $options hears" "alert (protocol version|handshake failure)" "$(cat "$TEST_DIR/client")"
	done
}

# The first is another host, or a device in the path.
a_call_goes_to_the_next_gateway() {
	_retell_shows retell-wrong
	gateways "UPDATE dispatcher SET destination = 'sip:18.98.16.121:5062;transport=tls', priority = 9 WHERE setid = 2;
		INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description)
		VALUES (2, 'sip:143.223.88.9:5061;transport=tls', 0, 0, 'name=sip.retellai.com', '')"
	uas retell answer "has Via: SIP/2\.0/TLS $EDGE"
	uac pbx call number=+13125550142
	uas_done retell
	contains "the log" "of trunk retell is refused: its certificate is wrong_name" "$(edge_log_since "$EDGE_LINE")"
}

# _shows_the_name NAME: what a new connection to the edge is shown.
_shows_the_name() {
	tls_hears 200 pbx
	contains "what the edge shows" "depth=0 CN ?= ?$1" "$(cat "$TEST_DIR/tls")"
}

a_new_certificate_ends_no_call() {
	local etc=$LAB/edge/etc/siptrunk-tls
	gateways "UPDATE dispatcher SET destination = 'sip:sip.retellai.com:5061;transport=tls' WHERE setid = 2"
	uas retell answer "has Via: SIP/2\.0/TLS $EDGE"
	uac_start pbx call number=+13125550142 hold=3000
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	_shows_the_name edge.siptrunk.lab
	at_end rpc tls.reload
	at_end cp "$LAB/ca/edge.crt" "$LAB/ca/edge.key" "$etc/"
	cp "$LAB/ca/notify.crt" "$etc/edge.crt"
	cp "$LAB/ca/notify.key" "$etc/edge.key"
	rpc tls.reload >/dev/null
	_shows_the_name notify.genesys.lab
	uac_done pbx call
	uas_done retell
}
