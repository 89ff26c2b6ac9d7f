# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Real audio, both ways, for each kind of call; and what is on the wire.

nine_one_one_carries_audio_both_ways() {
	audio_call pbx alice@example.com 911 redsky1
	audio_arrived
}

nine_three_three_carries_audio_both_ways() {
	audio_call pbx bob@example.com 933 redsky1
	audio_arrived
}

a_call_to_retell_carries_audio_both_ways() {
	audio_call pbx carol@example.com +13125550142 retell
	audio_arrived
}

a_call_from_retell_carries_audio_both_ways() {
	audio_call retell +13125550142@sip.retellai.com 2001 pbx
	audio_arrived
}

the_next_gateway_carries_audio_both_ways() {
	peer_stop redsky1
	audio_call pbx alice@example.com 911 redsky2
	audio_arrived
}

a_pbx_that_speaks_tls_is_served() {
	local since=$EPOCHREALTIME
	OUTBOUND="$EDGE:8061;transport=tls"
	audio_call pbx alice@example.com 911 redsky1
	audio_arrived
	contains "RedSky's INVITE" "^Record-Route: .*sip:203\.0\.113\.10:8061;transport=tls" \
		"$(message redsky1 "frame.time_epoch >= $since && sip.Method == \"INVITE\"")"
}

# _wire CALLEE NUMBER: a call; what went to CALLEE over the wire is in
# TEST_DIR/wire.ulaw.
_wire() {
	wire_start "$1"
	audio_call pbx alice@example.com "$2" "$1"
	wire_stop
	wire_payload "$(address "$1")" "$TEST_DIR/wire.ulaw"
	[ "$(stat -c %s "$TEST_DIR/wire.ulaw")" -gt 20000 ] || fail "the capture holds no audio"
}

the_wire_to_redsky_is_encrypted() {
	_wire redsky1 911
	audio_arrived
	! wav_matches "$TEST_DIR/caller/play.wav" "$TEST_DIR/wire.ulaw" 1 \
		|| fail "the wire to RedSky carries the audio in the clear"
}

# Seed 000: TLS is what SRTP needs.
the_wire_to_retell_is_encrypted_where_it_is_reached_by_tls() {
	local dir=$TEST_DIR/endpoint
	mkdir "$dir"
	cp "$LAB/retell/endpoint/config" "$dir"
	sed 's/mediaenc=[^;]*/mediaenc=srtp-mand/' "$LAB/retell/endpoint/accounts" >"$dir/accounts"
	at_end "$REPO/scripts/lab" restart retell endpoint
	"$REPO/scripts/lab" restart retell endpoint -f "$dir" || fail "Retell's endpoint does not start"
	gateways "UPDATE dispatcher SET destination = 'sip:sip.retellai.com:5061;transport=tls' WHERE setid = 2"
	data "UPDATE siptrunk_trunk SET transport = 'tls', media = 'srtp' WHERE name = 'retell'"
	_wire retell +13125550142
	audio_arrived
	! wav_matches "$TEST_DIR/caller/play.wav" "$TEST_DIR/wire.ulaw" 1 \
		|| fail "the wire to Retell carries the audio in the clear"
}

# The same look at a wire that is not encrypted does find the audio.
control_the_wire_test_notices_clear_audio() {
	_wire retell +13125550142
	wav_matches "$TEST_DIR/caller/play.wav" "$TEST_DIR/wire.ulaw" \
		|| fail "clear audio on the wire was not noticed"
}

control_the_audio_test_notices_another_voice() {
	must_fail _another_voice "callee did not hear the caller: matched 0 of "
}

_another_voice() {
	audio_call pbx alice@example.com 911 redsky1
	said_by_caller=$LAB/redsky2/play.wav
	audio_arrived
}
