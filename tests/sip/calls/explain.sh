# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# siptrunk.explain: what it says of a call is what happens to it.

. "$REPO/tests/lib/limits.sh"

declare -A PLAYS=([sip1.redsky.lab]=redsky1 [sip2.redsky.lab]=redsky2 [sip.retellai.com]=retell
	[192.0.2.50]=carrier [192.0.2.10]=pbx)

# _explain HOST FROM NUMBER: into EXPLAINED. s: kamcmd takes a number for one.
_explain() { EXPLAINED=$(rpc siptrunk.explain "s:$2" "s:$3" "s:udp:$(address "$1")"); }

# _said FIELD: of the explanation.
_said() { sed -n "s/^[[:space:]{]*$1: *//p" <<<"$EXPLAINED" | head -n 1; }

# _happens HOST FROM NUMBER: the call goes as EXPLAINED says.
_happens() {
	local callee
	if [ "$(_said verdict)" = refused ]; then
		uac "$1" refused status="$(_said code)" number="$3" from="$2"
		return
	fi
	callee=${PLAYS[$(_said gateway)]}
	uas "$callee" answer "has ^INVITE $(_said request | sed 's/;.*//; s/[.+*]/\\&/g; s/CALL_ID/call_[0-9a-f]+/')" \
		"header From :$(_said caller | sed 's/[.+*]/\\&/g')@"
	uac "$1" call number="$3" from="$2" hold=20
	uas_done "$callee"
}

# _as_explained VERDICT HOST FROM NUMBER: not only what is said, but what is meant.
_as_explained() {
	_explain "${@:2}"
	equal "what becomes of a call of $2 to $4" "$1" "$(_said target)$(_said code)"
	_happens "${@:2}"
}

what_is_explained_happens() {
	wait_until 10 gateways_up || fail "RedSky is not up"
	_as_explained redsky0 pbx alice@example.com 911
	_as_explained 403 stranger alice@example.com 911
	_as_explained 403 retell +13125550142@sip.retellai.com 911
	_as_explained retell0 pbx bob@example.com +13125550142
	_as_explained genesys0 carrier +14155550123@carrier.lab +13125550101
	_as_explained twilio0 retell +15005550006@sip.retellai.com +14155550123
	_as_explained 403 retell +15005550006@sip.retellai.com +442079460958 # another country
}

# The API hears nothing of it before.
an_agents_call_is_explained_up_to_its_registration() {
	api_fresh
	_explain pbx alice@example.com "$AGENT_NUMBER"
	contains "the registration" 'registered with the API of trunk retell for agent_sales' "$EXPLAINED"
	equal "registrations" 0 "$(api_asked register)"
	_happens pbx alice@example.com "$AGENT_NUMBER"
	equal "registrations" 1 "$(api_asked register)"
}

# What a trunk demands beside the address cannot be shown, and is taken as shown.
a_proof_is_told_and_taken_as_shown() {
	data "UPDATE siptrunk_trunk SET proof = 'digest', realm = 'pbx.example.com' WHERE name = 'genesys';
		INSERT INTO siptrunk_credential (trunk, direction, realm, username, ha1)
		VALUES ('genesys', 'inbound', '', 'alice', '$(printf 'alice:pbx.example.com:secret' | md5sum | cut -d' ' -f1)')"
	_explain pbx alice@example.com +13125550142
	equal "where it goes" retell "$(_said target)"
	contains "the proof" 'trunk genesys demands beside the address: digest; it is taken as shown' "$EXPLAINED"
}

# A place, a rule, a state; and what the edge says of why.
what_keeps_a_call_back_is_explained() {
	data "INSERT INTO siptrunk_dial_rule (trunk, direction, position, pattern, prefix, replacement)
		VALUES ('genesys', 'from', 1, '^7', '', ''), ('genesys', 'from', 2, '^8(\d+)', '', '\$1')"
	_as_explained 403 pbx alice@example.com 8911
	contains "the reason" 'no dial rule leads to an emergency number' "$(_said sentence)"
	rpc siptrunk.set_state retell out_of_service >/dev/null
	at_end rpc siptrunk.set_state retell in_service
	_as_explained 503 pbx alice@example.com +13125550142
	rpc siptrunk.set_state retell in_service >/dev/null
	data "UPDATE siptrunk_trunk SET call_limit = 1 WHERE name = 'retell'"
	hold_a_call
	_as_explained 503 pbx alice@example.com +13125550142
	contains "the reason" 'trunk retell has as many calls as it may' "$(_said sentence)"
	contains "the limit" 'retell: call 2 of 1' "$EXPLAINED"
	_as_explained redsky0 pbx alice@example.com 911
}

control_the_comparison_notices_a_call_that_goes_elsewhere() {
	must_fail _a_call_of_somebody_else "retell, uac-call"
	must_fail _a_stranger_who_is_let_in "pbx, uac-refused"
}

_a_call_of_somebody_else() {
	_explain pbx alice@example.com 911
	_happens retell +13125550142@sip.retellai.com 911
}

_a_stranger_who_is_let_in() {
	_explain stranger alice@example.com 911
	_happens pbx alice@example.com +13125550142
}

# _transactions: but for the edge's own OPTIONS.
_transactions() { rpc tm.stats | awk '$1 == "total:" { total = $2 } $1 == "total_local:" { print total - $2 }'; }

# _traces: all that a call leaves behind. Certificates are a probe's.
_traces() {
	rpc siptrunk.stats | grep -v certificate_days_left
	rpc siptrunk.emergencies
	rpc siptrunk.near_misses
	rpc siptrunk.hits
	rpc siptrunk.calls | grep call_id:
	rpc dlg.stats_active
	rpc htable.dump second
	_transactions
	edge_log_since 0 | grep -c '<script>'
}

explaining_leaves_no_trace() {
	local before i
	data "UPDATE siptrunk_trunk SET calls_per_second = 1, call_limit = 1 WHERE name IN ('twilio', 'retell')"
	before=$(_traces)
	for i in 1 2 3; do
		_explain pbx alice@example.com 911
		_explain retell +13125550142@sip.retellai.com 911
		_explain stranger alice@example.com 911
		_explain pbx alice@example.com +13125550142
		_explain retell +15005550006@sip.retellai.com 442079460958
		_explain retell +15005550006@sip.retellai.com +14155550123
	done
	equal "what has changed" "" "$(diff <(echo "$before") <(_traces))"
	equal "who a third such call goes to" twilio "$(_said target)"
}

# Whatever a route does: the call is nowhere, also not when it is sent again.
a_route_that_places_an_explained_call_places_nothing() {
	edge_routed gateway.cfg 's/explaining\) == 1/explaining) == 2/'
	uas redsky1 answer
	uas carrier answer
	uas retell answer
	rpc siptrunk.explain alice@example.com 911 >/dev/null
	rpc siptrunk.explain alice@example.com s:+13125550142 >/dev/null
	equal "calls that the routes have tried to place" 2 "$(_transactions)"
	uac pbx call number=+13125550142
	uas_done retell
	uas_untouched redsky1 carrier
}

what_cannot_be_explained_says_why() {
	contains "no number" 'an argument is missing.*siptrunk\.explain FROM TO' "$(rpc_fault siptrunk.explain alice)"
	contains "a source" "'nowhere' is no source.*tls:192\.0\.2\.10:5061" "$(rpc_fault siptrunk.explain alice 911 nowhere)"
	contains "two lines" 'FROM or TO is no user and no SIP URI' "$(rpc_fault siptrunk.explain 'alice bob' 911)"
}
