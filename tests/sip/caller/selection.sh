# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whom RedSky sees as the caller: From and P-Asserted-Identity.

# _redsky_sees VALUE-REGEX [KEY=VALUE]...
_redsky_sees() {
	local caller=$1
	shift
	uas redsky1 answer "once From" "once P-Asserted-Identity" \
		"header From <sip:$caller@203\.0\.113\.10>" \
		"header P-Asserted-Identity ^ *<sip:$caller@203\.0\.113\.10>"
	uac pbx call number=911 "$@"
	uas_done redsky1
}

alice_is_her_did() { _redsky_sees '\+13125550101' from=alice@example.com; }
bob_is_his_extension() { _redsky_sees 2002 from=bob@example.com; }
carol_is_her_did() { _redsky_sees '\+13125550103' from=carol@example.com; }
dave_is_his_site() { _redsky_sees '\+13125550100' from=dave@example.com; }
a_stranger_to_the_directory_is_the_site() {
	_redsky_sees '\+13125550100' from=nobody@example.net
}
alice_is_found_by_extension() { _redsky_sees '\+13125550101' from=2001@192.0.2.10; }
alice_is_found_by_did() { _redsky_sees '\+13125550101' from=+13125550101@192.0.2.10; }

the_asserted_identity_goes_before_from() {
	_redsky_sees '\+13125550101' from=dave@example.com \
		extra=$'\r\nP-Asserted-Identity: "Alice" <sip:alice@example.com>'
}

a_queues_asserted_number_is_used() {
	_redsky_sees '\+13125550176' from=queue@192.0.2.10 \
		extra=$'\r\nP-Asserted-Identity: <sip:+13125550176@192.0.2.10>'
}

a_queues_asserted_number_may_be_escaped() {
	_redsky_sees '\+13125550176' from=queue@192.0.2.10 \
		extra=$'\r\nP-Asserted-Identity: <sip:%2B13125550176@192.0.2.10>'
}

extension_first_prefers_the_extension() {
	data "UPDATE siptrunk_trunk SET caller_order = 'extension_first' WHERE name = 'redsky'"
	_redsky_sees 2001 from=alice@example.com
}

the_trunk_ani_stands_in_when_there_is_no_site() {
	data "UPDATE siptrunk_trunk SET caller_order = 'user_extension,trunk' WHERE name = 'redsky'"
	_redsky_sees '\+13125550199' from=dave@example.com
}

an_e_mail_address_is_escaped() {
	data "UPDATE siptrunk_trunk SET caller_order = 'user_email' WHERE name = 'redsky'"
	_redsky_sees 'alice%40example\.com' from=alice@example.com
}

privacy_is_not_asked_in_an_emergency() {
	uas redsky1 answer "lacks $(any_case Privacy): id" "header From <sip:\+13125550101@"
	uac pbx call number=911 extra=$'\r\nPrivacy: id'
	uas_done redsky1
}

caller_rpc_says_the_same() {
	equal "caller" +13125550101 "$(rpc_field caller siptrunk.caller alice@example.com redsky)"
	equal "source" call_source "$(rpc_field source siptrunk.caller alice@example.com redsky)"
	equal "caller" 2002 "$(rpc_field caller siptrunk.caller bob@example.com redsky)"
	equal "source" user_extension "$(rpc_field source siptrunk.caller bob@example.com redsky)"
	equal "source" site "$(rpc_field source siptrunk.caller dave@example.com redsky)"
}

the_caller_order_of_an_emergency_trunk_cannot_be_empty() {
	local fault
	keep_data
	sql "UPDATE siptrunk_trunk SET caller_order = '' WHERE name = 'redsky'"
	fault=$(rpc_fault siptrunk.reload)
	contains "the fault" "siptrunk_trunk.*caller_order" "$fault"
	alice_is_her_did
}

control_the_caller_test_notices_another_order() {
	data "UPDATE siptrunk_trunk SET caller_order = 'site' WHERE name = 'redsky'"
	must_fail alice_is_her_did "uas-answer.*13125550101"
}

control_the_caller_test_notices_an_unknown_caller() {
	data "DELETE FROM siptrunk_caller"
	must_fail bob_is_his_extension "uas-answer.*2002"
}
