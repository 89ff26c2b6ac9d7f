# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An edge with other addresses than the lab's.

PRIVATE=10.0.0.10

# edge_on MEDIA-INTERFACE "NAME VALUE"...: the edge and its RTPengines start again, these
# defined in its local file, until the test ends.
edge_on() {
	local file=$LAB/edge/etc/siptrunk-local.cfg define
	cp "$file" "$TEST_DIR/local.cfg"
	at_end edge_as_before
	for define in "${@:2}"; do
		sed -i "/^#!define ${define%% *} /d" "$file"
		echo "#!define $define" >>"$file"
	done
	MEDIA_INTERFACE=$1 edge_programs
}

edge_programs() {
	local program
	for program in rtpengine-agent rtpengine-emergency kamailio; do
		"$REPO/scripts/lab" restart edge "$program" || fail "the edge's $program does not start"
	done
}

# What is before the edge goes first: it would keep the lab from its usual address.
edge_as_before() {
	! on edge nft list table ip cloud >/dev/null 2>&1 || on edge nft delete table ip cloud
	cp "$TEST_DIR/local.cfg" "$LAB/edge/etc/siptrunk-local.cfg"
	edge_programs
}

# cloud_edge [PUBLIC]: the edge has a private address, and what is before it makes that the
# lab's (a cloud host's 1:1 NAT), until the test ends; the edge says that it is PUBLIC.
cloud_edge() {
	on edge bash -euc '
		ip address replace "$1/32" dev lo
		nft -f - <<END
		table ip cloud {
			chain in {
				type nat hook prerouting priority dstnat
				iifname eth0 ip daddr $2 dnat to $1
			}
			chain out {
				type nat hook postrouting priority srcnat
				oifname eth0 ip saddr $1 snat to $2
			}
		}
END' - "$PRIVATE" "$EDGE" || fail "the edge gets no private address"
	edge_on "$PRIVATE!$EDGE" "EDGE_ADDRESS $PRIVATE" "EDGE_PUBLIC ${1:-$EDGE}"
}
