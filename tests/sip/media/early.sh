# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Audio before the answer.

# _heard_early CALLER IDENTITY NUMBER CALLEE: what the callee says in its 183, and
# what the caller says then.
_heard_early() {
	local wire=$TEST_DIR/wire.ulaw
	"$REPO/scripts/platform" "$BUILD/tools/wav" make 99 10 "$TEST_DIR/early.ulaw"
	uas "$4" early
	wire_start "$4"
	! place_call "$@" 3 || fail "the call was answered"
	uas_done "$4"
	wire_stop
	said_by_callee=$TEST_DIR/early.ulaw
	heard_by_callee=$wire
	wire_payload "$(address "$4")" "$wire" "$(_early_port "$4")"
	audio_arrived
}

# _early_port HOST: its sipp's; somebody of an earlier call may still talk to another.
_early_port() { sed -nE 's/^m=audio ([0-9]+) .*/\1/p' "$TEST_DIR/$1-uas-early.messages" | tail -n 1; }

retells_early_media_is_heard() { _heard_early pbx alice@example.com +13125550142 retell; }
the_pbxs_early_media_is_heard() { _heard_early retell +13125550142@sip.retellai.com 2001 pbx; }

control_the_early_media_test_notices_an_answer() {
	must_fail _answered_at_once "the call was answered"
}

_answered_at_once() {
	! place_call pbx alice@example.com +13125550142 retell 1 || fail "the call was answered"
}

# RFC 3262: both ends, by the edge's ports.
a_183_may_ask_to_be_acknowledged() {
	uas retell prack "header RAck 1 1 INVITE"
	uac pbx prack number=+13125550142 "header Require 100rel" "has c=IN IP4 203\.0\.113\.10"
	uas_done retell
	uas pbx prack "header RAck 1 1 INVITE"
	uac retell prack number=2001 from=+13125550142@sip.retellai.com "header Require 100rel" "has c=IN IP4 203\.0\.113\.10"
	uas_done pbx
}

# RFC 3262 section 5: the offer of a call that has come without one.
a_183_that_must_be_acknowledged_may_make_the_offer() {
	local edge="has c=IN IP4 203\.0\.113\.10"
	uas pbx prack-offer "$edge" "lacks 40000"
	uac retell prack-answer number=2001 from=+13125550142@sip.retellai.com "$edge" "lacks 40002"
	uas_done pbx
}
