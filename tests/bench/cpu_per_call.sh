# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# CPU per call: the edge beside two stock relays on the same host, between the
# same caller and the same callee. Why it is measured so: tests/bench/run --help.

ROUNDS=7
CALLS=450
RATE=75 # a second: a turn lasts longer than tm keeps a transaction, 5 s
TARGET=1.25
TURNS=(edge stock stock_rtpengine)

declare -A PORTS=([edge]=5060 [stock]=5070 [stock_rtpengine]=5072)
declare -A MAIN IDLE # by turn: main process; what it uses without calls, ns a second

# What the edge asks RTPengine for when it calls the trunk retell.
FLAGS="replace-origin record-call=off endpoint-learning-off strict-source RTP/AVP DTLS=off SDES-off"
FLAGS+=" codec-strip-all codec-offer-PCMU codec-offer-PCMA codec-offer-telephone-event"
FLAGS+=" ICE=remove rtcp-mux-demux address-family=IP4 drop-traffic=start"

CALLEE_PORT=5090
CALLEE_URI="sip:sip.retellai.com:$CALLEE_PORT;transport=tcp"

MADE=0
FAILED=0
RESENT=0

cpu_per_call() {
	prepare_world
	run_rounds
	print_table
	[ "$FAILED" = 0 ]
}

# ---- The world --------------------------------------------------------------

prepare_world() {
	edge_with MEDIA_INTERVAL=5 # as it is shipped
	MAIN[edge]=$(<"$LAB/edge/kamailio.pid")
	prepare_callee
	start_stock stock
	# Not the edge's, which would look at these calls, too.
	start_rtpengine stock 2225 33000 --table=-1
	start_stock stock_rtpengine -A WITH_RTPENGINE -A 'RTPENGINE="udp:127.0.0.1:2225"'
}

prepare_callee() {
	start_callee
	gateways "UPDATE dispatcher SET destination = '$CALLEE_URI' WHERE setid = 2"
	make_stock_database stock
}

# start_callee [SCENARIO]: uas-answer. Behind no front: the one on retell would be the
# slowest part.
start_callee() {
	local name=${1:-uas-answer}
	sipp_prepare retell "$name" via=t1
	start_on retell "$TEST_DIR/callee.output" env -C "$TEST_DIR" sipp -sf "retell-$name.xml" \
		-p "$CALLEE_PORT" -nostdin "${SIPP_OPTIONS[@]}"
	CALLEE=$STARTED
	wait_until 5 callee_listens || fail "the callee does not listen"
}

callee_listens() { on retell ss -Htln "sport = :$CALLEE_PORT" | grep -q .; }

# make_stock_database NAME: whose calls go to CALLEE_URI.
make_stock_database() {
	STOCK_DB=$TEST_DIR/$1.db
	# shellcheck disable=SC2016 # for the shell on the platform
	"$REPO/scripts/platform" bash -euc '
		cd /usr/share/kamailio/db_sqlite
		cat standard-create.sql permissions-create.sql dispatcher-create.sql - \
			| sqlite3 -bail "$1"' - "$STOCK_DB" <<-END_OF_SQL
		INSERT INTO address (grp, ip_addr, mask) VALUES (1, '$(address pbx)', 32);
		INSERT INTO dispatcher (setid, destination) VALUES (2, '$CALLEE_URI');
	END_OF_SQL
}

# start_rtpengine NAME NG-PORT FIRST-PORT OPTION...: told what it must be told, with its
# defaults; 6,000 ports.
start_rtpengine() {
	local name=$1 ng=$2 first=$3
	start_on edge "$TEST_DIR/rtpengine-$name.log" setsid rtpengine --config-file=none --interface="$EDGE" \
		--listen-ng="127.0.0.1:$ng" --port-min="$first" --port-max="$((first + 5999))" --foreground --log-stderr "${@:4}"
	wait_until 10 on edge "$REPO/scripts/probe" ng 127.0.0.1 "$ng" \
		|| fail "RTPengine does not start: $(tail -n 3 "$TEST_DIR/rtpengine-$name.log")"
}

# start_stock TURN [OPTION...]: with the memory and the log of the edge's.
start_stock() {
	local turn=$1 port=${PORTS[$1]} log=$TEST_DIR/$1.log
	shift
	start_on edge "$log" setsid kamailio -f "$REPO/tests/bench/stock.cfg" \
		-DD -E -m 100 -M 16 -x tlsf -X tlsf -Y /run/kamailio -A ADDRESS="$EDGE" -A PORT="$port" \
		-A DB_URL="\"sqlite://$STOCK_DB\"" -A FLAGS="\"$FLAGS\"" "$@"
	MAIN[$turn]=$STARTED
	wait_until 10 on pbx "$REPO/scripts/probe" sip "$EDGE" "$port" \
		|| fail "$turn does not start: $(tail -n 3 "$log")"
}

# ---- Measuring --------------------------------------------------------------

# cpu TURN: what all processes of this Kamailio have used so far, in ns. The
# same clock as utime + stime, which /proc/PID/stat rounds to 10 ms.
cpu() {
	local pid total=0 used
	for pid in $(pgrep -g "${MAIN[$1]}"); do
		read -r used _ <"/proc/$pid/schedstat"
		total=$((total + used))
	done
	echo "$total"
}

now() { echo "${EPOCHREALTIME/./}"; } # in us

run_rounds() {
	local round turn
	for turn in "${TURNS[@]}"; do
		calls "$turn" 50 # connections, caches and memory are new
	done
	[ "$FAILED" = 0 ] || fail "calls fail before anything is measured"
	measure_idle
	for ((round = 1; round <= ROUNDS; round++)); do
		for turn in "${TURNS[@]}"; do
			take_turn "$turn"
		done
	done
	take_turn "${TURNS[0]}" # its own figure does not count
}

# take_turn TURN: the turn before this one ends with it: only now has that
# Kamailio cleaned up after its calls.
take_turn() {
	local turn=$1 cpu_before time_before
	cpu_before=$(cpu "$turn")
	time_before=$(now)
	calls "$turn" "$CALLS"
	[ -z "${OPEN:-}" ] || end_turn "$OPEN" "$OPEN_CPU" "$OPEN_TIME"
	OPEN=$turn OPEN_CPU=$cpu_before OPEN_TIME=$time_before
}

# end_turn TURN CPU-BEFORE TIME-BEFORE: us a call, idling taken off.
end_turn() {
	local used=$(($(cpu "$1") - $2)) lasted=$(($(now) - $3))
	echo "$1 $(((used - IDLE[$1] * lasted / 1000000) / CALLS / 1000))" >>"$TEST_DIR/turns"
}

# measure_idle: into IDLE, ns a second, by turn. This sleep is the measurement.
measure_idle() {
	local turn started lasted
	local -A before
	wait_until 10 all_cleaned_up || fail "transactions are left over"
	started=$(now)
	for turn in "${TURNS[@]}"; do before[$turn]=$(cpu "$turn"); done
	sleep 4
	for turn in "${TURNS[@]}"; do IDLE[$turn]=$(($(cpu "$turn") - before[$turn])); done
	lasted=$(($(now) - started))
	for turn in "${TURNS[@]}"; do IDLE[$turn]=$((IDLE[$turn] * 1000000 / lasted)); done
}

# The edge's turn was the first, so the others have less to wait for.
all_cleaned_up() { [ "$(rpc_field current tm.stats)" = 0 ]; }

# calls TURN NUMBER: that many calls through TURN. One that fails is told and
# counted; the others go on.
calls() {
	local failed
	sipp_prepare pbx uac-call number=+13125550142 hold=100
	rm -f "$TEST_DIR"/{caller.csv,pbx-uac-call.errors}
	on pbx env -C "$TEST_DIR" sipp -sf pbx-uac-call.xml -p $((UAC_PORT++)) -m "$2" -r "$RATE" \
		-nostdin -timeout 30s -timeout_error -trace_stat -stf caller.csv -fd 60 \
		-trace_err -error_file pbx-uac-call.errors \
		"${SIPP_OPTIONS[@]}" "$EDGE:${PORTS[$1]}" >"$TEST_DIR/pbx-uac-call.output" 2>&1 </dev/null || true
	failed=$(($2 - $(statistic 'SuccessfulCall(C)')))
	[ "$failed" = 0 ] || echo "  $1: $failed of $2 calls failed, one: $(sipp_reason pbx uac-call)"
	MADE=$((MADE + $2)) FAILED=$((FAILED + failed))
	RESENT=$((RESENT + $(statistic 'Retransmissions(C)')))
}

# statistic NAME: of the last line of sipp's; 0 when sipp has not come so far.
statistic() {
	awk -F ';' -v name="$1" '
		NR == 1 { for(i = 1; i <= NF; i++) if($i == name) column = i }
		END { print (NR > 1 ? $column : 0) }' "$TEST_DIR/caller.csv" 2>/dev/null || echo 0
}

# ---- The table --------------------------------------------------------------

print_table() {
	local turn
	echo
	echo "CPU per call: INVITE, 100, 180, 200, ACK, BYE, 200; UDP in, TCP out; SDP, no RTP"
	for turn in "${TURNS[@]}"; do
		echo "$turn $(idle_percent "$turn")"
	done | perl "$REPO/tests/bench/cpu_per_call.pl" "$TEST_DIR/turns"
	cat <<-END_OF_NOTES
		  Medians of $ROUNDS rounds of $CALLS calls, $RATE a second; [lowest .. highest] round.
		  (1) takes part with the edge's own flags in the stock relay; its process is not counted
		  (2) less, in each round, what RTPengine cost the stock relay; target: $TARGET x stock
		  calls $MADE, failed $FAILED, messages that the caller sent again $RESENT
	END_OF_NOTES
}

idle_percent() { printf '%d.%02d' $((IDLE[$1] / 10000000)) $((IDLE[$1] / 100000 % 100)); }
