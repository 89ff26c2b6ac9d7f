# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is refused costs a log line a minute, not one a packet.

. "$REPO/tests/lib/hostile.sh"

# _send_garbage HOST: what is no SIP, or not quite, some of it too large.
_send_garbage() {
	local edit
	for edit in 's/INVITE sip:911/INVITE/' 's/SIP\/2.0\r\nVia/SIP\/9.9\r\nVia/' 's/Via:.*?\r\n//' \
		's/Via: .*?;/Via: ###;/' 's/To: .*?\r/To: <sip:<<\r/' 's/CSeq: 1/CSeq: x/' 's/Call-ID/X/' \
		's/INVITE/SIP\/2.0 200 OK\r\nX:/' '$_ = "hello, this is text\r\n\r\n"' '$_ = "\0" x 100' \
		's/Contact:/"X: " . "a" x 40000 . "\r\nContact:"/e' 's/Max-Forwards: 70/Max-Forwards: x/' \
		's/From: .*?\r/From: <sip:a@@@%zz%\r/' 's/sip:911/sip:@:@::911/'; do
		heard "$1" udp INVITE "$edit" >/dev/null
	done
	request INVITE | hostile "$1" spoof "$EDGE" 5060 "$(address "$1")" 20 0
}

# An edge that was just started still tells of itself, of its gateways, and of calls
# that it has forgotten.
_other_lines() {
	edge_log_since "$1" | grep -vE 'refused in the last|siptrunk_health|dlg_onroute' \
		| grep -E 'dropping|ERROR|WARNING|CRITICAL|NOTICE' || true
}

_garbage_logs_nothing() {
	local lines
	lines=$(edge_log_lines)
	_send_garbage stranger
	edge_answers || fail "the edge does not answer any more"
	equal "log lines but the summary" "" "$(_other_lines "$lines")"
}

what_is_no_sip_costs_no_log_line() {
	local before
	edge_restart # has nothing to say of earlier calls
	before=$(counter access_malformed)
	_garbage_logs_nothing
	((before < $(counter access_malformed))) || fail "what is no SIP was not counted"
}

control_the_log_test_notices_what_is_parsed_at_once() {
	edge_edited 's/if\(!siptrunk_screen\(\)\)/if(0)/'
	must_fail _garbage_logs_nothing "log lines but the summary"
}

_summary() { edge_log_since "$1" | grep 'refused in the last'; }

_flood_is_summed_up() {
	local lines
	lines=$(edge_log_lines)
	hostile stranger flood "$EDGE" 5060 1000 1000 >/dev/null
	wait_until 5 _summary "$lines" || fail "no line sums up the flood"
	contains "the line" 'unknown, [0-9]+ over the rate; about 1 strangers, the latest 203\.0\.113\.66' \
		"$(_summary "$lines")"
	equal "log lines but the summary" "" "$(_other_lines "$lines")"
}

a_flood_is_summed_up_in_a_line() {
	edge_with SUMMARY_INTERVAL=1
	_flood_is_summed_up
}

control_the_summary_test_notices_a_summary_that_does_not_come() {
	must_fail _flood_is_summed_up "no line sums up the flood"
}

_up_for() { [ "$(rpc_field uptime core.uptime)" -ge "$1" ]; }

nothing_refused_is_no_line() {
	local lines
	edge_with SUMMARY_INTERVAL=1
	lines=$(edge_log_lines)
	wait_until 10 _up_for 3 || fail "the edge is not up for 3 s"
	equal "summaries" "" "$(_summary "$lines")"
}
