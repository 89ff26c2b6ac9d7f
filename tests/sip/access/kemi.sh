# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every function of the module is there for scripts in other languages, too.

# _kemi_edge [EDIT]: with the script, changed by a perl expression.
_kemi_edge() {
	perl -pe "${1:-}" "$REPO/tests/sip/kemi/route.js" >"$TEST_DIR/route.js"
	at_end edge_restart
	"$REPO/scripts/lab" restart edge kamailio -f "$REPO/tests/sip/kemi/kamailio.cfg" \
		-A "KEMI_SCRIPT=\"$TEST_DIR/route.js\"" \
		|| fail "the edge does not start with the script"
}

# _asks CHECK...: of the answer to a 911.
_asks() { uac pbx refused status=480 number=911 from=alice@example.com "$@"; }

a_script_in_another_language_has_every_function() {
	_kemi_edge
	_asks "header X-Returned ^ *identify=1,known_pbx=-1,screen=1,stranger=-1,has_room=1,allow=1,known_as=-1,classify_for=1,classify=1,classify_request=1,compare_to=1,target=1,target_owner=1,target_role=1,termination=-1,sender_in=1,route_first=-1,route_next=-1,may_send=1,select_caller=1,reveal_caller=1,verify_caller=1,mask_caller=-1,dial=-1,apply_headers=1,strip_headers=1,codecs=1,filter_headers=1,gateway_first=1,gateway_next=1,gateway_response=-1,gateway_heard=-1,gateway_at=1,to_gateway=-3,intrudes=-1,uri_intrudes=-1,alarm_intruder=1,answer_challenge=-1,authorize=1,admit_answer=1,first_answer=1,await_late=1,drop_unfinished=-1,webhook=-1,page=-1,hand_over=-1,handed_over=1,bye_caller=-1,expect_callback=1,callback=-1,callback_next=-1,premium=1,count=1,count=-3,explain=-1,may_transfer=1,transfer=-1,transfer_left=-1,acknowledge=-1,metrics=-1,target_desk=1,record_emergency=1,record_call=1,agent_for=-1,register_call=-1,registration_overdue=-1\$" \
		"header X-Results ^ *genesys,e911,redsky,\+13125550101,call_source\$" \
		"header X-Uncalled ^ *none\$"
	uac stranger refused status=403 number=911
}

a_script_in_another_language_goes_on_with_a_registered_call() {
	_kemi_edge
	api_fresh
	uac pbx refused status=480 number=+13125550170 "has ^SIP/2\.0 480 Is call_"
}

a_script_in_another_language_knows_who_was_a_pbx() {
	_kemi_edge
	data "UPDATE siptrunk_address SET valid_until = '2020-01-01' WHERE trunk = 'genesys'"
	_asks "header X-Returned ^ *identify=-1,known_pbx=1,"
}

# The first such line of a process that has just started is always there.
a_to_that_disagrees_is_logged() {
	local lines
	_kemi_edge
	lines=$(edge_log_lines)
	uac pbx refused status=480 number=2001 uri="sip:911@$EDGE" "header X-Returned compare_to=-1,"
	contains "the log" "call $UAC_CALL@.* Request-URI's class is e911, the To's none; the Request-URI counts" \
		"$(edge_log_since "$lines")"
}

a_script_in_another_language_may_not_send_everywhere() {
	local before
	_kemi_edge
	before=$(counter outbound_refused)
	uac pbx request method=MESSAGE status=405 # of the carrier
	equal "refused" "$before" "$(counter outbound_refused)"
	data "UPDATE siptrunk_address SET direction = 'inbound' WHERE trunk = 'twilio';
		INSERT INTO siptrunk_address (trunk, prefix, direction)
		VALUES ('twilio', '10.9.8.0/24', 'outbound')"
	uac pbx request method=MESSAGE status=477 # of tm, which could not send
	((before < $(counter outbound_refused))) || fail "it was sent all the same"
}

control_the_script_test_notices_another_answer() {
	data "UPDATE siptrunk_trunk SET caller_order = 'site' WHERE name = 'redsky'"
	must_fail a_script_in_another_language_has_every_function "X-Results|genesys"
}

control_the_script_test_notices_a_function_that_is_not_called() {
	must_fail _every_function_but_one "none"
}

_every_function_but_one() {
	_kemi_edge 's/call\("strip_headers"\);//'
	_asks "header X-Uncalled ^ *none\$"
}
