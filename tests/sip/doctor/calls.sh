# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each row of docs/doctor.md's table is provoked by a call, and scripts/doctor says which
# row it is, why, and what to do.

. "$REPO/tests/lib/raw.sh"
. "$REPO/tests/lib/registrar.sh"

# _doctor ARGUMENT...: SAID is what it says; it must find something.
_doctor() {
	SAID=$(on edge "$REPO/scripts/doctor" --log "$LAB/edge/kamailio.log" "$@" 2>&1) \
		&& fail "scripts/doctor $*: expected a complaint, found $SAID"
	return 0
}

# _row ROW REGEX FIX-REGEX: it says so, and what to do in the line after that.
_row() {
	contains "what the doctor says" "^BAD +$1 +$2" "$SAID"
	contains "what to do" "-> .*$3" "$(grep -A 1 -E "^BAD +$1 +$2" <<<"$SAID")"
}

# _call_of HOST: the latest call of HOST, as the doctor is asked for it.
_call_of() { _doctor "$UAC_CALL@$(address "$1")"; }

who_is_refused_learns_why() {
	uac stranger refused status=403 number=+13125550142
	_call_of stranger
	_row not-reaching "1-.*: expected a record of this call, found none" "its address on our list"
	_doctor --symptom 403
	_row 403 "" "kamcmd siptrunk.check ADDRESS|siptrunk.check 203"
	uac retell refused status=403 number=+442071838750 from=+15005550006@sip.retellai.com
	_call_of retell
	_row 403 "log: trunk twilio does not permit this call: .*country GB is not permitted" "siptrunk.show twilio"
	uac pbx refused number=2777 uri=sip:nobody@elsewhere.lab status=404
	_call_of pbx
	_row 404 "log: sip:nobody@elsewhere.lab is neither a number nor an id" "Retell: sip.retellai.com"
	uas retell refuse status=404
	uac pbx refused status=404 number=+13125550142
	_call_of pbx
	_row 404 "answer 404: trunk retell does not know" "is the number imported"
}

what_cannot_be_reached_is_named() {
	rpc siptrunk.set_state retell out_of_service >/dev/null
	at_end rpc siptrunk.set_state retell in_service
	uac pbx refused status=503 number=+13125550142
	_call_of pbx
	_row 503 "log: the edge refuses it: 503 Trunk Out Of Service \(trunk retell\)" "set_state retell in_service"
	rpc siptrunk.set_state retell in_service >/dev/null
	gateways "UPDATE dispatcher SET destination = 'sip:sip.retellai.com:5999;transport=tcp' WHERE setid = 2"
	uac pbx refused status=503 number=+13125550142
	_call_of pbx
	_row 503 "log: no gateway of trunk retell could be reached" "scripts/doctor dns gateways"
	_row 503 "gateway .* of trunk retell .*port 5999\): expected an answer to OPTIONS, found none" "a firewall"
}

codecs_and_headers_that_do_not_fit_are_named() {
	uac pbx refused status=488 number=+13125550142 codecs=GSM
	_call_of pbx
	_row no-audio "log: no shared codec: offered GSM.*; this trunk may use any codec, the other side PCMU,PCMA,G722" "PCMU"
	data "UPDATE siptrunk_trunk SET codecs = 'G729' WHERE name = 'genesys'"
	_doctor --symptom no-audio
	_row no-audio "trunks genesys and retell: no shared codec: genesys may use G729, retell PCMU,PCMA,G722" "transcode = yes"
	uac pbx refused status=488 number=+13125550142
	_spoilt contact 's/^Contact: .*?\r\n//m'
	_row contact-via "log: the INVITE of trunk genesys has no Contact that can be read" "RFC 3261"
	_spoilt expires 's/^Max-Forwards/Expires: soon\r\n call forged\r\n$&/m'
	_row contact-via "log: the edge refused INVITE of trunk genesys with 400: found Contact '<sip:caller@.*Via 'SIP/2.0/UDP 192.0.2.10.*Expires 'soon call forged'" "RFC 3261"
	UNREADABLE=$(_unreadable)
	wait_until 15 _no_via_is_noticed || fail "nothing is logged of an INVITE without Via" # once in ten seconds
	_doctor --symptom contact-via
	_row contact-via "log: 192.0.2.10 sent what is no SIP" "write a Via"
}

_unreadable() { grep -ac "192.0.2.10, which is on a list, sent what is no SIP" "$LAB/edge/kamailio.log" || true; }

_no_via_is_noticed() {
	sent pbx uac-refused INVITE 's/^Via: .*?\r\n//m' | throw pbx
	(($(_unreadable) > UNREADABLE))
}

# _spoilt NAME EDIT: the call before this, made another one of that name by a perl
# expression.
_spoilt() {
	sent pbx uac-refused INVITE "s/Call-ID: /\$&$1-/; s/branch=[^;\r]*/\$&-$1/; s/tag=/\$&$1/; s/(Length: *)\d+/\${1}0/; $2" | throw pbx
	wait_until 5 _is_logged "call $1-$UAC_CALL@" || fail "nothing is logged of $1"
	_doctor "$1-$UAC_CALL@$(address pbx)"
}

_is_logged() { grep -aqE -- "$1" "$LAB/edge/kamailio.log"; }

credentials_that_are_missing_are_named() {
	on carrier kamcmd pv.shvSet challenge int 407 >/dev/null
	at_end on carrier kamcmd pv.shvSet challenge int 0
	uac retell refused status=500 number=+14155550123 from=+15005550006@sip.retellai.com
	_call_of retell
	_row challenge "log: trunk twilio demands credentials, and siptrunk_credential has no outbound credentials for the realm" "direction = outbound"
	data "UPDATE siptrunk_trunk SET proof = 'digest', realm = 'edge.lab' WHERE name = 'twilio'"
	uac carrier challenged method=OPTIONS password=wrong status=403 number=edge
	_doctor --symptom 401
	_row challenge "192.0.2.50 .*it is trunk twilio's address, but" "siptrunkdb ha1"
}

what_drops_a_call_is_named() {
	uas retell unacknowledged
	uac pbx unacknowledged number=+13125550142
	uas_done retell
	_call_of pbx
	_row drops "log: the ACK of trunk genesys never came, so trunk retell hung up after [0-9] s" "Record-Route"
	_short_timers
	uas retell answer
	uac_start pbx reinvite-refused number=+13125550142 status=408 hold=400
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	_no_way_to_retell
	wait_until 5 _is_logged "call $UAC_CALL.*a re-INVITE of trunk genesys is not answered" || fail "nobody has logged it"
	_call_of pbx
	_row drops "log: the re-INVITE .* of trunk genesys got no answer of trunk retell" "mid-call signalling"
}

# Of requests inside a call.
_short_timers() {
	rpc cfg.set_now_int tm fr_timer 500 >/dev/null
	at_end rpc cfg.set_now_int tm fr_timer 30000
}

_no_way_to_retell() {
	local rule=(OUTPUT -d "$(address retell)" -p tcp --dport 5060 -j DROP)
	on edge iptables -I "${rule[@]}"
	at_end on edge iptables -D "${rule[@]}"
}

a_side_that_is_not_heard_is_named() {
	local rule=(INPUT -p udp -s "$(address pbx)" --dport 16384:32766 -j DROP)
	local nat=(POSTROUTING -t nat -p udp --sport 40000:49998 -j SNAT --to-source "$(address retell):55000-55998")
	data "UPDATE siptrunk_trunk SET silence = 2"
	on edge iptables -A "${rule[@]}"
	at_end on edge iptables -D "${rule[@]}"
	on retell iptables -A "${nat[@]}"
	at_end on retell iptables -D "${nat[@]}"
	caller_files pbx alice@example.com "$TEST_DIR/caller"
	start_on pbx "$TEST_DIR/caller/log" env -C "$TEST_DIR/caller" baresip -f . -e "/dial sip:+13125550143@$EDGE" -t 20
	wait_until 10 _one_is_up || fail "no call is up"
	wait_until 10 _is_logged "call $CALL_UP: nothing is heard of the caller" || fail "a silent caller is not logged"
	wait_until 10 _is_logged "call $CALL_UP: nothing is heard of the callee" || fail "a silent callee is not logged"
	_doctor "$CALL_UP"
	_row one-way "log: nothing is heard of trunk genesys \(caller\): no packet has ever come" "UDP 16384-32766"
	_row nat "log: trunk retell \(callee\) is behind a NAT: .*came from elsewhere than 18\.98\.16\.121:4" "SET nat = 'yes' WHERE name = 'retell'"
}

# CALL_UP is its Call-ID.
_one_is_up() {
	CALL_UP=$(rpc siptrunk.calls | grep -B 20 'to: sip:+13125550143' | sed -n 's/^[[:space:]{]*call_id: //p' | tail -n 1)
	[ -n "$CALL_UP" ]
}

who_registers_too_often_is_named() {
	registers genesys alice registration_rate=1
	sipp_prepare pbx uac-request method=REGISTER status=503
	UAC_PORT=$((UAC_PORT + 1))
	(sipp_run pbx uac-request "$UAC_PORT" "$EDGE:5060" -m 6 -r 1000) || true
	_doctor --symptom registration
	_row registration "log: trunk genesys registers more often than its registration_rate of 1 a second" "raise registration_rate"
}

control_the_table_test_notices_a_call_that_is_well() {
	must_fail _a_good_call_is_complained_of "^ok +call +nothing is known to be wrong"
}

_a_good_call_is_complained_of() {
	uas retell answer
	uac pbx call number=+13125550142
	_call_of pbx
}
