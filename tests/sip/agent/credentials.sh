# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The user name and password that Retell was given when a number was imported:
# demanded beside its address.

REALM=edge.lab

_demand() {
	data "UPDATE siptrunk_trunk SET proof = 'digest', realm = '$REALM' WHERE name = 'retell';
		INSERT INTO siptrunk_credential (trunk, username, ha1)
		VALUES ('retell', 'import', '$("$REPO/scripts/siptrunkdb" ha1 import "$REALM" <<<secret)')"
}

# _calls CALLEE NUMBER FROM: its credentials go no further.
_calls() {
	_demand
	uas "$1" answer "lacks Proxy-Authorization" "lacks $REALM"
	uac retell challenged-call user=import number="$2" from="$3@sip.retellai.com"
	uas_done "$1"
}

right_credentials_lead_to_the_pbx() { _calls pbx 2001 +13125550142; }
right_credentials_lead_to_the_carrier() { _calls carrier +14155550123 +15005550006; }

a_wrong_password_leads_nowhere() {
	_demand
	uac retell challenged method=OPTIONS user=import password=wrong status=403
}

the_address_alone_is_challenged() {
	_demand
	uac retell request method=INVITE number=2001 status=407 "once Proxy-Authenticate"
}

the_credentials_alone_are_403() {
	_demand
	uac stranger request method=OPTIONS status=403 "lacks Proxy-Authenticate"
}

# Nobody shows credentials in a call that is up: whose it is is known.
retell_hangs_up_without_them() {
	_demand
	uas retell hang-up
	uac pbx hung-up number=+13125550142
	uas_done retell
}

control_the_password_is_what_refuses() {
	must_fail _right_password_refused "received .SIP/2.0 200"
}

_right_password_refused() {
	_demand
	uac retell challenged method=OPTIONS user=import status=403
}
