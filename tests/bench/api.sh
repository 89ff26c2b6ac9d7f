# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls that wait for an API which takes its time, and what all others feel of it: the
# edge beside both HTTP modules of Kamailio's. Why it is measured so: tests/bench/run
# --help.

API_CALLS=1000
API_RATE=250 # a second: all wait before the first has failed
API_DEADLINE=10 # s, in which all calls come
API_NUMBER=+13125550170
OTHER_RATE=20
API_SECONDS=20

api_stall() {
	prepare_api
	echo
	echo "$API_CALLS calls, $API_RATE a second, wait for an API that never answers, $API_DEADLINE s each, then go on without;"
	echo "meanwhile OPTIONS one after the other and $OTHER_RATE other calls a second; ms, median / 99 % / longest"
	api_line "" "" OPTIONS unanswered "other calls ring" failed "waited at once" "went on"
	api_turn http_client 5074 -A WITH_HTTP_CLIENT
	api_turn http_async_client 5077 -A WITH_HTTP_ASYNC
	api_turn edge 5060
}

api_line() { printf '  %-18s %-8s %-24s %10s   %-24s %6s %15s %9s\n' "$@"; }

# As much memory for each.
prepare_api() {
	[ -n "${STOCK_DB:-}" ] || prepare_callee
	data "UPDATE siptrunk_api SET deadline = $((API_DEADLINE * 1000))"
	at_end edge_restart
	"$REPO/scripts/lab" restart edge kamailio -m 256 || fail "the edge does not start with more memory"
	mkdir "$TEST_DIR/ca"
	cp "$API_CA" "$TEST_DIR/ca/"
	"$REPO/scripts/platform" openssl rehash "$TEST_DIR/ca"
	at_end api reset
}

# api_turn NAME PORT [OPTION...]: two lines of the table; OPTIONs are stock.cfg's.
api_turn() {
	local turn=$1 port=$2 set=$TEST_DIR/api-$1
	shift 2
	mkdir -p "$set"
	[ $# = 0 ] || start_api_stock "$turn" "$port" "$@"
	api reset >/dev/null
	api_has_room $((2 * API_CALLS))
	api fault register stall >/dev/null
	api_round "$turn" idle "$set" "$port"
	api_round "" waiting "$set" "$port"
	[ $# = 0 ] || end_process "$STARTED"
}

# callee_again: without the calls that were broken off.
callee_again() {
	end_process "$CALLEE"
	start_callee
}

# api_round TITLE idle|waiting FOLDER PORT: a line of the table.
api_round() {
	local set=$3 answers calls=$((OTHER_RATE * API_SECONDS))
	rm -rf "$set/others" "$set/waiting"
	callee_again
	answers=$(answers "$set" "$4" "api_calls_$2" "$set" "$4")
	api_line "$1" "$2" "$(three "$answers")" "${answers##* }" "$(rings "$set")" \
		$((calls - $(answered "$set/others"))) "$(at_once "$set/waiting")" "$(answered "$set/waiting")"
}

# start_api_stock NAME PORT OPTION...
start_api_stock() {
	PORTS[$1]=$2
	start_stock "$1" -m 256 -A API_KEY="\"$(<"$API_KEY_FILE")\"" -A API_CA="\"$API_CA\"" \
		-A API_CA_FOLDER="\"$TEST_DIR/ca\"" "${@:3}"
}

# api_calls_idle FOLDER PORT: the other calls alone, until they are over or
# API_SECONDS have passed; how many were not answered is in the statistic.
api_calls_idle() {
	api_sipp "$1/others" "$2" number=+13125550142 -r "$OTHER_RATE" -m $((OTHER_RATE * API_SECONDS))
	wait "$!" || true
}

# api_calls_waiting FOLDER PORT: both kinds.
api_calls_waiting() {
	local waiting
	api_sipp "$1/waiting" "$2" number="$API_NUMBER" -r "$API_RATE" -m "$API_CALLS" -l "$API_CALLS"
	waiting=$!
	api_calls_idle "$@"
	wait "$waiting" || true
}

# api_sipp FOLDER PORT KEY=VALUE OPTION...: in the background.
api_sipp() {
	local folder=$1 port=$2
	mkdir -p "$folder"
	sipp_prepare pbx uac-call hold=100 "$3"
	mv "$TEST_DIR/pbx-uac-call.xml" "$folder/call.xml"
	on pbx env -C "$folder" timeout "$((API_SECONDS + 2))" sipp -sf call.xml -nostdin \
		-trace_stat -stf caller.csv -fd 1 -trace_rtt -rtt_freq 1 "${@:4}" \
		"${SIPP_OPTIONS[@]}" "$EDGE:$port" >"$folder/output" 2>&1 </dev/null &
}

# answered FOLDER: how many calls.
answered() { TEST_DIR=$1 statistic 'SuccessfulCall(C)'; }

# three "P50 P99 P99.9 MAX LOST": without the third and the last.
three() { awk '{ print $1, "/", $2, "/", $4 }' <<<"$1"; }

# rings FOLDER: how long the other calls' INVITEs waited for the 180.
rings() {
	awk -F ';' 'FNR > 1 { printf "%.1f\n", $2 }' "$1"/others/*_rtt.csv 2>/dev/null | sort -n \
		| awk '{ t[NR] = $1 } END { if(NR) print t[int((NR + 1) / 2)], "/", t[int(NR * 0.99 + 0.5)], "/", t[NR]; else print "-" }'
}

# at_once FOLDER: the most calls under way at the same time.
at_once() {
	awk -F ';' 'NR == 1 { for(i = 1; i <= NF; i++) column[$i] = i }
		NR > 1 && $column["CurrentCall"] > most { most = $column["CurrentCall"] }
		END { print most + 0 }' "$1/caller.csv" 2>/dev/null || echo 0
}
