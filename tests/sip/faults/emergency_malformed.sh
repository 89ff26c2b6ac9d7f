# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A 911 is not refused for a header that routing does not need. An ordinary
# call is.

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

an_ordinary_call_with_an_extension_that_nobody_knows_gets_420() {
	uac pbx refused number=+13125550142 extra=$'\r\nProxy-Require: foo' status=420
}
