# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who was almost let in.

. "$REPO/tests/lib/hostile.sh"
. "$REPO/tests/lib/raw.sh"

# _near_miss FIELD: of the latest one.
_near_miss() { rpc_field "$1" siptrunk.near_misses; }

_expired_row_is_listed() {
	local before
	before=$(counter near_miss_limits)
	hears_403 carrier
	counted near_miss_limits "$before"
	equal "kind" outside_limits "$(_near_miss kind)"
	equal "trunk" twilio "$(_near_miss trunk)"
	equal "source" 192.0.2.50 "$(_near_miss source)"
	equal "transport" udp "$(_near_miss transport)"
	contains "reason" "passed over 192.0.2.50/32 of trunk twilio: expired" "$(_near_miss reason)"
	contains "first" '^20[0-9-]+T[0-9:]+Z$' "$(_near_miss first)"
}

an_expired_row_is_a_near_miss() {
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE prefix = '192.0.2.50/32'"
	_expired_row_is_listed
}

control_the_near_miss_test_notices_a_row_that_holds() {
	must_fail _expired_row_is_listed "counter near_miss_limits"
}

the_same_again_is_counted_in_one_entry() {
	local entries count
	an_expired_row_is_a_near_miss
	entries=$(_near_miss count)
	count=$(rpc siptrunk.near_misses | sed -n 's/^[[:space:]]*count: //p' | sed -n 2p)
	hears_403 carrier
	hears_403 carrier
	equal "entries" "$entries" "$(_near_miss count)"
	equal "times" $((count + 2)) \
		"$(rpc siptrunk.near_misses | sed -n 's/^[[:space:]]*count: //p' | sed -n 2p)"
}

the_right_address_without_proof_is_a_near_miss() {
	local before
	before=$(counter near_miss_proof)
	data "UPDATE siptrunk_trunk SET proof = 'call_id' WHERE name = 'twilio'"
	hears_403 carrier
	counted near_miss_proof "$before"
	equal "kind" right_address_no_proof "$(_near_miss kind)"
	contains "reason" "missing: call_id" "$(_near_miss reason)"
}

# _shows [CERTIFICATE]: the stranger, over TLS.
_shows() {
	tls_open stranger 5061 "${1:-}"
	tls_ask OPTIONS edge
	tls_close
	contains "what the stranger hears" "^SIP/2.0 403 " "$ANSWER"
}

_right_name_is_listed() {
	local before
	before=$(counter near_miss_name)
	data "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = 'pbx.genesys.lab'
		WHERE name = 'genesys'"
	_shows "${1:-}"
	counted near_miss_name "$before"
	equal "kind" right_name_wrong_address "$(_near_miss kind)"
	equal "trunk" genesys "$(_near_miss trunk)"
	equal "source" 203.0.113.66 "$(_near_miss source)"
	equal "transport" tls "$(_near_miss transport)"
}

the_right_name_from_a_wrong_address_is_a_near_miss() { _right_name_is_listed client-pbx; }

_another_name_is_listed() { _right_name_is_listed client-other; }

control_the_name_test_notices_another_name() {
	must_fail _another_name_is_listed "counter near_miss_name"
}

a_stranger_is_no_near_miss() {
	local before
	before=$(_near_miss count)
	hears_403 stranger
	equal "near misses" "$before" "$(_near_miss count)"
}

# A flood with made-up sources replaces the oldest.
_near_misses_of_many() {
	local before
	before=$(counter near_miss_limits)
	data "INSERT INTO siptrunk_address (trunk, prefix, valid_until)
		VALUES ('twilio', '10.66.0.0/16', '2020-01-01')"
	request OPTIONS | hostile stranger spoof "$EDGE" 5060 10.66.0.1 400 5060
	await_counter near_miss_limits $((before + 300))
	equal "near misses" 256 "$(_near_miss count)"
}

the_ring_of_near_misses_is_bounded() { _near_misses_of_many; }

control_the_ring_test_notices_a_larger_ring() {
	edge_edited 's/^(modparam\("siptrunk", ")stranger_rate.*/$&\n$1near_miss_ring", 512)/'
	must_fail _near_misses_of_many "near misses: expected '256'"
}
