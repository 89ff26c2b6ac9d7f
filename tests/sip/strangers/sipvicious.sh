# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# sipvicious, which is what strangers really use. Not its svcrack, which waits
# for ever for a challenge to answer.

. "$REPO/tests/lib/hostile.sh"

# _map ADDRESS: what svmap finds there.
_map() { on stranger timeout 30 svmap "$1" 2>&1; }

_map_finds_nothing() { contains "svmap" "found nothing" "$(_map "$EDGE")"; }

svmap_finds_no_device_that_is_silent() {
	data "UPDATE siptrunk_trunk SET strangers = 'drop' WHERE name = 'redsky'"
	_map_finds_nothing
}

# A 403 is an answer: there is a device, and that is all.
svmap_learns_only_that_there_is_one() {
	contains "svmap" "$EDGE:5060 +\| unknown " "$(_map "$EDGE")"
}

control_the_svmap_test_notices_an_answer() {
	must_fail _map_finds_nothing "svmap: expected"
}

# _war METHOD: the extensions of the lab's directory, and 911.
_war() {
	on stranger timeout 60 svwar -m "$1" --force -e 2001,2002,911,933,100-110 "$EDGE" 2>&1
}

_war_finds_nothing() {
	local method
	for method in REGISTER OPTIONS INVITE; do
		contains "svwar by $method" "found nothing" "$(_war "$method")"
	done
}

svwar_finds_no_extension() {
	_war_finds_nothing
	data "UPDATE siptrunk_trunk SET strangers = 'drop' WHERE name = 'redsky'"
	_war_finds_nothing
}

control_the_svwar_test_notices_an_extension() {
	edge_edited 's/^request_route \{/$& if(\$rU == "2001") { sl_send_reply("200", "OK"); exit; }/'
	must_fail _war_finds_nothing "2001 +\| noauth"
}
