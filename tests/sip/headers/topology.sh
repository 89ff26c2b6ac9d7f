# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An agent whose trunk hides the topology sees the edge, and nothing behind it; and is
# understood all the same. (Both ends are behind proxies that stay in the dialog. The
# Call-ID is the pbx's: doc/decisions.md.)

_hide_topology() {
	data "UPDATE siptrunk_trunk SET topology = 'hide' WHERE name = 'retell'"
}

# _sees_the_edge_alone MESSAGES: what names the pbx, its trunk, or who made its SDP.
_sees_the_edge_alone() {
	local found
	found=$(grep -v '^Call-ID:' <<<"$1" | grep -E -m 1 '192\.0\.2\.|genesys|o=(caller|callee)') || return 0
	fail "the agent was told: $found"
}

an_agent_that_is_called_sees_the_edge_alone() {
	_hide_topology
	uas retell answer "has hid="
	uac pbx call number=+13125550142
	uas_done retell
	_sees_the_edge_alone "$(sipp_got retell uas-answer)"
}

an_agent_that_calls_sees_the_edge_alone() {
	_hide_topology
	uas pbx answer "lacks hid=" "has Record-Route: .*;caller=retell;"
	uac retell call number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
	_sees_the_edge_alone "$(sipp_got retell uac-call)"
}

an_agent_that_sees_nothing_reaches_the_caller() {
	_hide_topology
	uas retell call-back
	uac pbx called-back number=+13125550142
	uas_done retell
	contains "what the pbx got" '^BYE sip:caller@192.0.2.10:' "$(sipp_got pbx uac-called-back)"
}

before_an_answer_an_agent_reaches_whom_it_calls() {
	_hide_topology
	uas pbx prack
	uac retell prack number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
}

# What is hidden travels along; the edge remembers only its key.
what_is_hidden_outlasts_a_restart() {
	_hide_topology
	uas retell hang-up hold=4000
	uac_start pbx hung-up number=+13125550142
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	edge_restart
	uac_done pbx hung-up
	uas_done retell
}

# Who has a key may give it to several edges; nobody else may read it.
the_key_is_the_edges_alone() {
	equal "mode and size" "600 32" "$(stat -c '%a %s' "$LAB/edge/spool/topology/key")"
}

a_911_beside_it_shows_its_way() {
	_hide_topology
	uas redsky1 answer "lacks hid=" "has Via: [^,]*192\.0\.2\.10"
	uac pbx call number=911
	uas_done redsky1
}

# A message that cannot be hidden is not sent at all.
what_cannot_be_hidden_is_refused() {
	local before
	edge_restart # whose log is not full
	_hide_topology
	before=$(edge_log_lines)
	uac pbx refused number=+13125550142 status=503 extra=$'\r\nRecord-Route: <sip:'"$(printf '%03100d' 0)>"
	contains "the log" "cannot be hidden from its receiver" "$(edge_log_since "$before")"
}

# An address that is not known as the agent's: nobody could tell what it may see.
# Where the agent is, its gateways tell as well as its list.
an_agent_that_is_on_no_list_sees_no_topology() {
	_hide_topology
	data "DELETE FROM siptrunk_address WHERE trunk = 'retell'"
	uas retell answer "has hid="
	uac pbx call number=+13125550142
	uas_done retell
	data "INSERT INTO siptrunk_address (trunk, prefix, direction, action, valid_until)
		VALUES ('retell', '18.98.16.0/24', '', 'allow', '2026-01-01')"
	uas retell answer "has hid="
	uac pbx call number=+13125550142
	uas_done retell
}

# The agent's list covers the gateways; nothing is hidden from these all the same, and
# a 911 with what could not be hidden is not refused.
nothing_is_hidden_from_an_emergency_gateway() {
	_hide_topology
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('retell', '198.51.100.0/24')"
	uas redsky1 answer "lacks hid=" "has Via: [^,]*192\.0\.2\.10"
	uac pbx call number=911 extra=$'\r\nVia: SIP/2.0/UDP 192.0.2.11;branch=z9hG4bKx;x='"$(printf '%03100d' 0)"
	uas_done redsky1
}

# What is sealed is for the way back, and for nothing else: not to be shown by an answer.
an_answer_shows_nothing_that_is_sealed() {
	local via
	_hide_topology
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	via=$(sipp_got retell uas-answer | sed -n 's/^Via: .*;\(hid=[^;, \r]*\).*/\1/p' | head -n 1)
	[ -n "$via" ] || fail "nothing was sealed"
	uac retell request method=OPTIONS status=200 extra=$'\r\n'"Via: SIP/2.0/UDP 18.98.16.121;branch=z9hG4bKx;$via"
	_sees_the_edge_alone "$(sipp_got retell uac-request)"
}

control_the_topology_test_notices_an_address() {
	must_fail _nothing_is_hidden "the agent was told: .*192\.0\.2\."
}

_nothing_is_hidden() {
	uas pbx answer
	uac retell call number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
	_sees_the_edge_alone "$(sipp_got retell uac-call)"
}
