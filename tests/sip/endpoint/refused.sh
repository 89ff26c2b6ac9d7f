# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the endpoint does not do, and for whom.

. "$REPO/tests/lib/api.sh"
. "$REPO/tests/lib/endpoint.sh"
. "$REPO/tests/lib/hostile.sh"
. "$REPO/tests/lib/raw.sh"

# _refused_unsigned SIGNATURE REASON [BODY]
_refused_unsigned() {
	local before
	before=$(counter webhooks_refused)
	ask_endpoint "${3:-$BODY}" "$1"
	asked 401 "$2"
	counted webhooks_refused "$before"
}

who_has_not_the_key_is_not_listened_to() {
	BODY=$(function_body call_1 +13125550188)
	_refused_unsigned "" "no signature"
	_refused_unsigned "v=1,d=2" "no signature"
	_refused_unsigned "$(API_KEY=key_test sign "$BODY")" "no API key of ours"
	_refused_unsigned "$(sign "$BODY")" "no API key of ours" "${BODY/188/199}"
	_refused_unsigned "$(sign "$BODY" -301000)" "five minutes"
	_refused_unsigned "$(sign "$BODY" 310000)" "five minutes"
}

control_a_good_signature_is_listened_to() {
	must_fail _signed "expected '401', found '404'"
}

_signed() {
	BODY=$(function_body call_1 +13125550188)
	_refused_unsigned "$(sign "$BODY")" ""
}

a_request_counts_once() {
	local signature
	BODY=$(function_body call_1 +13125550188)
	signature=$(sign "$BODY")
	ask_endpoint "$BODY" "$signature"
	asked 404 "no such call is up"
	ask_endpoint "$BODY" "$signature"
	asked 409 "came before"
}

what_cannot_be_read_is_answered_with_a_reason() {
	local body
	for body in '{' '[]' '{"args":{"to":"2002"}}' '{"call":{"call_id":"a b"}}' '{"to":"2002"}'; do
		ask_endpoint "$body" "$(sign "$body")"
		asked 400 expected
	done
}

# Spellings of 911 that are the agent's, and targets that are nobody's.
nobody_is_transferred_to_an_emergency_call_or_off_the_list() {
	local to before
	uas retell hang-up hold=6000
	call_up hung-up
	before=$(counter emergency_refused)
	for to in 911 +1911 9911 tel:911 "sip:9%311@example.com" urn:service:sos 933; do
		transfer "$API_CALL" "$to"
		asked 403 "emergency"
	done
	counted emergency_refused "$before"
	contains "siptrunk.emergencies" "call_id: $UAC_CALL@.* outcome: refused" \
		"$(rpc siptrunk.emergencies | tr -s '[:space:]' ' ' | sed 's/ } { /\n/g')"
	for to in +13125550199 "" alice@example.com "2002;ext=1"; do
		transfer "$API_CALL" "$to"
		asked 403 "not transferred to this number"
	done
	uac_done pbx hung-up
	uas_done retell
}

one_transfer_at_a_time() {
	uas retell answer
	call_up handed-over outcome="200 OK" hold=2000
	transfer "$API_CALL" 2002
	asked 200 "is being transferred"
	transfer "$API_CALL" 2002
	asked 409 "already"
	uac_done pbx handed-over
	uas_done retell
	transfer "$API_CALL" 2002
	asked 404 "no such call is up"
}

# Each by a worker of its own, all of which have come as far when the first goes on.
of_those_that_come_together_one_is_served() {
	edge_routed transfer_endpoint.cfg 's/^\tif\(siptrunk_hand_over/\tusleep(500000);\n$&/'
	uas retell answer
	call_up handed-over outcome="200 OK" hold=2000
	equal "the statuses" "200 409 409 409" "$(transfers_together 4 "$API_CALL" 2002)"
	uac_done pbx handed-over
	uas_done retell
}

by_https_and_post_only() {
	URL=${ENDPOINT/https/http} ask_endpoint "{}" "$(sign "{}")"
	equal "what plain HTTP gets" 000 "$ASKED"
	ask_endpoint "{}" "$(sign "{}")" -X GET
	asked 404 "nothing but POST /transfer"
	URL=${ENDPOINT/transfer/} ask_endpoint "{}" "$(sign "{}")"
	asked 404 "nothing but POST /transfer"
	URL=https://edge.siptrunk.lab:5061/transfer ask_endpoint "{}" "$(sign "{}")"
	equal "what a SIP port answers" 000 "$ASKED"
}

# Nor answered: Kamailio closes the connection before anybody is asked.
a_body_that_is_too_large_is_not_read() {
	local body
	body=$(function_body "$(printf '%040000d' 0)" 2002)
	ask_endpoint "$body" "$(sign "$body")"
	equal "what it gets" 000 "$ASKED"
	transfer call_1 2002
	asked 404 "no such call is up"
}

sip_is_not_spoken_there() {
	local heard
	heard=$(request OPTIONS | on retell timeout 3 openssl s_client -quiet -connect "$EDGE:8443" 2>/dev/null) || true
	equal "what SIP hears" "" "$heard"
	tls_hears 200 pbx # on its own port
}

a_flood_there_is_not_looked_at() {
	local before
	before=$(counter access_flood)
	on stranger curl -sS --max-time 10 --cacert "$LAB/ca/edge-ca.crt" -d '{}' "$ENDPOINT?[1-60]" >/dev/null 2>&1 || true
	await_counter access_flood $((before + 1))
}
