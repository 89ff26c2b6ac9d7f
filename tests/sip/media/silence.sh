# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A side of a call from which nothing comes is found, and named with what is the
# matter; an agent's call may be ended for it.

# _begin: two seconds of silence are too many, for everybody.
_begin() {
	data "UPDATE siptrunk_trunk SET silence = 2"
	LINES_BEFORE=$(edge_log_lines)
	REPORTED=$(counter one_way_audio)
	HUNG_UP=$(counter silence_hung_up)
}

# _reports: what the log has said since.
_reports() { edge_log_since "$LINES_BEFORE" | sed -n 's/.*: tell(): call/call/p'; }

_is_reported() { _reports | grep -qE -- "$1"; }

# _await_report REGEX
_await_report() { wait_until 10 _is_reported "$1" || fail "expected a report like '$1', found '$(_reports)'"; }

_media_line_has() { edge_log_since "$LINES_BEFORE" | grep 'log_media(): media ' | grep -qE -- "$1"; }

# _cut HOST: none of its RTP and RTCP reaches the edge.
_cut() {
	local rule=(INPUT -p udp -s "$(address "$1")" --dport 16384:32766 -j DROP)
	on edge iptables -A "${rule[@]}"
	at_end on edge iptables -D "${rule[@]}"
}

# _talk HOST IDENTITY NUMBER: a call with audio, until the test ends.
_talk() {
	local dir=$TEST_DIR/caller
	caller_files "$1" "$2" "$dir"
	start_on "$1" "$dir/log" env -C "$dir" baresip -f . -e "/dial sip:$3@$EDGE" -t 20
}

# _is_talking TRUNK: packets come from that trunk, which is called.
_is_talking() { on edge kamcmd siptrunk.calls | grep -A 20 "target: $1" | grep -q 'callee_sent: [1-9]'; }

a_caller_of_whom_nothing_ever_came_is_named() {
	local silent
	silent=$(rpc siptrunk.media genesys | sed -n 's/^[[:space:]]*silent: //p')
	_begin
	_cut pbx
	audio_call pbx alice@example.com +13125550142 retell 5
	_await_report "nothing is heard of the caller, trunk genesys, since .*: no packet has ever come to 203\.0\.113\.10:[0-9]+: is there a firewall between"
	equal reports 1 "$(_reports | wc -l)"
	counted one_way_audio "$REPORTED"
	counted silence_hung_up "$HUNG_UP" 0
	equal "silent legs of genesys" $((${silent:-0} + 1)) "$(rpc siptrunk.media genesys | sed -n 's/^[[:space:]]*silent: //p')"
	wait_until 5 _media_line_has 'caller_sent="0" caller_silent="20.*callee_sent="[1-9]' \
		|| fail "the call's media line does not have it: $(edge_log_since "$LINES_BEFORE" | grep 'log_media()')"
}

# RedSky's, to whom help is called: reported, and the call goes on.
a_callee_who_stops_is_named() {
	_begin
	_talk pbx alice@example.com 911
	wait_until 10 _is_talking redsky || fail "the 911 has no audio"
	_cut redsky1
	_await_report "nothing is heard of the callee, trunk redsky, since .*: [0-9]+ packets had come, the last one at 20.*; it has stopped"
	equal reports 1 "$(_reports | wc -l)"
}

control_the_silence_test_notices_that_all_is_well() {
	must_fail _all_is_well "nothing is reported: ''"
}

_all_is_well() {
	_begin
	audio_call pbx alice@example.com +13125550142 retell 5
	_is_reported "nothing is heard" || fail "nothing is reported: '$(_reports)'"
}

# sipp says nothing at all: neither side is heard.
_hang_up_wanted() {
	_begin
	data "UPDATE siptrunk_trunk SET silence = 5, silence_action = 'hang_up' WHERE name = 'retell'"
}

REASON='Reason: Q\.850;cause=41;text="nothing is heard of the call'

a_silent_call_of_an_agent_is_ended_on_both_sides() {
	_hang_up_wanted
	uas retell answer "has ^INVITE|$REASON"
	uac pbx hung-up number=+13125550142 "has $REASON"
	uas_done retell
	counted silence_hung_up "$HUNG_UP"
	equal "ended_by" edge "$(rpc_field ended_by siptrunk.calls "$UAC_CALL@$(address pbx)")"
	wait_until 5 _no_dialog || fail "a dialog is left: $(rpc dlg.list)"
}

_no_dialog() { ! on edge kamcmd dlg.list_match callid eq "$UAC_CALL@$(address pbx)" | grep -q 'state: [1-4]$'; }

# The same data, longer than that: 911 is hung up by who called.
a_silent_911_is_reported_and_goes_on() {
	_hang_up_wanted
	uas redsky1 answer
	uac pbx call number=911 hold=4500
	uas_done redsky1
	_await_report 'nothing is heard of the caller, trunk genesys'
	_await_report 'nothing is heard of the callee, trunk redsky'
	counted one_way_audio "$REPORTED" 2
	counted silence_hung_up "$HUNG_UP" 0
	equal "ended_by" caller "$(rpc_field ended_by siptrunk.calls "$UAC_CALL@$(address pbx)")"
}

# dialog's BYE goes by Contact: it would not get there.
a_silent_call_with_a_peer_behind_a_nat_goes_on() {
	_hang_up_wanted
	data "UPDATE siptrunk_trunk SET nat = 'yes' WHERE name = 'genesys'"
	uas retell answer
	uac pbx call number=+13125550142 hold=4500
	uas_done retell
	counted silence_hung_up "$HUNG_UP" 0
	contains "the log" 'goes on, although nothing is heard of the caller: a BYE does not reach a peer behind a NAT' \
		"$(edge_log_since "$LINES_BEFORE")"
}

# sipp says nothing in either case; but who is on hold is not to say anything, and who
# holds need not play music.
who_is_on_hold_is_not_silent() {
	_begin
	uas retell on-hold
	uac pbx on-hold number=+13125550142 hold=3800
	uas_done retell
	! _is_reported 'nothing is heard' || fail "a call on hold is reported: $(_reports)"
}

a_call_of_an_agent_on_hold_is_not_ended() {
	_hang_up_wanted
	uas retell on-hold
	uac pbx on-hold number=+13125550142 hold=3800
	uas_done retell
	counted one_way_audio "$REPORTED" 0
	counted silence_hung_up "$HUNG_UP" 0
	equal "ended_by" caller "$(rpc_field ended_by siptrunk.calls "$UAC_CALL@$(address pbx)")"
}

control_the_hold_test_notices_who_is_not_on_hold() {
	must_fail _nobody_is_on_hold "a call on hold is reported"
}

_nobody_is_on_hold() {
	_begin
	uas retell answer
	uac pbx call number=+13125550142 hold=3800
	! _is_reported 'nothing is heard' || fail "a call on hold is reported: $(_reports)"
}

# Its ports are others than its SDP says, as behind a NAT.
packets_from_elsewhere_are_told_of() {
	local rule=(POSTROUTING -t nat -p udp --sport 40000:49998 -j SNAT --to-source "$(address retell):55000-55998")
	_begin
	on retell iptables -A "${rule[@]}"
	at_end on retell iptables -D "${rule[@]}"
	_talk pbx alice@example.com +13125550142
	_await_report "nothing is heard of the callee, trunk retell, since .*: [0-9]+ packets came from elsewhere than 18\.98\.16\.121:4[0-9]+, which its SDP says, and were dropped: nat = yes, or symmetric = no, would take them"
}

# Kamailio has forgotten the call, RTPengine has not; the trunk is told by its address.
a_call_that_was_up_before_a_restart_is_watched() {
	_begin
	_talk pbx alice@example.com +13125550142
	wait_until 10 _is_talking retell || fail "the call has no audio"
	edge_restart
	LINES_BEFORE=$(edge_log_lines)
	_cut retell
	_await_report "nothing is heard of the callee, trunk retell, since .*: [0-9]+ packets had come"
	equal reports 1 "$(_reports | wc -l)"
}
