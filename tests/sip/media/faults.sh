# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# RTPengine cannot be asked, or has forgotten everything, while a call is up.

# Their answers to Kamailio are lost, until the test ends.
_rtpengines_cannot_be_asked() {
	at_end rtpengine_back emergency
	at_end rtpengine_back agent
	at_end on edge ip rule del pref 2
	at_end on edge ip rule add pref 0 lookup local
	at_end on edge ip rule del pref 1
	on edge ip rule add pref 2 lookup local
	on edge ip rule add pref 1 ipproto udp sport 2223-2224 blackhole
	on edge ip rule del pref 0
	wait_until 10 _both_are_silent || fail "Kamailio does not notice that RTPengine cannot be asked"
}

_both_are_silent() { rtpengine_is_silent agent && rtpengine_is_silent emergency; }

a_call_that_is_up_keeps_its_audio_when_rtpengine_cannot_be_asked() {
	running_call pbx alice@example.com 911 redsky1 7
	_rtpengines_cannot_be_asked
	uac pbx refused number=+13125550142 status=503
	uas carrier answer "has m=audio 40000 RTP/AVP 0 8 18 101"
	uac pbx call number=911
	uas_done carrier
	running_call_ended
}

# Its audio stays with RTPengine; what would go on as it came would take it away.
a_reinvite_waits_for_an_rtpengine_that_cannot_be_asked() {
	uas redsky1 answer
	uac_start pbx reinvite-refused number=911 status=500 hold=2000 "header Retry-After 5"
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	kill -STOP "$UAC_PID"
	_rtpengines_cannot_be_asked
	kill -CONT "$UAC_PID"
	uac_done pbx reinvite-refused
	uas_done redsky1
}

# Without Redis a call that is up has no audio after a restart, until a side sends its
# SDP again, as those do that refresh their sessions by re-INVITE.
a_reinvite_has_ports_after_a_restart() {
	uas retell reinvited "has ^BYE|m=audio (1[6-9]|2[0-9])[0-9][0-9][0-9] RTP/AVP"
	uac_start pbx moved number=+13125550142 hold=2000 "has m=audio (1[6-9]|2[0-9])[0-9][0-9][0-9] RTP/AVP"
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	kill -STOP "$UAC_PID" # it sends its re-INVITE when RTPengine is back
	rtpengine_kill agent
	rtpengine_start agent
	kill -CONT "$UAC_PID"
	uac_done pbx moved
	uas_done retell
}
