# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A trunk may want strangers to hear nothing at all.

. "$REPO/tests/lib/hostile.sh"

_drop() { data "UPDATE siptrunk_trunk SET strangers = 'drop' WHERE name = '$1'"; }

_stranger_hears_nothing() {
	local via
	for via in udp tcp; do
		hears_nothing stranger "$via"
		equal "what the stranger hears to OPTIONS by $via" nothing "$(heard stranger "$via" OPTIONS)"
	done
}

one_trunk_that_drops_silences_the_edge_for_strangers() {
	local before
	before=$(counter access_unknown)
	_drop redsky
	_stranger_hears_nothing
	counted access_unknown "$before" 4
	uac pbx request method=OPTIONS status=200
}

control_the_silence_test_notices_an_answer() {
	must_fail _stranger_hears_nothing "expected 'nothing', found 'SIP/2.0 403"
}

# Not 400 to what is malformed, not 483 to what loops.
nothing_that_is_wrong_with_a_request_is_told_to_a_stranger() {
	_told_only_403 's/Max-Forwards: 70/Max-Forwards: 0/'
	_told_only_403 's/CSeq: 1 INVITE/CSeq: 1 BYE/'
	_told_only_403 's/sip:911/sip:@:@::911/'
	_drop retell
	hears_nothing stranger udp 's/Max-Forwards: 70/Max-Forwards: 0/'
	hears_nothing stranger udp 's/CSeq: 1 INVITE/CSeq: 1 BYE/'
}

_told_only_403() { hears_403 stranger "$1"; }

control_a_listed_address_is_told_what_is_wrong() {
	equal "what the pbx hears" "SIP/2.0 483 Too Many Hops" \
		"$(heard pbx udp INVITE 's/Max-Forwards: 70/Max-Forwards: 0/')"
}

# genesys drops, retell does not.
a_denied_address_hears_what_its_own_trunk_says() {
	_drop genesys
	data "INSERT INTO siptrunk_address (trunk, prefix, action)
		VALUES ('retell', '203.0.113.66/32', 'deny')"
	hears_403 stranger
	data "UPDATE siptrunk_address SET trunk = 'genesys' WHERE prefix = '203.0.113.66/32'"
	hears_nothing stranger udp
}

# Its 911 would get in; all else is a stranger's.
an_expired_address_hears_nothing_either() {
	_drop twilio
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE prefix = '192.0.2.50/32'"
	hears_nothing carrier udp
}
