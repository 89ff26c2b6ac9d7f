# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which gateways an ordinary call tries: by priority and weight, by what was heard of
# them, and by the class of the response (siptrunk_response).

# _two_gateways: Retell's trunk has its own and, before it, one at the carrier's host, by
# another transport and with no proxy before it that would make a 500 of a 503.
_two_gateways() {
	data "INSERT INTO dispatcher (setid, destination, priority, attrs)
		VALUES (2, 'sip:192.0.2.50:$UAS_PORT;transport=udp', 10, 'name=first.lab')"
}

# _responses VALUES: rows of siptrunk_response.
_responses() { data "INSERT INTO siptrunk_response (trunk, codes, class, action, counts) VALUES $1"; }

# _goes_on_after STATUS: the second gets all of the call, as if it were the first.
_goes_on_after() {
	uas carrier refuse status="$1" "has ^INVITE sip:\+13125550142@first\.lab;transport=udp"
	uas retell answer "has ^INVITE sip:\+13125550142@sip\.retellai\.com;transport=tcp" "once From" \
		"has m=audio [0-9]+ RTP/AVP" "lacks first\.lab"
	uac pbx call number=+13125550142
	uas_done carrier
	uas_done retell
}

# _ends_with STATUS [WHAT THE CALLER HEARS]
_ends_with() {
	uas carrier refuse status="$1"
	uas retell answer
	uac pbx refused number=+13125550142 status="${2:-$1}"
	uas_done carrier
	uas_untouched retell
	end_process "${UAS_PIDS[retell]}"
}

# Telnyx's published table, and what is ours.
the_class_of_a_response_says_who_is_next() {
	local status
	_two_gateways
	for status in 408 480 500 503; do _goes_on_after "$status"; done
	for status in 403 404 486 600 603; do _ends_with "$status"; done
}

# A row goes before the default, a trunk's own before one for all; and no 911 asks.
rows_say_it_otherwise() {
	_two_gateways
	_responses "('', '486,503', 'busy', 'end', 'no'), ('retell', '486', 'busy', 'next_gateway', 'no')"
	_goes_on_after 486
	_ends_with 503 500 # as a proxy has to (RFC 3261 section 16.7)
	contains "siptrunk.show" "codes: 503 class: busy action: end counts: no row: " "$(rpc siptrunk.show retell | xargs)"
	wait_until 10 gateways_up
	uas redsky1 refuse status=486
	uas redsky2 answer
	uac pbx call number=911
	uas_done redsky1
	uas_done redsky2
}

# Whoever was found is not rung a second time somewhere else.
a_gateway_that_has_rung_is_the_last() {
	_two_gateways
	uas carrier ring-refuse status=503
	uas retell answer
	uac pbx refused number=+13125550142 status=500
	uas_done carrier
	uas_untouched retell
}

# A pbx that hears a 503 with it may send nothing for so long: no 911 either.
no_retry_after_comes_through() {
	data "UPDATE dispatcher SET destination = 'sip:192.0.2.50:$UAS_PORT' WHERE setid = 2"
	uas carrier refuse status=503 extra=$'\r\nRetry-After: 600'
	uac pbx refused number=+13125550142 status=500 "lacks Retry-After"
	uas_done carrier
}

control_the_class_test_notices_that_nobody_asks() {
	edge_routed failure.cfg 's/^\tsiptrunk_gateway_response\(\);//'
	must_fail the_class_of_a_response_says_who_is_next "retell|carrier|uac-call"
}
