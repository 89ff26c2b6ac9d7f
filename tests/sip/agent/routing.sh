# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ordinary calls: the pbx's to Retell, Retell's to the trunk that owns its
# number.

an_ordinary_number_goes_to_retell_over_tcp() {
	uas retell answer "has ^INVITE sip:\+13125550142@sip\.retellai\.com;transport=tcp" \
		"has Via: SIP/2\.0/TCP $EDGE" "lacks $(any_case E911)" \
		"header From \"Test Caller\" <sip:alice@example\.com>"
	uac pbx call number=+13125550142
	uas_done retell
}

a_registered_call_id_passes() {
	api_fresh
	api_register
	uas retell answer "has ^INVITE sip:$API_CALL@sip\.retellai\.com"
	uac pbx call number="$API_CALL"
	uas_done retell
}

# Whose host it may have: Retell's, as Genesys dials it, in any case, and the edge's own.
a_call_id_is_of_the_host_that_it_is_dialled_at() {
	local host
	for host in "$EDGE:5060" "SIP.RetellAI.com;transport=tls"; do
		api_register
		uas retell answer "has ^INVITE sip:$API_CALL@sip\.retellai\.com;transport=tcp"
		uac pbx call number="$API_CALL" uri="sip:$API_CALL@$host"
		uas_done retell
	done
}

# _is_nobody URI
_is_nobody() {
	uac pbx refused number=2777 uri="$1" status=404 "header Reason Q\.850;cause=1;text=\"trunk retell knows nobody of this name\""
}

what_is_no_number_is_nobody_at_another_host() {
	uas retell answer
	_is_nobody sip:call_0123456789abcdef0123456789ab@sip.example.com
	_is_nobody sip:call_0123456789abcdef0123456789ab@sip2.redsky.lab
	_is_nobody "sip:$EDGE"
	uas_untouched retell
	uac pbx call number=2777 uri=sip:+13125550142@sip.example.com
	uas_done retell
}

control_a_call_id_is_somebody() {
	must_fail _a_call_id_at_the_edge "uac-refused"
}

_a_call_id_at_the_edge() {
	api_register
	_is_nobody "sip:$API_CALL@$EDGE"
}

retell_reaches_the_pbx() {
	uas pbx answer "has ^INVITE sip:2001@192\.0\.2\.10" "header From <sip:\+13125550142@sip\.retellai\.com>"
	uac retell call number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
}

retells_second_address_reaches_the_pbx() {
	uas pbx answer
	uac retell call local=143.223.88.9 number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
}

a_number_of_a_carrier_goes_out_by_that_carrier() {
	uas carrier answer "has ^INVITE sip:\+14155550123@" "header From <sip:\+15005550006@"
	uac retell call number=+14155550123 from=+15005550006@sip.retellai.com
	uas_done carrier
}

a_call_from_the_carrier_reaches_the_pbx() {
	uas pbx answer "has ^INVITE sip:\+13125550177@"
	uac carrier call number=+13125550177 from=+14155550123@192.0.2.50
	uas_done pbx
}

a_busy_retell_is_what_the_pbx_hears() {
	uas retell refuse status=486
	uac pbx refused number=+13125550142 status=486
	uas_done retell
}

# RTPengine had been asked for ports before the connection was refused.
a_call_that_nobody_takes_leaves_no_ports() {
	peer_stop retell
	uac pbx refused number=+13125550142 status=503
	wait_until 5 rtpengine_session 9900 "$UAC_CALL@192.0.2.10" y || fail "RTPengine still has the call's ports"
}

# set_state goes into the database, too.
_out_of_service() {
	keep_data
	rpc siptrunk.set_state "$1" out_of_service >/dev/null
}

a_trunk_out_of_service_is_not_called() {
	_out_of_service retell
	uac pbx refused number=+13125550142 status=503
}

a_trunk_out_of_service_does_not_call() {
	_out_of_service genesys
	uac pbx refused number=+13125550142 status=503
}

an_emergency_passes_all_states() {
	_out_of_service genesys
	rpc siptrunk.set_state redsky out_of_service >/dev/null
	uas redsky1 answer "once E911-Organization-ID"
	uac pbx call number=911
	uas_done redsky1
}

a_state_outlasts_a_reload() {
	_out_of_service retell
	rpc siptrunk.reload >/dev/null
	uac pbx refused number=+13125550142 status=503
	rpc siptrunk.set_state retell in_service >/dev/null
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
}

a_state_outlasts_a_restart() {
	_out_of_service retell
	edge_restart
	uac pbx refused number=+13125550142 status=503
}

set_state_refuses_nonsense() {
	contains "the fault" "error: .*mars" "$(rpc_fault siptrunk.set_state mars in_service)"
	contains "the fault" "error: .*asleep" "$(rpc_fault siptrunk.set_state retell asleep)"
}

control_the_state_test_notices_a_trunk_in_service() {
	must_fail _a_trunk_in_service "uac-refused"
}

_a_trunk_in_service() { uac pbx refused number=+13125550142 status=503; }

# A full trunk refuses ordinary calls; an emergency call is not counted, nor
# asked.
_full_trunk() {
	data "UPDATE siptrunk_trunk SET call_limit = 1 WHERE name IN ('retell', 'redsky')"
	uac_start pbx call number=+13125550142 hold=2000
	first_call=$UAC_PID
	wait_until 5 uac_is_up pbx || fail "the first call is not up"
}

a_full_trunk_refuses_the_next_call() {
	_full_trunk
	uac pbx refused status=503 number=+13125550143
	wait "$first_call" || fail "the first call suffered"
}

a_full_trunk_does_not_stop_a_911() {
	_full_trunk
	uac pbx call number=911
	uac pbx call number=911
	wait "$first_call" || fail "the first call suffered"
}

control_the_limit_test_notices_a_trunk_without_limit() {
	must_fail _limit_of_none "uac-refused"
}

_limit_of_none() { uac pbx refused status=503 number=+13125550143; }
