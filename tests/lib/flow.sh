# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A call as captures tell it. Kamailio writes them (module sipdump), so that
# what went through TLS is there in the clear.

# capture_start: the edge, too, writes what it sends and receives.
capture_start() { rpc sipdump.enable 1 >/dev/null; }

# captured HOST FILTER TSHARK-OPTION...: of what that host's Kamailio captured. Each of
# its starts begins a file; none that was finished before this shell began is read.
captured() {
	local host=$1 filter=$2 file
	shift 2
	for file in "$LAB/$host"/capture/*.pcap; do
		[ "$(stat -c %Y "$file")" -ge $((EPOCHSECONDS - SECONDS - 1)) ] || continue
		"$REPO/scripts/platform" tshark -r "$file" -d udp.port==5060-8061,sip -Y "$filter" "$@" 2>/dev/null
	done
}

# message HOST FILTER: the first such message, as it was.
message() {
	captured "$1" "$2" -T fields -e udp.payload | head -n 1 | perl -ne 'chomp; print pack "H*", $_'
}

# header NAME MESSAGE: its values, a line each.
header() { tr -d '\r' <<<"$2" | sed -n "1,/^\$/s/^$1: *//Ip"; }

# flow SINCE: the edge's calls since then (seconds), a line each message.
flow() {
	captured edge "sip && frame.time_epoch >= $1 && sip.CSeq.method in {\"INVITE\",\"ACK\",\"BYE\",\"CANCEL\"}" \
		-T fields -E occurrence=f -e frame.time_epoch -e ip.src -e ip.dst -e sip.Via.transport \
		-e sip.Request-Line -e sip.Status-Line -e sip.CSeq.method \
		| sort -n | awk -F '\t' -f "$REPO/tests/lib/flow.awk"
}

# call_ended SINCE: the edge has captured the answers to the call's BYE.
call_ended() {
	[ "$(captured edge "frame.time_epoch >= $1 && sip.Status-Code == 200 && sip.CSeq.method == \"BYE\"" | wc -l)" -ge 2 ]
}
