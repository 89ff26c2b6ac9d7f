# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A custom function of Retell's, as it asks the edge by HTTPS for a transfer.

ENDPOINT=https://edge.siptrunk.lab:8443/transfer

# sign BODY [MS]: the header x-retell-signature, of now or MS later. API_KEY: another
# key than the account's.
sign() {
	local time=$((${EPOCHREALTIME/./} / 1000 + ${2:-0}))
	printf 'v=%s,d=%s' "$time" "$(printf '%s%s' "$1" "$time" \
		| on retell openssl dgst -sha256 -hmac "${API_KEY:-$(<"$API_KEY_FILE")}" -r | cut -d ' ' -f 1)"
}

# function_body CALL-ID TO [USER-TO-USER]: as Retell writes it.
function_body() {
	printf '{"name":"transfer","call":{"call_type":"phone_call","call_id":"%s","transcript":"Agent: \\"Hi\\""},"args":{"to":"%s"%s}}' \
		"$1" "$2" "${3:+,\"user_to_user\":\"$3\"}"
}

# ask_endpoint BODY SIGNATURE [CURL-OPTION...]: the status as ASKED, what is answered
# as ANSWER.
ask_endpoint() {
	ANSWER=$(on retell curl -sS --max-time 10 --cacert "$LAB/ca/edge-ca.crt" -X POST "${URL:-$ENDPOINT}" \
		-H 'Content-Type: application/json' -H "X-Retell-Signature: $2" --data-binary "$1" \
		-w '\n%{http_code}' "${@:3}" 2>"$TEST_DIR/curl.errors") || true
	ASKED=${ANSWER##*$'\n'} ANSWER=${ANSWER%$'\n'*}
}

# transfer CALL-ID TO [USER-TO-USER]: signed as it should be.
transfer() {
	local body
	body=$(function_body "$@")
	ask_endpoint "$body" "$(sign "$body")"
}

# transfers_together COUNT CALL-ID TO: so many at the same moment, no two the same; the
# statuses that they get, sorted.
transfers_together() {
	local number
	for ((number = 1; number <= $1; number++)); do
		(transfer "${@:2}" "$number" && echo "$ASKED") &
	done | sort | xargs
}

# asked STATUS RESULT-REGEX: what ask_endpoint or transfer has got.
asked() {
	equal "the answer's status ($ANSWER)" "$1" "$ASKED"
	contains "the answer" "^\{\"result\": \".*$2.*\"\}\$" "$ANSWER"
}

# call_up SCENARIO [KEY=VALUE|CHECK]...: the pbx (CALLER) calls a registered call id of Retell's,
# API_CALL, and is answered by the sipp that waits there.
call_up() {
	api_register
	uac_start "${CALLER:-pbx}" "$1" number="$API_CALL" "${@:2}"
	wait_until 10 call_is_up "$API_CALL" || fail "the call is not up"
}
