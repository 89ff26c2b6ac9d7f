# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# No caller of an emergency is withheld, and a hole in the directory is noticed.

# _seen_as VALUE-REGEX [KEY=VALUE]...: by RedSky, and nothing withholds or
# contradicts it.
_seen_as() {
	local caller=$1
	shift
	uas redsky1 answer "once From" "once P-Asserted-Identity" "lacks Anonymous" \
		"header From <sip:$caller@203\.0\.113\.10>" \
		"header P-Asserted-Identity ^ *<sip:$caller@203\.0\.113\.10>\$" \
		"lacks [[:cntrl:]]$(any_case Privacy) *:" \
		"lacks [[:cntrl:]]$(any_case Remote-Party-ID):" \
		"lacks [[:cntrl:]]$(any_case P-Preferred-Identity):"
	uac pbx call number=911 "$@"
	uas_done redsky1
}

ANONYMOUS=anonymous@anonymous.invalid

an_anonymous_from_is_seen_as_what_is_asserted() {
	_seen_as '\+13125550101' from=$ANONYMOUS \
		extra=$'\r\nPrivacy: id\r\nP-Asserted-Identity: "Alice" <sip:alice@example.com>'
}

an_anonymous_from_with_nothing_asserted_is_seen_as_the_site() {
	_seen_as '\+13125550100' from=$ANONYMOUS extra=$'\r\nPrivacy: id;critical'
}

every_way_to_withhold_is_undone() {
	_seen_as '\+13125550101' extra=$'\r\npRIVACY : header\r\nPrivacy: user;session\r\nRemote-Party-ID: <sip:x@y>;privacy=full\r\nP-Preferred-Identity: <sip:mallory@example.com>'
}

what_is_asserted_twice_or_badly_is_seen_once() {
	_seen_as '\+13125550176' from=queue@192.0.2.10 \
		extra=$'\r\nP-Asserted-Identity: <sip:2001x@@>, "a,b" <sip:+13125550176@192.0.2.10>\r\nP-Asserted-Identity: tel:+13125550178'
}

an_ordinary_call_stays_private() {
	uas retell answer "header Privacy id" "header Identity signature" "header From anonymous"
	uac pbx call number=+13125550142 from=$ANONYMOUS \
		extra=$'\r\nPrivacy: id\r\nIdentity: signature'
	uas_done retell
}

# --- a STIR Identity, which the From that is sent breaks ---

# _signed HEADER: through two gateways, counted once.
_signed() {
	local before
	before=$(counter signatures_dropped)
	uas redsky1 refuse status=503
	uas redsky2 answer "lacks c2lnbmF0dXJl"
	uac pbx call number=911 extra=$'\r\n'"$1: c2lnbmF0dXJl;info=<https://cert.example/a>;alg=ES256"
	uas_done redsky1
	uas_done redsky2
	counted signatures_dropped "$before"
	contains "siptrunk.emergencies" "call_id: $UAC_CALL@.* why: Identity: dropped" \
		"$(rpc siptrunk.emergencies | tr -s '[:space:]' ' ' | sed 's/ call_id: /\n&/g')"
}

a_signature_is_dropped_and_counted() { _signed Identity; }
a_signature_in_compact_form_is_dropped_and_counted() { _signed y; }

a_call_without_a_signature_is_not_counted() {
	local before
	before=$(counter signatures_dropped)
	_seen_as '\+13125550101'
	counted signatures_dropped "$before" 0
}

# --- the trunk's own number, or an e-mail address ---

# _hole ORDER CALLER FROM ROW: shown so, counted and logged once although two
# gateways are asked, and nobody is named.
_hole() {
	local before lines log
	data "UPDATE siptrunk_trunk SET caller_order = '$1' WHERE name = 'redsky'"
	before=$(counter provisioning_holes) lines=$(edge_log_lines)
	uas redsky1 refuse status=503 "header From <sip:$2@"
	uas redsky2 answer "header From <sip:$2@"
	uac pbx call number=911 from="$3"
	uas_done redsky1
	uas_done redsky2
	counted provisioning_holes "$before"
	log=$(edge_log_since "$lines" | grep "says little of where help is needed")
	equal "lines in the log" 1 "$(wc -l <<<"$log")"
	contains "the log" "WARNING.* call $UAC_CALL@.* trunk redsky .* row $4 of siptrunk_caller .* site 'chicago'" "$log"
	! grep -q "${3%@*}@" <<<"$log" || fail "the log names the caller: $log"
}

_row_of() { sql "SELECT id FROM siptrunk_caller WHERE aor = '$1'"; }

the_trunks_number_is_a_hole() {
	_hole appendix_a '\+13125550199' dave@example.com "$(_row_of dave@example.com)"
}

an_e_mail_address_is_a_hole() {
	_hole user_email 'alice%40example\.com' alice@example.com "$(_row_of alice@example.com)"
}

an_unknown_caller_may_be_a_hole() {
	_hole appendix_a '\+13125550199' nobody@example.net 0
}

a_did_an_extension_and_a_site_are_no_hole() {
	local before
	before=$(counter provisioning_holes)
	_seen_as '\+13125550101'
	_seen_as 2002 from=bob@example.com
	_seen_as '\+13125550100' from=dave@example.com
	counted provisioning_holes "$before" 0
}

# Its own number is what the fallback carrier must see.
the_fallback_carrier_is_no_hole() {
	local before
	before=$(counter provisioning_holes)
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier answer "header From <sip:\+15005550006@"
	uac pbx call number=911
	uas_done carrier
	counted provisioning_holes "$before" 0
}

# --- siptrunk.caller ---

# _explained USER VERDICT...: of the candidates, in order.
_explained() {
	local user=$1
	shift
	equal "the candidates of $user" "$*" \
		"$(rpc siptrunk.caller "s:$user" redsky | sed -n 's/^[[:space:]]*verdict: //p' | paste -sd ' ')"
}

every_candidate_is_explained() {
	_explained alice@example.com chosen "not needed" "not needed" "not needed" "not needed"
	_explained bob@example.com empty chosen "not needed" "not needed" "not needed"
	_explained dave@example.com empty empty chosen "not needed" "not needed"
	_explained nobody@example.net empty empty chosen "not needed" empty
	_explained 2002 "not E.164" chosen "not needed" "not needed" "not needed"
	_explained +13125550177 chosen empty "not needed" "not needed" empty
}

appendix_a_is_an_order_that_is_there() {
	data "UPDATE siptrunk_trunk SET caller_order = 'appendix_a' WHERE name = 'redsky'"
	equal "with an extension" 2001 "$(rpc_field caller siptrunk.caller alice@example.com redsky)"
	equal "with a DID" +13125550103 "$(rpc_field caller siptrunk.caller carol@example.com redsky)"
	equal "with neither" +13125550199 "$(rpc_field caller siptrunk.caller dave@example.com redsky)"
}

control_the_privacy_test_notices_privacy() {
	must_fail _privacy_is_kept "uas-answer: holds"
}

_privacy_is_kept() {
	uas retell answer "lacks [[:cntrl:]]$(any_case Privacy) *:"
	uac pbx call number=+13125550142 extra=$'\r\nPrivacy: id'
	uas_done retell
}

control_the_signature_test_notices_a_signature() {
	must_fail _signature_is_kept "uas-answer: holds"
}

_signature_is_kept() {
	uas retell answer "lacks c2lnbmF0dXJl"
	uac pbx call number=+13125550142 extra=$'\r\nIdentity: c2lnbmF0dXJl'
	uas_done retell
}

control_the_hole_test_notices_none() {
	must_fail _no_hole "provisioning_holes: expected"
}

_no_hole() { _hole did_first '\+13125550101' alice@example.com 1; }
