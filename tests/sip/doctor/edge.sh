# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# scripts/doctor, asked about the edge: no complaint of a healthy one, and each thing that
# is broken is named with what to do.

# _doctor STATUS [WORD]...: SAID is what it says.
_doctor() {
	local status=0
	SAID=$(on edge "$REPO/scripts/doctor" --log "$LAB/edge/kamailio.log" "${@:2}" 2>&1) || status=$?
	equal "the doctor's exit status; it said: $SAID" "$1" "$status"
}

# _complains REGEX: of something bad.
_complains() { contains "the doctor's complaints" "^BAD +$1" "$SAID"; }

a_healthy_edge_gets_no_complaint() {
	edge_restart
	_doctor 0
	! grep -q '^BAD' <<<"$SAID" || fail "it complains: $SAID"
	contains "what it looked at" "^ok +gateways +gateway sip1.redsky.lab .* answers 200 OK; certificate for [0-9]+ days" "$SAID"
	contains "what it looked at" "^ok +rtpengine +emergency answers .*, ports 30000-32766, in user space" "$SAID"
	_doctor 0 --json clock dns
	contains "its JSON" '^\{"level": "ok", "check": "dns", "where": "", "found": "sip\.retellai\.com: ' "$SAID"
	_doctor 2 --symptom headache
}

# What it sees is the host's, so that much can be broken at once.
a_sick_edge_is_told_what_to_mend() {
	local tls=$LAB/edge/etc/siptrunk-tls rule=(INPUT -p udp --dport 31000:31010 -j DROP)
	on edge iptables -I "${rule[@]}"
	at_end on edge iptables -D "${rule[@]}"
	on edge nft -f - <<<"table inet other { chain in { type filter hook input priority 10; tcp dport { 5061, 8061 } drop; }; }"
	at_end on edge nft delete table inet other
	cp -a "$tls" "$TEST_DIR/tls"
	at_end cp -a "$TEST_DIR/tls/." "$tls"
	cp "$LAB/ca/redsky1-expired.crt" "$tls/edge.crt" # of another day, too: what Kamailio tells of its own
	chmod a+r "$tls/edge.key"
	rtpengine_freeze agent
	_clock_ahead 3600
	_doctor 1 rtpengine firewall certificates storage
	_complains "rtpengine +RTPengine agent, 127.0.0.1:2223: expected a pong, found nothing"
	_complains "firewall +udp 30000-32766, media of emergency calls: expected no rule that drops it, found iptables: .*--dport 31000:31010 -j DROP"
	_complains "firewall +tcp 5061-5061, SIP: expected no rule that drops it, found nft:in: tcp dport \{ 5061, 8061 \} drop"
	_complains "certificates +.*edge.crt: expected EDGE_HOST, 203.0.113.10, among its names, found DNS:sip1.redsky.lab"
	_complains "certificates +.*edge.key: expected the key of .*edge.crt, found another one"
	_complains "certificates +Kamailio: expected the certificate of .*, found another"
	_complains "storage +.*edge.key: expected a secret that few may read, found root:root -rw-r--r--"
	! grep -q '^BAD .*SPOOL_DIR\|^BAD .*16384-29998' <<<"$SAID" || fail "it complains of what is well: $SAID"
}

# _clock_ahead SECONDS: for the doctor alone.
_clock_ahead() {
	"$REPO/scripts/platform" gcc -shared -fPIC -O2 "$REPO/tests/emergency/clock.c" -o "$TEST_DIR/clock.so"
	echo "$1" >"$TEST_DIR/clock"
	SAID=$(on edge env LD_PRELOAD="$TEST_DIR/clock.so" CLOCK_STEP="$TEST_DIR/clock" "$REPO/scripts/doctor" clock) || true
	_complains "clock +the host's clock: expected the time of api.retellai.com, within 5 s, found (3599|3600|3601) s ahead"
}

peers_and_rows_that_are_wrong_are_named() {
	keep_data
	sql "UPDATE siptrunk_caller SET site = '' WHERE aor = 'dave@example.com'"
	_doctor 1 database
	_complains "database +siptrunk_caller, rows 4: expected a DID, an extension or a site with an ANI"
	contains "the database" "^note +database +database: 0 rows added, 0 removed, 1 changed since the last load" "$SAID"
	sql "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES ('genesys', '192.0.2.10/24', 'allow')"
	_doctor 1 database
	_complains "database +database: expected rows that can be loaded, found: .*siptrunk_address.*192.0.2.10/24"
	restore_data
	data "UPDATE dispatcher SET destination = 'sip:nobody.lab:5060;transport=tcp' WHERE setid = 2;
		UPDATE dispatcher SET destination = 'sip:192.0.2.50:5999' WHERE setid = 4;
		UPDATE dispatcher SET attrs = 'name=sip9.redsky.lab' WHERE description = 'sip2.redsky.lab'"
	_doctor 1 dns gateways
	_complains "dns +nobody.lab, gateway of trunk retell: expected an address, found none \(DNS servers: 203.0.113.53\)"
	_complains "gateways +gateway sip.retellai.com of trunk retell \(tcp nobody.lab port 5060\): expected an address, found none"
	_complains "gateways +gateway 192.0.2.50 .* port 5999\): expected an answer to OPTIONS, found none to three of them"
	_complains "gateways +gateway sip9.redsky.lab .*: expected a certificate that .*redsky-ca.crt vouches for, of sip9.redsky.lab, found hostname mismatch"
}

an_edge_that_does_not_run_is_told_why() {
	local settings=$LAB/edge/etc/siptrunk-local.cfg
	"$REPO/scripts/lab" stop edge kamailio
	at_end "$REPO/scripts/lab" start edge kamailio
	cp "$settings" "$TEST_DIR/settings"
	at_end cp "$TEST_DIR/settings" "$settings"
	sed -i '/DB_WAIT/d' "$settings"
	start_on edge "$TEST_DIR/other" python3 -c "import socket, time; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('$EDGE', 8060)); time.sleep(60)"
	wait_until 5 listening edge 8060 || fail "nobody takes the port"
	_doctor 1
	_complains "kamailio +kamcmd: expected an answer of Kamailio, found .*No such file"
	_complains "ports +udp 203.0.113.10 port 8060: expected Kamailio to listen, found python3"
	_complains "database +DB_WAIT: expected the file of DB_URL, $EDGE_DB, found /var/lib/siptrunk/siptrunk.db=2000"
	equal complaints 3 "$(grep -c '^BAD' <<<"$SAID")"
	contains "the rest" "^note +gateways +not looked at: Kamailio does not answer" "$SAID"
	end_process "$STARTED"
}

control_the_health_test_notices_a_complaint() {
	must_fail _a_complaint_is_none "^BAD +rtpengine +RTPengine emergency"
}

_a_complaint_is_none() {
	rtpengine_freeze emergency
	_doctor 0 rtpengine
}
