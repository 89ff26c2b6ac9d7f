# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whoever gives up hears how the call ended, also when something else becomes of it at
# that moment, in another process: many callers, spread round that moment.

CALLS=200
CALLS_RATE=50 # a second

# _callee PORT: each call to retell rings there, until the test ends.
_callee() {
	sipp_prepare retell uas-patient
	start_on retell "$TEST_DIR/callee.output" env -C "$TEST_DIR" sipp -sf retell-uas-patient.xml \
		-p "$1" -nostdin "${SIPP_OPTIONS[@]}"
	wait_until 5 listening retell "$1" || fail "the callee does not listen: $(<"$TEST_DIR/callee.output")"
	divert retell "$1"
}

# _all_hear EARLIEST LATEST: who give up so many ms after they called.
_all_hear() {
	on pbx "$REPO/tests/soak/callers" "$(address pbx)" "$EDGE" 5060 "$AGENT_NUMBER" "$CALLS_RATE" "$CALLS" "$@" >"$TEST_DIR/ended"
	equal "who heard nothing" "" "$(grep silent "$TEST_DIR/ended")"
	equal "calls" "$CALLS" "$(awk '{ sum += $NF } END { print sum }' "$TEST_DIR/ended")"
}

# tm then has the branch, but neither sends nor ends it.
who_gives_up_as_the_api_answers_hears_so() {
	api_fresh
	api_has_room $((2 * CALLS))
	api_answers register slow:300
	_callee 5090
	_all_hear 290 350
}

# Every other one: the breaker stays closed.
who_gives_up_as_the_api_is_given_up_hears_so() {
	data "UPDATE siptrunk_api SET deadline = 300; UPDATE siptrunk_agent SET fallback = '480 No Agent'"
	api_fresh
	api_has_room $((2 * CALLS))
	api_answers register "$(printf 'slow:100,slow:400,%.0s' $(seq $((CALLS / 2))))ok"
	_callee 5090
	_all_hear 290 350
}

who_gives_up_as_the_callee_answers_hears_so() {
	api_fresh
	api_has_room $((2 * CALLS))
	_callee 5090
	_all_hear 310 410
}
