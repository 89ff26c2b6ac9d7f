# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lab's api.retellai.com and sip.retellai.com: do they refuse what the real ones
# refuse, and fail as they are told to?

# _refused STATUS WHAT METHOD PATH [BODY [CURL-OPTION...]]
_refused() {
	api_request "${@:3}"
	equal "status of $3 $4 ${5:-}" "$1" "$API_STATUS"
	contains "the message" "\"status\": \"error\", \"message\": \"$2" "$API_BODY"
}

# _register_refused STATUS WHAT FIELDS
_register_refused() { _refused "$1" "$2" POST /v2/register-phone-call "$3"; }

a_registration_is_answered_with_all_that_is_required() {
	local field
	api_register '"from_number": "+13125550101", "direction": "inbound", "metadata": {"a": {"b": 1}},
		"retell_llm_dynamic_variables": {"name": "Alice"}, "agent_version": 2'
	for field in '"call_type": "phone_call"' '"from_number": "[+]13125550101"' '"to_number": ""' '"agent_version": 2' \
		'"direction": "inbound"' '"agent_id": "agent_sales"' '"call_status": "registered"'; do
		contains "the answer" "$field" "$API_BODY"
	done
	contains "the call's id" "^call_[0-9a-f]{28}$" "$API_CALL"
	api_request GET "/v2/get-call/$API_CALL"
	contains "the call" "\"call_status\": \"registered\"" "$API_BODY"
}

what_the_schema_does_not_allow_is_refused_by_name() {
	_register_refused 400 "agent_id is required" '{"from_number": "+1"}'
	_register_refused 400 "agent_id must be a non-empty string" '{"agent_id": ""}'
	_register_refused 400 "from is unknown" '{"agent_id": "agent_sales", "from": "+1"}'
	_register_refused 400 "to_number must be a non-empty string" '{"agent_id": "agent_sales", "to_number": 911}'
	_register_refused 400 "direction must be one of" '{"agent_id": "agent_sales", "direction": "in"}'
	_register_refused 400 "metadata must be an object" '{"agent_id": "agent_sales", "metadata": []}'
	_register_refused 400 "retell_llm_dynamic_variables must be an object of strings" \
		'{"agent_id": "agent_sales", "retell_llm_dynamic_variables": {"a": 1}}'
	_register_refused 400 "agent_version must be" '{"agent_id": "agent_sales", "agent_version": -1}'
	_register_refused 400 "the body is not JSON" '{"agent_id": "agent_sales"'
	_register_refused 422 "agent_id agent_x" '{"agent_id": "agent_x"}'
	_register_refused 422 "agent_id agent_sales version 9" '{"agent_id": "agent_sales", "agent_version": 9}'
	API_TYPE=text/plain _register_refused 400 "Content-Type" '{"agent_id": "agent_sales"}'
	API_KEY=other _refused 401 "API key" GET /get-concurrency
	_refused 422 "call_id nobody" GET /v2/get-call/nobody
	_refused 404 "no operation" GET /v2/register-phone-call
}

what_was_asked_is_in_the_log() {
	api_fresh
	api_register '"metadata": {"a": "b"}'
	_register_refused 422 "agent_id" '{"agent_id": "agent_x"}'
	contains "the log" "^[0-9.]+ register 201 $API_CALL .*\"a\": \"b\"" "$(api_log register | head -n 1)"
	contains "the log" "^[0-9.]+ register 422 - .*agent_x" "$(api_log register | tail -n 1)"
}

# _next WHAT [CURL-OPTION...]: what curl says about the next answer, or its status
# and body.
_next() {
	api_request POST /v2/register-phone-call '{"agent_id": "agent_sales"}' "${@:2}"
	contains "curl" "$1" "$(cat "$TEST_DIR/curl.errors")$API_STATUS $API_BODY"
}

it_fails_as_it_is_told() {
	local answer
	api_answers register 400,401,402,422,500,503,stall,lost,trickle,slow:9000,429:3,close,truncated,no_json,empty,number,hostile,redirect,huge,ok
	for answer in 400 401 402 422 500 503; do
		_next "^$answer .*\"status\": \"error\""
	done
	for answer in stall lost trickle slow; do
		_next "timed out" --max-time 0.5
	done
	_next "Retry-After: 3" -i
	_next "Empty reply|unexpected eof"
	_next "transfer closed|unexpected eof"
	_next "^201 <html>"
	_next "^201 [{][}]"
	_next "^201 .*\"call_id\": 42"
	_next "^201 .*@evil"
	_next "^302"
	_next "Maximum file size exceeded" --max-filesize 9000000
	api_register
}

# _door SHOWN WHAT: curl's words.
_door() {
	api_door "$1"
	api_request GET /get-concurrency "" --max-time 0.5
	contains "curl at the door $1" "$2" "$(cat "$TEST_DIR/curl.errors")$API_STATUS"
}

its_door_fails_as_it_is_told() {
	_door refuse "Could.*connect"
	_door silent "timed out|timeout"
	_door retell-wrong "no alternative certificate subject name"
	_door retell-unknown "unable to get local issuer"
	_door retell-expired "expired"
	_door retell "^200$"
}

numbers_are_imported_changed_and_deleted() {
	api_fresh
	_refused 400 "inbound_agents has weights" POST /import-phone-number '{"phone_number": "+13125550155",
		"termination_uri": "edge.siptrunk.lab", "inbound_agents": [{"agent_id": "agent_sales", "weight": 0.5}]}'
	_refused 400 "phone_number is not E.164" POST /import-phone-number \
		'{"phone_number": "155", "termination_uri": "a", "ignore_e164_validation": false}'
	api_request POST /import-phone-number '{"phone_number": "+13125550155", "termination_uri": "edge.siptrunk.lab",
		"sip_trunk_auth_username": "retell", "sip_trunk_auth_password": "never-shown", "transport": "TLS",
		"inbound_agents": [{"agent_id": "agent_sales", "weight": 0.5}, {"agent_id": "agent_support", "weight": 0.5}]}'
	equal "status of the import" 201 "$API_STATUS"
	contains "the number" '"phone_number_type": "custom"' "$API_BODY"
	_refused 400 "phone_number .* imported already" POST /import-phone-number \
		'{"phone_number": "+13125550155", "termination_uri": "a"}'
	_refused 400 "transport must be one of" PATCH /update-phone-number/+13125550155 '{"transport": "SCTP"}'
	api_request PATCH /update-phone-number/%2B13125550155 '{"auth_username": "edge", "nickname": null}'
	equal "status of the update" 200 "$API_STATUS"
	api_request GET /get-phone-number/+13125550155
	contains "the number" '"transport": "TLS".*"auth_username": "edge"' "$API_BODY"
	! grep -q never-shown <<<"$API_BODY" || fail "the password is answered"
	api_request DELETE /delete-phone-number/+13125550155
	equal "status of the deletion" 204 "$API_STATUS"
	_refused 422 "phone_number .* not found" GET /get-phone-number/+13125550155
}

# _retell_refuses NUMBER REASON: what the pbx hears then, and why.
_retell_refuses() {
	uac pbx refused number="$1" status=404
	contains "what may be dialled" "$2" "$(api dial "$1")"
}

a_number_that_is_not_imported_is_refused() { _retell_refuses +13125550999 "neither an imported number nor"; }

a_registered_call_is_taken_once() {
	api_fresh
	api_register
	uac pbx call number="$API_CALL"
	_retell_refuses "$API_CALL" "used before"
}

a_registered_call_is_not_taken_after_five_minutes() {
	api_fresh
	api_register
	api ahead 301
	_retell_refuses "$API_CALL" "registered_call_timeout"
	api_request GET "/v2/get-call/$API_CALL"
	contains "the call" "\"disconnection_reason\": \"registered_call_timeout\"" "$API_BODY"
}

control_the_front_takes_a_registered_call() {
	api_fresh
	api_register
	must_fail _a_call_that_is_registered "uac-refused"
}

_a_call_that_is_registered() {
	_retell_refuses "$(api_log register | awk 'END { print $4 }')" "used before"
}
