# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# api.retellai.com as the lab plays it (tests/lab/api): what it was asked, what it
# answers, and how it fails.

API_KEY_FILE=$LAB/retell/api.key
API_CA=$LAB/ca/retell-ca.crt
AGENT_NUMBER=+13125550170 # that of agent_sales

# api COMMAND [ARGUMENT...]: of its control port; see tests/lab/api --help. The
# reason when it says no.
api() {
	local IFS=/
	on retell curl -sS --fail-with-body "http://127.0.0.1:8080/$*"
}

# api_until_end COMMAND [ARGUMENT...]: the same; when the test ends, all is as it
# was at the start.
API_CHANGED=
api_until_end() {
	local answer
	[ -n "$API_CHANGED" ] || at_end api reset
	API_CHANGED=1
	answer=$(api "$@") || fail "the API stand-in, $*: $answer"
}

# api_fresh: nothing was asked, nothing is registered, and the edge knows of no
# failure: a load closes its breakers.
api_fresh() {
	api_until_end reset
	rpc siptrunk.reload >/dev/null
	wait_until 5 api_is_admitted || fail "the API is left alone: $(rpc siptrunk.registrations)"
}

api_is_admitted() { [ "$(rpc_field breaker siptrunk.registrations)" = closed ]; }

# api_has_room CALLS: so many at once, until the test ends, as the edge knows; it
# would not ask an account that is full.
api_has_room() {
	api_until_end concurrency 0 "$1"
	rpc siptrunk.reload >/dev/null
	wait_until 30 room_is_told "$1" || fail "the edge is not told of $1 calls: $(rpc siptrunk.registrations)"
}

room_is_told() { [ "$(rpc_field limit siptrunk.registrations || true)" = "$1" ]; }

# api_answers OPERATION ANSWER,...: until the test ends.
api_answers() { api_until_end fault "$@"; }

# api_door SHOWN: the same.
api_door() { api_until_end door "$1"; }

# api_log [OPERATION]: what was asked since api_fresh: TIME OPERATION ANSWER
# CALL-ID BODY.
api_log() { awk -v operation="${1:-}" '!operation || $2 == operation' "$LAB/retell/requests.log"; }

# api_asked OPERATION: how often.
api_asked() { api_log "$1" | wc -l; }

api_asked_times() { [ "$(api_asked "$1")" -ge "$2" ]; }

# await_api OPERATION COUNT
await_api() {
	wait_until 10 api_asked_times "$@" || fail "the API: expected $2 requests $1, found: $(api_log)"
}

# api_request METHOD PATH [BODY [CURL-OPTION...]]: as a client would; the answer as
# API_STATUS and API_BODY. API_KEY, API_TYPE: another key and Content-Type.
api_request() {
	local -a body=()
	[ -z "${3:-}" ] || body=(-H "Content-Type: ${API_TYPE:-application/json}" --data "$3")
	API_BODY=$(on edge curl -sS --max-time 10 --cacert "$API_CA" -X "$1" "https://api.retellai.com$2" \
		-H "Authorization: Bearer ${API_KEY:-$(<"$API_KEY_FILE")}" "${body[@]}" "${@:4}" \
		-w '\n%{http_code}' 2>"$TEST_DIR/curl.errors") || true
	API_STATUS=${API_BODY##*$'\n'} API_BODY=${API_BODY%$'\n'*}
}

# api_register [FIELDS]: a call for agent_sales; its id as API_CALL.
api_register() {
	api_request POST /v2/register-phone-call "{\"agent_id\": \"agent_sales\"${1:+, $1}}"
	equal "the status of a registration" 201 "$API_STATUS"
	API_CALL=$(sed -n 's/.*"call_id": "\([^"]*\)".*/\1/p' <<<"$API_BODY")
}
