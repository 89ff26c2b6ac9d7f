# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What strangers send, and what they hear.

# request METHOD [EDIT]: a correct request, then spoilt by a perl expression.
request() {
	printf '%s\r\n' "$1 sip:911@$EDGE SIP/2.0" \
		"Via: SIP/2.0/UDP 203.0.113.66:5999;rport;branch=z9hG4bK$RANDOM$RANDOM" \
		"From: <sip:alice@example.com>;tag=$RANDOM" "To: <sip:911@$EDGE>" \
		"Call-ID: $RANDOM$RANDOM@example.com" "CSeq: 1 $1" \
		"Contact: <sip:203.0.113.66:5999>" "Max-Forwards: 70" "Content-Length: 0" "" \
		| perl -0777 -pe "${2:-}"
}

# hostile HOST COMMAND [ARGUMENT...]: tests/lab/hostile from there. The edge has read a
# flood when this ends: the next test would be told of it, or wait behind it.
hostile() {
	on "$1" "$REPO/tests/lab/hostile" "${@:2}"
	case $2 in
	flood | spoof) wait_until 30 has_read edge || fail "the edge does not read what $1 has sent" ;;
	esac
}

# heard HOST PROTO METHOD [EDIT]: the first line that HOST hears to that request.
heard() { request "$3" "${4:-}" | hostile "$1" ask "$2" "$EDGE" 5060; }

# hears_403 HOST [EDIT], hears_nothing HOST PROTO [EDIT]: to an INVITE.
hears_403() { equal "what $1 hears" "SIP/2.0 403 Forbidden" "$(heard "$1" udp INVITE "${2:-}")"; }
hears_nothing() { equal "what $1 hears by $2" nothing "$(heard "$1" "$2" INVITE "${3:-}")"; }

# add TEXT: as an EDIT, one more header.
add() { printf 's/Contact:/%s\\r\\nContact:/' "$1"; }
