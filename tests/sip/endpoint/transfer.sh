# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A call that was dialled to a call id is handed back to the pbx, because a custom
# function of Retell's asks for it.

. "$REPO/tests/lib/api.sh"
. "$REPO/tests/lib/endpoint.sh"
. "$REPO/tests/lib/hostile.sh"

TARGET=${TARGET:-+13125550188}

# _handed_over CHECK...: of the REFER; the pbx transfers the call.
_handed_over() {
	uas retell answer
	call_up handed-over outcome="200 OK" "$@"
	transfer "$API_CALL" "$TARGET" "gold; 7"
	asked 200 "is being transferred"
	uac_done pbx handed-over
	uas_done retell
}

a_call_is_handed_back_with_what_the_agent_knows() {
	local done_before
	done_before=$(counter handovers_done)
	_handed_over "header Refer-To <sip:[+]13125550188@192\.0\.2\.10[?]User-to-User=676f6c643b2037%3Bencoding%3Dhex>" \
		"once Refer-To" "header Referred-By <sip:call_.*@$EDGE>" "header CSeq [0-9]+ REFER" "once Contact"
	counted handovers_done "$done_before"
	wait_until 5 _is_over || fail "the edge still has the call"
	wait_until 5 rtpengine_session 9900 "$UAC_CALL@192.0.2.10" y || fail "RTPengine still has the call"
}

_is_over() { ! on edge kamcmd dlg.list | grep -q "call-id: $UAC_CALL@"; }

control_the_handed_over_test_notices_another_target() {
	must_fail _other_target "lacks .*13125550188"
}

_other_target() {
	TARGET=2002
	_handed_over "header Refer-To 13125550188"
}

# The agent keeps a call that the pbx does not transfer, and ends it: what it sends
# has a higher CSeq than the REFER had, and its own in the answer.
a_call_that_is_not_transferred_stays_with_the_agent() {
	local before
	before=$(counter handovers_failed)
	uas retell hang-up hold=3000 "header CSeq 12 BYE"
	call_up handed-over outcome="486 Busy Here" "header CSeq 1 REFER"
	transfer "$API_CALL" "$TARGET"
	asked 200 "is being transferred"
	uac_done pbx handed-over
	uas_done retell
	contains "what the pbx got last" "^CSeq: 13 BYE" "$(cat "$TEST_DIR/pbx-uac-handed-over.messages")"
	await_counter handovers_failed $((before + 1))
}

a_refused_refer_leaves_the_call_and_lets_another_be_tried() {
	local before
	before=$(counter handovers_failed)
	uas retell hang-up hold=3000
	call_up refer-refused status=603 "lacks User-to-User" "header CSeq 2 REFER"
	transfer "$API_CALL" "$TARGET"
	await_counter handovers_failed $((before + 1))
	transfer "$API_CALL" "$TARGET"
	asked 200 "is being transferred"
	uac_done pbx refer-refused
	uas_done retell
}
