# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# RTPengine is killed in the middle of a call, with a Redis that remembers it and without.

# _redis_start: on the edge, as docs/redis.md has it, until the test ends.
_redis_start() {
	start_on edge "$TEST_DIR/redis.log" redis-server --bind 127.0.0.1 --port 6379 --save '' --dir "$TEST_DIR"
	REDIS=$STARTED
	wait_until 10 _redis_answers || fail "no Redis: $(cat "$TEST_DIR/redis.log")"
}

_redis_answers() { on edge redis-cli ping | grep -q PONG; }

# _redis_keys agent|emergency: how many calls it remembers of that instance.
_redis_keys() {
	local database=1
	[ "$1" = agent ] || database=2
	on edge redis-cli -n "$database" dbsize
}

# _remembers agent|emergency [OPTION...]: that instance starts again, what its file says about
# Redis switched on.
_remembers() {
	at_end rtpengine_with "$1"
	sed -E 's/^#((redis|no-redis)[a-z-]* =)/\1/' "$REPO/rtpengine/$1.conf" >"$TEST_DIR/$1.conf"
	rtpengine_with "$1" --config-file="$TEST_DIR/$1.conf" "${@:2}"
}

# _dies_and_starts INSTANCE [OPTION...]: in the middle of the running call.
_dies_and_starts() {
	"$REPO/scripts/lab" kill edge "rtpengine-$1"
	"$REPO/scripts/lab" start edge "rtpengine-$1" "${@:2}"
	BEFORE_CALLER=$(stat -c %s "$RUNNING_CALLER") BEFORE_CALLEE=$(stat -c %s "$RUNNING_CALLEE")
	rtpengine_back "$1"
}

# _heard_since_then: the running call's sides hear each other again.
_heard_since_then() {
	wait "$RUNNING" || true # there is a gap in what they heard
	_later "$RUNNING_CALLER" "$BEFORE_CALLER" "$TEST_DIR/later-caller.wav"
	_later "$RUNNING_CALLEE" "$BEFORE_CALLEE" "$TEST_DIR/later-callee.wav"
	said_by_caller=$TEST_DIR/running/caller/play.wav heard_by_callee=$TEST_DIR/later-callee.wav
	said_by_callee=$LAB/$1/play.wav heard_by_caller=$TEST_DIR/later-caller.wav
	audio_arrived
}

# _later FILE BYTES TO: what came to a WAV file after its first BYTES.
_later() { { head -c 44 "$1"; tail -c "+$(($2 / 2 * 2 + 1))" "$1"; } >"$3"; }

# With SRTP; its end is heard, too.
a_911_survives_its_rtpengine() {
	_redis_start
	_remembers emergency --delete-delay=0
	running_call pbx alice@example.com 911 redsky1 7
	_dies_and_starts emergency --config-file="$TEST_DIR/emergency.conf" --delete-delay=0
	equal "calls that Redis remembers" 1 "$(_redis_keys emergency)"
	_heard_since_then redsky1
	equal "calls that Redis remembers afterwards" 0 "$(_redis_keys emergency)"
}

# How often SRTP's counters have wrapped is nowhere in a packet. Here once more than they
# really have: it is RTPengine that is to know it again.
the_counters_of_srtp_are_known_after_a_restart() {
	_restarts_with_wrapped_counters
	on edge "$REPO/rtpengine/restore" "$TEST_DIR/emergency.conf"
	_counters_have_wrapped
}

control_the_counter_test_notices_what_is_forgotten() {
	must_fail _forgets_its_counters "counters that have wrapped: expected '1', found '0'"
}

_forgets_its_counters() {
	_restarts_with_wrapped_counters
	_counters_have_wrapped
}

_restarts_with_wrapped_counters() {
	_redis_start
	_remembers emergency
	running_call pbx alice@example.com 911 redsky1 12
	wait_until 10 _counters_are_written || fail "no counters in Redis"
	"$REPO/scripts/lab" kill edge rtpengine-emergency
	_call | perl -pe 's/(srtp_index":")(\d{3,})/$1 . ($2 + 65536)/ge; s/\n//' >"$TEST_DIR/wrapped"
	on edge redis-cli -n 2 -x set "$(_call_id)" <"$TEST_DIR/wrapped"
}

_call_id() { on edge redis-cli -n 2 keys '*'; }
_call() { on edge redis-cli -n 2 get "$(_call_id)"; }

_counters_are_written() { _call | grep -qE 'out_srtp_index":"[0-9]{3}'; }

# As RTPengine writes them itself, from what it gets then.
_counters_have_wrapped() {
	"$REPO/scripts/lab" start edge rtpengine-emergency --config-file="$TEST_DIR/emergency.conf"
	rtpengine_back emergency
	wait_until 15 _written_anew || fail "RTPengine writes nothing about the call"
	equal "counters that have wrapped" 1 "$(_call | grep -cE 'srtp_index":"(6553[6-9]|655[4-9]|65[6-9]|6[6-9]|[7-9][0-9]{4}|[0-9]{6})')"
}

_written_anew() { ! _call | grep -q '"ssrc_table":' && [ "$(_call)" != "$(<"$TEST_DIR/wrapped")" ]; }

control_without_redis_there_is_silence() {
	must_fail _does_not_survive "the callee did not hear the caller"
}

_does_not_survive() {
	running_call pbx carol@example.com +13125550142 retell 5
	_dies_and_starts agent
	_heard_since_then retell
}

# ---- A Redis that is of no use ------------------------------------------------

# _asked_once: a 911 by the emergency instance, which has answered before Kamailio asks
# again, whatever its Redis does.
_asked_once() {
	ng_wire_start
	uas redsky1 answer "has m=audio 3[0-2][0-9][0-9][0-9] RTP/SAVP"
	uac pbx call number=911
	uas_done redsky1
	ng_wire_stop
	equal "times that RTPengine was asked for ports" 1 "$(ng_commands offer)"
}

a_redis_that_dies_stops_no_911_and_no_start() {
	_redis_start
	_remembers emergency
	kill -KILL "$REDIS"
	_asked_once
	_remembers emergency
	_asked_once
}

# Nor a call that is up.
a_redis_that_hangs_stops_no_911() {
	_redis_start
	_remembers emergency
	running_call pbx alice@example.com 911 redsky1 5
	_redis_hangs
	_asked_once
	running_call_ended
}

_redis_hangs() {
	kill -STOP "$REDIS"
	at_end kill -CONT "$REDIS"
}

# RTPengine's own default: a question to Redis never ends.
control_without_a_timeout_a_hanging_redis_is_noticed() {
	must_fail _waits_for_redis "RTPengine was asked for ports: expected '1'|uas-answer: lacks"
}

_waits_for_redis() {
	_redis_start
	_remembers emergency --redis-cmd-timeout=0
	_redis_hangs
	_asked_once
}

a_redis_that_comes_back_is_used_again() {
	_remembers agent --redis-disable-time=1
	_redis_start
	wait_until 15 _is_remembered || fail "Redis remembers no call"
}

_is_remembered() {
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	[ "$(_redis_keys agent)" -gt 0 ]
}
