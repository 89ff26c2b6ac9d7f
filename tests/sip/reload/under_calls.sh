# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two reloads at once, under calls: no failed call, no leak.

CALLS=60

# _calls: CALLS calls at 15 a second from the pbx to Retell, in the background.
_calls() {
	sipp_prepare retell uas-answer
	sipp_run retell uas-answer "$UAS_PORT" -m "$CALLS" &
	UAS_PIDS[retell]=$! UAS_NAMES[retell]=uas-answer
	at_end end_process "$!"
	divert retell "$UAS_PORT"
	wait_until 5 listening retell "$UAS_PORT" || fail "the callee does not listen"
	sipp_prepare pbx uac-call number=+13125550142
	sipp_run pbx uac-call "$((UAC_PORT++))" "$EDGE:5060" -m "$CALLS" -r 15 &
	UAC_PID=$!
	at_end end_process "$UAC_PID"
}

# _reload_while PID: again and again.
_reload_while() {
	while kill -0 "$1" 2>/dev/null; do
		on edge kamcmd siptrunk.reload
	done
}

two_reloads_at_once_fail_no_call() {
	local before after pid
	before=$(rpc_field generation siptrunk.reload)
	_calls
	_reload_while "$UAC_PID" >"$TEST_DIR/reloads-1" 2>&1 &
	pid=$!
	_reload_while "$UAC_PID" >"$TEST_DIR/reloads-2" 2>&1
	wait "$pid"
	uac_done pbx call
	uas_done retell
	after=$(rpc_field generation siptrunk.reload)
	((after - before > 10)) || fail "only $((after - before)) reloads took place"
	! grep -h error: "$TEST_DIR"/reloads-* || fail "a reload failed"
}

# Reloads alone, so that what calls hold is not counted.
reloads_leak_no_shared_memory() { _leaks_nothing rpc siptrunk.reload; }

refused_reloads_leak_no_shared_memory() {
	keep_data
	sql "INSERT INTO siptrunk_number (number, trunk) VALUES ('+15550001111', 'mars')"
	_leaks_nothing rpc_fault siptrunk.reload
}

# _leaks_nothing COMMAND...: twenty times. The module's own memory, because connections
# come and go; what a worker or a transaction (an earlier test's call that rings on)
# still holds is given back, in a minute at most. The allocator rounds, and the
# pool of snapshot cells grows to as many as are in use at once.
_leaks_nothing() {
	local before
	_times 5 "$@"
	wait_until 60 one_generation || fail "the module's memory never stays the same"
	before=$(memory_of siptrunk)
	_times 20 "$@"
	wait_until 60 _memory_is_back "$before" || fail "20 reloads took $(($(memory_of siptrunk) - before)) bytes of shared memory"
}

_times() {
	local i
	for ((i = 0; i < $1; i++)); do "${@:2}" >/dev/null; done
}

_memory_is_back() { (($(memory_of siptrunk) - $1 < 1024)); }
