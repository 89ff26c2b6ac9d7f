# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# RedSky sees the selected caller, the caller sees itself, and both ends'
# dialogs match all the same.

the_callers_own_view_stays() {
	uas redsky1 answer "header From <sip:\+13125550101@"
	uac pbx call number=911 "header From \"Test Caller\" <sip:alice@example\.com>;tag=caller"
	uas_done redsky1
}

a_bye_from_redsky_shows_the_caller_itself() {
	uas redsky1 hang-up "header To <sip:\+13125550101@203\.0\.113\.10>;tag=caller"
	uac pbx hung-up number=911 "header To <sip:alice@example\.com>;tag=caller" \
		"header From <sip:911@"
	uas_done redsky1
}

a_reinvite_from_redsky_shows_the_caller_itself() {
	uas redsky1 call-back "header To <sip:\+13125550101@203\.0\.113\.10>;tag=caller"
	uac pbx called-back number=911 "header To <sip:alice@example\.com>;tag=caller"
	uas_done redsky1
}

a_reinvite_from_the_caller_shows_the_selected_one() {
	uas redsky1 reinvited "header From <sip:\+13125550101@203\.0\.113\.10>;tag=caller"
	uac pbx reinvite number=911 "header From <sip:alice@example\.com>;tag=caller"
	uas_done redsky1
}

control_the_transparency_test_notices_an_untouched_caller() {
	must_fail _nobody_was_selected "uas-answer"
}

# Retell has no caller order: From passes as it came.
_nobody_was_selected() {
	uas retell answer "header From <sip:\+13125550101@"
	uac pbx call number=+13125550142
	uas_done retell
}
