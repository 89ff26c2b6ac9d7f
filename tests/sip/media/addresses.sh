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

# The pbx by IPv6, all others by IPv4.
a_pbx_by_ipv6_speaks_with_the_others() {
	ipv6
	_call_by_ipv6 carol@example.com +13125550142 retell
	_call_by_ipv6 alice@example.com 911 redsky1
	_answers_by_ipv6
	audio_call retell +13125550142@sip.retellai.com 2001 pbx 2
	audio_arrived
	_came_by_ipv6 "$TEST_DIR/endpoint.log"
}

_call_by_ipv6() {
	EDGE=$EDGE6 CALLER_IPV6="[$PBX6]" audio_call pbx "$@" 2
	audio_arrived
	_came_by_ipv6 "$TEST_DIR/caller/log"
}

_came_by_ipv6() { contains "where RTP comes from" "receiving from .*2001:db8::10" "$(cat "$1")"; }

# A second endpoint of the pbx, beside the one that its front calls.
_answers_by_ipv6() {
	local dir=$TEST_DIR/endpoint
	mkdir "$dir"
	sed "s/^sip_listen.*/sip_listen [$PBX6]:5060/; s/^net_interface.*//" "$LAB/pbx/endpoint/config" >"$dir/config"
	sed "s/regint=0/&;catchall=yes/" "$LAB/pbx/endpoint/accounts" >"$dir/accounts"
	start_on pbx "$TEST_DIR/endpoint.log" env -C "$LAB/pbx" baresip -f "$dir"
	wait_until 5 grep -q "baresip is ready" "$TEST_DIR/endpoint.log" || fail "no endpoint by IPv6: $(cat "$TEST_DIR/endpoint.log")"
}
