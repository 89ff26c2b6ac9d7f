# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls with real audio: baresip at both ends, and what each heard compared
# with what the other said.

# caller_files HOST IDENTITY DIR: a baresip on HOST that calls as IDENTITY, made
# from the configuration of the host's answering endpoint. It sends to OUTBOUND,
# by default the edge's 5060 by UDP, and encrypts its media as MEDIA_KEYS says (srtp-mand).
# With CALLER_IPV6, its address then, it knows no IPv4.
caller_files() {
	local host=$1 identity=$2 dir=$3
	mkdir -p "$dir/recordings"
	sed -e "s#^sip_listen.*#sip_listen ${CALLER_IPV6:-$(address "$host")}:0#" \
		"$LAB/$host/endpoint/config" >"$dir/config"
	echo "<sip:$identity>;regint=0;outbound=\"sip:${OUTBOUND:-$EDGE:5060}\";audio_codecs=PCMU/8000/1,PCMA/8000/1${MEDIA_KEYS:+;mediaenc=$MEDIA_KEYS}" \
		>"$dir/accounts"
	"$REPO/scripts/platform" "$BUILD/tools/wav" make "$((RANDOM + 1000))" 60 "$dir/play.wav"
}

# place_call HOST IDENTITY NUMBER CALLEE [SECONDS]: a call from HOST to what
# answers on CALLEE; the caller's files are in TEST_DIR/caller. False when it
# was not answered.
place_call() {
	local host=$1 identity=$2 number=$3 callee=$4 seconds=${5:-5} dir=$TEST_DIR/caller
	rm -rf "$dir" "${LAB:?}/$callee/recordings"/*
	caller_files "$host" "$identity" "$dir"
	on "$host" env -C "$dir" baresip ${CALLER_IPV6:+-6} -f . -e "/dial sip:$number@$EDGE" -t "$seconds" \
		>"$dir/log" 2>&1 </dev/null || true
	said_by_caller=$dir/play.wav said_by_callee=$LAB/$callee/play.wav
	heard_by_caller=$(echo "$dir"/recordings/*-dec.wav)
	heard_by_callee=$(echo "$LAB/$callee"/recordings/*-dec.wav)
	grep -q 'Call established' "$dir/log"
}

audio_call() {
	place_call "$@" || fail "the call to $3 was not answered: $(call_failure)"
}

# running_call HOST IDENTITY NUMBER CALLEE SECONDS: audio_call beside the test, as
# RUNNING; what its sides hear grows in RUNNING_CALLER and RUNNING_CALLEE.
running_call() {
	local dir=$TEST_DIR/running
	RUNNING_SECONDS=$5
	rm -rf "$dir"
	mkdir "$dir"
	(TEST_DIR=$dir && audio_call "$@" && audio_arrived) &
	RUNNING=$!
	at_end end_running_call "$RUNNING"
	wait_until 10 grep -qs 'Call established' "$dir/caller/log" || fail "the call is not up: $(cat "$dir/reason")"
	wait_until 5 is_heard "$dir/caller/recordings" || fail "the caller hears nothing"
	wait_until 5 is_heard "$LAB/$4/recordings" || fail "the callee hears nothing"
	RUNNING_CALLER=$(echo "$dir"/caller/recordings/*-dec.wav)
	RUNNING_CALLEE=$(echo "$LAB/$4"/recordings/*-dec.wav)
}

# end_running_call PID: its baresip, which hangs up.
end_running_call() {
	pkill -TERM -P "$1" || true
	wait "$1" 2>/dev/null || true
}

# is_heard FOLDER: a second of something.
is_heard() { find "$1" -name '*-dec.wav' -size +16k | grep -q .; }

# running_call_ended: its sides heard each other until the end; two seconds are for its
# beginning.
running_call_ended() {
	local heard least=$(((RUNNING_SECONDS - 2) * 16000))
	wait "$RUNNING" || fail "the call that was up: $(cat "$TEST_DIR/running/reason")"
	for heard in "$RUNNING_CALLER" "$RUNNING_CALLEE"; do
		[ "$(stat -c %s "$heard")" -ge "$least" ] || fail "the call that was up fell silent: $heard is too short"
	done
}

call_failure() { grep -iE 'closed|rejected|error' "$TEST_DIR/caller/log" | head -n 2; }

# wav_arrives SAID HEARD: HEARD carries SAID; prints the share. The last samples may
# still be on their way to the file.
wav_arrives() {
	wait_until 3 wav_matches "$@" || true
	wav_matches "$@"
}

wav_matches() { "$REPO/scripts/platform" "$BUILD/tools/wav" match "$@"; }

# audio_arrived: each end heard the other.
audio_arrived() {
	local share
	share=$(wav_arrives "$said_by_caller" "$heard_by_callee" 2>&1) \
		|| fail "the callee did not hear the caller: $share"
	share=$(wav_arrives "$said_by_callee" "$heard_by_caller" 2>&1) \
		|| fail "the caller did not hear the callee: $share"
}

# wire_start HOST [INTERFACE]: captures the UDP that passes HOST's network card
# (or INTERFACE), into TEST_DIR.
wire_start() {
	WIRE=$TEST_DIR/$1.pcap
	start_on "$1" "$TEST_DIR/tshark-$1.log" tshark -i "${2:-eth0}" -w "$WIRE" udp
	WIRE_PID=$STARTED
	wait_until 30 grep -q 'Capture started\|Capturing on' "$TEST_DIR/tshark-$1.log" \
		|| fail "tshark does not capture on $1"
	wait_until 5 test -s "$WIRE" || fail "tshark writes nothing"
}

wire_stop() { end_process "$WIRE_PID"; }

# wire_payload DESTINATION FILE [PORT]: the RTP payloads that went there. RTPengine's port
# of this call may be some protocol's own.
wire_payload() {
	"$REPO/scripts/platform" tshark -r "$WIRE" -o udp.try_heuristic_first:TRUE --enable-heuristic rtp_udp \
		-T fields -e rtp.payload \
		-Y "rtp && rtp.p_type == 0 && ip.dst == $1${3:+ && udp.dstport == $3}" 2>/dev/null \
		| perl -ne 'chomp; print pack "H*", $_' >"$2"
}

# ng_wire_start: captures what Kamailio asks both RTPengines; ng_wire_stop ends that.
ng_wire_start() { wire_start edge lo; }

# A capture runs behind: with a question of our own in it, all before is, too.
ng_wire_stop() {
	on edge "$REPO/scripts/probe" ng 127.0.0.1 2223 || true # it may be frozen
	wait_until 10 grep -qaF probe "$WIRE" || fail "the capture does not catch up"
	wire_stop
}

# ng_commands NAME: how many of them were sent.
ng_commands() { grep -aoF ":command${#1}:$1" "$WIRE" | wc -l; }
