# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a trunk is offered, and what is taken of it, as its media profile says.

# _profile TRUNK COLUMN=VALUE...
_profile() {
	local column set=""
	for column in "${@:2}"; do set+=", ${column%%=*} = '${column#*=}'"; done
	data "UPDATE siptrunk_trunk SET ${set#, } WHERE name = '$1'"
}

# _retell_is_offered [KEY=VALUE|CHECK]...: in a call that it answers.
_retell_is_offered() {
	uas retell answer "$@"
	uac pbx call number=+13125550142 "has m=audio [0-9]+ RTP/AVP " "lacks a=crypto"
	uas_done retell
}

_redsky_is_offered() {
	uas redsky1 answer "$@"
	uac pbx call number=911
	uas_done redsky1
}

_suite='a=crypto:[0-9]+ AES'

all_four_suites_of_the_seed_are_offered() {
	_redsky_is_offered "has ${_suite}_CM_128_HMAC_SHA1_80 .*${_suite}_CM_128_HMAC_SHA1_32 .*${_suite}_256_CM_HMAC_SHA1_80 .*${_suite}_256_CM_HMAC_SHA1_32 " \
		"lacks NULL" "lacks AEAD" "lacks F8" "lacks AES_192"
}

the_suites_of_a_trunk_are_offered_in_its_order() {
	_profile redsky srtp_suites=AES_CM_256_HMAC_SHA1_80,AES_CM_128_HMAC_SHA1_80
	_redsky_is_offered "has ${_suite}_256_CM_HMAC_SHA1_80 .*${_suite}_CM_128_HMAC_SHA1_80 " "lacks SHA1_32"
}

optional_keys_are_used_by_who_can() {
	gateways "UPDATE dispatcher SET destination = 'sip:sip.retellai.com:5061;transport=tls' WHERE setid = 2;
		UPDATE siptrunk_trunk SET transport = 'tls', media = 'srtp_optional' WHERE name = 'retell'"
	_retell_is_offered keys="$SDES" "has m=audio [0-9]+ RTP/AVP " "has ${_suite}_CM_128_HMAC_SHA1_80 "
	_retell_is_offered "has m=audio [0-9]+ RTP/AVP " "has ${_suite}_CM_128_HMAC_SHA1_80 "
	# of the caller's, too, although Retell wants none
	_keys_are_taken "has a=crypto"
}

# _keys_are_taken CHECK...: the caller offers them in RTP/AVP; what Retell is offered.
_keys_are_taken() {
	uas retell answer "has m=audio [0-9]+ RTP/AVP " "$@"
	uac pbx call number=+13125550142 keys="$SDES" "has m=audio [0-9]+ RTP/AVP " "has ${_suite}_CM_128_HMAC_SHA1_80 "
	uas_done retell
}

whoever_offers_keys_is_answered_with_keys() { _keys_are_taken "lacks a=crypto"; }

# The keys of one side are nobody else's.
the_callers_keys_stay_with_the_edge() {
	uas retell answer "has m=audio [0-9]+ RTP/AVP " "lacks a=crypto"
	uac pbx call number=+13125550142 profile=RTP/SAVP "has m=audio [0-9]+ RTP/SAVP " "has ${_suite}_CM_128_HMAC_SHA1_80 "
	uas_done retell
}

# Its calls come as ever, and none goes there.
_genesys_needs_srtp() {
	data "UPDATE dispatcher SET destination = 'sip:192.0.2.10:8061;transport=tls' WHERE setid = 1;
		UPDATE siptrunk_trunk SET transport = 'tls', media = 'srtp' WHERE name = 'genesys'"
}

a_trunk_that_needs_srtp_offers_nothing_else() {
	_genesys_needs_srtp
	uas retell answer
	uac pbx refused number=+13125550142 status=488 "header Warning 302 siptrunk \"this trunk takes SRTP alone \(RTP/SAVP\)\""
	uas_untouched retell
	uac pbx call number=+13125550142 profile=RTP/SAVP "has m=audio [0-9]+ RTP/SAVP "
	uas_done retell
}

nine_one_one_needs_no_srtp() {
	_genesys_needs_srtp
	uas redsky1 answer
	uac pbx call number=911 "has m=audio [0-9]+ RTP/AVP "
	uas_done redsky1
}

packets_of_another_length_are_asked_for() {
	_profile retell ptime=30
	_retell_is_offered "has a=ptime:30"
}

ice_and_one_port_are_offered_where_they_are_wanted() {
	_retell_is_offered "lacks a=candidate" "lacks a=ice" "lacks a=rtcp-mux"
	_profile retell ice=yes rtcp_mux=yes
	_retell_is_offered "has a=ice-ufrag" "has a=candidate:[^ ]+ 1 UDP [0-9]+ 203\.0\.113\.10 " "has a=rtcp-mux"
}

# All of it, as it is in effect.
a_profile_is_shown() {
	_profile retell codecs=pcmu,g722 transcode=yes ptime=20 nat=yes silence=7 silence_action=hang_up
	contains "siptrunk.show" "media: rtp codecs: PCMU,G722 srtp_suites: AES_CM_128_HMAC_SHA1_80,.* transcode: yes ptime: 20 dtmf: rfc4733 symmetric: yes nat: yes ice: no rtcp_mux: no silence: 7 silence_action: hang_up" \
		"$(rpc siptrunk.show retell | tr -d '\t' | tr '\n' ' ')"
}

control_the_key_tests_notice_clear_keys() {
	must_fail _clear_keys "488 Not Acceptable|uas-answer: holds a=crypto"
}

_clear_keys() {
	edge_routed media.cfg 's/" RTP\/AVP DTLS=off SDES-off"/" OSRTP-offer-RFC"/'
	the_callers_keys_stay_with_the_edge
}
