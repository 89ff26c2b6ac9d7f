# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Retell transfers the caller by REFER in its call: whom it may name, who is asked,
# and what it hears of it.

FROM_RETELL=from=+13125550142@sip.retellai.com

# _relayed REFER-TO SIPFRAG: the pbx takes it and tells the end, SIPFRAG.
_relayed() {
	uas pbx referred sipfrag="$2" "has Refer-To: $(sed 's/[+?.]/\\&/g' <<<"$1")" \
		"header Referred-By <sip:\+13125550142@sip\.retellai\.com>"
	uac retell refer number=2001 "$FROM_RETELL" \
		within=$'\r\n'"Refer-To: $1"$'\r\nReferred-By: <sip:+13125550142@sip.retellai.com>' \
		"has $2" "header Subscription-State terminated;reason=noresource" "header Content-Type message/sipfrag"
	uas_done pbx
}

a_refer_is_relayed_and_its_end_told() { _relayed "<sip:+13125550188@$EDGE>" "SIP/2.0 200 OK"; }
a_refer_that_fails_is_told_too() { _relayed "<tel:+1-312-555-0188>" "SIP/2.0 486 Busy Here"; }

control_the_relay_test_notices_another_end() {
	must_fail _another_end "uac-refer: lacks SIP/2\.0 200"
}

_another_end() {
	uas pbx referred sipfrag="SIP/2.0 503 Service Unavailable"
	uac retell refer number=2001 "$FROM_RETELL" within=$'\r\n'"Refer-To: <sip:2002@$EDGE>" "has SIP/2.0 200 OK"
}

# The pbx calls whom it was referred to as it calls anybody.
the_pbx_may_call_the_target_through_the_edge() {
	uas retell answer "has ^INVITE sip:\+13125550188@" "header Referred-By <sip:\+13125550142@"
	uac pbx call number=+13125550188 extra=$'\r\nReferred-By: <sip:+13125550142@sip.retellai.com>'
	uas_done retell
}

# _kept_from_the_pbx STATUS REFER-TO: an agent's, in its call.
_kept_from_the_pbx() {
	uas pbx answer
	uac retell within number=2001 "$FROM_RETELL" method=REFER status="$1" within=$'\r\n'"Refer-To: $2" \
		"header Reason Q\.850;cause=21;text="
	uas_done pbx
}

nobody_else_is_a_target() {
	local before target
	before=$(counter transfers_refused)
	for target in "<sip:2003@$EDGE>" "<tel:2002;phone-context=+1312555>" \
		"<sip:2002@$EDGE?Replaces=other%3Bto-tag%3Da%3Bfrom-tag%3Db>"; do
		_kept_from_the_pbx 403 "$target"
	done
	counted transfers_refused "$before" 3
}

control_the_target_test_notices_a_target() { must_fail _a_target_is_refused "uac-within: .*200"; }

_a_target_is_refused() {
	uas pbx within method=REFER
	uac retell within number=2001 "$FROM_RETELL" method=REFER status=403 within=$'\r\n'"Refer-To: <sip:2002@$EDGE>"
}

without_rows_nobody_is_a_target() {
	data "DELETE FROM siptrunk_transfer"
	_kept_from_the_pbx 403 "<sip:2002@$EDGE>"
}

another_trunks_row_counts_for_nobody_else() {
	data "UPDATE siptrunk_transfer SET trunk = 'twilio'"
	_kept_from_the_pbx 403 "<sip:2002@$EDGE>"
}

a_trunk_that_refuses_transfers_gets_603() {
	data "UPDATE siptrunk_trunk SET refer = 'refuse' WHERE name = 'retell'"
	_kept_from_the_pbx 603 "<sip:2002@$EDGE>"
	equal refer refuse "$(rpc_field refer siptrunk.show retell)"
	contains transfers '2002 \+13125550188' "$(rpc siptrunk.show retell | tr -s '[:space:]' ' ')"
}

a_carrier_has_a_list_too() {
	uas pbx answer
	uac carrier within number=+13125550155 from=+14155550123@192.0.2.50 method=REFER status=403 \
		within=$'\r\n'"Refer-To: <sip:2002@$EDGE>"
	uas_done pbx
}

the_pbx_has_none() {
	uas retell within method=REFER
	uac pbx within number=+13125550142 method=REFER status=200 within=$'\r\n'"Refer-To: <sip:2003@$EDGE>"
	uas_done retell
}

a_911_is_refused_whatever_the_trunk_says() {
	local before
	before=$(counter emergency_refused)
	_kept_from_the_pbx 403 "<sip:911@$EDGE>"
	counted emergency_refused "$before"
}

a_911_is_refused_where_the_edge_would_call_it() {
	data "UPDATE siptrunk_trunk SET refer = 'carry_out' WHERE name = 'retell'"
	_kept_from_the_pbx 403 "<sip:911@$EDGE>"
}

an_emergency_number_is_no_target() {
	keep_data
	sql "INSERT INTO siptrunk_transfer (trunk, numbers) VALUES ('retell', '2004,+1911')"
	contains "the fault" "siptrunk_transfer.*column numbers: expected no emergency number, found '\+1911'" \
		"$(rpc_fault siptrunk.reload)"
}
