# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A carrier that challenges ordinary calls: the strongest hash, a nonce that is too
# old, a password that is wrong.

TWILIO_REALM=sip.twilio.lab

# _challenges HOW: see tests/lab/carrier.cfg.
_challenges() {
	on carrier kamcmd pv.shvSet challenge int "$1" >/dev/null || fail "the carrier does not challenge"
	at_end on carrier kamcmd pv.shvSet challenge int 0
}

# _credentials [PASSWORD [USER]]: with both hashes.
_credentials() {
	local user=${2:-siptrunk}
	data "INSERT INTO siptrunk_credential (trunk, direction, realm, username, ha1, ha1_sha256)
		VALUES ('twilio', 'outbound', '$TWILIO_REALM', '$user',
			'$(_hash "${1:-secret}" "$user")', '$(_hash "${1:-secret}" "$user" --sha256)')"
}

_hash() { "$REPO/scripts/siptrunkdb" ha1 ${3:+"$3"} "$2" "$TWILIO_REALM" <<<"$1"; }

# _call SCENARIO [KEY=VALUE]...: of the agent, to the carrier's world.
_call() { uac retell "$1" number=+14155550123 from=+15005550006@sip.retellai.com "${@:2}"; }

# _answered: the carrier takes a call once it is shown credentials, which go no further.
_answered() {
	uas carrier answer "lacks Authorization" "lacks $TWILIO_REALM"
	_call call
	uas_done carrier
}

_state_of_credentials() {
	rpc siptrunk.show twilio | tr -s '[:space:]' ' ' | sed -n 's/.*username: siptrunk state: *\([a-z]*\).*/\1/p'
}

# Its MD5 challenge comes first, and has a nonce that it does not take.
of_several_challenges_the_strongest_is_answered() {
	_credentials
	_challenges 256
	_answered
}

a_stale_nonce_is_answered_once_more() {
	_credentials
	_challenges 16
	_answered
	equal "the state of the credentials" "" "$(_state_of_credentials)"
}

control_the_tests_notice_a_missing_hash() {
	must_fail _without_sha256 "uac-call"
}

_without_sha256() {
	_credentials
	data "UPDATE siptrunk_credential SET ha1_sha256 = '' WHERE trunk = 'twilio'"
	_challenges 256
	_answered
}

# Said once, and not tried again by ordinary calls; a 911 tries whatever there is.
a_wrong_password_is_tried_once() {
	local lines before
	lines=$(edge_log_lines) before=$(counter credentials_refused)
	data "UPDATE siptrunk_site SET desk = ''"
	_credentials wrong
	_challenges 407
	_call refused status=500 "lacks Authenticate"
	_call refused status=500
	counted credentials_refused "$before"
	equal "the state of the credentials" refused "$(_state_of_credentials)"
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uac pbx refused number=911 status=500
	counted credentials_refused "$before" 2
	equal "log lines about them" 1 "$(edge_log_since "$lines" | grep -c "does not take its credentials")"
	contains "the log" "user siptrunk of realm $TWILIO_REALM: correct user name and ha1" "$(edge_log_since "$lines")"
	# what the operator does next
	data "UPDATE siptrunk_credential SET ha1 = '$(_hash secret siptrunk)' WHERE trunk = 'twilio'"
	_answered
	equal "the state of the credentials" "" "$(_state_of_credentials)"
}

# The lab's carrier takes the password of anybody, and no other name than siptrunk.
a_403_to_good_credentials_is_explained_once() {
	local lines
	lines=$(edge_log_lines)
	_credentials secret friendly
	_challenges 407
	_call refused status=403
	_call refused status=403
	equal "hints in the log" 1 "$(edge_log_since "$lines" \
		| grep -c "friendly must be the credential's user name, not the friendly name of its credential list")"
}
