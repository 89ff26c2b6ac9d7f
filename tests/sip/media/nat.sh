# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Peers behind a NAT (FENT in seed 000).

. "$REPO/tests/lib/nat.sh"
. "$REPO/tests/lib/endpoint.sh"

a_pbx_behind_a_nat_is_heard_and_hears() {
	phone_behind pbx
	data "UPDATE siptrunk_trunk SET nat = 'yes' WHERE name = 'genesys'"
	audio_call phone carol@example.com +13125550142 retell
	audio_arrived
}

a_pbx_behind_a_nat_reaches_help() {
	phone_behind pbx
	audio_call phone alice@example.com 911 redsky1
	audio_arrived
}

# A re-INVITE and a BYE of the other side; they reach it by the NAT's port alone.
what_comes_to_a_caller_behind_a_nat_arrives() {
	phone_behind pbx
	uas retell call-back
	uac phone called-back number=+13125550142 "has ^(INVITE|BYE) sip:caller@10\\.20\\.30\\.2"
	uas_done retell
	uas redsky1 hang-up
	uac phone hung-up number=911
	uas_done redsky1
}

# What the edge itself sends.
a_call_is_handed_back_to_a_caller_behind_a_nat() {
	phone_behind pbx
	uas retell answer
	CALLER=phone call_up handed-over outcome="200 OK" hold=2000
	transfer "$API_CALL" 2002
	asked 200 "is being transferred"
	uac_done phone handed-over
	uas_done retell
}

what_comes_to_a_callee_behind_a_nat_arrives() {
	phone_behind pbx
	UAS_PORT=$SIP_PORT
	uas phone answer
	uac retell call number=2001 from=+13125550142@sip.retellai.com
	uas_done phone
}

# The edge has forgotten the dialog, our Route has not.
either_end_behind_a_nat_is_reached_after_a_restart() {
	phone_behind pbx
	data "UPDATE siptrunk_trunk SET nat = 'yes' WHERE name = 'genesys'"
	uas retell hang-up hold=4000
	uac_start phone hung-up number=+13125550142
	wait_until 5 uac_is_up phone || fail "the call from the phone is not up"
	UAS_PORT=$SIP_PORT
	uas phone answer
	uac_start retell call number=2001 from=+13125550142@sip.retellai.com hold=4000
	wait_until 5 uac_is_up retell || fail "the call to the phone is not up"
	edge_restart
	uac_done retell call
	uas_done phone
	wait_until 5 ended "${UAS_PIDS[retell]}" || fail "the BYE to the phone is not answered"
	uas_done retell
}

control_the_nat_test_notices_who_is_sent_to_his_contact() {
	edge_routed nat.cfg 's/\$du = \$var\(at\);/\$var(at) = "";/'
	must_fail what_comes_to_a_callee_behind_a_nat_arrives "phone, uas-answer|retell, uac-call"
}
