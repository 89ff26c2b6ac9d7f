# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who may be called back is known across a restart of Kamailio: from the ledger.

. "$REPO/tests/sip/callback/psap.sh"

# _restarted SQL: the ledger has the call UAC_CALL, is changed, and the edge
# starts again.
_restarted() {
	wait_until 10 _in_ledger || fail "the call is not in the ledger"
	keep_data
	sql "${1:-SELECT 1}" >/dev/null
	edge_restart
}

_in_ledger() { [ "$(sql "SELECT count(*) FROM siptrunk_ledger WHERE call_id LIKE '$UAC_CALL@%' AND ended > 0")" = 1 ]; }

the_map_survives_a_restart() {
	_placed 911 alice@example.com
	_restarted
	contains siptrunk.callbacks "number: \+13125550101 kind: own extension: 2001 site: chicago trunk: genesys call_id: $UAC_CALL@" \
		"$(rpc siptrunk.callbacks | tr -s '\n\t' ' ')"
	_called_back carrier +13125550101
	_rings 2001 answer
}

a_call_of_before_the_window_is_forgotten() {
	_placed 911 alice@example.com
	_restarted "UPDATE siptrunk_ledger SET received = received - 3600000"
	_ordinary carrier +13125550101
}

# He still has his telephone.
who_has_left_the_directory_is_called_back() {
	_placed 911 alice@example.com
	_restarted "DELETE FROM siptrunk_caller WHERE aor = 'alice@example.com'"
	_called_back carrier +13125550101
	_rings 2001 answer
}

control_the_restart_test_notices_an_empty_ledger() {
	must_fail _a_restart_without_ledger "who rang: expected '2001'"
}

_a_restart_without_ledger() {
	_placed 911 alice@example.com
	_restarted "DELETE FROM siptrunk_ledger"
	_called_back carrier +13125550101
	_rings 2001 answer
}
