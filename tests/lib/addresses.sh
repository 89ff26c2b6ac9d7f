# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An edge with other addresses than the lab's.

PRIVATE=10.0.0.10

# edge_defines "NAME VALUE"...: in the edge's local file, until the test ends, which starts
# the edge and its RTPengines again.
edge_defines() {
	local file=$LAB/edge/etc/siptrunk-local.cfg define
	cp "$file" "$TEST_DIR/local.cfg"
	at_end edge_as_before
	for define; do
		sed -i "/^#!define ${define%% *} /d" "$file"
		echo "#!define $define" >>"$file"
	done
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
	edge_defines "EDGE_ADDRESS $PRIVATE" "EDGE_PUBLIC ${1:-$EDGE}"
	MEDIA_INTERFACES="$PRIVATE!$EDGE" edge_programs
}

EDGE6='[2001:db8::10]'
PBX6=2001:db8:2::10

# ipv6: the edge and the pbx have such addresses as well, until the test ends.
ipv6() {
	local host
	for host in "edge 2001:db8::10" "pbx $PBX6"; do
		# shellcheck disable=SC2086
		set -- $host
		at_end on "$1" ip address del "$2/128" dev eth0
		on "$1" bash -euc 'ip address add "$1/128" dev eth0 nodad
			ip -6 route replace default dev eth0 src "$1"' - "$2" || fail "$1 gets no IPv6 address"
	done
	edge_defines "EDGE_ADDRESS6 $EDGE6"
	keep_data
	sql "UPDATE dispatcher SET destination = 'sip:[$PBX6]:5060' WHERE setid = 1;
		INSERT INTO siptrunk_address (trunk, prefix, action) VALUES ('genesys', '$PBX6', 'allow')"
	MEDIA_INTERFACES="$EDGE ${EDGE6//[][]/}" edge_programs
}
