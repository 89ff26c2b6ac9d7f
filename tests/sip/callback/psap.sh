# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The PSAP calls back: from the PSTN, unmarked, to the number that it saw. It
# rings who dialled 911, then the site's desk; never an agent, whatever the
# state and the limits of the trunks are.

. "$REPO/tests/lib/raw.sh"
. "$REPO/tests/lib/hostile.sh"

PSAP=+13125559111
MARK=$'\r\nPriority: psap-callback'

# _placed NUMBER FROM: an emergency call that a gateway answers.
_placed() {
	uas redsky1 answer
	uac pbx call number="$1" from="$2"
	uas_done redsky1
}

# _called_back HOST NUMBER [KEY=VALUE|CHECK]...: the pbx answers that call.
_called_back() {
	local host=$1 number=$2
	shift 2
	uas pbx answer
	uac "$host" call number="$number" from=$PSAP@192.0.2.50 "$@"
	uas_done pbx
}

# _rang SCENARIO: whom the pbx's callee was asked for, one after the other.
_rang() {
	sed -nE 's/^INVITE sip:([^@]*)@.*/\1/p' "$TEST_DIR/pbx-uas-$1.messages" | uniq | xargs
}

# _rings USERS SCENARIO
_rings() { equal "who rang" "$1" "$(_rang "$2")"; }

# _ordinary HOST NUMBER: the call goes its ordinary way to the pbx.
_ordinary() {
	_called_back "$@"
	_rings "$2" answer
}

# _site SETTING: of chicago, until the test ends.
_site() { data "UPDATE siptrunk_site SET $1 WHERE name = 'chicago'"; }

# The caller's own number.

the_caller_rings_whatever_spelling_is_called() {
	local number before
	_placed 911 alice@example.com
	before=$(counter callbacks)
	for number in +13125550101 13125550101 3125550101; do
		_called_back carrier "$number"
		_rings 2001 answer
	done
	counted callbacks "$before" 3
}

the_psap_is_shown_as_it_is() {
	_placed 911 alice@example.com
	uas pbx answer "header From \"Test Caller\" <sip:\+13125559111@192\.0\.2\.50>" \
		"lacks $(any_case E911)" "lacks P-Asserted-Identity"
	uac carrier call number=+13125550101 from=$PSAP@192.0.2.50
	uas_done pbx
}

# A test of the whole way, without a PSAP.
a_933_may_be_called_back() {
	_placed 933 alice@example.com
	_called_back carrier +13125550101
	_rings 2001 answer
}

a_caller_without_extension_rings_at_his_number() {
	_placed 911 carol@example.com
	_called_back carrier 3125550103
	_rings +13125550103 answer
}

_desk_after() {
	_placed 911 alice@example.com
	uas pbx answer-second status="$1"
	uac carrier call number=+13125550101 from=$PSAP@192.0.2.50
	uas_done pbx
	_rings "2001 2000" answer-second
}

when_the_caller_is_busy_the_desk_rings() { _desk_after 486; }
when_the_caller_declines_the_desk_rings() { _desk_after 603; }
when_the_extension_fails_the_desk_rings() { _desk_after 500; }
a_redirection_is_not_followed_the_desk_rings() { _desk_after 302; }

# The endpoint behind the pbx's front answers whatever comes after.
when_the_caller_does_not_answer_the_desk_rings() {
	edge_with CALLBACK_RINGING=3000
	_placed 911 alice@example.com
	uas pbx ring
	uac_start carrier call number=+13125550101 from=$PSAP@192.0.2.50
	wait_until 5 _pbx_rings || fail "the caller does not ring"
	divert pbx 0
	uac_done carrier call
	uas_done pbx
}

_pbx_rings() { grep -q '^SIP/2.0 180' "$TEST_DIR/pbx-uas-ring.messages"; }

when_nobody_answers_the_psap_hears_so() {
	local before
	_site "desk = ''"
	_placed 911 alice@example.com
	before=$(counter callbacks_failed)
	uas pbx refuse status=486
	uac carrier refused number=+13125550101 status=486
	uas_done pbx
	counted callbacks_failed "$before"
}

# A number of many callers.

the_sites_number_rings_the_desk() {
	_placed 911 bob@example.com # by extension: the site's number is on file for it
	_called_back carrier +13125550100
	_rings 2000 answer
	_placed 911 dave@example.com # by the site's number itself
	_called_back carrier +13125550100
	_rings 2000 answer
}

when_the_desk_is_busy_the_latest_caller_rings() {
	_placed 911 alice@example.com
	_placed 911 bob@example.com
	uas pbx answer-second status=486
	uac carrier call number=+13125550100 from=$PSAP@192.0.2.50
	uas_done pbx
	_rings "2000 2002" answer-second
}

the_latest_caller_may_ring_first() {
	_site "callback = 'caller'"
	_placed 911 bob@example.com
	uas pbx answer-second status=486
	uac carrier call number=+13125550100 from=$PSAP@192.0.2.50
	uas_done pbx
	_rings "2002 2000" answer-second
}

without_a_desk_the_latest_caller_rings() {
	_site "desk = ''"
	_placed 911 bob@example.com
	_called_back carrier +13125550100
	_rings 2002 answer
}

the_number_of_the_fallback_carrier_rings_the_desk() {
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier answer "header From <sip:\+15005550006@"
	uac pbx call number=911 from=alice@example.com
	uas_done carrier
	_called_back carrier +15005550006
	_rings 2000 answer
	# what the gateways saw, which said no, may be called back, too
	_called_back carrier +13125550101
	_rings 2001 answer
}

# From elsewhere.

the_pbx_may_bring_it() {
	_placed 911 alice@example.com
	_called_back pbx +13125550101
	_rings 2001 answer
}

# It would come again for ever.
the_pbx_does_not_get_its_own_call_back() {
	_site "desk = ''"
	_placed 911 carol@example.com
	uas pbx answer
	uas retell answer
	uac pbx refused number=+13125550103 from=$PSAP@192.0.2.50 status=480
	uas_untouched pbx retell
}

# _from_gateway NUMBER: a gateway calls, then gives up.
_from_gateway() {
	uas pbx ring
	tls_open redsky1 5061
	tls_ask INVITE "$1"
	contains "what the gateway hears" "180" "$ANSWER"
	tls_ask CANCEL "$1"
	tls_close
	uas_done pbx
}

a_gateway_may_call_whether_it_was_called_or_not() {
	_placed 911 alice@example.com
	_from_gateway +13125550101
	_rings 2001 ring
	_from_gateway 3125550103
	_rings +13125550103 ring
	_from_gateway +13125550100
	_rings 2000 ring
	_from_gateway +13125550177
	_rings +13125550177 ring
}

# _tls_headers: those of the message whose first line has been read, as HEADERS.
_tls_headers() {
	local line
	HEADERS=
	while read -r -t 5 line <&"${TLS[0]}" && [ "$line" != $'\r' ]; do
		HEADERS+=$line$'\n'
	done
}

# _tls_await REGEX: reads up to such a first line.
_tls_await() {
	local line=
	until [[ $line =~ ^$1 ]]; do
		read -r -t 5 line <&"${TLS[0]}" || fail "the gateway gets no $1"
	done
	_tls_headers
}

# _header NAME...: these of HEADERS.
_header() {
	local name
	for name; do grep "^$name:" <<<"$HEADERS"; done
}

# _tls_ack: to the 200 in HEADERS.
_tls_ack() {
	printf '%s\n' "ACK $(_header Contact | sed 's/.*<\(.*\)>.*/\1/') SIP/2.0"$'\r' \
		"Via: SIP/2.0/TLS $TLS_FROM;branch=z9hG4bK$RANDOM"$'\r' "$(_header From To Call-ID)" \
		"$(_header Record-Route | sed 's/^[^:]*: *//; s/\r//; s/, */\n/g' | tac | sed 's/^.*$/Route: &\r/')" "CSeq: 1 ACK"$'\r' \
		"Max-Forwards: 70"$'\r' "Content-Length: 0"$'\r' $'\r' >&"${TLS[1]}"
}

# See CLOSE_EMERGENCY. Its front knows no call of openssl's, and says so.
who_was_called_back_may_hang_up_on_the_gateway() {
	uas pbx hang-up
	tls_open redsky1 5061
	tls_send INVITE +13125550101
	_tls_await "SIP/2.0 200"
	_tls_ack
	wait_until 5 _gateway_answers_the_bye || fail "the BYE did not reach the gateway"
	tls_close
}

_gateway_answers_the_bye() {
	grep -q '^SIP/2.0 481' "$TEST_DIR/pbx-uas-hang-up.messages"
}

retell_never_calls_back() {
	local before
	_placed 911 alice@example.com
	before=$(counter callbacks)
	uas pbx answer
	uac retell call number=+13125550101 from=+13125550142@sip.retellai.com extra="$MARK"
	uas_done pbx
	_rings +13125550101 answer
	counted callbacks "$before" 0
}

# The mark.

a_mark_of_nobody_in_particular_is_removed() {
	local before marks
	before=$(counter callbacks) marks=$(counter callback_marks_ignored)
	uas pbx answer "lacks $(any_case psap-callback)"
	uac carrier call number=+13125550177 extra="$MARK"
	uas_done pbx
	_rings +13125550177 answer
	uas retell answer "lacks $(any_case psap-callback)"
	uac pbx call number=+13125550177 extra=$'\r\nPriority: urgent\r\npriority:\r\n  PSAP-Callback '
	uas_done retell
	equal "what the stranger hears" "SIP/2.0 403 Forbidden" \
		"$(heard stranger udp INVITE "s/911@/+13125550177@/; $(add "Priority: psap-callback")")"
	counted callbacks "$before" 0
	counted callback_marks_ignored "$marks" 2
}

another_priority_passes() {
	uas pbx answer "header Priority urgent"
	uac carrier call number=+13125550177 extra=$'\r\nPriority: urgent'
	uas_done pbx
}

a_mark_of_a_trusted_trunk_reaches_the_numbers_owner() {
	data "UPDATE siptrunk_trunk SET psap_callback = 'trusted' WHERE name IN ('twilio', 'genesys', 'retell')"
	_called_back carrier 3125550103 extra="$MARK"
	_rings +13125550103 answer
	_called_back pbx +13125550101 extra="$MARK"
	_rings 2001 answer
	_called_back carrier +13125550100 extra="$MARK"
	_rings 2000 answer
	_called_back carrier +13125550177 extra="$MARK"
	_rings +13125550177 answer
	# an agent is trusted with nothing
	uas pbx answer "lacks $(any_case psap-callback)"
	uac retell call number=+13125550103 extra="$MARK"
	uas_done pbx
}

a_marked_911_is_a_911() {
	uas redsky1 answer
	uac pbx call number=911 extra="$MARK"
	uas_done redsky1
}

# What may be broken or full.

no_state_and_no_limit_stops_it() {
	_placed 911 alice@example.com
	data "UPDATE siptrunk_trunk SET call_limit = 1 WHERE name IN ('genesys', 'twilio')"
	uac_start carrier call number=+13125550177 hold=4000
	first_call=$UAC_PID
	wait_until 5 uac_is_up carrier || fail "the first call is not up"
	uac carrier refused number=+13125550177 status=503
	rpc siptrunk.set_state genesys out_of_service >/dev/null
	rpc siptrunk.set_state twilio out_of_service >/dev/null
	_called_back carrier +13125550101
	_rings 2001 answer
	wait "$first_call" || fail "the first call suffered"
}

neither_codecs_nor_an_rtpengine_stop_it() {
	_placed 911 alice@example.com
	data "UPDATE siptrunk_trunk SET codecs = 'G722' WHERE name = 'genesys'"
	uas pbx answer "has a=rtpmap:0 PCMU"
	uac carrier call number=+13125550101
	uas_done pbx
	rtpengine_stop agent
	_called_back carrier +13125550101
	_rings 2001 answer
}

a_header_that_is_broken_does_not_stop_it() {
	_placed 911 alice@example.com
	_called_back carrier +13125550101 extra=$'\r\nExpires: soon\r\nProxy-Require: nothing'
	_rings 2001 answer
}

outside_the_window_it_is_an_ordinary_call() {
	edge_with CALLBACK_WINDOW=0
	_placed 911 alice@example.com
	_ordinary carrier +13125550101
}

it_is_listed() {
	_placed 911 alice@example.com
	contains siptrunk.callbacks "number: \+13125550101 kind: own extension: 2001 site: chicago trunk: genesys call_id: $UAC_CALL@192\.0\.2\.10 age: [0-9] expires_in: 3[56][0-9]+" \
		"$(rpc siptrunk.callbacks | tr -s '\n\t' ' ')"
	contains "the fault" "error: .*too many" "$(rpc_fault siptrunk.callbacks now)"
}

# Negative controls.

control_the_call_back_test_notices_an_ordinary_call() {
	edge_with CALLBACK_WINDOW=0
	must_fail the_caller_rings_whatever_spelling_is_called "who rang: expected '2001'"
}

control_the_order_test_notices_another_order() {
	_site "callback = 'caller'"
	must_fail when_the_desk_is_busy_the_latest_caller_rings "who rang: expected '2000 2002', found '2002 2000'"
}

control_the_mark_test_notices_a_trusted_trunk() {
	data "UPDATE siptrunk_trunk SET psap_callback = 'trusted' WHERE name = 'twilio'"
	must_fail a_mark_of_nobody_in_particular_is_removed "uas-answer: holds"
}

control_the_hang_up_test_notices_a_bye_that_is_dropped() {
	edge_edited 's/route\(CALLBACK\);//'
	must_fail who_was_called_back_may_hang_up_on_the_gateway "did not reach"
}

control_the_limit_test_notices_an_ordinary_call() {
	edge_with CALLBACK_WINDOW=0
	must_fail no_state_and_no_limit_stops_it "uac-call"
}
