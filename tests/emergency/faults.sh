# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The rows of the fault matrix. Each breaks something until its end; the comment
# beside a row is its name. A row that places its calls itself sets
# ANSWERED_ALREADY; NOTE is shown at the end of its line.

row_nothing() { # nothing is broken
	true
}

row_database() { # the database is gone
	mv "$EDGE_DB" "$EDGE_DB.gone"
	at_end mv "$EDGE_DB.gone" "$EDGE_DB"
}

# calls_refused NAME NUMBER SIPP-OPTION...: calls from the pbx that hear 503, until the
# row's end; what they got is in TEST_DIR/NAME.
calls_refused() {
	local folder=$TEST_DIR/$1
	mkdir -p "$folder"
	TEST_DIR=$folder sipp_prepare pbx uac-refused number="$2" status=503
	UAC_PORT=$((UAC_PORT + 1))
	TEST_DIR=$folder sipp_run pbx uac-refused "$UAC_PORT" "$EDGE:5060" -timeout 0 "${@:3}" &
	at_end end_process "$!"
	wait_until 5 listening pbx "$UAC_PORT" || fail "no sipp calls $2: $(cat "$folder"/*.errors)"
}

# made NAME: how many of those calls have begun.
made() { grep -ac '^INVITE sip:' "$TEST_DIR/$1/pbx-uac-refused.messages"; }

# 20 calls wait for a registration until the 911s are over; so do ordinary calls
# by number, 10 a second.
row_retell() { # Retell and its API are stalled
	api_answers register stall
	peer_freeze retell
	data "UPDATE siptrunk_api SET deadline = 10000"
	calls_refused registered "$AGENT_NUMBER" -m 20 -r 20
	wait_until 10 registrations_wait 20 || fail "not 20 calls wait: $(rpc siptrunk.registrations)"
	calls_refused ordinary +13125550142 -m 1000000 -r 10
	place_911 "$PLACED"
	ANSWERED_ALREADY=1
	registrations_wait 20 || fail "they did not wait until the end: $(rpc siptrunk.registrations)"
	[ "$(made ordinary)" -ge 10 ] || fail "only $(made ordinary) ordinary calls were made"
	NOTE="20 calls waited for the API, $(made ordinary) for Retell"
}

registrations_wait() { [ "$(rpc_field waiting siptrunk.registrations)" -ge "$1" ]; }

row_agent_rtpengine() { # the agent RTPengine is killed
	rtpengine_kill agent
}

row_emergency_rtpengine() { # the emergency RTPengine is killed
	rtpengine_kill emergency
}

row_both_rtpengines() { # both RTPengines are killed
	rtpengine_kill agent
	rtpengine_kill emergency
}

row_hung_rtpengine() { # the emergency RTPengine hangs
	rtpengine_freeze emergency
}

row_hung_agent_rtpengine() { # the agent RTPengine hangs
	rtpengine_freeze agent
	calls_refused ordinary +13125550142 -m 1000000 -r 10
}

row_refusing() { # gateway 1 refuses connections
	peer_stop redsky1
}

# black_hole HOST: what it sends to the edge is lost; what it gets, unanswered.
black_hole() {
	on "$1" ip route add blackhole "$EDGE/32"
	at_end on "$1" ip route del blackhole "$EDGE/32"
}

row_lost_connection() { # gateway 1 is black-holed, connected
	black_hole redsky1
}

# All 20 before the first of them can have taught the edge anything.
row_black_hole() { # gateway 1 is black-holed, 20 at once
	"$REPO/scripts/lab" stop redsky1 kamailio
	black_hole redsky1
	"$REPO/scripts/lab" start redsky1 kamailio
	RATE=40
}

# gateway_refuses HOST STATUS
gateway_refuses() {
	local port=$((UAS_PORT + 1))
	sipp_prepare "$1" uas-refuse status="$2"
	sipp_run "$1" uas-refuse "$port" -m 1000000 -timeout 0 &
	at_end end_process "$!"
	wait_until 5 listening "$1" "$port" || fail "$1: no sipp listens"
	divert "$1" "$port"
}

row_503() { # gateway 1 answers 503
	gateway_refuses redsky1 503
}

row_403() { # gateway 1 answers 403
	gateway_refuses redsky1 403
}

row_closing() { # gateway 1 closes in the TLS handshake
	peer_stop redsky1
	start_on redsky1 "$TEST_DIR/closing" "$REPO/tests/lab/hostile" serve close 198.51.100.11 5061
}

row_frozen() { # gateway 1 is frozen
	peer_freeze redsky1
}

row_no_gateway() { # all gateways are dead
	peer_stop redsky1
	peer_stop redsky2
}

row_black_holes() { # all gateways are black-holed
	black_hole redsky1
	black_hole redsky2
}

row_dns() { # DNS is dead, gateways are names
	gateways "UPDATE dispatcher SET destination = 'sip:' || description || ':5061;transport=tls', attrs = ''
		WHERE setid = 3"
	gateway_becomes sip1.redsky.lab up
	dns_freeze
}

row_reload() { # 100,000 rows are loaded again and again
	keep_data
	sql "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
		INSERT INTO siptrunk_address (trunk, prefix)
		SELECT 'twilio', (20 + i / 65536) || '.' || (i / 256 % 256) || '.' || (i % 256) || '.0/24' FROM n"
	rpc siptrunk.reload >/dev/null
	reload_forever >"$TEST_DIR/reloads" 2>&1 &
	at_end end_process "$!"
}

reload_forever() { while on edge kamcmd siptrunk.reload; do :; done; }

# One worker's crash ends all of Kamailio; it is started again as systemd does
# with Restart=always. The first calls find nobody, and are sent again; one that
# was up is still up.
row_crash() { # a SIP worker has crashed
	local worker
	uac_start pbx call number=911 hold=5000
	CALL_BEFORE=$UAC_PID
	wait_until 5 uac_is_up pbx || fail "the call before is not up"
	worker=$(on edge kamcmd core.psx | grep -B 3 'udp receiver child=0' | sed -n 's/.*PID: *//p' | head -n 1)
	kill -SEGV "$worker"
	wait_until 10 edge_is_gone || fail "Kamailio lives on without worker $worker"
	"$REPO/scripts/lab" start edge kamailio >"$TEST_DIR/started" &
	at_end wait "$!"
	place_911 "$PLACED"
	ANSWERED_ALREADY=1
	wait "$CALL_BEFORE" || fail "the call that was up did not end well"
	NOTE="one that was up is ended, too"
}

edge_is_gone() { ! kill -0 "$(<"$LAB/edge/kamailio.pid")"; }

# The database and the spool are on it.
row_disk() { # the disk is full
	local disk=$TEST_DIR/disk
	mkdir -p "$disk"
	at_end on edge umount "$disk"
	on edge mount -t tmpfs -o size=4m none "$disk"
	on edge cp "$EDGE_DB" "$disk/siptrunk.db"
	on edge mkdir "$disk/spool"
	edge_configured DB_URL "\"sqlite:///$disk/siptrunk.db\"" SPOOL_DIR "\"$disk/spool\""
	on edge dd if=/dev/zero of="$disk/full" bs=4k 2>/dev/null || true
}

# edge_configured NAME VALUE...: in its local file.
edge_configured() {
	local file=$LAB/edge/etc/siptrunk-local.cfg
	cp "$file" "$TEST_DIR/local.before"
	at_end edge_restart
	at_end cp "$TEST_DIR/local.before" "$file"
	while [ $# -gt 0 ]; do
		sed -i "/^#!define $1 /d" "$file"
		echo "#!define $1 $2" >>"$file"
		shift 2
	done
	edge_restart
}

# clock_steps SECONDS: in the middle of the calls.
clock_steps() {
	local clock=$TEST_DIR/clock
	"$REPO/scripts/platform" gcc -shared -fPIC -O2 -Wall -Werror "$REPO/tests/emergency/clock.c" -o "$clock.so"
	echo 0 >"$clock"
	at_end edge_restart
	(export LD_PRELOAD=$clock.so CLOCK_STEP=$clock && edge_restart)
	grep -q "$clock.so" "/proc/$(<"$LAB/edge/kamailio.pid")/maps" || fail "the clock is not in its place"
	{ wait_until 10 calls_are_placed; echo "$1" >"$clock"; } &
	place_911 "$PLACED"
	ANSWERED_ALREADY=1
	NOTE="the edge is up for $(rpc_field uptime core.uptime) s, it says"
}

calls_are_placed() { [ "$(counter emergency_placed)" -gt 5 ]; }

row_clock_forward() { # the clock jumps an hour ahead
	clock_steps 3600
}

row_clock_back() { # the clock jumps an hour back
	clock_steps -3600
}

row_saturation() { # every limit is exhausted, 5,000 messages/s
	exhaust_ports
	data "UPDATE siptrunk_trunk SET call_limit = 1"
	ordinary_call_gets 503 "Call Limit Reached"
	out_of_service
	ban_the_pbx
	hold_connections
	flood_of_a_stranger 5000
	place_911 "$PLACED"
	ANSWERED_ALREADY=1
	flood_ended
	NOTE="the stranger sent $FLOOD_RATE/s, $FLOOD_SEEN in all were looked at"
}

row_memory() { # memory is full
	keep_memory 68
	exhaust_memory
}

row_control_nobody() { # nobody is there (control: must be lost)
	peer_stop redsky1
	peer_stop redsky2
	peer_stop carrier
	data "UPDATE siptrunk_site SET desk = ''"
}
