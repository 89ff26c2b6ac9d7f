# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Only the address that a message really came from counts.

. "$REPO/tests/lib/hostile.sh"

_claims_get_403() {
	local claim
	for claim in 's/203.0.113.66/192.0.2.10/g' \
		's/5999;rport/5060;received=192.0.2.10;rport=5060/' \
		's/example.com/192.0.2.10/g' \
		"$(add 'P-Asserted-Identity: <sip:alice\@192.0.2.10>')" \
		"$(add 'X-Forwarded-For: 192.0.2.10')" \
		"$(add 'Forwarded: for=192.0.2.10')" \
		"$(add "Route: <sip:$EDGE;lr>,<sip:18.98.16.121;lr>")" \
		"$(add "Record-Route: <sip:$EDGE;lr;caller=genesys;callee=redsky>")" \
		's/To: <sip:911@.*?>/$&;tag=1/'; do
		hears_403 stranger "$claim"
	done
}

a_message_that_claims_to_be_the_pbx_gets_403() { _claims_get_403; }

control_the_claim_test_notices_who_is_let_in() {
	data "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('twilio', '203.0.113.66/32')"
	must_fail _claims_get_403 "what stranger hears"
}

# Of no transaction of ours; its second Via is where the stranger wants it.
_stray_reply() {
	printf '%s\r\n' "SIP/2.0 200 OK" "Via: SIP/2.0/UDP $EDGE:5060;branch=z9hG4bK$RANDOM" \
		"Via: SIP/2.0/UDP 203.0.113.66:5998;branch=z9hG4bK$RANDOM" "From: <sip:a@b>;tag=1" \
		"To: <sip:c@d>;tag=2" "Call-ID: $RANDOM" "CSeq: 1 INVITE" "Content-Length: 0" ""
}

_no_reply_is_relayed() {
	equal "what the edge relays" nothing "$(_stray_reply | hostile stranger ask udp "$EDGE" 5060 5998)"
}

a_strangers_reply_is_not_relayed() { _no_reply_is_relayed; }

control_the_reply_test_notices_a_reply_that_is_relayed() {
	edge_edited 's/if\(!t_check_trans\(\) && siptrunk_stranger\(\)\)/if(0)/'
	must_fail _no_reply_is_relayed "what the edge relays: .* found 'SIP/2.0 200 OK'"
}

leading_zeros_in_an_octet_are_refused() {
	contains "the fault of check" "is no IPv4 or IPv6 address" "$(rpc_fault siptrunk.check 192.000.002.010)"
	keep_data
	sql "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '203.000.113.066/32')"
	contains "the fault of reload" "203.000.113.066" "$(rpc_fault siptrunk.reload)"
	hears_403 stranger
}

a_mapped_ipv6_address_is_the_ipv4_that_it_is() {
	equal "the pbx" allow "$(rpc_field verdict siptrunk.check ::ffff:192.0.2.10)"
	equal "the stranger" unknown "$(rpc_field verdict siptrunk.check ::ffff:203.0.113.66)"
}

control_other_notations_are_other_addresses() {
	equal "compatible" unknown "$(rpc_field verdict siptrunk.check ::192.0.2.10)"
	equal "6to4" unknown "$(rpc_field verdict siptrunk.check 2002:c000:20a::1)"
}

# The mark of the edge's own requests is a secret; the edge itself is no trunk.
nobody_else_speaks_for_the_edge() {
	contains "what who knows no secret hears" "^SIP/2.0 403 " "$(heard edge udp INVITE \
		's/sip:911/sip:2001/g; s/^From/X-Siptrunk-Own: 0123456789abcdef0123456789abcdef genesys\r\nFrom/m')"
}
