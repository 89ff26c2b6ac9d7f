# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What each leg of a call was like: measured by RTPengine, reported by the peers.

# Their first reports come 5 seconds after the answer, all by 10.
HEARD_SECONDS=11

# _call NAME ARGUMENT...: as audio_call, its files in TEST_DIR/NAME.
_call() {
	local TEST_DIR=$TEST_DIR/$1
	mkdir -p "$TEST_DIR"
	audio_call "${@:2}" "$HEARD_SECONDS"
}

# _media TRUNK TARGET: the line that the log has of the last call between them.
_media() { edge_log_since "$LINES_BEFORE" | grep -F 'log_media(): media ' | grep -F "trunk=\"$1\" target=\"$2\"" | tail -n 1; }

_has_media() { [ -n "$(_media "$@")" ]; }

# _await_media TRUNK TARGET: it, as MEDIA_LINE.
_await_media() {
	wait_until 10 _has_media "$@" || fail "the log has no media line of a call from $1 to $2"
	MEDIA_LINE=$(_media "$@")
}

# _of FIELD: of that line; empty when it is not there.
_of() { sed -nE "s/.* $1=\"([^\"]*)\".*/\1/p" <<<"$MEDIA_LINE"; }

# _between FIELD LEAST MOST
_between() {
	awk -v found="$(_of "$1")" -v least="$2" -v most="$3" \
		'BEGIN { exit !(found != "" && found + 0 >= least && found + 0 <= most) }' \
		|| fail "$1: expected $2 to $3, found '$(_of "$1")' in $MEDIA_LINE"
}

# _trunk TRUNK FIELD: summed up.
_trunk() { rpc siptrunk.media "$1" | sed -n "s/^[[:space:]]*$2: //p"; }

# _lose HOST: every fifth packet of RTP that it sends to the edge; of RTCP none.
_lose() {
	local rule=(INPUT -p udp -s "$(address "$1")" --dport 16384:32766 -m length --length 180:
		-m statistic --mode nth --every 5 --packet 0 -j DROP)
	on edge iptables -A "${rule[@]}"
	at_end on edge iptables -D "${rule[@]}"
}

# _two_calls: a 911, and a call from Retell, at the same time.
_two_calls() {
	LINES_BEFORE=$(edge_log_lines)
	_call help pbx alice@example.com 911 redsky1 &
	local help=$!
	_call retell retell +13125550142@sip.retellai.com 2001 pbx
	wait "$help" || fail "the 911 was not answered"
}

# _is_clean TRUNK TARGET
_is_clean() {
	local leg
	_await_media "$@"
	for leg in caller callee; do
		_between "${leg}_sent" 400 700
		_between "${leg}_lost" 0 0
		_between "${leg}_loss" 0 0
		_between "${leg}_mos" 4.1 5
		_between "${leg}_jitter" 0 50
		[ -z "$(_of "${leg}_round_trip")" ] || _between "${leg}_round_trip" 0 200
	done
	# A peer tells it in its second report at the earliest.
	[ -n "$(_of caller_round_trip)$(_of callee_round_trip)" ] || fail "no leg has a round trip: $MEDIA_LINE"
}

each_leg_has_its_quality() {
	local legs
	legs=$(_trunk genesys legs)
	_lose retell
	_two_calls
	_is_clean genesys redsky
	# Of each five the edge has missed one, and whoever listens says so.
	_await_media retell genesys
	_between caller_lost 60 140
	_between callee_lost 0 0
	_between callee_loss 15 25
	_between caller_loss 0 0
	_between caller_mos 4.1 5
	_between callee_mos 1 3.6
	equal "caller_lost of the record" "$(_of caller_lost)" "$(rpc_field caller_lost siptrunk.calls "$(_of call_id)")"
	# an earlier test's call may have ended meanwhile
	(($(_trunk genesys legs) >= ${legs:-0} + 2)) || fail "two calls are not in the legs of genesys"
	contains "what Retell's calls lost" '^[1-9]' "$(_trunk retell lost)"
	contains "the worst MOS at genesys" '^[123]' "$(_trunk genesys worst_mos)"
}

control_the_quality_test_notices_loss() {
	must_fail _the_911_loses_packets "caller_lost: expected 0 to 0"
}

_the_911_loses_packets() {
	_lose pbx
	LINES_BEFORE=$(edge_log_lines)
	_call help pbx alice@example.com 911 redsky1
	_is_clean genesys redsky
}

# sipp says nothing and sends no RTCP.
what_nobody_measured_is_absent() {
	local record
	LINES_BEFORE=$(edge_log_lines)
	uas retell answer
	uac pbx call number=+13125550142 hold=1500
	uas_done retell
	_await_media genesys retell
	equal "caller_sent" 0 "$(_of caller_sent)"
	record=$(rpc siptrunk.calls "$UAC_CALL@$(address pbx)")
	contains "the record" 'callee_sent: 0' "$record"
	! grep -qE 'mos|jitter|loss|round_trip|lost' <<<"$record" || fail "what nobody measured is on the record: $record"
}

media_refuses_nonsense() {
	contains "the fault" "usage: siptrunk.media \[TRUNK\]" "$(rpc_fault siptrunk.media a b)"
	contains "the fault" "404 .*nobody" "$(rpc_fault siptrunk.media nobody)"
}
