# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a test is made of: it fails with a reason, undoes what it changed, and
# waits for conditions, never for time.

. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"
# Where this test keeps its output; tests/run sets it.
TEST_DIR=${TEST_DIR:-$BUILD/test/by-hand}

# fail REASON...: ends the test. While that is undone it ends nothing, and the first
# reason counts.
fail() {
	printf 'FAILED: %s\n' "$*"
	if [ -n "${UNDOING:-}" ]; then
		UNDOING=failed
		[ -e "$TEST_DIR/reason" ] || printf '%s\n' "$*" >"$TEST_DIR/reason"
		return 1
	fi
	printf '%s\n' "$*" >"$TEST_DIR/reason"
	exit 1
}

# skip REASON...: ends the test, which has shown nothing, and says why.
skip() {
	printf '%s\n' "$*" >"$TEST_DIR/reason"
	exit "$SKIPPED"
}

SKIPPED=77
UNDO=()

# at_end COMMAND...: runs when the test ends, the last one first.
at_end() { UNDO+=("$(printf '%q ' "$@")"); }

# undo: all of it, whatever fails; whether nothing did.
undo() {
	local i UNDOING=well
	for ((i = ${#UNDO[@]} - 1; i >= 0; i--)); do
		eval "${UNDO[i]}" || fail "could not undo: ${UNDO[i]}"
	done
	UNDO=()
	[ "$UNDOING" = well ]
}

# end_process PID: that one, and waits for it.
end_process() {
	kill "$1" 2>/dev/null || return 0
	wait "$1" 2>/dev/null || true
}

# equal WHAT EXPECTED FOUND
equal() {
	[ "$2" = "$3" ] || fail "$1: expected '$2', found '$3'"
}

# contains WHAT EXTENDED-REGEX TEXT
contains() {
	grep -qiE -- "$2" <<<"$3" || fail "$1: expected something like '$2', found '$3'"
}

# must_fail TEST REASON-REGEX: the heart of a negative control. Runs TEST of
# the same file as it would run by itself, and fails unless it fails, for a
# reason like this.
must_fail() {
	local name=$1 reason=$2 dir=$TEST_DIR/$1
	if TEST_DIR=$dir "$REPO/tests/run" --one "$TEST_FILE" "$name" >"$TEST_DIR/$name.log" 2>&1; then
		fail "$name passed, although it had to fail"
	fi
	contains "why $name failed" "$reason" "$(cat "$dir/reason")"
}
