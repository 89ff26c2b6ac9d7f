# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Peers that register with the edge, as with a Genesys phone trunk (seed 000).

. "$REPO/tests/lib/registrar.sh"

# The front of the pbx takes calls at the Contact.
a_trunk_registers_and_is_called_there() {
	local line
	registers genesys alice gateways=9
	# nobody there yet, and no gateway; that is no reason to leave it out
	contains "siptrunk.show" "status: up" "$(rpc siptrunk.show genesys | xargs)"
	uac retell refused status=503 number=2001 from=+13125550142@sip.retellai.com
	uac pbx request method=MESSAGE status=405 "header Allow REGISTER"
	register pbx 200 "header Contact sip:alice@192.0.2.10:5060.*;expires=300"
	uas pbx answer "has ^INVITE sip:alice@192.0.2.10:5060" "header P-Called-Party-ID <sip:2001@203.0.113.10>"
	uac retell call number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
	# out of service it stays registered, to be back at once
	line=$(edge_log_lines)
	rpc siptrunk.set_state genesys out_of_service >/dev/null
	at_end rpc siptrunk.set_state genesys in_service
	register pbx 200 expires=0
	! is_registered genesys || fail "a registration that was ended lives"
	! edge_log_since "$line" | grep -qi 'secret\|response=' || fail "the log holds credentials"
}

a_registration_without_the_right_to_it_is_refused() {
	uac pbx request method=REGISTER status=405
	registers genesys alice
	uac pbx request method=REGISTER status=401 "header WWW-Authenticate realm=\"$REALM\"" "lacks Proxy-Authenticate"
	register pbx 403 password=wrong
	register pbx 403 user=mallory
	register pbx 403 from=bob@203.0.113.10
	register pbx 423 expires=10 "header Min-Expires ^ *60"
	uac stranger request method=REGISTER status=403
	! is_registered genesys || fail "one of them has registered"
	register pbx 200 from=genesys@203.0.113.10
	is_registered genesys || fail "the trunk's own name is refused"
}

# By it the phone's 911 is known as its own; sipp reads its own from "///" on.
a_registration_whose_call_id_has_white_space_is_refused() {
	local lines
	registers genesys alice
	lines=$(edge_log_lines)
	mkdir -p "$TEST_DIR/spaced"
	perl -pe 's#Call-ID: #$&a phone///#' "$SCENARIOS/uac-register.xml" >"$TEST_DIR/spaced/uac-register.xml"
	SCENARIOS=$TEST_DIR/spaced register pbx 400 "has ^SIP/2.0 400 Bad Call-ID"
	! is_registered genesys || fail "it has registered"
	contains "the log" "call a_phone///[^ ]+: REGISTER of trunk genesys is malformed: .* Call-ID 'a phone///" \
		"$(edge_log_since "$lines")"
}

# 503 above the rate, whatever they show; a 911 in their midst is no registration.
a_trunk_registers_no_faster_than_it_may() {
	registers genesys alice registration_rate=1
	register pbx 200
	uas redsky1 answer
	_registers_at_once
	uac pbx call number=911
	uas_done redsky1
	contains "the answers" "^SIP/2.0 503 " "$(_answers)"
	contains "the answers" "^Retry-After: [0-9]+" "$(_answers)"
	[ "$(rpc stats.fetch registrations_over_rate | sed -n 's/.*over_rate: //p')" -ge 10 ] \
		|| fail "nobody has counted them: $(rpc stats.fetch registrations_over_rate)"
}

# Twenty, in much less than ten seconds.
_registers_at_once() {
	sipp_prepare pbx uac-request method=REGISTER status=503
	UAC_PORT=$((UAC_PORT + 1))
	(sipp_run pbx uac-request "$UAC_PORT" "$SIPP_REMOTE" -m 20 -r 100) || true
}

_answers() { sipp_got pbx uac-request; }

a_psap_calls_a_registered_pbx_back() {
	registers genesys alice gateways=9
	register pbx 200
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	uas pbx answer "header P-Called-Party-ID <sip:2001@"
	uac carrier call number=+13125550101 from=+13125559111@192.0.2.50
	uas_done pbx
	# somebody else is there by now: so do the trunk's gateways
	data "UPDATE siptrunk_trunk SET gateways = 1 WHERE name = 'genesys'"
	uas pbx ring-refuse status=404
	UAS_PORT=$((UAS_PORT + 1))
	uas pbx answer "has ^INVITE sip:2001@"
	uac carrier call number=+13125550101 from=+13125559111@192.0.2.50
	uas_done pbx
}

_nobody_takes_it() {
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier refuse status=404
}

# The last resort, at a pbx that has no other gateway, and at one that has.
the_desk_of_a_registered_pbx_is_rung_when_nobody_takes_a_911() {
	local lines
	registers genesys alice gateways=9
	register pbx 200
	_nobody_takes_it
	uas pbx answer "header P-Called-Party-ID <sip:2000@" "lacks $(any_case E911-Organization)"
	uac pbx call number=911
	uas_done pbx
	data "UPDATE siptrunk_trunk SET gateways = 1 WHERE name = 'genesys'"
	_nobody_takes_it
	lines=$(edge_log_lines)
	uas pbx ring-refuse status=404
	UAS_PORT=$((UAS_PORT + 1))
	uas pbx answer "has ^INVITE sip:2000@"
	uac pbx call number=911
	uas_done pbx
	contains "the log" "the desk 2000 at sip:alice@192.0.2.10.* failed with 404" "$(edge_log_since "$lines")"
}

# Its name for who is called is not what the gates of the next trunk judge by.
a_call_goes_on_from_a_registered_trunk_by_its_number() {
	registers genesys alice
	register pbx 200
	data "INSERT INTO siptrunk_number_plan (match_type, numbers, classification) VALUES ('digit_length', '10-13', 'pstn');
		INSERT INTO siptrunk_trunk (name, role, gateways, registrar, realm) VALUES ('coach', 'carrier', 9, 'yes', '$REALM');
		INSERT INTO siptrunk_credential (trunk, username, ha1)
			VALUES ('coach', 'bob', '$("$REPO/scripts/siptrunkdb" ha1 bob "$REALM" <<<secret)');
		INSERT INTO siptrunk_outbound_route (name, classifications, trunks) VALUES ('out', 'pstn', 'coach, twilio');
		UPDATE siptrunk_trunk SET country = 'US' WHERE name IN ('coach', 'twilio', 'genesys')"
	uas carrier answer
	uac pbx call number=+1-650-253-0000
	uas_done carrier
}

# Whatever it writes: the edge's address opens doors that its own does not.
a_contact_elsewhere_is_not_called() {
	local path
	registers genesys alice gateways=9
	uas carrier answer
	uas redsky1 answer
	for path in '' $'\r\nSupported: path\r\nPath: <sip:192.0.2.50;lr>'; do
		register pbx 200 contact=911@192.0.2.50:5060 extra="$path"
		uas pbx answer "has ^INVITE sip:911@192.0.2.50:5060"
		uac retell call number=2001 from=+13125550142@sip.retellai.com
		uas_done pbx
	done
	register pbx 200 contact=911@198.51.100.11:5061
	uas pbx answer
	uac retell call number=2001 from=+13125550142@sip.retellai.com
	uas_done pbx
	uas_untouched carrier redsky1
}

control_the_registration_tests_notice_a_trunk_that_may_not() {
	must_fail _registers_anyway "405|unexpected"
}

_registers_anyway() {
	registers genesys alice registrar=no
	register pbx 200
}
