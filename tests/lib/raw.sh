# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Requests that no sipp would send: written by hand, one that a sipp has sent
# before, made into another, or over TLS.

# throw HOST: standard input, as one UDP packet from HOST to the edge.
throw() { on "$1" bash -c "cat >/dev/udp/$EDGE/5060"; }

# sent HOST NAME METHOD [EDIT]: the first such request of that sipp, then changed
# by a perl expression.
sent() {
	METHOD=$3 perl -0777 -ne "/^(\$ENV{METHOD} .*?\r\n\r\n)/ms or exit 1; \$_ = \$1; ${4:-}; print" \
		"$TEST_DIR/$1-$2.messages"
}

# bye_of HOST NAME CSEQ: ends the call that it has sent an ACK for, and left.
bye_of() { sent "$1" "$2" ACK "s/ACK/BYE/g; s/CSeq: \K1/$3/; s/branch=[^;\r]*/\$&-bye/" | throw "$1"; }

# tls_open HOST PORT [CERTIFICATE [OPTION...]]: a TLS connection from HOST to the
# edge, until tls_close or the test ends; HOST shows that certificate of the
# lab's. openssl, because no sipp of the lab speaks TLS.
tls_open() {
	local host=$1 certificate=${3:-}
	local -a options=(-connect "$EDGE:$2" -CAfile "$LAB/ca/edge-ca.crt" -verify_return_error)
	[ -z "$certificate" ] || options+=(-cert "$LAB/ca/$certificate.crt" -key "$LAB/ca/$certificate.key")
	options+=("${@:4}")
	coproc TLS {
		exec "$REPO/scripts/lab" exec "$host" openssl s_client -quiet "${options[@]}" 2>"$TEST_DIR/tls"
	}
	TLS_FROM=$(address "$host") TLS_CALL=0 TLS_PROCESS=$TLS_PID
	at_end end_process "$TLS_PROCESS"
}

tls_close() { end_process "$TLS_PROCESS"; }

# tls_ask METHOD NUMBER: a request over that connection; the status line of what
# is answered, 100 aside, as ANSWER. A CANCEL is of the request before it.
tls_ask() {
	tls_send "$@"
	ANSWER=
	until [[ $ANSWER =~ ^SIP/2.0\ [^1] || $ANSWER =~ ^SIP/2.0\ 18 ]]; do
		read -r -t 5 ANSWER <&"${TLS[0]}" \
			|| fail "TLS from $TLS_FROM: no answer; openssl said: $(cat "$TEST_DIR/tls")"
	done
}

# tls_hears STATUS HOST [CERTIFICATE [OPTION...]]: to an OPTIONS over TLS.
tls_hears() {
	tls_open "$2" 5061 "${3:-}" "${@:4}"
	tls_ask OPTIONS edge
	tls_close
	contains "what $2 hears with ${3:-no certificate}" "^SIP/2.0 $1 " "$ANSWER"
}

tls_send() {
	[ "$1" = CANCEL ] || TLS_CALL=$((TLS_CALL + 1))
	local call=$TLS_PROCESS-$TLS_CALL body=
	[ "$1" != INVITE ] || printf -v body '%s\r\n' v=0 "o=caller 1 1 IN IP4 $TLS_FROM" s=- \
		"c=IN IP4 $TLS_FROM" "t=0 0" "m=audio 40000 RTP/AVP 0"
	printf '%s\r\n' "$1 sip:$2@$EDGE SIP/2.0" \
		"Via: SIP/2.0/TLS $TLS_FROM;branch=z9hG4bK$call" "From: <sip:alice@$TLS_FROM>;tag=$call" \
		"To: <sip:$2@$EDGE>" "Call-ID: tls-$call@$TLS_FROM" "CSeq: 1 $1" "Max-Forwards: 70" \
		"Contact: <sip:alice@$TLS_FROM;transport=tls>" "Content-Type: application/sdp" \
		"Content-Length: ${#body}" "" >&"${TLS[1]}"
	printf %s "$body" >&"${TLS[1]}"
}
