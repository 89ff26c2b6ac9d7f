# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# 911 and 933: to RedSky over TLS, in whatever spelling, from the pbx only.

_reaches_redsky() {
	local number=$1 uri=$2
	uas redsky1 answer "has ^INVITE sip:$number@sip1\.redsky\.lab" "has Via: SIP/2\.0/TLS $EDGE"
	uac pbx call number="$number" uri="$uri"
	uas_done redsky1
}

nine_one_one_reaches_redsky_over_tls() {
	local before
	before=$(counter emergency_placed)
	_reaches_redsky 911 "sip:911@$EDGE"
	counted emergency_placed "$before"
}

nine_three_three_reaches_redsky_and_is_counted_apart() {
	local placed tests
	placed=$(counter emergency_placed) tests=$(counter emergency_test_placed)
	_reaches_redsky 933 "sip:933@$EDGE"
	counted emergency_placed "$placed" 0
	counted emergency_test_placed "$tests"
}

the_outside_line_prefix_is_understood() { _reaches_redsky 911 "sip:9911@$EDGE"; }
a_plus_is_understood() { _reaches_redsky 911 "sip:+911@$EDGE"; }
a_country_code_is_understood() { _reaches_redsky 911 "sip:+1911@$EDGE"; }
a_tel_uri_is_understood() { _reaches_redsky 911 "tel:911"; }
a_tel_uri_with_context_is_understood() { _reaches_redsky 911 "tel:911;phone-context=+1"; }
a_service_urn_is_understood() { _reaches_redsky 911 "urn:service:sos"; }
a_test_service_urn_is_understood() { _reaches_redsky 933 "urn:service:test.sos"; }
an_empty_port_is_understood() { _reaches_redsky 911 "sip:911@$EDGE:"; }
an_odd_parameter_is_understood() { _reaches_redsky 911 "sip:911@$EDGE;x=\"y\""; }
an_escaped_digit_is_understood() { _reaches_redsky 911 "sip:9%311@$EDGE"; }

# 30 kB, as a location and its relatives may have.
a_large_911_arrives() {
	local extra= i
	for i in {1..30}; do
		extra+=$'\r\n'"X-Location-$i: $(printf '%01000d' "$i")"
	done
	uas redsky1 answer "has X-Location-30: 0+30"
	uac pbx call via=t1 number=911 extra="$extra"
	uas_done redsky1
}

a_look_alike_goes_to_retell() {
	local number
	for number in 9110 91100 +19115550123; do
		uas retell answer "has ^INVITE sip:[+]?${number#+}@" "lacks $(any_case E911)"
		uac pbx call number="$number"
		uas_done retell
	done
}

# _refused_from HOST NUMBER [URI]
_refused_from() {
	local host=$1 number=$2 before
	before=$(counter emergency_refused)
	uac "$host" refused status=403 number="$number" uri="${3:-sip:$number@$EDGE}" \
		from="+13125550142@$(address "$host")" "once Reason" "header Reason emergency"
	counted emergency_refused "$before"
}

retell_may_not_call_911() { _refused_from retell 911; }
retell_may_not_call_911_in_another_spelling() {
	_refused_from retell 9911
	_refused_from retell +911
	_refused_from retell sos "urn:service:sos"
	_refused_from retell 911 "tel:911"
	_refused_from retell 911 "sip:911@$EDGE:"
	_refused_from retell 911 "sip:911@$EDGE;x=\"y\""
}
retell_may_not_call_933() { _refused_from retell 933; }
a_carrier_may_not_call_911() { _refused_from carrier 911; }

a_stranger_may_not_call_911() {
	uac stranger refused status=403 number=911
}

# What To says does not make a call an emergency.
a_911_in_the_to_goes_to_retell() {
	uas retell answer "has ^INVITE sip:\+13125550142@" "header To <sip:911@"
	uac pbx call number=911 uri="sip:+13125550142@$EDGE"
	uas_done retell
}

# Nor does it keep it from being one.
another_to_reaches_redsky() {
	uas redsky1 answer "has ^INVITE sip:911@sip1\.redsky\.lab" "header To <sip:2001@"
	uac pbx call number=2001 uri="sip:911@$EDGE"
	uas_done redsky1
}

no_refused_call_reaches_redsky() {
	uas redsky1 answer
	uas redsky2 answer
	_refused_from retell 911
	uac stranger refused status=403 number=911
	uas_untouched redsky1 redsky2
}

# A Route of one's own must not lead past the check.
a_route_header_does_not_lead_to_redsky() {
	uas redsky1 answer
	_retell_with_route
	uas_untouched redsky1
}

_retell_with_route() {
	uac retell refused status=403 number=911 from=+13125550142@18.98.16.121 \
		extra=$'\r\nRoute: <sip:203.0.113.10;lr>, <sip:198.51.100.11:5061;transport=tls;lr>'
}

emergencies_are_listed() {
	_reaches_redsky 911 "sip:911@$EDGE"
	contains "siptrunk.emergencies" "call_id: $UAC_CALL@192\.0\.2\.10 .* target: redsky " \
		"$(rpc siptrunk.emergencies | tr -s '[:space:]' ' ' | sed 's/ } { /\n/g')"
}

classify_says_the_same() {
	equal class e911 "$(rpc_field class siptrunk.classify 9911)"
	equal number 911 "$(rpc_field number siptrunk.classify 9911)"
	equal class e911_test "$(rpc_field class siptrunk.classify 933)"
	equal class none "$(rpc_field class siptrunk.classify 9110)"
}

control_the_routing_test_notices_a_missing_plan() {
	data "UPDATE siptrunk_number_plan SET numbers = '911,9110' WHERE numbers = '911'"
	must_fail _look_alike_once "uac-call|uas-answer"
}

_look_alike_once() {
	uas retell answer
	uac pbx call number=9110
	uas_done retell
}

control_untouched_notices_a_call() {
	must_fail _redsky_is_called "redsky1 got a message"
}

_redsky_is_called() {
	uas redsky1 answer
	uac pbx call number=911
	uas_untouched redsky1
}
