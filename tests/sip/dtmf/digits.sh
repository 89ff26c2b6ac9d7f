# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Digits: events in RTP (RFC 4733) from end to end, and those that come as SIP INFO.

# _heard HOST PORT: events (payload type 101) that came there, in order, as
# EVENT/DURATION in ms.
_heard() {
	"$REPO/scripts/platform" tshark -r "$WIRE" -d "udp.port==$2,rtp" -o rtpevent.event_payload_type_value:101 \
		-Y "rtpevent && ip.dst == $(address "$1")" \
		-T fields -e rtp.timestamp -e rtpevent.event_id -e rtpevent.duration 2>/dev/null \
		| awk '!($1 in event) { order[++n] = $1; event[$1] = $2 } { last[$1] = $3 }
			END { for(i = 1; i <= n; i++) printf "%s%s/%d", (i > 1 ? " " : ""), event[order[i]], last[order[i]] / 8 }'
}

# _call FROM TO SCENARIO [KEY=VALUE...]: one side calls the other, whose answers are
# CALLEE's (a scenario and its arguments); what it heard is in DIGITS.
CALLEE=(answer)
_call() {
	local from=$1 to=$2 scenario=$3
	shift 3
	"$REPO/scripts/platform" "$BUILD/tools/wav" make 7 5 "$TEST_DIR/speech.wav"
	wire_start "$to"
	uas "$to" "${CALLEE[@]}"
	uac "$from" "$scenario" hold=600 "$@"
	uas_done "$to"
	wire_stop
	DIGITS=$(_heard "$to" 40002)
}

_to_retell() { _call pbx retell "$@" number=+13125550142; }

_by_info() { data "UPDATE siptrunk_trunk SET dtmf = 'info' WHERE name IN ($1)"; }

an_event_passes() {
	_to_retell event
	contains "what Retell heard" "^5/[0-9]+$" "$DIGITS"
}

# Where RTPengine makes the RTP itself, too.
an_event_passes_a_trunk_that_sends_info() {
	_by_info "'genesys'"
	an_event_passes
}

info_of_the_pbx_becomes_an_event() {
	_by_info "'genesys'"
	_to_retell info status=200 digit=$'Signal=5\r\nDuration=160'
	equal "what Retell heard" 5/160 "$DIGITS"
	! sipp_got retell uas-answer | grep -q ^INFO || fail "Retell got the INFO, too"
	_to_retell info status=200 digit=$'Signal= *\r\nDuration= 20'
	equal "what Retell heard" 10/100 "$DIGITS"
}

info_of_retell_becomes_an_event() {
	_by_info "'retell'"
	_call retell pbx info status=200 number=2001 from=+13125550142@sip.retellai.com digit='#' type=application/dtmf
	equal "what the pbx heard" 11/100 "$DIGITS"
}

# _passes BODY HOST NUMBER: the INFO goes on as it came, and nothing is heard.
_passes() {
	local CALLEE=(within method=INFO "has $1")
	_call pbx "$2" info status=200 number="$3" digit="$1"
	equal "what $2 heard" "" "$DIGITS"
}

info_passes_where_nobody_asks_for_events() { _passes Signal=5 retell +13125550142; }

info_passes_between_two_that_want_it() {
	_by_info "'genesys', 'retell'"
	_passes Signal=5 retell +13125550142
}

info_that_is_no_digit_passes() {
	_by_info "'genesys'"
	_passes Signal=flash retell +13125550142
}

info_in_an_emergency_call_passes() {
	_by_info "'genesys', 'redsky'"
	_passes Signal=5 redsky1 911
}

control_the_digit_test_notices_silence() {
	must_fail _nobody_converts "what Retell heard: expected '5/160', found ''"
}

_nobody_converts() {
	local CALLEE=(within method=INFO)
	_to_retell info status=200 digit=$'Signal=5\r\nDuration=160'
	equal "what Retell heard" 5/160 "$DIGITS"
}

control_the_passing_test_notices_a_conversion() {
	must_fail _an_ordinary_call_is_converted "uas-within: .* BYE"
}

_an_ordinary_call_is_converted() {
	_by_info "'genesys'"
	_passes Signal=5 retell +13125550142
}
