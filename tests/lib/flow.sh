# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A call as the edge's own capture tells it: TLS decrypted, every hop named.

# capture_start: the edge writes what it sends and receives.
capture_start() { rpc sipdump.enable 1 >/dev/null; }
capture_stop() { rpc sipdump.enable 0 >/dev/null; }

# sip_messages HOST SINCE DIALLED: of HOST's capture, the messages from SINCE
# (seconds) on of the calls to a Request-URI or To like DIALLED, as lines:
# time|source|port|destination|port|transport|method|status|reason|CSeq|call id
sip_messages() {
	local file
	for file in "$LAB/$1"/capture/*.pcap; do
		"$REPO/scripts/platform" tshark -r "$file" -Y "sip && frame.time_epoch >= $2 && sip.to.user contains \"$3\"" \
			-d udp.port==5060-8061,sip -T fields -E separator='|' -E occurrence=f \
			-e frame.time_epoch -e ip.src -e udp.srcport -e ip.dst -e udp.dstport \
			-e sip.Via.transport -e sip.Method -e sip.Status-Code -e sip.Status-Line \
			-e sip.CSeq.method -e sip.Call-ID 2>/dev/null
	done | sort
}
