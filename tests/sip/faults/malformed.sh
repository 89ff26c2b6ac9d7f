# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is no SIP, or half of it, costs the edge nothing.

. "$REPO/tests/lib/raw.sh"

_edge_still_serves() {
	edge_answers || fail "the edge does not answer any more"
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
}

# _invite [EDIT]: a correct INVITE, then spoilt by a perl expression.
_invite() {
	printf '%s\r\n' "INVITE sip:911@$EDGE SIP/2.0" \
		"Via: SIP/2.0/UDP 192.0.2.10:5999;branch=z9hG4bK$RANDOM$RANDOM" \
		"From: <sip:alice@example.com>;tag=$RANDOM" "To: <sip:911@$EDGE>" \
		"Call-ID: $RANDOM$RANDOM@192.0.2.10" "CSeq: 1 INVITE" \
		"Contact: <sip:192.0.2.10:5999>" "Max-Forwards: 70" "Content-Length: 0" "" \
		| perl -0777 -pe "${1:-}"
}

garbage() {
	local i
	for i in 1 2 3 4 5; do
		head -c $((i * 250)) /dev/urandom | throw pbx
	done
	printf '\0\0\0\0' | throw pbx
	printf '\r\n\r\n' | throw pbx
	_edge_still_serves
}

a_bad_content_length() {
	_invite 's/Content-Length: 0/Content-Length: -5/' | throw pbx
	_invite 's/Content-Length: 0/Content-Length: 99999999999/' | throw pbx
	_invite 's/Content-Length: 0/Content-Length: many/' | throw pbx
	_edge_still_serves
}

missing_headers() {
	local header
	for header in Via From To Call-ID CSeq Max-Forwards; do
		_invite "s/^$header:.*\r\n//m" | throw pbx
	done
	_edge_still_serves
}

a_request_line_that_is_none() {
	_invite 's/^INVITE .*\r/INVITE\r/' | throw pbx
	_invite 's/sip:911/sip:@:@::911/' | throw pbx
	_invite 's/SIP\/2.0\r/SIP\/9.9\r/' | throw pbx
	_edge_still_serves
}

a_header_without_end() {
	_invite 's/Max-Forwards: 70/"X-Long: " . "a" x 60000/e' | throw pbx
	_edge_still_serves
}

broken_identities() {
	_invite 's/<sip:alice.*?>/<sip:alice@@@%zz%>/' | throw pbx
	_invite 's/Max-Forwards: 70/"Max-Forwards: 70\r\nP-Asserted-Identity: <<<\r\nP-Asserted-Identity:"/e' | throw pbx
	_edge_still_serves
}

too_many_hops_get_483() {
	uac pbx refused status=483 number=+13125550142 hops=0
}
