# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is a 911 and what is not: tests/data through the edge, and a second site.

# _marked FILE: the lines of a table in tests/data that are to be placed.
_marked() { sed -n 's/^\*\t//p' "$REPO/tests/data/$1" | sed "s/@edge/@$EDGE/"; }

# _place URI: by the pbx; RedSky's front takes 911 and 933 only.
_place() { uac pbx call hold=0 number=911 uri="$1"; }

every_spelling_reaches_redsky() {
	local placed tests number uri
	placed=$(counter emergency_placed) tests=$(counter emergency_test_placed)
	while IFS=$'\t' read -r number _ uri; do
		_place "$uri"
	done < <(_marked emergency_spellings)
	counted emergency_placed "$placed" "$(_marked emergency_spellings | grep -c ^911)"
	counted emergency_test_placed "$tests" "$(_marked emergency_spellings | grep -c ^933)"
}

no_look_alike_reaches_redsky() {
	local placed uri
	placed=$(counter emergency_placed)
	while IFS=$'\t' read -r _ uri; do
		_place "$uri"
	done < <(_marked emergency_lookalikes)
	counted emergency_placed "$placed" 0
}

# The same URI in CANCEL; to answer it with 400 would let RedSky ring on.
a_911_that_kamailio_cannot_read_is_cancelled() {
	uas redsky1 ring
	uac pbx cancel number=911 uri="sip:911@$EDGE:123456"
	uas_done redsky1
}

# --- numbers of one site ---

# London has 999, and eve, in a lab that is all Chicago otherwise.
_with_london() {
	data "INSERT INTO siptrunk_site (name, ani) VALUES ('london', '+442079460100');
		INSERT INTO siptrunk_number_plan (numbers, classification, site) VALUES ('999,112', 'e911', 'london');
		INSERT INTO siptrunk_caller (aor, extension, did, site)
			VALUES ('eve@example.com', '1999', '+442079460105', 'london')"
}

_london_calls() {
	uas redsky1 answer "has ^INVITE sip:911@sip1\.redsky\.lab" "header From <sip:\+442079460105@"
	uac pbx call number="$1" from=eve@example.com
	uas_done redsky1
}

london_reaches_help_by_its_own_numbers() {
	local number
	_with_london
	for number in 999 9999 112 +112 911; do
		_london_calls "$number"
	done
}

# From says who she is only where nothing is asserted.
london_is_known_by_what_the_pbx_asserts() {
	_with_london
	uas redsky1 answer "has ^INVITE sip:911@" "header From <sip:\+442079460105@"
	uac pbx call number=999 from=alice@example.com \
		extra=$'\r\nP-Asserted-Identity: <sip:eve@example.com>'
	uas_done redsky1
}

in_chicago_999_is_a_number_like_any_other() {
	local from
	_with_london
	for from in alice@example.com nobody@example.net; do
		uas retell answer "has ^INVITE sip:999@"
		uac pbx call number=999 from="$from"
		uas_done retell
	done
}

a_site_has_the_numbers_that_its_pbx_trunk_gives_to_strangers() {
	_with_london
	sql "UPDATE siptrunk_trunk SET site = 'london' WHERE name = 'genesys'"
	rpc siptrunk.reload >/dev/null
	uas redsky1 answer "has ^INVITE sip:911@" "header From <sip:\+442079460100@"
	uac pbx call number=999 from=nobody@example.net
	uas_done redsky1
}

# To an agent it makes no difference whose emergency number it is.
retell_may_not_call_999_of_london() {
	local before
	_with_london
	before=$(counter emergency_refused)
	uac retell refused status=403 number=999 from=+13125550142@18.98.16.121 "once Reason"
	counted emergency_refused "$before"
}

classify_knows_sites_and_trunks() {
	_with_london
	equal "the class here" none "$(rpc_field class siptrunk.classify 999)"
	equal "the class in London" e911 "$(rpc_field class siptrunk.classify 9999 london)"
	equal "the number in London" 999 "$(rpc_field number siptrunk.classify 9999 london)"
	equal "the class at the trunk" none "$(rpc_field class siptrunk.classify 999 genesys)"
	equal "the class of 911 in London" e911 "$(rpc_field class siptrunk.classify 911 london)"
	equal "without an outside-line prefix" none "$(rpc_field class siptrunk.classify 9911 redsky)"
	contains "the fault" "404 - no trunk and no site is named 'paris'" \
		"$(rpc_fault siptrunk.classify 999 paris)"
}

# _plan_is_refused WHY STATEMENT
_plan_is_refused() {
	sql "$2"
	contains "the fault" "$1" "$(rpc_fault siptrunk.reload)"
}

a_plan_that_would_cost_an_emergency_is_refused() {
	_with_london
	_plan_is_refused "column site: expected a name in siptrunk_site, found 'paris'" \
		"INSERT INTO siptrunk_number_plan (id, numbers, classification, site) VALUES (90, '17', 'e911', 'paris')"
	_plan_is_refused "column numbers: expected a number that the plan has not yet" \
		"UPDATE siptrunk_number_plan SET numbers = '911', classification = 'local', site = 'london' WHERE id = 90"
	_plan_is_refused "expected no spelling of an emergency number in another row, found '9911'" \
		"UPDATE siptrunk_number_plan SET numbers = '9911', site = '' WHERE id = 90"
	_plan_is_refused "extension that is no emergency number, found '112'" \
		"DELETE FROM siptrunk_number_plan WHERE id = 90;
		UPDATE siptrunk_caller SET extension = '112' WHERE aor = 'eve@example.com'"
	_london_calls 999
}

control_the_spelling_test_notices_a_spelling_that_is_not_known() {
	data "UPDATE siptrunk_trunk SET outside_prefix = '8' WHERE name = 'genesys'"
	must_fail every_spelling_reaches_redsky "404 Not Found"
}

control_the_look_alike_test_notices_one() {
	data "UPDATE siptrunk_number_plan SET numbers = '911,4911' WHERE numbers = '911'"
	must_fail no_look_alike_reaches_redsky "emergency_placed: expected"
}

control_the_site_test_notices_another_site() {
	_with_london
	sql "UPDATE siptrunk_caller SET site = 'chicago' WHERE aor = 'eve@example.com'"
	rpc siptrunk.reload >/dev/null
	must_fail _london_calls_999 "redsky1, uas-answer: still waits"
}

_london_calls_999() { _london_calls 999; }
