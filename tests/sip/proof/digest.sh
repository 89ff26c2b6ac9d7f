# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A trunk that demands digest credentials: a challenge, a response that counts
# once, and no password on the way to anybody else.

. "$REPO/tests/lib/raw.sh"

REALM=edge.lab

# _demand [PROOF]: alice's password is secret.
_demand() {
	local ha1
	ha1=$("$REPO/scripts/siptrunkdb" ha1 alice "$REALM" <<<secret)
	data "UPDATE siptrunk_trunk SET proof = '${1:-digest}', realm = '$REALM',
			certificate = 'pbx.genesys.lab' WHERE name = 'genesys';
		INSERT INTO siptrunk_credential (trunk, username, ha1) VALUES ('genesys', 'alice', '$ha1')"
}

# _credentials NONCE COUNT [QOP]: a Proxy-Authorization of alice's for an OPTIONS,
# to be added to a request.
_credentials() {
	local ha1 ha2 qop=${3-auth} middle=
	ha1=$("$REPO/scripts/siptrunkdb" ha1 alice "$REALM" <<<secret)
	ha2=$(_md5 "OPTIONS:sip:$EDGE")
	[ -z "$qop" ] || middle=:$2:abc:$qop
	printf '\r\nProxy-Authorization: Digest username="alice", realm="%s", nonce="%s", uri="sip:%s", response="%s"%s' \
		"$REALM" "$1" "$EDGE" "$(_md5 "$ha1:$1$middle:$ha2")" "${qop:+, qop=$qop, cnonce=\"abc\", nc=$2}"
}

_md5() { printf %s "$1" | md5sum | cut -d ' ' -f 1; }

# _nonce: of a challenge to the pbx.
_nonce() {
	uac pbx request method=OPTIONS status=407 >&2
	sed -n 's/^Proxy-Authenticate:.* nonce="\([^"]*\)".*/\1/p' "$TEST_DIR/pbx-uac-request.messages" | tail -n 1
}

# _answers STATUS CREDENTIALS [CHECK]...: to an OPTIONS of the pbx.
_answers() { uac pbx request method=OPTIONS status="$1" extra="$2" "${@:3}"; }

without_credentials_a_challenge_comes() {
	_demand
	uac pbx request method=OPTIONS status=407 "once Proxy-Authenticate" \
		"header Proxy-Authenticate Digest realm=\"$REALM\", nonce=\"[^\"]+\", qop=\"auth\"" \
		"lacks stale"
}

right_credentials_let_a_call_through_and_stay_here() {
	_demand
	uas retell answer "lacks Proxy-Authorization" "lacks $REALM"
	uac pbx challenged-call number=+13125550142
	uas_done retell
}

# They are for another proxy (RFC 3261 section 22.3).
credentials_of_another_realm_travel_on() {
	_demand
	uas retell answer "once Proxy-Authorization" 'header Proxy-Authorization realm="other\.lab"'
	uac pbx challenged-call number=+13125550142 \
		extra=$'\r\nProxy-Authorization: Digest username="x", realm="other.lab", nonce="n", uri="sip:x", response="0"'
	uas_done retell
}

a_wrong_password_is_403() {
	_demand
	uac pbx challenged method=OPTIONS password=wrong status=403
}

an_unknown_user_is_403() {
	_demand
	uac pbx challenged method=OPTIONS user=mallory status=403
}

nobody_writes_a_password_down() {
	local line
	line=$(edge_log_lines)
	_demand
	uac pbx challenged method=OPTIONS status=200
	uac pbx challenged method=OPTIONS password=wrong status=403
	! edge_log_since "$line" | grep -q 'secret\|response=' || fail "the log holds credentials"
	! rpc siptrunk.show genesys | grep -qE '[0-9a-f]{32}' || fail "siptrunk.show tells a HA1"
}

a_response_counts_once() {
	local nonce credentials
	_demand
	nonce=$(_nonce)
	credentials=$(_credentials "$nonce" 00000001)
	_answers 200 "$credentials"
	_answers 407 "$credentials" "header Proxy-Authenticate stale=true"
	# what is refused is the count, not the nonce
	_answers 200 "$(_credentials "$nonce" 00000002)"
}

# What is lost on the way is sent again: no second call, but the answer once more.
a_request_that_is_repeated_is_not_challenged_again() {
	_demand
	uas retell answer
	uac_start pbx challenged-call number=+13125550142 hold=1000
	wait_until 5 _has_answers 1
	perl -0777 -ne 'print $1 if /^(INVITE (?:(?!\r\n\r\n).)*?^Proxy-Auth.*?\r\n\r\n.*?sendrecv\r\n)/ms' \
		"$TEST_DIR/pbx-uac-challenged-call.messages" | throw pbx
	wait_until 5 _has_answers 2 || fail "the INVITE that came again is not known"
	uac_done pbx challenged-call
	uas_done retell
}

# _has_answers COUNT: so many 200 to its INVITE has the pbx got.
_has_answers() {
	[ "$(perl -0777 -ne '$n++ while /^SIP\/2\.0 200 (?:(?!\r\n\r\n).)*^CSeq: 2 INVITE/msg; print $n + 0' \
		"$TEST_DIR/pbx-uac-challenged-call.messages")" -ge "$1" ]
}

a_nonce_of_nobody_is_challenged_again() {
	_demand
	_answers 407 "$(_credentials bm9uY2Vub25jZW5vbmNlbm9uY2Vub25jZW5vbmNlbm9u 00000001)" \
		"header Proxy-Authenticate stale=true"
}

# It would count for as long as the nonce lives.
a_response_without_qop_is_403() {
	local nonce
	_demand
	nonce=$(_nonce)
	_answers 403 "$(_credentials "$nonce" 00000001 "")"
	_answers 200 "$(_credentials "$nonce" 00000001)"
}

credentials_that_are_cut_short_let_nobody_in() {
	_demand
	_answers 403 $'\r\nProxy-Authorization: Digest username="alice", realm="'$REALM$'"'
	_answers 407 $'\r\nProxy-Authorization: Digest username="alice'
	_answers 407 $'\r\nProxy-Authorization: Basic YWxpY2U6c2VjcmV0'
}

a_dialog_that_nobody_knows_is_challenged() {
	_demand
	uac pbx request method=BYE totag=';tag=made-up' status=407
}

a_911_is_not_challenged() {
	local before line
	line=$(edge_log_lines)
	_demand certificate,digest
	before=$(counter emergency_unlisted)
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	counted emergency_unlisted "$before"
	contains "the alarm" "; missing: certificate,digest\$" "$(edge_log_since "$line")"
}

a_call_that_is_cancelled_ends() {
	_demand
	uas retell ring
	uac pbx challenged-cancel number=+13125550142
	uas_done retell
}

a_stranger_is_not_challenged() {
	_demand
	uac stranger request method=OPTIONS status=403 "lacks Proxy-Authenticate"
}

right_credentials_from_elsewhere_are_403_and_a_near_miss() {
	local nonce before
	_demand
	nonce=$(_nonce)
	before=$(counter near_miss_name)
	uac stranger request method=OPTIONS status=403 extra="$(_credentials "$nonce" 00000001)"
	counted near_miss_name "$before"
	equal "kind" right_name_wrong_address "$(rpc_field kind siptrunk.near_misses)"
	equal "trunk" genesys "$(rpc_field trunk siptrunk.near_misses)"
	contains "reason" "held: digest" "$(rpc_field reason siptrunk.near_misses)"
}

# It is asked of everybody; who does not answer has not missed.
a_challenge_is_no_near_miss() {
	local before
	_demand
	before=$(counter near_miss_proof)
	_nonce >/dev/null
	equal "near misses" "$before" "$(counter near_miss_proof)"
	_answers 403 $'\r\nProxy-Authorization: Digest username="alice", realm="'$REALM$'"'
	counted near_miss_proof "$before"
}

# Both are demanded: one is not enough.
credentials_without_the_certificate_are_403() {
	_demand certificate,digest
	# nobody is asked for what could not let him in
	uac pbx request method=OPTIONS status=403 "lacks Proxy-Authenticate"
}

the_certificate_without_credentials_is_challenged() {
	_demand certificate,digest
	tls_open pbx 5061 client-pbx
	tls_ask OPTIONS edge
	contains "what the pbx hears" "^SIP/2.0 407 " "$ANSWER"
}

a_realm_must_be_told() {
	keep_data
	sql "UPDATE siptrunk_trunk SET proof = 'digest', realm = '' WHERE name = 'genesys'"
	contains "the fault" "column realm" "$(rpc_fault siptrunk.reload)"
}

_sha256() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }

# auth knows one algorithm; the credential has the hash of either.
all_may_be_asked_for_sha256_instead() {
	local ha1 nonce
	at_end edge_restart
	"$REPO/scripts/lab" restart edge kamailio -A 'DIGEST_ALGORITHM="SHA-256"' || fail "the edge does not start"
	_demand
	nonce=$(_nonce)
	_answers 403 "$(_credentials "$nonce" 00000001)" # MD5
	ha1=$("$REPO/scripts/siptrunkdb" ha1 --sha256 alice "$REALM" <<<secret)
	data "UPDATE siptrunk_credential SET ha1 = '', ha1_sha256 = '$ha1'"
	_answers 200 "$(printf '\r\nProxy-Authorization: Digest username="alice", realm="%s", nonce="%s", uri="sip:%s", %s="%s"%s' \
		"$REALM" "$nonce" "$EDGE" response "$(_sha256 "$ha1:$nonce:00000001:abc:auth:$(_sha256 "OPTIONS:sip:$EDGE")")" \
		', qop=auth, cnonce="abc", nc=00000001, algorithm=SHA-256')"
}

control_the_challenge_test_notices_a_trunk_that_demands_nothing() {
	must_fail _challenged_anyway "received .SIP/2.0 200"
}

_challenged_anyway() { uac pbx request method=OPTIONS status=407; }

control_the_403_tests_notice_the_right_password() {
	must_fail _right_password_refused "received .SIP/2.0 200"
}

_right_password_refused() {
	_demand
	uac pbx challenged method=OPTIONS status=403
}

control_the_replay_test_notices_a_count_that_is_new() {
	must_fail _new_count_refused "received .SIP/2.0 200"
}

_new_count_refused() {
	_demand
	_answers 407 "$(_credentials "$(_nonce)" 00000001)"
}
