# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls to an agent while its API fails in every way it can: what they took is given
# back. Why it is measured so: tests/soak/run --help.

API_SOAK_RATE=10 # calls a second
API_WARM_UP=60 # s
# A leak for each call would be far more than these: connections are pooled, OpenSSL
# keeps sessions, and texts of what happened last differ in length.
GROWTH_FD=4
GROWTH_TLS=500000 # bytes
GROWTH_OURS=1000 # bytes
# How the API answers the next calls, and how it is reached meanwhile.
API_SOAK_ANSWERS=ok,ok,slow:300,ok,500,ok,trickle,503,ok,429:1,close,ok,no_json,truncated,ok,empty,hostile,ok,redirect,lost,stall,huge,401,402,422,number,ok
API_SOAK_DOORS=(retell retell retell refuse retell silent retell retell-wrong retell retell-unknown)

# api_faults MINUTES
api_faults() {
	start_callee uas-patient
	gateways "UPDATE dispatcher SET destination = '$CALLEE_URI' WHERE setid = 2"
	at_end api reset
	failing_api "$API_WARM_UP" "$TEST_DIR/api.warm-up"
	held >"$TEST_DIR/held.before"
	failing_api $(($1 * 60)) "$TEST_DIR/api.calls"
	held >"$TEST_DIR/held.after"
	report_api "$1"
}

# failing_api SECONDS FILE: which says then how many calls ended how; nothing of them
# is left.
failing_api() {
	local until=$TEST_DIR/over callers deadline=$((SECONDS + $1)) door
	rm -f "$until"
	on pbx "$REPO/tests/soak/callers" "$(address pbx)" "$EDGE" 5060 "$API_NUMBER" "$API_SOAK_RATE" "$until" >"$2" &
	callers=$!
	at_end end_process "$callers"
	while ((SECONDS < deadline)); do
		for door in "${API_SOAK_DOORS[@]}"; do
			next_fault "$door"
			((SECONDS < deadline)) || break
		done
	done
	api reset >/dev/null
	touch "$until"
	wait "$callers"
	wait_until 90 nothing_left || fail "left over: $(rpc tm.list) $(rpc dlg.list)"
	wait_until 60 no_session || true # is judged
}

# next_fault DOOR: for five seconds.
next_fault() {
	api reset >/dev/null
	api fault register "$API_SOAK_ANSWERS" >/dev/null
	[ "$1" = retell ] || api door "$1" >/dev/null
	sleep 5 # the soak itself
}

no_session() { [ "$(sessions)" = 0 ]; }

sessions() { on edge rtpengine-ctl -ip 127.0.0.1 -port 9900 list numsessions | sed -n 's/^Current sessions total: *//p'; }

# held: "NAME NUMBER" a line: shared memory of each module, file descriptors of each
# process, calls at RTPengine, and what memory() says.
held() {
	local pid
	rpc siptrunk.reload >/dev/null # frees what nobody reads any more
	wait_until 30 nothing_left || true # not while a gateway is probed
	wait_until 30 one_generation || true # is judged
	rpc mod.stats all shm | awk '$1 == "Module:" { module = $2 } $1 == "Total:" { print "of." module, $2 }'
	memory
	for pid in $(pgrep -g "$(<"$LAB/edge/kamailio.pid")"); do
		echo "fd.$pid $(ls "/proc/$pid/fd" | wc -l)"
	done
	echo "rtpengine $(sessions)"
}

report_api() {
	echo
	echo "An API that fails, $1 minutes, $API_SOAK_RATE calls a second; how they ended:"
	sed 's/^/  /' "$TEST_DIR/api.calls"
	judge "calls of which nothing was heard" "$(ended_so silent)" "$(($(ended_so silent) == 0))"
	judge "calls that reached somebody" "$(ended_so answered)" "$(($(ended_so answered) > 0))"
	sorted_join "$TEST_DIR/held.before" "$TEST_DIR/held.after" >"$TEST_DIR/held"
	judge_same "file descriptors of a process" '^fd[.]' "$GROWTH_FD"
	judge_same "sessions at RTPengine" '^rtpengine$' 0
	judge_same "shared memory of a module, bytes" '^of[.]([^t]|tm)' "$GROWTH_OURS"
	judge_same "shared memory of OpenSSL, bytes" '^of[.]tls$' "$GROWTH_TLS"
	judge_same "private memory of a process, bytes" '^pkg[.]' "$GROWTH_SHM"
	judge_same "resident memory of a process, kB" '^rss[.]' "$GROWTH_RSS"
}

# ended_so HOW: how many calls.
ended_so() { awk -v how="$1" '$1 == how { sum += $NF } END { print sum + 0 }' "$TEST_DIR/api.calls"; }

sorted_join() { join <(sort "$1") <(sort "$2"); }

# judge_same WHAT NAMES LIMIT: what has grown most among NAMES, a regular expression,
# has grown by no more than LIMIT. That none has such a name is no good sign.
judge_same() {
	local name grown
	read -r name grown < <(awk -v names="$2" '$1 !~ names { next }
		name == "" || $3 - $2 > most { most = $3 - $2; name = $1 }
		END { if(name == "") print "nothing", 2 ^ 52; else print name, most }' "$TEST_DIR/held")
	judge "$1: most growth" "$grown ($name)" "$((grown <= $3))"
}
