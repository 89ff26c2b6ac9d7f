# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A proof that this Kamailio cannot check is not loaded: nobody would pass.

# _edge_without_tls_and_auth: it has neither module.
_edge_without_tls_and_auth() {
	at_end edge_restart
	"$REPO/scripts/lab" restart edge kamailio -f "$REPO/tests/sip/kemi/kamailio.cfg" \
		-A "KEMI_SCRIPT=\"$REPO/tests/sip/kemi/route.js\"" || fail "the edge does not start"
}

# _refused PROOF MODULE: and the old data serves.
_refused() {
	_edge_without_tls_and_auth
	keep_data # undone first: the edge asks nobody for a proof when it is back
	sql "UPDATE siptrunk_trunk SET proof = '$1', certificate = 'pbx.genesys.lab', realm = 'edge.lab'
		WHERE name = 'genesys'"
	contains "the fault" "the proof of trunk genesys cannot be checked: expected the module $2, found none" \
		"$(rpc_fault siptrunk.reload)"
	equal "what is in force" "" "$(rpc_field proof siptrunk.show genesys)"
	uac pbx request method=OPTIONS status=200
}

a_certificate_needs_the_module_tls() { _refused certificate tls; }
digest_needs_the_module_auth() { _refused digest auth; }

control_the_module_tests_notice_a_proof_that_is_loaded() {
	must_fail _nothing_is_missing "expected a fault"
}

_nothing_is_missing() { _refused call_id none; }
