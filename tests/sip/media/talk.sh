# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A few cells of the media matrix (make test-media), each as short as it can be.

. "$REPO/tests/lib/talk.sh"
. "$REPO/tests/media/cells.sh"

# _ends FROM TO CODEC: carol calls Retell by these profiles.
_ends() {
	gateways "$(profile_data "$1" "$2")"
	call to-agent
	both_ends "$1" "$2" "$3"
	talk_begin "$NUMBER"
}

# _heard PART: each side heard the other.
_heard() {
	local side
	for side in callee caller; do
		heard "$side" "$1"
		at_least "$HEARD_SCORE" "$MIN_SCORE" || fail "the $side heard $HEARD_SCORE of what was said $1 the re-INVITEs"
	done
}

# By events in SRTP, both ways.
digits_pass_from_srtp_to_srtp() {
	_ends genesys-srtp retell-srtp PCMU
	talk 3
	press caller 1#
	press callee 9*
	talk_end
	_heard before
	equal "the callee's digits" '1#' "$(digits callee)"
	equal "the caller's digits" '9*' "$(digits caller)"
}

hold_and_resume_keep_the_audio() {
	CALLER_IS=linphone _ends genesys-srtp retell-rtp PCMU
	hold_and_resume caller
	hold_and_resume callee
	talk 5
	talk_end
	_heard after
}

_wideband() {
	SPEECH_RATE=16000
	_ends genesys-srtp retell-srtp "$1"
	talk 4
	talk_end
	heard caller before
	[[ $HEARD_WIDE -ge 40 ]] || fail "of the band above 4 kHz the caller heard $HEARD_WIDE %"
	_heard before
}

wideband_stays_wideband() { _wideband G722; }

control_the_wideband_test_notices_a_narrow_band() {
	must_fail _narrow_band "of the band above 4 kHz"
}

_narrow_band() { _wideband PCMU; }

control_the_digit_test_notices_a_lost_digit() {
	must_fail _one_digit_less "the callee's digits: expected '1#', found '1'"
}

_one_digit_less() {
	press() { [ "$1" = callee ] || tell caller digit 1; }
	digits_pass_from_srtp_to_srtp
}

control_the_talk_tests_notice_another_voice() {
	must_fail _another_voice_talks "the callee heard 0\.[0-6]"
}

_another_voice_talks() {
	SAID=$(speech carrier)
	digits_pass_from_srtp_to_srtp
}
