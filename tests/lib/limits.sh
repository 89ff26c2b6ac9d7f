# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Everything that may be full, forbidden or out of service, until the test ends.
# Each first sees that it stops an ordinary call.

# ordinary_call_gets STATUS REASON
ordinary_call_gets() { uac pbx refused status="$1" number=+13125550142 "has ^SIP/2.0 $1 $2"; }

# exhaust_call_limits: one call is up, and is the only one that each trunk may have.
exhaust_call_limits() {
	data "UPDATE siptrunk_trunk SET call_limit = 1"
	hold_a_call
	ordinary_call_gets 503 "Call Limit Reached"
}

# hold_a_call: until the test ends. Its ends are gone then without a word; nor does
# the edge remember it.
hold_a_call() {
	at_end edge_restart
	uas retell answer
	uac_start pbx call number=+13125550142 hold=60000
	wait_until 5 uac_is_up pbx || fail "the call that is to be held is not up"
}

out_of_service() {
	local trunk
	for trunk in genesys redsky twilio retell; do
		rpc siptrunk.set_state "$trunk" out_of_service >/dev/null
		at_end rpc siptrunk.set_state "$trunk" in_service
	done
	ordinary_call_gets 503 "Trunk Out Of Service"
}

ban_the_pbx() {
	rpc siptrunk.address_add genesys 192.0.2.10 600 deny >/dev/null
	at_end rpc siptrunk.address_remove genesys 192.0.2.10
	ordinary_call_gets 403 Forbidden
}

# exhaust_ports: the agent's RTPengine has as many as one call needs, which is up.
exhaust_ports() {
	at_end rtpengine_with agent
	rtpengine_with agent --port-min=16384 --port-max=16387
	hold_a_call
	ordinary_call_gets 503 "Service Unavailable"
}

# keep_memory PERCENT: for emergency calls.
keep_memory() {
	edge_edited 's/^(modparam\("siptrunk", ")stranger_rate.*/$&\n$1reserve_memory", '"$1"')/'
}

# exhaust_memory: FILLER makes large calls that end at once, and stay in memory
# for another 5 s. First: keep_memory 64, so that less is to be filled.
exhaust_memory() {
	fill_memory
	wait_until 30 no_room_is_left || fail "memory does not run short"
	ordinary_call_gets 503 "No Room For Ordinary Calls"
}

fill_memory() {
	local port=$((UAS_PORT + 1))
	sipp_prepare retell uas-ring
	sipp_run retell uas-ring "$port" -m 1000000 -timeout 0 &
	at_end end_process "$!"
	divert retell "$port"
	sipp_prepare pbx uac-cancel number=+13125550142 extra=$'\r\n'"X-Large: $(printf '%010000d' 0)"
	UAC_PORT=$((UAC_PORT + 1))
	sipp_run pbx uac-cancel "$UAC_PORT" "$EDGE:5060" -m 1000000 -r 60 -timeout 0 &
	FILLER=$!
	at_end end_process "$FILLER"
}

no_room_is_left() { [ "$(counter no_room)" -gt 0 ]; }

# hold_connections: as many as one stranger may have; that one more is closed.
hold_connections() {
	start_on stranger "$TEST_DIR/held" "$REPO/tests/lab/hostile" hold "$EDGE" 5060 70
	wait_until 10 test -s "$TEST_DIR/held" || fail "the stranger does not connect"
	equal "connections of the stranger" 64 "$(<"$TEST_DIR/held")"
}

# flood_of_a_stranger RATE: messages a second, until flood_ended.
flood_of_a_stranger() {
	FLOODED=$(($(counter access_flood) + $(counter access_malformed)))
	start_on stranger "$TEST_DIR/rain" "$REPO/tests/lab/hostile" rain "$EDGE" 5060 "$1" 3600
	FLOOD=$STARTED
	FLOOD_BEGAN=${EPOCHREALTIME/./}
}

# flood_ended: how many messages a second were sent, as FLOOD_RATE, and how many in
# all the edge had the time to look at, as FLOOD_SEEN.
flood_ended() {
	local lasted=$((${EPOCHREALTIME/./} - FLOOD_BEGAN))
	end_process "$FLOOD"
	FLOOD_SEEN=$(($(counter access_flood) + $(counter access_malformed) - FLOODED))
	FLOOD_RATE=$(($(<"$TEST_DIR/rain") * 1000 / (lasted / 1000)))
}
