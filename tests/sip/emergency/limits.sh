# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whatever is full, forbidden or out of service: 911 calls are answered. Each
# test first sees an ordinary call refused. At full scale: make test-emergency.

. "$REPO/tests/lib/hostile.sh"
. "$REPO/tests/lib/emergency.sh"
. "$REPO/tests/lib/limits.sh"
. "$REPO/tests/lib/raw.sh"

CALLS=20

_answered_all_the_same() {
	gateways_answer redsky1
	answered_911 "$CALLS"
}

a_call_limit_does_not_count_a_911() {
	exhaust_call_limits
	_answered_all_the_same
}

a_911_is_answered_out_of_service() {
	out_of_service
	_answered_all_the_same
}

a_911_of_a_banned_pbx_is_answered() {
	ban_the_pbx
	_answered_all_the_same
}

# As docs/module.md has it for those who want pike.
_pike() {
	edge_edited 's/^loadmodule "sl.so"/$&\nloadmodule "pike.so"\nmodparam("pike", "reqs_density_per_unit", 3)/;
		s/^\troute\('"$1"'\);/\tif(!pike_check_req()) { sl_send_reply("503", "Pike"); exit; }\n$&/'
	wait_until 20 _pike_bans_the_pbx || fail "pike does not ban the pbx"
}

_pike_bans_the_pbx() {
	[[ $(request INVITE 's/sip:911\@/sip:+13125550142\@/; s/203.0.113.66/192.0.2.10/g' \
		| hostile pbx ask udp "$EDGE" 5060) = *"503 Pike"* ]]
}

a_911_of_a_pbx_that_pike_bans_is_answered() {
	_pike WELL_FORMED
	_answered_all_the_same
}

# Where pike's own documentation has it.
control_a_911_behind_pike_is_lost() {
	_pike IDENTIFY
	gateways_answer redsky1
	place_911 "$CALLS"
	((ANSWERED < CALLS)) || fail "pike lets all 911 calls pass"
}

a_911_needs_no_port_of_the_agent_rtpengine() {
	exhaust_ports
	_answered_all_the_same
}

a_911_is_answered_under_a_flood() {
	hold_connections
	flood_of_a_stranger 5000
	_answered_all_the_same
	flood_ended
	((FLOOD_SEEN > 1000)) || fail "only $FLOOD_SEEN messages reached the edge"
}

# One stranger takes all there are; the 911 that is up keeps its own.
strangers_connections_make_room_for_a_911() {
	edge_with TCP_CONNECTIONS=64
	_strangers_make_room
}

_strangers_make_room() {
	gateways_answer redsky1
	uac_start pbx call via=t1 number=911 hold=5000
	wait_until 5 uac_is_up pbx || fail "the 911 that is to be kept is not up"
	start_on stranger "$TEST_DIR/held" "$REPO/tests/lab/hostile" hold "$EDGE" 5060 70
	await_counter connections_closed 40
	uac_done pbx call
	place_911 "$CALLS" 10 via=t1
	equal "911 calls answered" "$CALLS" "$ANSWERED"
}

control_the_connection_test_notices_strangers_who_stay() {
	must_fail _strangers_make_room "counter connections_closed"
}

what_memory_is_left_is_for_911() {
	local before
	keep_memory 64
	before=$(counter no_room)
	exhaust_memory
	(($(counter no_room) > before)) || fail "the refused call is not counted"
	_answered_all_the_same
}

# A BYE of a call that began when there was room.
a_call_that_is_up_needs_no_room() {
	keep_memory 64
	uas retell answer
	uac pbx left-up number=+13125550142 contact=sip:caller@192.0.2.10
	exhaust_memory
	bye_of pbx uac-left-up 3
	uas_done retell
}

memory_that_is_back_is_for_everybody() {
	local lines
	keep_memory 54 # an eighth more is to be free again
	lines=$(edge_log_lines)
	exhaust_memory
	kill -USR1 "$FILLER" # no more calls; those under way are cancelled as ever
	wait_until 45 _memory_is_back || fail "transactions are left over"
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	equal "log lines" 2 "$(edge_log_since "$lines" | grep -c 'shared memory: ')"
}

_memory_is_back() { [ "$(rpc_field current tm.stats)" = 0 ]; }

# It is siptrunk_has_room() that keeps it.
control_whoever_does_not_ask_takes_what_is_kept() {
	edge_edited 's/^\troute\(ROOM\);.*//'
	fill_memory
	wait_until 30 _below_the_reserve || fail "memory does not run short"
	uac pbx cancel number=+13125550143
}

# 64 % of all are kept in the tests above.
_below_the_reserve() { (($(rpc_field free core.shmmem) < $(rpc_field total core.shmmem) / 100 * 64)); }

control_the_limit_tests_notice_a_call_that_is_limited() {
	must_fail _an_ordinary_call_is_one "911 calls answered: expected '20', found '[0-9]'"
}

_an_ordinary_call_is_one() {
	out_of_service
	gateways_answer retell
	place_911 "$CALLS" 10 number=+13125550142
	equal "911 calls answered" "$CALLS" "$ANSWERED"
}
