# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls with media: the edge's RTPengines, told what to do by the edge, beside one as
# it is written by hand. Why it is measured so: tests/bench/run --help.

MEDIA_ROUNDS=6
MEDIA_SECONDS=2
MEDIA_NEAR_PORT=40000 # as in the scenarios of caller and callee
MEDIA_FAR_PORT=40002
MEDIA_CALLEE_PORT=5094
MEDIA_KEY=${SDES##*:}
# What a core bears: at most one packet lost of so many, and 99 % of them here within
# the time between two of a call, us.
MEDIA_LOSS=1000
MEDIA_LATE=20000
MEDIA_STEP=20

# By kind of call: how many in a round, and how many there are, which a core is given at
# most; who answers, by what number; the caller's payload type; what the hand-written
# relay asks for.
MEDIA_KINDS=(rtp srtp g722)
declare -A MEDIA_CALLS=([rtp]=150 [srtp]=120 [g722]=20)
declare -A MEDIA_MOST=([rtp]=960 [srtp]=640 [g722]=120)
declare -A MEDIA_HOST=([rtp]=retell [srtp]=redsky1 [g722]=retell)
declare -A MEDIA_NUMBER=([rtp]=+13125550142 [srtp]=933 [g722]=+13125550142)
declare -A MEDIA_INSTANCE=([rtp]=agent [srtp]=emergency [g722]=agent)
declare -A MEDIA_TYPE=([rtp]=0 [srtp]=0 [g722]=9)
declare -A MEDIA_FLAGS=(
	[rtp]="replace-origin"
	[srtp]="replace-origin RTP/SAVP DTLS=off SDES-only-AES_CM_128_HMAC_SHA1_80"
	[g722]="replace-origin codec-transcode-PCMU"
)

declare -A MEDIA_PORT MEDIA_RELAY # by kind: of the hand-written relay, and its process
declare -A MEDIA_PID # by KIND.SUBJECT: of RTPengine

media() {
	"$REPO/scripts/platform" make -s -C "$REPO/tests/bench" all
	at_end media_restart -1
	echo
	echo "Calls with media: RTP, 50 packets a second each way, of 20 ms"
	media_table -1 "in user space"
	if [ -e /proc/rtpengine/control ]; then
		media_table 0 "in the kernel"
	else
		echo "  In the kernel: not measured, RTPengine's module is not loaded here."
	fi
}

# media_table TABLE TITLE: RTPengine's "table", and the next ones.
media_table() {
	rm -f "$TEST_DIR"/media.{rounds,most}
	media_world "$1"
	media_control
	media_rounds
	media_limits
	echo
	perl "$REPO/tests/bench/media.pl" "$2" "$TEST_DIR"/media.{rounds,most}
	media_end
}

# ---- The world --------------------------------------------------------------

media_world() {
	local kind number=0
	MEDIA_FIRST=0 # no packet's number comes again
	media_restart "$1"
	edge_with MEDIA_INTERVAL=5 # as it is shipped
	# Seen by the third kind's calls alone: the others' codec is shared.
	data "UPDATE siptrunk_trunk SET codecs = 'PCMU', transcode = 'yes' WHERE name = 'retell'"
	for kind in "${MEDIA_KINDS[@]}"; do
		media_plain "$kind" "$number" "$1"
		media_calls "$kind" edge 5060
		media_calls "$kind" plain "${MEDIA_PORT[$kind]}"
		MEDIA_PID[$kind.edge]=$(<"$LAB/edge/rtpengine-${MEDIA_INSTANCE[$kind]}.pid")
		number=$((number + 1))
	done
}

# media_restart TABLE: the calls are never hung up.
media_restart() {
	local table=$1 instance
	for instance in agent emergency; do
		"$REPO/scripts/lab" restart edge "rtpengine-$instance" --table="$table"
		[ "$1" = -1 ] || table=$((table + 1))
	done
	edge_restart
}

# media_plain KIND NUMBER TABLE: without a timeout it ends calls that wait for their turn.
media_plain() {
	local kind=$1 table=$3 ng=$((2225 + $2))
	[ "$table" = -1 ] || table=$((table + 2 + $2))
	start_rtpengine "$kind" "$ng" "$((33000 + 6000 * $2))" --table="$table" --nftables-chain="plain-$kind" --timeout=3600
	MEDIA_PID[$kind.plain]=$STARTED
	media_relay "$kind" $((5076 + 2 * $2)) "$ng"
}

# media_relay KIND PORT NG-PORT: a stock relay that asks that RTPengine.
# shellcheck disable=SC2034 # start_stock and make_stock_database read these
media_relay() {
	local STOCK_DB FLAGS=${MEDIA_FLAGS[$1]} CALLEE_URI
	CALLEE_URI=sip:$(address "${MEDIA_HOST[$1]}"):$MEDIA_CALLEE_PORT
	make_stock_database "media-$1"
	PORTS["media-$1"]=$2
	start_stock "media-$1" -A WITH_RTPENGINE -A RTPENGINE="\"udp:127.0.0.1:$3\""
	MEDIA_PORT[$1]=$2
	MEDIA_RELAY[$1]=$STARTED
}

# media_calls KIND SUBJECT PORT: sets them up by whoever is at PORT of the edge's
# host. The ports that RTPengine has for the caller are then in KIND.SUBJECT.ports.
media_calls() {
	local turn=$1.$2
	media_callee "$1"
	sipp_prepare pbx uac-left-up number="${MEDIA_NUMBER[$1]}" \
		contact="sip:caller@$(address pbx)" 'has m=audio [0-9]+'
	[ "$1" != g722 ] || sed -i 's#RTP/AVP 0 8 18 101#RTP/AVP 9 101#' "$TEST_DIR/pbx-uac-left-up.xml"
	on pbx env -C "$TEST_DIR" sipp -sf pbx-uac-left-up.xml -p $((UAC_PORT++)) \
		-m "${MEDIA_MOST[$1]}" -r 150 -nostdin -timeout 60s -timeout_error \
		-trace_logs -log_file "$turn.log" -trace_err -error_file "$turn.errors" \
		"${SIPP_OPTIONS[@]}" "$EDGE:$3" >"$TEST_DIR/$turn.output" 2>&1 </dev/null \
		|| fail "$turn: not all calls came up; see $TEST_DIR/$turn.errors"
	end_process "$CALLEE"
	sed -n 's/.*m=audio //p' "$TEST_DIR/$turn.log" >"$TEST_DIR/$turn.ports"
}

# media_callee KIND: with SRTP it has a key, for the suite by the tag that it is offered
# by.
media_callee() {
	local host=${MEDIA_HOST[$1]}
	if [ "$1" = srtp ]; then
		sipp_prepare "$host" uas-answer "has a=crypto:[0-9]+ AES_CM_128_HMAC_SHA1_80"
		sed -i "s#\\[keys]#\\n[\$checked] inline:$MEDIA_KEY#" "$TEST_DIR/$host-uas-answer.xml"
	else
		sipp_prepare "$host" uas-answer
	fi
	start_on "$host" "$TEST_DIR/callee.output" env -C "$TEST_DIR" sipp -sf "$host-uas-answer.xml" \
		-p "$MEDIA_CALLEE_PORT" -nostdin "${SIPP_OPTIONS[@]}"
	CALLEE=$STARTED
	divert "$host" "$MEDIA_CALLEE_PORT"
	wait_until 5 listening "$host" "$MEDIA_CALLEE_PORT" || fail "the callee does not listen"
}

# media_end: what media_plain has started.
media_end() {
	local kind
	for kind in "${MEDIA_KINDS[@]}"; do
		end_process "${MEDIA_RELAY[$kind]}"
		end_process "${MEDIA_PID[$kind.plain]}"
	done
}

# ---- Measuring --------------------------------------------------------------

# media_control: an RTPengine that stands still for a tenth of two seconds is noticed.
media_control() {
	local pid=${MEDIA_PID[rtp.plain]}
	(sleep 1 && kill -STOP "$pid" && sleep 0.2 && kill -CONT "$pid") &
	media_run rtp.plain 0 "${MEDIA_CALLS[rtp]}"
	[ "${MEDIA_FOUND[3]}" -gt 100000 ] \
		|| fail "control: RTPengine stood still for 0.2 s, and 99 % of the packets took up to ${MEDIA_FOUND[3]} us"
}

# Who comes first in one round comes second in the next: the first does a little worse.
media_rounds() {
	local round turn
	for turn in {rtp,srtp}.{edge,plain}; do
		media_run "$turn" 0 "${MEDIA_CALLS[${turn%.*}]}" # a call's first packets take longer
	done
	for ((round = 0; round < MEDIA_ROUNDS; round++)); do
		if [ $((round % 2)) = 0 ]; then
			media_round "$round" {rtp,srtp}.{edge,plain} rtp.direct g722.{edge,plain}
		else
			media_round "$round" {rtp,srtp}.{plain,edge} rtp.direct g722.{plain,edge}
		fi
	done
}

# media_round ROUND TURN...: calls that transcode would take a gap for a delay, which
# stays; so these are others each time.
media_round() {
	local turn calls from round=$1
	shift
	for turn; do
		calls=${MEDIA_CALLS[${turn%.*}]} from=0
		[ "${turn%.*}" != g722 ] || from=$((round * calls))
		media_run "$turn" "$from" "$calls"
		echo "$turn ${MEDIA_FOUND[*]}" >>"$TEST_DIR/media.rounds"
		[ $((MEDIA_FOUND[1] * 10)) -lt "${MEDIA_FOUND[0]}" ] \
			|| fail "$turn: of ${MEDIA_FOUND[0]} packets ${MEDIA_FOUND[1]} were lost"
	done
}

# media_run TURN FROM CALLS [COMMAND...]: what media_bench prints of these calls, as
# MEDIA_FOUND; run by COMMAND.
media_run() {
	local turn=$1 kind=${1%.*} from=$2 calls=$3 host=${MEDIA_HOST[${1%.*}]} found
	shift 3
	local -a options=(-c "$calls" -s "$MEDIA_SECONDS" -f "$MEDIA_FIRST" -t "${MEDIA_TYPE[$kind]}"
		-n "$(address pbx):$MEDIA_NEAR_PORT" -r "$(address "$host"):$MEDIA_FAR_PORT"
		-h "/proc/$(<"$LAB/$host/host.pid")/ns/net")
	MEDIA_FIRST=$((MEDIA_FIRST + 50 * MEDIA_SECONDS))
	if [ "${turn#*.}" != direct ]; then
		tail -n "+$((from + 1))" "$TEST_DIR/$turn.ports" >"$TEST_DIR/ports"
		options+=(-e "$EDGE" -p "$TEST_DIR/ports" -P "${MEDIA_PID[$turn]}")
	fi
	[ "$kind" != srtp ] || options+=(-k "$MEDIA_KEY")
	found=$(on pbx "$@" "$BUILD/bench/media_bench" "${options[@]}") || fail "$turn: no figures"
	read -ra MEDIA_FOUND <<<"$found"
}

# media_limits: how many calls one core bears: RTPengine is given the first, the
# sender the second.
media_limits() {
	local turn
	if [ "$(nproc)" = 1 ]; then
		echo "  What a core bears is not measured: there is one alone."
		return
	fi
	for turn in {rtp,srtp}.{edge,plain}; do
		taskset -apc 0 "${MEDIA_PID[$turn]}" >/dev/null
		media_most "$turn"
		echo "$turn $MEDIA_BORNE ${MEDIA_MOST[${turn%.*}]}" >>"$TEST_DIR/media.most"
		taskset -apc "0-$(($(nproc) - 1))" "${MEDIA_PID[$turn]}" >/dev/null
	done
}

# media_most TURN: as MEDIA_BORNE.
media_most() {
	local low=0 high=$((MEDIA_MOST[${1%.*}] + MEDIA_STEP)) calls
	while [ $((high - low)) -gt "$MEDIA_STEP" ]; do
		calls=$(((low + high) / 2))
		if media_borne "$1" "$calls"; then
			low=$calls
		else
			high=$calls
		fi
	done
	MEDIA_BORNE=$low
}

# media_borne TURN CALLS: whether RTPengine does.
media_borne() {
	media_run "$1" 0 "$2" taskset -c 1
	[ $((MEDIA_FOUND[1] * MEDIA_LOSS)) -le "${MEDIA_FOUND[0]}" ] && [ "${MEDIA_FOUND[3]}" -le "$MEDIA_LATE" ]
}
