# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The edge by other addresses than its own: a public one before it, and IPv6.

. "$REPO/tests/lib/addresses.sh"

# _public_alone HOST...: SIP of the edge's has come there since $since, and its private
# address was nowhere in it; of its own OPTIONS tm makes the Call-ID.
_public_alone() {
	local host text
	for host; do
		text=$(captured "$host" "frame.time_epoch >= $since && sip.CSeq.method != \"OPTIONS\"" -T fields -e udp.payload \
			| perl -ne 'chomp; print pack "H*", $_')
		contains "what $host got" "${EDGE//./\\.}" "$text"
		! grep -aF "$PRIVATE" <<<"$text" || fail "the private address is shown to $host"
	done
}

# In one test: the edge is started twice for it.
an_edge_on_a_cloud_host_shows_its_public_address_alone() {
	local since=$EPOCHREALTIME
	cloud_edge
	audio_call pbx carol@example.com +13125550142 retell 2
	audio_arrived
	OUTBOUND="$EDGE:8061;transport=tls" audio_call pbx alice@example.com 911 redsky1 2
	audio_arrived
	data "UPDATE siptrunk_trunk SET topology = 'hide' WHERE name = 'retell'"
	audio_call pbx carol@example.com +13125550142 retell 2
	audio_arrived
	audio_call retell +13125550142@sip.retellai.com 2001 pbx 2
	audio_arrived
	_public_alone pbx retell redsky1
}

control_the_address_test_notices_a_private_address() {
	must_fail _nothing_advertised "the private address is shown to retell"
}

_nothing_advertised() {
	local since=$EPOCHREALTIME
	cloud_edge "$PRIVATE"
	place_call pbx carol@example.com +13125550142 retell 1 || true
	_public_alone retell
}
