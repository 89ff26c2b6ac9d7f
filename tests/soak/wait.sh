# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a SIP worker may be held by a reload. Why it is measured so:
# tests/soak/run --help.

WAIT_ROUNDS=7
WAIT_TARGET_US=1000

waits() {
	"$REPO/scripts/platform" make -s -C "$REPO/tests/bench"
	"$REPO/scripts/platform" make -s -C "$REPO/tests/bench/meter"
	echo
	echo "Access checks, one after the other: how many, those of 1 ms or more, the longest of a"
	echo "round in us (median / worst of $WAIT_ROUNDS rounds)"
	wait_line prefixes "" checks late "longest undisturbed" waits late "longest wait" reloads
	waits_of 100 3
	waits_of 1000000 10
}

wait_line() { printf '  %-9s %-9s %11s %5s %21s %6s %5s %21s %8s\n' "$@"; }

# waits_of COUNT SECONDS: of so many prefixes, with rounds of SECONDS, which are
# longer than a reload takes.
waits_of() {
	local set=$TEST_DIR/prefixes-$1 idle busy reloading
	make_reload_data prefixes "$1" "$set"
	start_reload_kamailio "$set" -A FIFO="\"$TEST_DIR/fifo\"" -A REPLIES="\"$TEST_DIR/\"" \
		-A METER="\"$BUILD/bench/meter.so\""
	on_a_core_of_its_own
	rounds_of "$1" idle "$2"
	reload_until "$set.done" &
	reloading=$!
	rounds_of "$1" reloading "$2"
	touch "$set.done"
	wait "$reloading" || fail "a reload of $set failed"
	idle=$(answers "$set" 5076 sleep 5)
	busy=$(answers "$set" 5076 three_reloads "$set")
	end_process "$STARTED"
	printf '  OPTIONS in ms, median / 99%% / 99.9%% / longest: idle %s, reloading %s\n' \
		"$(slashes "${idle% *}")" "$(slashes "${busy% *}")"
}

# on_a_core_of_its_own: the meter, before the loader and all others.
on_a_core_of_its_own() {
	local meter loader
	meter=$(process_of 'JSONRPCS FIFO') loader=$(process_of 'ctl handler')
	taskset -pc 0 "$meter" >/dev/null
	taskset -pc "1-$(($(nproc) - 1))" "$loader" >/dev/null
	chrt -f -p 1 "$meter" || fail "real-time priority is not allowed here"
}

# process_of NAME: its id.
process_of() {
	on edge kamcmd -s "$RELOAD_CTL" core.ps | paste - - | sed -nE "s/^([0-9]+)\\t$1.*/\\1/p" | head -n 1
}

# rounds_of COUNT idle|reloading SECONDS: a line of the table, and the verdict.
rounds_of() {
	local rounds=$TEST_DIR/rounds-$1-$2 before figures i
	before=$(generation)
	for ((i = 0; i < WAIT_ROUNDS; i++)); do
		rpc_by_fifo "$TEST_DIR" meter.wait "\"$(address pbx)\"" "$3"
		sed -n 's/.*"result":[^"]*"\([0-9. ]*\)".*/\1/p' "$TEST_DIR/reply.text"
	done >"$rounds"
	read -r -a figures <<<"$(wait_figures "$rounds")"
	wait_line "$(printf "%'d" "$1")" "$2" "${figures[0]}" "${figures[1]}" "${figures[2]} / ${figures[3]}" \
		"${figures[4]}" "${figures[5]}" "${figures[6]} / ${figures[7]}" $(($(generation) - before))
	[ "$2" = idle ] || judge "longest wait for a reload, us" "${figures[6]}" "$((${figures[6]%.*} < WAIT_TARGET_US))"
}

generation() { on edge kamcmd -s "$RELOAD_CTL" siptrunk.stats | sed -n 's/.*generation: //p'; }

# wait_figures FILE: sums, medians and worst of the meter's lines in it.
wait_figures() {
	echo "$(sum "$1" 1) $(sum "$1" 2) $(median "$1" 3) $(worst "$1" 3)" \
		"$(sum "$1" 7) $(sum "$1" 8) $(median "$1" 9) $(worst "$1" 9)"
}

sum() { awk -v column="$2" '{ sum += $column } END { print sum }' "$1"; }
median() { sorted "$@" | sed -n "$(((WAIT_ROUNDS + 1) / 2))p"; }
worst() { sorted "$@" | tail -n 1; }
sorted() { awk -v column="$2" '{ print $column }' "$1" | sort -n; }

# reload_until FILE: appears. Fails when a reload does.
reload_until() {
	until [ -e "$1" ]; do
		on edge kamcmd -s "$RELOAD_CTL" siptrunk.reload | grep -q generation || return 1
	done
}
