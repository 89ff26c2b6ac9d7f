# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A 911 is not refused for a header that routing does not need. An ordinary
# call is.

. "$REPO/tests/lib/hostile.sh"

# _spoilt EDIT NUMBER [ARGUMENT]...: a call, its messages spoilt by a perl
# expression.
_spoilt() {
	local edit=$1 number=$2
	shift 2
	mkdir -p "$TEST_DIR/spoilt"
	perl -pe "$edit" "$SCENARIOS/uac-call.xml" >"$TEST_DIR/spoilt/uac-call.xml"
	SCENARIOS=$TEST_DIR/spoilt uac pbx call number="$number" "$@"
}

# _reaches_redsky EDIT [ARGUMENT]...
_reaches_redsky() {
	local edit=$1
	shift
	uas redsky1 answer "has ^INVITE sip:911@sip1\.redsky\.lab" "once E911-Organization-ID"
	_spoilt "$edit" 911 "$@"
	uas_done redsky1
}

a_911_with_an_extension_that_nobody_knows() { _reaches_redsky '' extra=$'\r\nProxy-Require: foo'; }
a_911_with_a_quote_without_end() { _reaches_redsky 's/^\s+From: "Test Caller"/From: "Test Caller/'; }
a_911_with_a_quote_too_many() { _reaches_redsky 's/From: "Test Caller"/From: "Test "C" Caller""/'; }
a_911_with_a_bracket_without_end() { _reaches_redsky 's/^(\s+From: .*?)>;tag/$1;tag/'; }
a_911_with_a_name_with_a_stray_character() { _reaches_redsky 's/From: "Test Caller"/From: Test, Caller@@/'; }
a_911_with_a_from_uri_that_is_none() { _reaches_redsky 's/From: .*?;tag/From: <alice@@@%zz%>;tag/'; }
a_911_with_a_from_uri_with_a_bad_port() { _reaches_redsky 's/From: .*?;tag/From: <sip:alice\@example.com:port>;tag/'; }
a_911_with_a_from_uri_with_a_backslash() { _reaches_redsky 's/From: .*?;tag/From: <sip:a%22\\\xff\xfe\@example.com>;tag/'; }
a_911_with_hops_that_are_no_number() { _reaches_redsky '' hops=7O; }
a_911_with_an_expires_twice() { _reaches_redsky '' extra=$'\r\nExpires: 60\r\nExpires: 30'; }
a_911_with_an_expires_that_is_no_number() { _reaches_redsky '' extra=$'\r\nExpires: soon'; }

# _folded NUMBER: the status line that the pbx hears to a call whose Call-ID goes on in a
# line of its own.
_folded() {
	heard pbx udp INVITE "s/sip:911/sip:$1/g; s/203.0.113.66/192.0.2.10/g; s/alice/nobody/g;
		s/Call-ID: \\d+/\$&\\r\\n ERROR: forged/"
}

# _one_line LINES TEXT: the log has it since then, CALL being what each line calls _folded.
_one_line() { contains "the log" "${2//CALL/call [0-9]+___ERROR:_forged@example\\.com}" "$(edge_log_since "$1")"; }

# _nothing_forged LINES: no line since then begins so.
_nothing_forged() { equal "forged lines of the log" "" "$(edge_log_since "$1" | grep -a '^ *ERROR: forged')"; }

# With all that the log tells of one that nobody takes: RedSky wants an offer, the carrier
# a password.
a_911_with_a_folded_call_id_goes_on_and_has_whole_lines_in_the_log() {
	local lines failed text
	edge_restart # no process has complained lately
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE prefix = '192.0.2.10/32';
		UPDATE siptrunk_trunk SET caller_order = 'appendix_a' WHERE name = 'redsky';
		UPDATE siptrunk_site SET desk = ''"
	lines=$(edge_log_lines) failed=$(counter emergency_failed)
	on carrier kamcmd pv.shvSet challenge int 407 >/dev/null
	at_end on carrier kamcmd pv.shvSet challenge int 0
	equal "what the pbx hears" "SIP/2.0 100 Trying" "$(_folded 911)"
	await_counter emergency_failed $((failed + 1))
	for text in "CALL of trunk genesys is let in, an ordinary one would not" \
		"CALL: all that trunk redsky can be shown of the caller .* says little of where help is needed" \
		"CALL: gateway sip1.redsky.lab .* failed with 488" "CALL: no gateway takes it" \
		"trunk twilio challenges CALL: siptrunk_credential has no" "CALL: no gateway, no carrier and no desk"; do
		_one_line "$lines" "$text"
	done
	_nothing_forged "$lines"
}

an_ordinary_call_with_a_folded_call_id_gets_400() {
	local lines
	lines=$(edge_log_lines)
	equal "what the pbx hears" "SIP/2.0 400 Bad Call-ID" "$(_folded +13125550142)"
	_one_line "$lines" "CALL: INVITE of trunk genesys is malformed: .* Call-ID '[0-9]+ ERROR: forged@example.com'"
	_nothing_forged "$lines"
}

an_ordinary_call_with_an_extension_that_nobody_knows_gets_420() {
	uac pbx refused number=+13125550142 extra=$'\r\nProxy-Require: foo' status=420
}
