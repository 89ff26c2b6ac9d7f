# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Secure trunking with a carrier: TLS and SRTP, both ways. The carrier's certificate is
# for servers alone, as public authorities issue them.

# _secure NAME: the carrier is reached by TLS, and is asked for that name.
_secure() {
	printf '%s' "UPDATE siptrunk_trunk SET transport = 'tls', media = 'srtp' WHERE name = 'twilio';
		UPDATE dispatcher SET destination = 'sip:192.0.2.50:5061;transport=tls', attrs = 'name=$1', flags = 8
		WHERE setid = 4"
}

_shows() { rpc siptrunk.certificates | tr -s '[:space:]' ' ' | grep -q "trunk: twilio gateway: $1 fault: $2 "; }

a_secure_trunk_takes_and_brings_calls_by_tls_with_keys() {
	gateways "$(_secure carrier.lab)"
	uas carrier answer profile=RTP/SAVP keys="$SDES" "has m=audio [0-9]+ RTP/SAVP " \
		"has a=crypto:[0-9]+ AES_CM_128_HMAC_SHA1_80 inline:" "header Via SIP/2\.0/UDP 192\.0\.2\.50"
	uac retell call number=+14155550123 from=+15005550006@sip.retellai.com "lacks a=crypto"
	uas_done carrier
	_shows carrier.lab none || fail "the carrier's certificate: $(rpc siptrunk.certificates)"
	contains "the carrier's INVITE" "^Record-Route: .*transport=tls" "$(sipp_got carrier uas-answer)"
	# back, as the trunk's numbers are called: without keys it takes nothing
	uac carrier refused number=2077 from=+14155550123@sip.twilio.lab status=488 "header Warning SRTP alone"
	MEDIA_KEYS=srtp-mand OUTBOUND="$EDGE:5061;transport=tls" audio_call carrier +14155550123@sip.twilio.lab 2001 pbx 3
	audio_arrived
}

# Nothing is said to who shows the certificate of another host.
a_carrier_with_another_name_is_refused() {
	local before
	# a connection that is open is not verified again
	"$REPO/scripts/lab" restart carrier kamailio || fail "the carrier does not start again"
	before=$(counter certificate_refused)
	data "$(_secure sip.twilio.lab)"
	rpc siptrunk.probe >/dev/null
	wait_until 10 _shows sip.twilio.lab wrong_name || fail "the carrier's certificate: $(rpc siptrunk.certificates)"
	wait_until 5 counter_reaches certificate_refused $((before + 1)) || fail "it is not counted"
}
