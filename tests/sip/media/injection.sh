# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Strangers who speak to the edge's ports of a call: nobody hears them, and they hear
# nobody.

. "$REPO/tests/lib/hostile.sh"
. "$REPO/tests/lib/nat.sh"

VOICE=$TEST_DIR/stranger.ulaw

# _ports: RTPengine's on the edge.
_ports() { on edge ss -Huln 'sport >= :16384 && sport <= :32766' | awk '{ sub(/.*:/, "", $4); print $4 }' | sort -u; }

# _new_ports HOST: into its file.
_new_ports() {
	_ports | comm -13 "$TEST_DIR/ports.before" - >"$TEST_DIR/ports.$1"
	[ "$(wc -l <"$TEST_DIR/ports.$1")" -ge 4 ] # RTP and RTCP of both sides
}

# _attack RATE HOST...: in the background they speak, at that many packets a second, to every
# port that the edge gives to the next call, from the first moment on. With LATER only when
# the callee hears somebody, and to the ports for RTP.
_attack() {
	local host
	"$REPO/scripts/platform" "$BUILD/tools/wav" make 4711 30 "$VOICE"
	_ports >"$TEST_DIR/ports.before"
	for host in "${@:2}"; do
		_speak "$host" "$1" >"$TEST_DIR/attack.$host" &
		ATTACKERS+=("$!")
		at_end end_process "$!"
	done
}

_speak() {
	local -a ports
	wait_until 10 _new_ports "$1"
	mapfile -t ports <"$TEST_DIR/ports.$1"
	if [ -n "${LATER:-}" ]; then
		wait_until 10 _callee_hears
		mapfile -t ports < <(grep '[02468]$' "$TEST_DIR/ports.$1")
	fi
	there "$1"
	exec "${THERE[@]}" "$REPO/tests/lab/hostile" speak "$VOICE" "$EDGE" "$2" 1500 "${ports[@]}"
}

_callee_hears() { [ "$(cat "$LAB/retell/recordings"/*-dec.wav | wc -c)" -gt 8000 ]; }

# _in_vain: no attacker got anything, and nobody heard them.
_in_vain() {
	local attacker
	for attacker in "${ATTACKERS[@]}"; do end_process "$attacker"; done
	equal "packets that came to the attackers" 0 "$(cat "$TEST_DIR"/attack.* | sort -u)"
	! wav_matches "$VOICE" "$heard_by_caller" 1 || fail "the caller heard an attacker"
	! wav_matches "$VOICE" "$heard_by_callee" 1 || fail "the callee heard an attacker"
}

# _rings HOST MS: it lets calls ring for so long, until the test ends.
_rings() {
	local dir=$TEST_DIR/$1-endpoint
	mkdir -p "$dir"
	cp "$LAB/$1/endpoint/config" "$dir"
	sed "s/answermode=auto/&;answerdelay=$2/" "$LAB/$1/endpoint/accounts" >"$dir/accounts"
	at_end "$REPO/scripts/lab" restart "$1" endpoint
	"$REPO/scripts/lab" restart "$1" endpoint -f "$dir" || fail "the endpoint of $1 does not start"
}

# While it rings and afterwards; one of them has the pbx's address.
nobody_hears_who_guesses_a_port() {
	_rings retell 2000
	wire_start pbx
	_attack 50 stranger pbx
	audio_call pbx carol@example.com +13125550142 retell 5
	wire_stop
	_in_vain
	audio_arrived
	wire_payload "$(address pbx)" "$TEST_DIR/wire.ulaw"
	! wav_matches "$VOICE" "$TEST_DIR/wire.ulaw" 1 || fail "an attacker's voice was sent to the caller"
}

# What is learned is whose packet is the first after the answer.
nobody_hears_who_guesses_a_port_of_a_peer_behind_a_nat() {
	phone_behind pbx
	_later_than_the_peer phone "nat = 'yes'"
}

nobody_hears_who_guesses_a_port_of_an_asymmetric_peer() {
	_later_than_the_peer pbx "symmetric = 'no'"
}

_later_than_the_peer() {
	data "UPDATE siptrunk_trunk SET $2 WHERE name = 'genesys'"
	LATER=1 _attack 50 stranger pbx
	audio_call "$1" carol@example.com +13125550142 retell 3
	_in_vain
	audio_arrived
}

# Of a 911 nothing is dropped, so that nobody can take it away.
nine_one_one_goes_on_while_strangers_speak() {
	_attack 5 stranger
	audio_call pbx alice@example.com 911 redsky1 3
	_in_vain
	audio_arrived
}

control_the_injection_test_notices_a_911_that_learns() {
	edge_routed media.cfg 's/endpoint-learning-off/endpoint-learning-heuristic/'
	must_fail nine_one_one_goes_on_while_strangers_speak "packets that came to the attackers: expected '0'"
}

control_the_injection_test_notices_a_voice_while_it_rings() {
	edge_routed media.cfg 's/drop-traffic=start//'
	must_fail nobody_hears_who_guesses_a_port "an attacker's voice was sent to the caller"
}
