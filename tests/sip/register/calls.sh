# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A number of an agent's: the call is registered with Retell's API and sent to the
# id that this gives it.

# asked PATTERN: the last registration that the API was asked for holds it.
_asked() { contains "what the API was asked" "$1" "$(api_log register | tail -n 1)"; }

_a_call_is_registered() {
	api_fresh
	uas retell answer "has ^INVITE sip:call_[0-9a-f]*@sip\.retellai\.com;transport=tcp" "${@:2}"
	uac pbx call number=$AGENT_NUMBER "$1"
	uas_done retell
}

a_call_is_sent_to_the_id_it_was_registered_with() {
	_a_call_is_registered from=+14155550199@example.com
	equal "registrations" 1 "$(api_asked register)"
	_asked '"agent_id":"agent_sales","direction":"inbound","from_number":"\+14155550199","to_number":"\+13125550170"\}'
}

control_the_test_notices_a_call_by_number() {
	must_fail _a_call_is_not_registered "lacks \^INVITE sip:call_"
}

_a_call_is_not_registered() {
	data "DELETE FROM siptrunk_agent"
	api import "$AGENT_NUMBER" || true
	uas retell answer "has ^INVITE sip:call_"
	uac pbx call number=+13125550142
	uas_done retell
}

a_pbx_may_leave_out_the_plus() {
	api_fresh
	uas retell answer "has ^INVITE sip:call_"
	uac pbx call number="${AGENT_NUMBER#+}"
	uas_done retell
	_asked '"to_number":"\+13125550170"'
}

headers_become_variables_and_metadata() {
	_a_call_is_registered extra=$'\r\nX-Customer: J\xc3\xbcrgen "the \x07cat"\r\nX-Inin-Cnv: c-1\r\nX-Other: no'
	_asked '"metadata":\{"conversation":"c-1"\},"retell_llm_dynamic_variables":\{"customer":"Jürgen \\"the cat\\""\}'
}

every_other_number_has_an_agent_too() {
	data "INSERT INTO siptrunk_agent (trunk, agent_id, agent_version, direction) VALUES ('retell', 'agent_support', '2', 'outbound')"
	api_fresh
	uas retell answer "has ^INVITE sip:call_"
	uac pbx call number=2777
	uas_done retell
	_asked '"agent_id":"agent_support","agent_version":2,"direction":"outbound"\}'
}

# Whatever the tables say.
a_911_is_not_registered() {
	data "INSERT INTO siptrunk_agent (trunk, agent_id) VALUES ('retell', 'agent_sales')"
	api_fresh
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	equal "registrations" 0 "$(api_asked register)"
}

a_call_id_of_the_pbx_is_not_registered_again() {
	data "INSERT INTO siptrunk_agent (trunk, agent_id) VALUES ('retell', 'agent_sales')"
	api_fresh
	api_register
	uas retell answer "has ^INVITE sip:$API_CALL@sip\.retellai\.com"
	uac pbx call number="$API_CALL" uri="sip:$API_CALL@sip.retellai.com"
	uas_done retell
	equal "registrations" 1 "$(api_asked register)"
}

# What the transaction was given before it was suspended reaches every gateway.
the_next_gateway_gets_all_of_the_call() {
	gateways "INSERT INTO dispatcher (setid, destination, priority, attrs)
		VALUES (2, 'sip:203.0.113.66:5060;transport=tcp', 10, 'name=sip.retellai.com')"
	_a_call_is_registered extra= "has Record-Route: .*media=1" "has m=audio [0-9]+ RTP/AVP"
}

# One that says nothing: what follows begins with the request as it came.
the_gateway_after_a_silent_one_gets_the_id() {
	gateways "INSERT INTO dispatcher (setid, destination, priority, attrs)
		VALUES (2, 'sip:203.0.113.66:9;transport=udp', 10, 'name=sip.retellai.com')"
	_a_call_is_registered extra=
}

what_may_not_go_is_not_registered() {
	data "UPDATE siptrunk_trunk SET call_limit = 1 WHERE name = 'retell'"
	uac_start pbx call number=+13125550142 hold=3000
	first_call=$UAC_PID
	wait_until 5 uac_is_up pbx || fail "the first call is not up"
	api_fresh
	uac pbx refused number=$AGENT_NUMBER status=503
	data "UPDATE siptrunk_trunk SET call_limit = 0 WHERE name = 'retell';
		UPDATE siptrunk_trunk SET minutes_per_hour = 1 WHERE name = 'genesys'"
	rpc htable.seti hour "trunk:genesys $(($(date +%s) / 3600))" 61 >/dev/null
	at_end rpc htable.delete hour "trunk:genesys $(($(date +%s) / 3600))"
	uac pbx refused number=$AGENT_NUMBER status=403
	equal "registrations of what may not go" 0 "$(api_asked register)"
	wait "$first_call" || fail "the first call suffered"
}

# It had a place before it was registered: by number it has that one, at a queue none.
a_call_that_falls_back_counts_once_and_where_it_goes() {
	data "UPDATE siptrunk_trunk SET call_limit = 1 WHERE name = 'retell'"
	api_fresh
	api_answers register 422,422
	uac pbx refused number=$AGENT_NUMBER status=404 # retell: not imported
	wait_until 5 _retell_counts 0 || fail "a call that has ended counts"
	data "UPDATE siptrunk_agent SET fallback = 'queue:2001'"
	uas pbx answer
	uac_start pbx call number=$AGENT_NUMBER hold=1000
	wait_until 5 uac_is_up pbx || fail "the call is not up at the queue"
	_retell_counts 0 || fail "retell counts a call that the queue has"
	uac_done pbx call
	uas_done pbx
}

_retell_counts() { [ "$(on edge kamcmd dlg.profile_get_size trunk retell)" = "$1" ]; }

# There would be nobody to go on with it.
without_async_workers_a_call_falls_back() {
	edge_edited 's/^async_workers=2/async_workers=0/'
	api_fresh
	uac pbx refused number=$AGENT_NUMBER status=404
	equal "registrations" 0 "$(api_asked register)"
	contains "the log" "no call is registered: expected tm, and async_workers of 1 or more" "$(tail -n 100 "$LAB/edge/kamailio.log")"
}
