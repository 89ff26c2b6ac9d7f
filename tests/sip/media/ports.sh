# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The ports that an RTPengine has, and what comes when it has none.

. "$REPO/tests/lib/limits.sh"

_agent_ports='m=audio (1[6-9]|2[0-9])[0-9][0-9][0-9]'

# ---- The firewall's tables ---------------------------------------------------

# While calls are up.
what_listens_on_the_edge_is_in_the_firewalls_tables() {
	hold_a_call
	_documented_ports
	equal "ports that no table has" "" "$(_undocumented)"
}

control_the_listening_test_notices_a_port() {
	start_on edge "$TEST_DIR/other" "$REPO/tests/lab/hostile" serve close "$EDGE" 5062
	wait_until 5 _listens 5062 || fail "nothing listens at 5062"
	_documented_ports
	equal "ports that no table has" "tcp 5062" "$(_undocumented)"
}

_documented_ports() { "$REPO/tests/firewall" --documented >"$TEST_DIR/documented"; }

_listens() { on edge ss -Hltn "sport = :$1" | grep -q .; }

_undocumented() {
	on edge ss -Hlntu | awk '{ sub(/.*:/, "", $5); print $1, $5 }' | sort -u | awk '
		FNR == NR { first[++n] = $1; last[n] = $2; protocol[n] = $3; next }
		{
			for(i = 1; i <= n; i++)
				if($1 == protocol[i] && $2 >= first[i] && $2 <= last[i])
					next
			print
		}' "$TEST_DIR/documented" -
}

# ---- No ports left -----------------------------------------------------------

# One call has all that the agent's instance has, and keeps its audio while another
# is refused and a 911 is answered.
without_ports_an_agents_call_hears_503_and_a_911_is_heard() {
	at_end rtpengine_with agent
	rtpengine_with agent --port-min=16384 --port-max=16387
	running_call pbx carol@example.com +13125550142 retell 8
	ng_wire_start
	ordinary_call_gets 503 "Service Unavailable"
	ng_wire_stop
	equal "times that RTPengine was asked for ports" 1 "$(ng_commands offer)"
	rtpengine_enabled agent || fail "Kamailio takes an RTPengine without ports for a dead one"
	audio_call pbx alice@example.com 911 redsky1 3
	audio_arrived
	running_call_ended
}

control_the_running_call_is_listened_to() {
	must_fail _running_call_is_cut "the call that was up"
}

_running_call_is_cut() {
	running_call pbx carol@example.com +13125550142 retell 4
	rtpengine_kill agent
	running_call_ended
}

# An instance has one pair, a call needs two.
without_ports_in_its_instance_a_911_is_heard_by_the_other() {
	_no_ports emergency 30000
	audio_call pbx alice@example.com 911 redsky1 3
	audio_arrived
	rtpengine_enabled emergency || fail "Kamailio takes an RTPengine without ports for a dead one"
	_no_ports agent 16384
	uas carrier answer "has m=audio 40000 RTP/AVP 0 8 18 101"
	_nothing_of_it_is_logged
	uas_done carrier
}

# Keys that it holds are in use, for another instance or the callee itself takes it.
_nothing_of_it_is_logged() {
	local log=$LAB/edge/rtpengine-emergency.log before told
	before=$(wc -l <"$log")
	uac pbx call number=911
	told=$(tail -n "+$((before + 1))" "$log")
	contains "RTPengine's log" "Failed to get 2 consecutive ports" "$told"
	[[ $told != *m=audio* ]] || fail "RTPengine's log has the offer that it refuses"
}

control_the_log_test_notices_an_offer() {
	must_fail _offers_are_logged "RTPengine's log has the offer"
}

_offers_are_logged() {
	at_end rtpengine_with emergency
	rtpengine_with emergency --port-min=30000 --port-max=30001 --log-level-control=5
	uas redsky1 answer
	_nothing_of_it_is_logged
}

# _no_ports INSTANCE FIRST
_no_ports() {
	at_end rtpengine_with "$1"
	rtpengine_with "$1" --port-min="$2" --port-max=$(($2 + 1))
}

# Also those of a call that was refused halfway. That they wait for half a minute (firewall.md)
# is switched off.
ports_come_back_when_calls_end() {
	local i first
	at_end rtpengine_with agent
	rtpengine_with agent --port-min=16384 --port-max=16387 --delete-delay=0
	for i in 1 2; do
		uas retell answer
		uac_start pbx call number=+13125550142 hold=1000
		wait_until 5 uac_is_up pbx || fail "call $i is not up"
		first=$UAC_PID
		ordinary_call_gets 503 "Service Unavailable"
		wait "$first" || fail "call $i: $(sipp_reason pbx uac-call)"
		uas_done retell
		wait_until 5 _no_sessions || fail "call $i still has its ports"
	done
}

_no_sessions() { ! on edge rtpengine-ctl -ip 127.0.0.1 -port 9900 list sessions all | grep -q '^ID:'; }

# A call whose side moves needs other ports, and RTPengine ends what gets none: the
# sessions are to be used up before the ports are.
a_call_that_is_up_can_move_its_media_when_no_other_gets_in() {
	at_end rtpengine_with agent
	rtpengine_with agent --port-min=16384 --port-max=16391 --max-sessions=1
	_moves_its_media
}

control_without_spare_ports_it_cannot() {
	must_fail _moves_without_spare_ports "uac-moved: .*500 Server Internal Error"
}

_moves_without_spare_ports() {
	at_end rtpengine_with agent
	rtpengine_with agent --port-min=16384 --port-max=16387
	_moves_its_media
}

_moves_its_media() {
	uas retell reinvited "has ^BYE|$_agent_ports RTP/AVP"
	uac_start pbx moved number=+13125550142 "has $_agent_ports RTP/AVP"
	uac_done pbx moved
	uas_done retell
}
