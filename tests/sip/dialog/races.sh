# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What crosses on its way: both ends get all of it, and the call's ports are free
# afterwards.

# _both_ways UAC UAS: a call to Retell, and one from it.
_both_ways() {
	uas retell "$2"
	uac pbx "$1" number=+13125550142
	_over pbx retell
	uas pbx "$2"
	uac retell "$1" number=2001 from=+13125550142@sip.retellai.com
	_over retell pbx
}

# _over CALLER CALLEE
_over() {
	uas_done "$2"
	wait_until 5 rtpengine_session 9900 "$UAC_CALL@$(address "$1")" y || fail "RTPengine still has the call's ports"
}

a_cancel_that_meets_the_answer() { _both_ways cancel-late cancel-late; }
both_ends_hang_up() { _both_ways bye-both bye-both; }
a_bye_before_the_ack() { _both_ways bye-first bye-first; }
a_bye_while_a_reinvite_waits() { _both_ways bye-within bye-within; }

# RTPengine would make a call of it again, which nobody hangs up on.
_answered_after_the_bye() {
	on edge rtpengine-ctl -ip 127.0.0.1 -port "$3" set deletedelay 1 >/dev/null
	at_end on edge rtpengine-ctl -ip 127.0.0.1 -port "$3" set deletedelay 30
	uas "$2" answer-late
	uac pbx call number="$1"
	uas_done "$2"
	wait_until 10 _is_forgotten "$3" "1-$UAC_PID@$(address pbx)" || fail "RTPengine keeps the call's ports"
}

# No grep -q: of a long list it does not read the end.
_is_forgotten() { ! on edge rtpengine-ctl -ip 127.0.0.1 -port "$1" list sessions all | grep "$2" >/dev/null; }

an_answer_that_comes_again_after_the_bye() { _answered_after_the_bye +13125550142 retell 9900; }
an_answer_that_comes_again_after_the_bye_of_a_911() { _answered_after_the_bye 911 redsky1 9901; }

control_the_callee_is_told_of_both() {
	must_fail _one_end_waits_in_vain "uac-bye-both"
}

_one_end_waits_in_vain() { _both_ways bye-both answer; }
