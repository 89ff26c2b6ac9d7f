# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A trunk that is not known by its address (use_source_address, seed 000).

. "$REPO/tests/lib/raw.sh"
. "$REPO/tests/lib/registrar.sh"

# The stranger is on nobody's list.
a_trunk_is_known_by_its_password_from_anywhere() {
	road
	uas retell answer "lacks Proxy-Authorization"
	uac stranger challenged-call number=+13125550142
	uas_done retell
	uac stranger challenged method=OPTIONS password=wrong status=403
	uac stranger challenged method=OPTIONS user=mallory status=403
	uas retell ring
	uac stranger challenged-cancel number=+13125550142
	uas_done retell
	# its deny rows still deny (Always Deny, seed 000)
	data "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES ('road', '203.0.113.66', 'deny')"
	uac stranger request method=OPTIONS status=403 "lacks Proxy-Authenticate"
}

# Who knows a call's tags is not let into it because somebody may come from anywhere.
a_stranger_ends_no_call_of_another_trunk() {
	road
	uas retell answer
	uac_start pbx call number=+13125550142 hold=1500
	wait_until 5 uac_is_up pbx || fail "the call is not up"
	sent pbx uac-call ACK "s/ACK/BYE/g; s/CSeq: \\K1/2/; s/branch=[^;\\r]*/\$&-bye/" | throw stranger
	uac_done pbx call
	uas_done retell
}

# 0.0.0.0/0 is no address that a pbx was ever known by.
a_911_from_anywhere_needs_the_password() {
	road
	data "INSERT INTO siptrunk_address (trunk, prefix, valid_until) VALUES ('genesys', '0.0.0.0/0', '2026-01-01')"
	uas redsky1 answer
	uac stranger refused number=911 status=407
	uac stranger challenged method=INVITE number=911 password=wrong status=403
	uas_untouched redsky1
	uac stranger challenged-call number=911
	uas_done redsky1
}

a_911_of_who_has_registered_is_not_challenged() {
	road
	register stranger 200
	UAC_PORT=$((UAC_PORT - 1)) # the same port again
	uas redsky1 answer
	uac stranger call number=911
	uas_done redsky1
	# nothing else goes by that
	UAC_PORT=$((UAC_PORT - 1))
	uac stranger refused number=+13125550142 status=407
	# nor another site's emergency number
	data "INSERT INTO siptrunk_site (name, ani) VALUES ('boston', '+16175550100');
		INSERT INTO siptrunk_number_plan (numbers, classification, site) VALUES ('5911', 'e911', 'boston')"
	UAC_PORT=$((UAC_PORT - 1))
	uac stranger refused number=5911 status=407
	# nor from another port
	uac stranger refused number=911 status=407
}

# _rain METHOD: a flood from the telephone's address, until _rain_ended.
_rain() {
	RAIN_BEGAN=$(counter access_flood)
	start_on stranger "$TEST_DIR/rain-$1" "$REPO/tests/lab/hostile" rain "$EDGE" 5060 3000 3600 "$1"
	RAIN=$STARTED
	await_counter access_flood $((RAIN_BEGAN + 1000))
}

# Who has not shown yet who he is.
a_911_gets_through_a_flood_from_its_address() {
	road
	uas redsky1 answer
	_rain OPTIONS
	uac stranger challenged-call number=911
	uas_done redsky1
	end_process "$RAIN"
}

# Not even calls for help that others send from its address silence it.
who_has_shown_who_he_is_is_never_counted() {
	road
	register stranger 200
	_rain INVITE
	UAC_PORT=$((UAC_PORT - 1)) # the same port again
	uas redsky1 answer
	uac stranger call number=911
	uas_done redsky1
	UAC_PORT=$((UAC_PORT - 1))
	uas retell answer
	uac stranger challenged-call number=+13125550142
	uas_done retell
	end_process "$RAIN"
}

# Everybody else's are counted.
calls_for_help_have_a_rate_too() {
	local before sent stopped
	road
	before=$(counter access_flood)
	_rain INVITE
	await_counter access_flood $((before + 4000))
	end_process "$RAIN"
	sent=$(<"$TEST_DIR/rain-INVITE") stopped=$(($(counter access_flood) - before))
	((stopped > sent * 3 / 4)) || fail "of $sent messages $stopped are stopped"
}

several_trunks_are_told_apart_by_the_user_name() {
	local ha1
	road
	data "INSERT INTO siptrunk_trunk (name, role, gateways, use_source_address, proof, realm)
			VALUES ('coach', 'carrier', 9, 'no', 'digest', '$REALM');
		INSERT INTO siptrunk_credential (trunk, username, ha1)
			VALUES ('coach', 'bob', '$("$REPO/scripts/siptrunkdb" ha1 bob "$REALM" <<<secret)')"
	uas pbx answer
	uac stranger challenged-call user=bob number=2001
	uas_done pbx
	# a carrier calls no 911
	uac stranger challenged method=INVITE user=bob number=911 status=403
	keep_data
	sql "UPDATE siptrunk_credential SET username = 'alice' WHERE trunk = 'coach'"
	contains "the fault" "trunk.*column use_source_address.*alice" "$(rpc_fault siptrunk.reload)"
	sql "UPDATE siptrunk_trunk SET realm = 'other.lab' WHERE name = 'coach'"
	contains "the fault" "column realm.*other.lab" "$(rpc_fault siptrunk.reload)"
	sql "UPDATE siptrunk_trunk SET realm = '$REALM', proof = '' WHERE name = 'coach'"
	contains "the fault" "column proof" "$(rpc_fault siptrunk.reload)"
	sql "DELETE FROM siptrunk_trunk WHERE name = 'coach'; DELETE FROM siptrunk_credential"
	contains "the fault" "column registrar.*siptrunk_credential" "$(rpc_fault siptrunk.reload)"
}
