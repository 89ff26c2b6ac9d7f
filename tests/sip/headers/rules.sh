# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Extension headers on their way from one trunk to the other.

# _from_pbx HEADERS: a call with these in the INVITE and in the BYE, and with
# X-Answer in both answers. What each side got is in RETELL and PBX.
_from_pbx() {
	uas retell answer extra=$'\r\nX-Answer: retell'
	uac pbx call number=+13125550142 extra="$1" ending="$1"
	uas_done retell
	RETELL=$(sipp_got retell uas-answer) PBX=$(sipp_got pbx uac-call)
}

# _to_pbx HEADERS: the same from Retell.
_to_pbx() {
	uas pbx answer extra=$'\r\nX-Answer: pbx'
	uac retell call number=2001 from=+13125550142@sip.retellai.com extra="$1" ending="$1"
	uas_done pbx
	RETELL=$(sipp_got retell uac-call) PBX=$(sipp_got pbx uas-answer)
}

# _rule TRUNK DIRECTION HEADER ACTION [NEW]
_rule() {
	data "INSERT INTO siptrunk_header_rule (trunk, direction, header, action, new_name)
		VALUES ('$1', '$2', '$3', '$4', '${5:-}')"
}

# _times WHO HEADER COUNT TEXT: that many lines of TEXT are such a header.
_times() {
	equal "$1: number of '$2'" "$3" "$(grep -cE "^$2\$" <<<"$4" || true)"
}

CORRELATION=$'\r\nx-inin-cnv: 5a0c4e9f\r\nUser-to-User: 00616263;encoding=hex\r\nX-Foo: 1'

extension_headers_pass_by_default() {
	_from_pbx "$CORRELATION"
	_times retell "x-inin-cnv: 5a0c4e9f" 2 "$RETELL"
	_times retell "User-to-User: 00616263;encoding=hex" 2 "$RETELL"
	_times retell "X-Foo: 1" 2 "$RETELL"
	_times pbx "X-Answer: retell" 2 "$PBX"
	_to_pbx "$CORRELATION"
	_times pbx "x-inin-cnv: 5a0c4e9f" 2 "$PBX"
	_times pbx "User-to-User: 00616263;encoding=hex" 2 "$PBX"
	_times retell "X-Answer: pbx" 2 "$RETELL"
}

a_trunk_is_sent_what_its_rules_let_through() {
	_rule retell to 'X-*' drop
	_rule retell to X-Foo pass
	_rule retell to x-inin-cnv rename X-Conversation
	_from_pbx "$CORRELATION"$'\r\nX-Secret: 2'
	_times retell "X-Foo: 1" 2 "$RETELL"
	_times retell "X-Conversation: 5a0c4e9f" 2 "$RETELL"
	_times retell "(x-inin-cnv|X-Secret): .*" 0 "$RETELL"
	_times pbx "X-Answer: retell" 2 "$PBX"
	# what it sends is another matter
	_to_pbx "$CORRELATION"
	_times pbx "x-inin-cnv: 5a0c4e9f" 2 "$PBX"
	_times retell "X-Answer: .*" 0 "$RETELL"
}

what_a_trunk_sends_passes_its_rules_too() {
	_rule retell from X-Foo drop
	_rule retell from X-Answer rename X-Agent
	_rule genesys to X-Agent rename X-Bot
	_from_pbx "$CORRELATION"
	_times retell "X-Foo: 1" 2 "$RETELL"
	_times pbx "X-Bot: retell" 2 "$PBX"
	_to_pbx "$CORRELATION"
	_times pbx "X-Foo: .*" 0 "$PBX"
	_times retell "X-Answer: pbx" 2 "$RETELL"
}

# Those that were kept came first; the call itself is none the worse.
too_many_and_too_long_ones_are_dropped() {
	local before lines log i many=
	before=$(counter headers_excessive) lines=$(edge_log_lines)
	for ((i = 1; i <= 23; i++)); do many+=$'\r\n'"X-N$i: $i"; done
	_from_pbx $'\r\nX-Long: '"$(printf 'x%.0s' {1..1017})$many"
	_times retell "X-Long: .*" 0 "$RETELL"
	_times retell "X-N[0-9]+: .*" 40 "$RETELL"
	_times retell "X-N20: 20" 2 "$RETELL"
	counted headers_excessive "$before" 8
	log=$(edge_log_since "$lines" | grep "headers are not sent")
	contains "the log" "WARNING.* call $UAC_CALL@.* 4 headers are not sent to trunk retell" "$log"
	data "UPDATE siptrunk_trunk SET header_limit = 24, header_size = 1025 WHERE name = 'retell'"
	_from_pbx $'\r\nX-Long: '"$(printf 'x%.0s' {1..1017})$many"
	_times retell "X-Long: .*" 2 "$RETELL"
	_times retell "X-N[0-9]+: .*" 46 "$RETELL"
}

# Neither rule nor limit; the answers, too.
an_emergency_call_passes_no_rules() {
	_rule genesys from 'X-*' drop
	_rule genesys to 'X-*' drop
	data "UPDATE siptrunk_trunk SET header_limit = 0"
	uas redsky1 answer extra=$'\r\nX-Answer: redsky' "header X-Foo 1" "header Call-Info here" "header User-Agent phone"
	uac pbx call number=911 ending=$'\r\nX-Foo: 1' "header X-Answer redsky" \
		extra=$'\r\nX-Foo: 1\r\nCall-Info: <http://here>\r\nUser-Agent: phone'
	uas_done redsky1
	_times redsky1 "X-Foo: 1" 2 "$(sipp_got redsky1 uas-answer)"
	_times pbx "X-Answer: redsky" 2 "$(sipp_got pbx uac-call)"
}

rules_are_shown() {
	_rule retell from X-Foo rename X-Bar
	contains "siptrunk.show" "header_rules: .*direction: from header: X-Foo action: rename new_name: X-Bar" \
		"$(rpc siptrunk.show retell | tr -s '[:space:]' ' ')"
}

control_the_rule_test_notices_a_missing_rule() {
	must_fail _one_rule_too_few "retell: number of '\(x-inin-cnv\|X-Secret\): \.\*': expected '0', found '2'"
}

_one_rule_too_few() {
	_rule retell to X-Secret pass
	a_trunk_is_sent_what_its_rules_let_through
}

control_the_limit_test_notices_a_higher_limit() {
	must_fail _a_higher_limit "found '42'"
}

_a_higher_limit() {
	data "UPDATE siptrunk_trunk SET header_limit = 21 WHERE name = 'retell'"
	too_many_and_too_long_ones_are_dropped
}

control_the_emergency_test_notices_a_drop() {
	must_fail _an_ordinary_call_is_none "found '0'"
}

_an_ordinary_call_is_none() {
	_rule genesys from 'X-*' drop
	_from_pbx "$CORRELATION"
	_times retell "X-Foo: 1" 2 "$RETELL"
}
