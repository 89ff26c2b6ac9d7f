# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What becomes of a call when Retell's API fails: its agent's fallback, at once
# when it is known that it fails, and a counter for each cause.

# _falls_back_by FALLBACK [COLUMN=VALUE of siptrunk_api]: the agent's calls, and no
# breaker is open.
_falls_back_by() {
	data "UPDATE siptrunk_agent SET fallback = '$1'; ${2:+UPDATE siptrunk_api SET $2;}"
	_await_breaker closed
}

_breaker_is() { [ "$(rpc_field breaker siptrunk.registrations)" = "$1" ]; }

_await_breaker() {
	wait_until "${PATIENCE:-10}" _breaker_is "$1" \
		|| fail "the breaker: expected $1, found $(rpc siptrunk.registrations)"
}

# _a_call_gets STATUS CAUSE [CHECK]...: its answer, which counts as CAUSE.
_a_call_gets() {
	local before
	before=$(counter "registration_$2")
	uac pbx refused number=$AGENT_NUMBER status="$1" "${@:3}"
	counted "registration_$2" "$before"
}

# _each_costs ANSWER CAUSE...: what the API answers, and what it counts as.
_each_costs() {
	while [ $# -gt 0 ]; do
		api_answers register "$1"
		_a_call_gets 480 "$2" "header Reason ^ *SIP;cause=480;text=\"[^\"]+\""
		shift 2
	done
}

# A request that is refused is an answer: no breaker opens.
each_wrong_answer_has_its_cause() {
	api_fresh
	_falls_back_by "480 No Agent"
	_each_costs 422 invalid 400 invalid close broken redirect redirect 500 server no_json not_json \
		422 invalid huge too_large empty no_call_id number no_call_id hostile no_call_id \
		422 invalid truncated broken 503 server
	equal "the breaker" closed "$(rpc_field breaker siptrunk.registrations)"
	contains "the last error" "expected status 201, found 503" "$(rpc_field last_error siptrunk.registrations)"
}

control_a_registered_call_takes_no_fallback() {
	must_fail _a_fallback_without_a_failure "uac-refused"
}

_a_fallback_without_a_failure() {
	api_fresh
	_falls_back_by "480 No Agent"
	uas retell answer
	_each_costs ok broken
}

each_bad_certificate_is_a_cause() {
	local shown
	_falls_back_by "480 No Agent"
	for shown in retell-wrong retell-unknown retell-expired; do
		api_door "$shown"
		_a_call_gets 480 tls
	done
	contains "the last error" "certificate has expired" "$(rpc_field last_error siptrunk.registrations)"
}

a_closed_port_is_a_cause() {
	_falls_back_by "480 No Agent"
	api_door refuse
	_a_call_gets 480 refused
}

a_name_without_an_address_is_a_cause() {
	_falls_back_by "480 No Agent" "url = 'https://nobody.retellai.com'"
	_a_call_gets 480 dns
}

# Also before it has said anything at all.
a_deadline_is_a_cause() {
	api_fresh
	_falls_back_by "480 No Agent" "deadline = 300"
	_each_costs stall deadline trickle deadline
	api_door silent
	_a_call_gets 480 deadline
}

# tm's own timer ends the wait when nobody else does.
nobody_who_answers_at_all_is_a_deadline_too() {
	local http
	http=$(rpc core.psx | grep -B 1 "DSC: SIPTRUNK HTTP" | sed -n 's/.*PID: //p')
	api_fresh
	_falls_back_by "480 No Agent" "deadline = 100"
	at_end kill -CONT "$http"
	kill -STOP "$http"
	_a_call_gets 480 deadline "header Reason text=\"the API did not answer in time\""
	equal "requests" 0 "$(api_asked register)"
}

# --- the breaker ---

_open_the_breaker() {
	api_fresh
	_falls_back_by "480 No Agent"
	_each_costs 500 server 500 server 500 server 500 server 500 server
	_await_breaker open
}

an_api_that_fails_is_left_alone() {
	local lines
	lines=$(edge_log_lines)
	_open_the_breaker
	_a_call_gets 480 open
	equal "requests" 5 "$(api_asked register)"
	contains "the log" "ERROR.*trunk retell, api.retellai.com, failed 5 times in a row \(server: expected status 201, found 500" \
		"$(edge_log_since "$lines")"
}

# One call tries it; what becomes of it decides for the others.
a_probe_finds_it_well_again() {
	local lines
	_open_the_breaker
	_await_breaker half_open
	_each_costs 500 server
	_await_breaker open
	equal "requests" 6 "$(api_asked register)"
	_await_breaker half_open
	lines=$(edge_log_lines)
	api_answers register ok
	uas retell answer "has ^INVITE sip:call_"
	uac pbx call number=$AGENT_NUMBER
	uas_done retell
	_await_breaker closed
	contains "the log" "NOTICE.*trunk retell, api.retellai.com, answers again" "$(edge_log_since "$lines")"
}

# A key that cannot be read is nothing that the API has done.
a_probe_that_is_not_sent_keeps_nobody_out() {
	local key=$LAB/edge/etc/retell.key
	_open_the_breaker
	at_end chmod 600 "$key"
	chmod 644 "$key"
	_await_breaker half_open
	_a_call_gets 480 no_key
	equal "the breaker" half_open "$(rpc_field breaker siptrunk.registrations)"
	chmod 600 "$key"
	api_answers register ok
	uas retell answer
	uac pbx call number=$AGENT_NUMBER
	uas_done retell
}

control_four_failures_open_nothing() {
	must_fail _an_early_breaker "the breaker: expected open, found"
}

_an_early_breaker() {
	api_fresh
	_falls_back_by "480 No Agent"
	_each_costs 500 server 500 server 500 server 500 server
	PATIENCE=2 _await_breaker open
}

# Nothing but an operator mends it, and he is told how.
a_refused_key_opens_it_at_once() {
	local lines
	lines=$(edge_log_lines)
	api_fresh
	_falls_back_by "480 No Agent"
	_each_costs 401 unauthorized
	_a_call_gets 480 open
	[ "$(rpc_field next_probe siptrunk.registrations)" -gt 30 ] \
		|| fail "a refused key is tried soon: $(rpc siptrunk.registrations)"
	contains "the log" "refuses the key of /.*retell.key: check it" "$(edge_log_since "$lines")"
	api_answers register ok
	rpc siptrunk.reload >/dev/null
	_await_breaker closed
}

a_payment_is_demanded_in_the_log() {
	local lines
	lines=$(edge_log_lines)
	api_fresh
	_falls_back_by "480 No Agent"
	_each_costs 402 payment
	_a_call_gets 480 open
	contains "the log" "demands a payment: see the dashboard" "$(edge_log_since "$lines")"
}

retry_after_is_kept_to() {
	local next
	api_fresh
	_falls_back_by "480 No Agent"
	_each_costs 429:200 rate_limited
	next=$(rpc_field next_probe siptrunk.registrations)
	[ "$next" -gt 150 ] && [ "$next" -le 250 ] || fail "Retry-After: 200 is asked again in $next s"
	_a_call_gets 480 open
}

# --- concurrency ---

_calls_are_told() { [ "$(rpc_field limit siptrunk.registrations || true)" = "$1" ]; }

# _account_has CALLS LIMIT RESERVE: and the edge knows.
_account_has() {
	api_until_end concurrency "$1" "$2"
	_falls_back_by "480 No Agent" "reserve = $3"
	wait_until 5 _calls_are_told "$2" || fail "the limit: expected $2, found $(rpc siptrunk.registrations)"
}

# Before Retell refuses it, and without a request.
a_full_account_is_not_asked() {
	api_fresh
	_account_has 18 21 3
	_a_call_gets 480 busy
	equal "requests" 0 "$(api_asked register)"
}

# What was registered since the API told counts, too.
the_last_call_before_the_reserve_is_registered() {
	api_fresh
	_account_has 17 21 3
	uas retell answer
	uac pbx call number=$AGENT_NUMBER
	uas_done retell
	_a_call_gets 480 busy
}

control_without_a_limit_calls_are_registered() {
	must_fail _a_full_account_that_is_asked "uac-refused"
}

_a_full_account_that_is_asked() {
	api_fresh
	_account_has 18 2100 3
	uas retell answer
	_a_call_gets 480 busy
}

# --- the fallbacks ---

by_trunk_it_is_sent_by_number() {
	api_fresh
	api_answers register 500
	data "INSERT INTO siptrunk_agent (trunk, number, agent_id, fallback)
		VALUES ('retell', '+13125550177', 'agent_sales', 'trunk')"
	uas retell answer "has ^INVITE sip:\+13125550177@sip\.retellai\.com;transport=tcp"
	uac pbx call number=+13125550177
	uas_done retell
}

by_queue_it_goes_back_to_the_pbx() {
	api_fresh
	api_answers register 500
	_falls_back_by "queue:2001"
	uas pbx answer "has ^INVITE sip:2001@192\.0\.2\.10" "header X-Siptrunk-Fallback ^ *server"
	uac pbx call number=$AGENT_NUMBER
	uas_done pbx
}

by_queue_it_is_marked_at_the_next_gateway_too() {
	api_fresh
	api_answers register 422
	_falls_back_by "queue:2001"
	gateways "INSERT INTO dispatcher (setid, destination, flags, priority, attrs)
		VALUES (1, 'sip:192.0.2.10:9', 0, 90, 'name=192.0.2.10')"
	uas pbx answer "header X-Siptrunk-Fallback ^ *invalid"
	uac pbx call number=$AGENT_NUMBER
	uas_done pbx
}

# A queue that sends its calls to the agent.
but_not_for_ever() {
	api_fresh
	api_answers register 500
	_falls_back_by "queue:2001"
	uac pbx refused number=$AGENT_NUMBER status=480 extra=$'\nX-Siptrunk-Fallback: server' \
		"header Reason ^ *SIP;cause=480;text=\"the API reports an error of its own\""
}

# A pbx that heeds Retry-After would keep back its 911 as well.
the_answer_is_the_row_s() {
	api_fresh
	api_answers register 500
	_falls_back_by "503 Agent Away"
	uac pbx refused number=$AGENT_NUMBER status=503 "has ^SIP/2\.0 503 Agent Away" "once Reason" "lacks Retry-After"
}
