# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The root that a trunk expects behind its peer's certificate. tls trusts the roots
# of all trunks; each trunk only its own.

. "$REPO/tests/lib/raw.sh"

# _root NAME: its fingerprint, as an operator would look it up.
_root() {
	"$REPO/scripts/platform" openssl x509 -noout -fingerprint -sha256 -in "$LAB/ca/$1.crt" | cut -d = -f 2
}

# _demand FINGERPRINTS: of the root behind Retell's certificate.
_demand() {
	data "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = 'sip.retellai.com',
		authority = '$1' WHERE name = 'retell'"
}

the_trunks_own_root_lets_in() {
	_demand "$(_root retell-clients-ca)"
	tls_hears 200 retell client-retell
	equal "authority" "$(_root retell-clients-ca)" "$(rpc_field authority siptrunk.show retell)"
}

# As AWS' private authorities sign. Without what is between, nobody vouches.
it_vouches_through_another() {
	_demand "$(_root retell-clients-ca)"
	tls_hears 200 retell client-retell-leaf -cert_chain "$LAB/ca/retell-clients-between.crt"
	tls_hears 403 retell client-retell-leaf
	_demand "$(_root retell-clients-between)"
	tls_hears 403 retell client-retell-leaf -cert_chain "$LAB/ca/retell-clients-between.crt"
}

# Name and chain are right.
another_trunks_root_does_not() {
	_demand "$(_root retell-clients-ca)"
	tls_hears 403 retell client-foreign
	contains "the near miss" "certificate of another authority" "$(rpc_field reason siptrunk.near_misses)"
}

a_root_that_follows_another_is_listed_beside_it() {
	_demand "$(_root retell-clients-ca), $(_root clients-ca)"
	tls_hears 200 retell client-retell
	tls_hears 200 retell client-foreign
}

control_the_authority_is_what_refuses() {
	_demand ""
	tls_hears 200 retell client-foreign
}

# Genesys has no certificate to show, Retell must.
one_listener_asks_each_peer_for_its_own() {
	_demand "$(_root retell-clients-ca)"
	tls_hears 200 pbx
	tls_hears 403 retell
	tls_hears 200 retell client-retell
}
