# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A stranger who floods is not listened to; whoever is listed always is.

. "$REPO/tests/lib/hostile.sh"

# More than twice the rate, as many as may come at once.
_few() { (($1 >= 1 && $1 <= 100)) || fail "of $2 the stranger heard $1 answers"; }

_flood_is_not_answered() {
	local before answers
	before=$(counter access_flood)
	# a hundred at once: more might not fit into the socket of the edge
	answers=$(hostile stranger flood "$EDGE" 5060 1000 100)
	_few "$answers" 1000
	await_counter access_flood $((before + 1000 - answers))
	counted access_flood "$before" $((1000 - answers))
}

a_flood_from_a_stranger_is_not_answered() { _flood_is_not_answered; }

control_the_flood_test_notices_a_rate_that_is_too_high() {
	edge_with STRANGER_RATE=1000
	must_fail _flood_is_not_answered "the stranger heard"
}

# Ten times as much, while the stranger floods.
_pbx_is_always_answered() {
	local flood
	hostile stranger flood "$EDGE" 5060 500 100 >"$TEST_DIR/stranger" &
	flood=$!
	equal "answers to the pbx" 5000 "$(hostile pbx flood "$EDGE" 5060 5000 50)"
	wait "$flood"
}

the_pbx_is_never_counted() { _pbx_is_always_answered; }

control_the_pbx_test_notices_a_pbx_that_is_counted() {
	data "INSERT INTO siptrunk_address (trunk, prefix, action)
		VALUES ('genesys', '192.0.2.10/32', 'deny')"
	must_fail _pbx_is_always_answered "answers to the pbx: expected '5000'"
}

# Its 911 must get in: so it is listened to, whatever it sends.
an_address_that_a_pbx_once_had_is_never_counted() {
	local before
	before=$(counter access_flood)
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE prefix = '192.0.2.10/32'"
	equal "answers to the expired pbx" 1000 "$(hostile pbx flood "$EDGE" 5060 1000 20)"
	counted access_flood "$before" 0
	data "DELETE FROM siptrunk_address WHERE prefix = '192.0.2.10/32'"
	equal "answers to the former pbx" 1000 "$(hostile pbx flood "$EDGE" 5060 1000 20)"
	counted access_flood "$before" 0
}

_memory() { rpc_field used core.shmmem; }

_made_up_sources_cost_no_memory() {
	local before unknown
	before=$(_memory)
	unknown=$(counter access_unknown)
	request OPTIONS | hostile stranger spoof "$EDGE" 5060 10.0.0.1 20000 5060
	await_counter access_unknown $((unknown + 200))
	wait_until 5 _memory_is_back "$before" || fail "shared memory: $before bytes before, $(_memory) after"
}

_memory_is_back() { (($(_memory) - $1 < 16384)); }

a_flood_with_made_up_sources_costs_no_memory() { _made_up_sources_cost_no_memory; }

control_the_memory_test_notices_a_list_of_strangers() {
	edge_edited 's#^modparam\("siptrunk", "db_url"#modparam("htable", "htable", "seen=>size=8")\n$&#;
		s#^request_route \{#$& \$sht(seen=>\$si) = 1;#'
	must_fail _made_up_sources_cost_no_memory "shared memory"
}
