# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A call has all the time that its ends give it: nothing of the edge's ends it.

# Longer than tm keeps a transaction that is done (5 s); without a packet of audio.
# The connections are kept for as long as a call may be silent.
a_call_is_held_and_resumed_when_no_transaction_is_left() {
	uas retell held
	uac_start pbx held via=t1 number=+13125550142 hold=6000
	wait_until 5 _connected || fail "a connection is not kept: $(rpc core.tcp_list)"
	uac_done pbx held
	uas_done retell
}

# To Retell, and of the pbx.
_connected() {
	local all
	all=$(rpc core.tcp_list | tr -s '\n\t ' ' ')
	grep -q "lifetime: 3605 ref_count: [0-9]* src_ip: 18.98.16.121 src_port: 5060" <<<"$all" \
		&& grep -q "lifetime: 3605 ref_count: [0-9]* src_ip: 192.0.2.10 src_port: $UAC_PORT" <<<"$all"
}

retell_may_hold_what_it_called() {
	uas pbx held
	uac retell held number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
}

control_the_hold_test_notices_a_call_that_is_not_held() {
	must_fail _not_held "uac-reinvite|uas-held"
}

_not_held() {
	uas retell held
	uac pbx reinvite number=+13125550142
	uas_done retell
}

# RFC 4028: who refreshes is between the ends.
_refreshed() {
	uas "$2" within method=UPDATE "once Session-Expires" "header Session-Expires 1800;refresher=uac" "header Supported timer"
	uac "$1" within method=UPDATE status=200 number="$3" from="$4" \
		within=$'\r\nSession-Expires: 1800;refresher=uac\r\nSupported: timer'
	uas_done "$2"
}

either_caller_may_refresh_the_session() {
	_refreshed pbx retell +13125550142 alice@example.com
	_refreshed retell pbx 2001 +13125550142@sip.retellai.com
}

the_callee_may_refresh_the_session() {
	uas retell call-back extra=$'\r\nSession-Expires: 1800;refresher=uas\r\nSupported: timer'
	uac pbx called-back number=+13125550142 "has ^BYE|Session-Expires: 1800;refresher=uas"
	uas_done retell
}

# When the edge forgets a call, the call goes on.
a_dialog_that_times_out_ends_no_call() {
	edge_edited 's/"default_timeout", 86400/"default_timeout", 1/'
	uas retell answer
	uac pbx call number=+13125550142 hold=2500
	uas_done retell
}

# _minutes_of_silence CLI-PORT SETTING: that RTPengine allows.
_minutes_of_silence() {
	local seconds
	seconds=$(on edge rtpengine-ctl -ip 127.0.0.1 -port "$1" list "$2" | sed 's/.*=//')
	echo $((seconds / 60))
}

five_minutes_of_silence_end_no_call() {
	local port setting
	for port in 9900 9901; do
		for setting in timeout silenttimeout; do
			[ "$(_minutes_of_silence "$port" "$setting")" -ge 60 ] \
				|| fail "RTPengine at $port ends a call after $(_minutes_of_silence "$port" "$setting") minutes ($setting)"
		done
	done
}
