# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Many 911 calls: how many are answered, and when it rings.

# gateways_answer HOST...: behind their fronts a sipp answers every call, until
# the test ends.
gateways_answer() {
	local host
	for host; do
		sipp_prepare "$host" uas-answer
		sipp_run "$host" uas-answer "$UAS_PORT" -m 1000000 -timeout 0 &
		at_end end_process "$!"
		divert "$host" "$UAS_PORT"
		wait_until 5 listening "$host" "$UAS_PORT" || fail "$host: no sipp listens"
	done
}

# place_911 COUNT [RATE [OPTION...]]: calls from the pbx, RATE (10) a second.
# Sets CALLS_PLACED, by which their Call-IDs are known, ANSWERED, and the MEDIAN and the
# LONGEST time from a call's INVITE until it rang at the pbx, in ms.
place_911() {
	local count=$1 rate=${2:-10}
	sipp_prepare pbx uac-call number=911 hold=100 "${@:3}"
	CALLS_PLACED=$SIPP_CALLS
	rm -f "$TEST_DIR"/pbx-uac-call_*_rtt.csv "$TEST_DIR/calls.csv"
	UAC_PORT=$((UAC_PORT + 1))
	(sipp_run pbx uac-call "$UAC_PORT" "$EDGE:5060" -m "$count" -r "$rate" -timeout 60s \
		-trace_rtt -rtt_freq 1 -trace_stat -stf calls.csv) || true # ANSWERED tells
	ANSWERED=$(statistic 'SuccessfulCall(C)')
	read -r MEDIAN LONGEST < <(ringing_times)
}

# statistic NAME: of the latest line of what sipp writes.
statistic() {
	awk -F ';' -v name="$1" 'NR == 1 { for(i = 1; i <= NF; i++) column[$i] = i }
		END { print 0 + $column[name] }' "$TEST_DIR/calls.csv"
}

# ringing_times: "MEDIAN LONGEST" in ms, "- -" when nothing rang.
ringing_times() {
	awk -F ';' 'FNR > 1 { printf "%d\n", $2 }' "$TEST_DIR"/pbx-uac-call_*_rtt.csv 2>/dev/null | sort -n \
		| awk '{ t[NR] = $1 } END { if(NR) print t[int((NR + 1) / 2)], t[NR]; else print "- -" }'
}

# answered_911 COUNT: so many calls, all of which must be.
answered_911() {
	place_911 "$1"
	equal "911 calls answered" "$1" "$ANSWERED"
}
