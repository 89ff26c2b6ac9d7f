# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A call is registered once, however often it is delivered and whatever becomes of
# the answer.

# Another one each time: what was registered lately is remembered.
CALLER=+1415$((RANDOM + 1000000))@example.com
OTHER=+1510$((RANDOM + 1000000))@example.com

# falls_back: a call that is not registered, and goes by a number that is not imported.
_falls_back() { uac pbx refused number=$AGENT_NUMBER from="$1" status=404; }

# Retell takes a call id once.
a_second_delivery_gets_the_same_id() {
	local before
	before=$(counter registrations_shared)
	api_fresh
	uac_start pbx call number=$AGENT_NUMBER from="$CALLER" hold=2000
	first_call=$UAC_PID
	wait_until 5 uac_is_up pbx || fail "the first call is not up"
	uac pbx refused number=$AGENT_NUMBER from="$CALLER" status=404
	wait "$first_call" || fail "the first call suffered"
	equal "registrations" 1 "$(api_asked register)"
	counted registrations_shared "$before"
}

control_another_caller_is_another_call() {
	must_fail _two_callers_share "registrations: expected '1', found '2'"
}

_two_callers_share() {
	api_fresh
	uac pbx call number=$AGENT_NUMBER from="$CALLER"
	uac pbx call number=$AGENT_NUMBER from="$OTHER"
	equal "registrations" 1 "$(api_asked register)"
}

both_wait_for_one_registration() {
	api_fresh
	api_answers register slow:700
	uac_start pbx cancel-early number=$AGENT_NUMBER from="$CALLER"
	local first=$UAC_PID
	await_api register 1
	uac pbx call number=$AGENT_NUMBER from="$CALLER"
	wait "$first" || fail "the first delivery suffered"
	equal "registrations" 1 "$(api_asked register)"
}

# The API may have done it.
what_may_have_been_done_is_not_asked_again() {
	api_fresh
	data "UPDATE siptrunk_api SET deadline = 500"
	api_answers register lost
	_falls_back "$CALLER"
	api_answers register ok
	_falls_back "$CALLER"
	equal "registrations" 1 "$(api_asked register)"
}

# libcurl by itself sends a request again when a connection that it has kept ends
# without an answer.
a_kept_connection_that_ends_is_no_reason_to_ask_again() {
	api_fresh
	uac pbx call number=$AGENT_NUMBER from="$CALLER"
	api_answers register close
	_falls_back "$OTHER"
	equal "registrations" 2 "$(api_asked register)"
}

what_was_refused_may_be_asked_again() {
	api_fresh
	api_answers register 422,ok
	_falls_back "$CALLER"
	uac pbx call number=$AGENT_NUMBER from="$CALLER"
	equal "registrations" 2 "$(api_asked register)"
}

# ---- The caller gives up ----

a_caller_who_gives_up_hears_so_at_once() {
	local before
	before=$(counter registrations_unused)
	api_fresh
	api_answers register slow:1500
	uac pbx cancel-early number=$AGENT_NUMBER
	equal "what is registered" 0 "$(api_log register | grep -c ' 201 ')"
	wait_until 5 _unused "$before" || fail "the registration has a use"
}

# By another worker, while this one is about to let the call wait.
who_gave_up_just_before_it_waits_costs_no_request() {
	local before lines
	edge_routed agent.cfg 's/^\tt_on_failure\("NOT_REGISTERED"\);/$&
		t_reply("100", "Trying");
		while(!t_is_canceled()) { usleep(50000); }/'
	api_fresh
	before=$(counter registration_no_memory)
	lines=$(edge_log_lines)
	uac pbx cancel-early number=$AGENT_NUMBER
	equal "requests" 0 "$(api_asked register)"
	counted registration_no_memory "$before" 0
	! edge_log_since "$lines" | grep -E "WARNING|ERROR|is not registered" || fail "the log makes a failure of it"
}

_unused() { [ "$(counter registrations_unused)" = $(($1 + 1)) ]; }

a_retransmission_is_no_second_call() {
	api_fresh
	api_answers register slow:1200
	uas retell answer
	uac pbx call number=$AGENT_NUMBER
	uas_done retell
	equal "registrations" 1 "$(api_asked register)"
}

# ---- SIP workers do not wait ----

# There are four for UDP.
nobody_else_waits() {
	local i
	local -a callers=()
	api_fresh
	data "UPDATE siptrunk_api SET deadline = 10000"
	api_answers register stall
	for i in {1..8}; do
		uac_start pbx cancel-early number=$AGENT_NUMBER hold=4000
		callers+=("$UAC_PID")
	done
	await_api register 8
	uac pbx call number=+13125550142
	[ "$(_alive "${callers[@]}" | wc -l)" -gt 4 ] || fail "the call waited for those that wait"
	wait "${callers[@]}" || fail "a caller who gave up did not hear so"
}

_alive() { local pid; for pid; do ! kill -0 "$pid" 2>/dev/null || echo "$pid"; done; }
