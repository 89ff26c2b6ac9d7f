# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A telephone behind a NAT: a network of its own behind a host of the lab, whose address
# it shares. The NAT gives every flow another port, as carriers' do.

PHONE=10.20.30.2
SIP_PORT=5080 # of what answers there

# phone_behind HOST: until the test ends; "on phone" is then there, and its endpoint's
# files are HOST's.
phone_behind() {
	NAT_HOST=$1
	start_on "$1" "$TEST_DIR/phone" unshare --net sleep infinity
	PHONE_PID=$STARTED
	wait_until 5 phone_is_there || fail "no network behind $1: $(cat "$TEST_DIR/phone")"
	ln -sfn "$1" "$LAB/phone"
	at_end rm "$LAB/phone"
	at_end on "$1" nft delete table ip phone
	on "$1" bash -euc '
		ip link add inside type veth peer name eth0 netns "$1"
		ip address add 10.20.30.1/24 dev inside
		ip link set inside up
		echo 1 >/proc/sys/net/ipv4/ip_forward
		nft -f - <<END
		table ip phone {
			chain out {
				type nat hook postrouting priority srcnat
				ip saddr $2 meta l4proto { udp, tcp } masquerade to :50000-59999 fully-random
			}
			# The kernel would remember the flows of an earlier phone.
			chain new {
				type filter hook prerouting priority raw
				ct zone set $4
			}
			chain in {
				type nat hook prerouting priority dstnat
				iifname eth0 meta l4proto { udp, tcp } th dport 5060 dnat to $2:$3
			}
		}
END' - "$PHONE_PID" "$PHONE" "$SIP_PORT" $((RANDOM + 1)) || fail "$1 makes no NAT"
	on phone bash -euc '
		ip link set lo up
		ip address add "$1/24" dev eth0
		ip link set eth0 up
		ip route add default via 10.20.30.1' - "$PHONE" || fail "the phone has no network"
}

phone_is_there() {
	[ "$(readlink "/proc/$PHONE_PID/exe")" != "$(readlink /proc/$$/exe)" ] \
		&& [ "$(readlink "/proc/$PHONE_PID/ns/net")" != "$(on "$NAT_HOST" readlink /proc/self/ns/net)" ]
}
