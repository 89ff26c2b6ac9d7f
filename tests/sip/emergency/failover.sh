# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The next gateway takes the call, whatever is wrong with the first; and
# nothing meant for one leaks to the next.

# What every gateway must see, as if it were the first.
_complete() {
	printf '%s\n' "has ^INVITE sip:911@$1\.redsky\.lab" "once E911-Organization-ID" \
		"header E911-Organization-ID $ORGANIZATION" "once From" "once P-Asserted-Identity" \
		"header From <sip:\+13125550101@203\.0\.113\.10>;tag=caller" \
		"header P-Asserted-Identity <sip:\+13125550101@"
}

_second_takes_it() {
	local -a checks
	mapfile -t checks < <(_complete sip2)
	uas redsky2 answer "${checks[@]}" "lacks sip1\.redsky"
	uac pbx call number=911 from=alice@example.com extra=$'\r\nE911-Organization-ID: forged' \
		"header From <sip:alice@example\.com>"
	uas_done redsky2
}

_first_answers_with() {
	local -a checks
	mapfile -t checks < <(_complete sip1)
	uas redsky1 refuse status="$1" "${checks[@]}"
	_second_takes_it
	uas_done redsky1
}

a_503_means_the_next_gateway() { _first_answers_with 503; }

# A 3xx is not followed, and a 6xx speaks for that gateway only.
every_other_refusal_means_so_too() {
	local status
	for status in 301 403 488 500 603; do
		_first_answers_with "$status"
		wait_until 10 gateways_up || fail "redsky1 stays down"
	done
}

# Its front says 100, then nothing comes.
a_gateway_that_only_tries_means_the_next_gateway() {
	uas redsky1 silent
	_second_takes_it
	uas_done redsky1
}

# Its whole SIP server is gone: the port is closed.
a_closed_port_means_the_next_gateway() {
	peer_stop redsky1
	_second_takes_it
}

# Its connection is open, and nobody is behind it.
a_silent_gateway_means_the_next_gateway() {
	peer_freeze redsky1
	_second_takes_it
}

when_all_fail_the_carrier_is_tried_with_a_number_of_its_own() {
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier answer "has ^INVITE sip:911@" "lacks $(any_case E911-Organization)" \
		"header From <sip:\+15005550006@" "once P-Asserted-Identity" \
		"header P-Asserted-Identity \+15005550006"
	uac pbx call number=911
	uas_done redsky1
	uas_done redsky2
	uas_done carrier
	contains "siptrunk.emergencies" "caller: \+15005550006 caller_source: trunk" \
		"$(rpc siptrunk.emergencies | tr -s '\n\t' ' ' | grep -o "call_id: $UAC_CALL@192.*" | cut -d '}' -f 1)"
}

# tm's limit of an INVITE, three minutes, made two seconds: the third attempt
# comes later than that.
_beyond_the_life_of_an_invite() {
	local lines
	edge_edited "s/^(modparam.\"tm\", \"reparse)/modparam(\"tm\", \"max_inv_lifetime\", 2000)\n\$1/; ${1:-}"
	lines=$(edge_log_lines)
	peer_freeze redsky1
	peer_freeze redsky2
	peer_freeze carrier
	uac_start pbx call number=911
	wait_until 15 _carrier_is_tried "$lines" || fail "the carrier is not tried"
	! wait_until 1 _carrier_is_given_up "$lines" || fail "the carrier has no time to answer"
	peer_thaw carrier
	uac_done pbx call
}

_carrier_is_tried() { edge_log_since "$1" | grep -q 'trying carrier'; }
_carrier_is_given_up() { edge_log_since "$1" | grep -q 'no carrier takes it'; }

the_last_attempt_has_the_time_that_the_first_had() { _beyond_the_life_of_an_invite; }

control_the_last_attempt_test_notices_a_call_without_time() {
	must_fail _without_time "no time to answer"
}

_without_time() { _beyond_the_life_of_an_invite 's/EMERGENCY_LIFETIME 3600000/EMERGENCY_LIFETIME 2000/'; }

# The pbx follows redirections, and must not follow one out of its 911.
the_last_ones_302_does_not_reach_the_caller() {
	_desk ''
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier refuse status=302
	uac pbx refused number=911 status=480 "lacks Contact"
	uas_done carrier
}

# _desk NUMBER: of the lab's site.
_desk() { data "UPDATE siptrunk_site SET desk = '$1'"; }

# It knows the caller as the pbx does, and no header of RedSky's.
when_no_carrier_takes_it_the_desk_of_the_site_is_rung() {
	uas redsky1 refuse status=503
	uas redsky2 refuse status=603
	uas carrier refuse status=404
	uas pbx answer "has ^INVITE sip:2000@192\.0\.2\.10 " "header From <sip:bob@example\.com>" \
		"lacks $(any_case E911-Organization)" "has m=audio [0-9]+ RTP/AVP"
	uac pbx call number=911 from=bob@example.com
	uas_done redsky1
	uas_done redsky2
	uas_done carrier
	uas_done pbx
}

control_the_desk_test_notices_another_desk() {
	_desk 2009
	must_fail when_no_carrier_takes_it_the_desk_of_the_site_is_rung "uas-answer: lacks|uac-call"
}

when_nobody_takes_it_the_caller_hears_so() {
	local before
	_desk ''
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier refuse status=503
	before=$(counter emergency_failed)
	uac pbx refused number=911 status=500 # RFC 3261 16.7: a proxy passes no 503 on
	counted emergency_failed "$before"
}

a_cancel_is_not_a_failure() {
	uas redsky1 ring
	uas redsky2 answer
	uac pbx cancel number=911
	uas_done redsky1
	uas_untouched redsky2
}

control_the_failover_test_notices_a_missing_gateway() {
	gateways "DELETE FROM dispatcher WHERE description = 'sip2.redsky.lab';
		DELETE FROM dispatcher WHERE setid = 4;
		UPDATE siptrunk_site SET desk = ''"
	must_fail a_503_means_the_next_gateway "uac-call"
}

control_the_leak_test_notices_another_caller() {
	data "UPDATE siptrunk_trunk SET caller_order = 'site' WHERE name = 'redsky'"
	must_fail a_503_means_the_next_gateway "uas-.*13125550101|uac-call"
}

# A transaction has room for so many attempts; what comes last must find some.
many_gateways_leave_room_for_the_carrier() {
	gateways "UPDATE dispatcher SET priority = 90 WHERE setid = 3;
		WITH RECURSIVE port (n) AS (SELECT 6001 UNION ALL SELECT n + 1 FROM port WHERE n < 6030)
		INSERT INTO dispatcher (setid, destination, flags, priority, attrs)
			SELECT 3, 'sip:255.255.255.255:' || n || ';transport=tls', 0, 50, 'name=sip3.redsky.lab' FROM port"
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier answer "has ^INVITE sip:911@"
	uac pbx call number=911
	uas_done carrier
}
