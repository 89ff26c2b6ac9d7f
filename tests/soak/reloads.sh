# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Reload after reload of the edge while calls pass through it: none fails, and
# memory is back where it was. Why it is measured so: tests/soak/run --help.

SOAK_RATE=20 # calls a second
SOAK_WARM_UP=3000
GROWTH_SHM=20000 # bytes; one leaked configuration is several times as much
GROWTH_RSS=1024 # kB

# reloads_under_calls COUNT
reloads_under_calls() {
	local failed started
	start_callee
	gateways "UPDATE dispatcher SET destination = '$CALLEE_URI' WHERE setid = 2"
	start_calls
	ask_for_reloads "$SOAK_WARM_UP" >"$TEST_DIR/warm-up"
	end_calls
	memory >"$TEST_DIR/memory.before"
	start_calls
	started=$SECONDS
	failed=$(ask_for_reloads "$1")
	started=$((SECONDS - started))
	end_calls
	memory >"$TEST_DIR/memory.after"
	report_reloads "$1" "$failed" "$started"
	report_memory
}

# start_calls: until end_calls, in the background.
start_calls() {
	sipp_prepare pbx uac-call number=+13125550142
	rm -f "$TEST_DIR"/{caller.csv,pbx-uac-call.errors}
	start_on pbx "$TEST_DIR/pbx-uac-call.output" env -C "$TEST_DIR" sipp -sf pbx-uac-call.xml \
		-p $((UAC_PORT++)) -r "$SOAK_RATE" -nostdin -trace_stat -stf caller.csv -fd 1 \
		-trace_err -error_file pbx-uac-call.errors "${SIPP_OPTIONS[@]}" "$EDGE:5060"
	CALLER=$STARTED
	wait_until 10 calls_pass || fail "no call passes: $(sipp_reason pbx uac-call)"
}

calls_pass() { [ "$(statistic 'SuccessfulCall(C)')" != 0 ]; }

# end_calls: those under way are finished first (USR1); then nothing of them is
# left at the edge.
end_calls() {
	kill -USR1 "$CALLER"
	wait "$CALLER" || true # how many failed is in the statistic
	wait_until 60 nothing_left || fail "transactions or dialogs are left over"
	rpc siptrunk.reload >/dev/null # frees what nobody reads any more
}

nothing_left() {
	[ "$(rpc_field current tm.stats)" = 0 ] && [ "$(rpc_field all dlg.stats_active)" = 0 ]
}

# ask_for_reloads COUNT: how many failed. One kamcmd for all; progress goes to
# the standard error.
ask_for_reloads() {
	reload_commands "$1" | on edge kamcmd 2>&1 | tee "$TEST_DIR/answers" \
		| awk -v total="$1" '
			/note: /{ next }
			/removed: / { if(++done % 500 == 0) printf "  %d of %d\n", done, total >"/dev/stderr" }
			/error: / { failed++ }
			END { print failed + (done < total ? total - done : 0) }'
}

# reload_commands COUNT: every hundredth is a rollback.
reload_commands() {
	awk -v count="$1" 'BEGIN { while(++i <= count) print i % 100 ? "siptrunk.reload" : "siptrunk.rollback" }'
}

# memory: "NAME BYTES" a line: shm, pkg of a process, rss of it.
memory() {
	local pid
	echo "shm $(rpc_field real_used core.shmmem)"
	for pid in $(memory_pids); do
		echo "pkg.$pid $(rpc_field real_used pkg.stats pid "$pid")"
		echo "rss.$pid $(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status")"
	done
}

# memory_pids: ctl's process, the SIP workers and whoever goes on with a call.
memory_pids() {
	on edge kamcmd core.ps | paste - - | sed -nE 's/^([0-9]+)\t(ctl handler|(udp|tcp) receiver|(slow )?timer|Async|SIPTRUNK HTTP).*/\1/p'
}

report_reloads() {
	local calls failed
	calls=$(statistic 'TotalCallCreated')
	failed=$((calls - $(statistic 'SuccessfulCall(C)')))
	echo
	echo "Reloads under calls: $1 in $3 s; calls: $calls at $SOAK_RATE a second"
	judge "reloads that failed" "$2" "$(($2 == 0))"
	judge "calls that failed" "$failed" "$((failed == 0))"
}

report_memory() {
	local name before after most_pkg=0 most_rss=0
	while read -r name before after; do
		case $name in
		shm) judge "shared memory, bytes" "$before -> $after" "$((after - before < GROWTH_SHM))" ;;
		pkg.*) ((after - before <= most_pkg)) || most_pkg=$((after - before)) ;;
		rss.*) ((after - before <= most_rss)) || most_rss=$((after - before)) ;;
		esac
	done < <(join "$TEST_DIR/memory.before" "$TEST_DIR/memory.after")
	judge "private memory of a process, most growth, bytes" "$most_pkg" "$((most_pkg < GROWTH_SHM))"
	judge "resident memory of a process, most growth, kB" "$most_rss" "$((most_rss < GROWTH_RSS))"
}
