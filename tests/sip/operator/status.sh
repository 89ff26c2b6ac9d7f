# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The status page, as curl sees it; a browser does in tests/operate/browser.

. "$REPO/tests/lib/hostile.sh"

# _served PATH TYPE: into PAGE, with its headers.
_served() {
	operate "$1" -i
	equal "$1" 200 "$BROWSED"
	contains "$1" "^Content-Type: $2" "$PAGE"
	contains "$1" "^Cache-Control: no-store" "$PAGE"
	contains "$1" "^X-Content-Type-Options: nosniff" "$PAGE"
	contains "$1" "^Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'" "$PAGE"
}

# _lacks WHAT REGEX: of PAGE.
_lacks() { ! grep -E "$2" <<<"$PAGE" || fail "there is $1"; }

the_page_is_served_and_brings_all_that_it_needs() {
	_served /status "text/html; charset=utf-8"
	contains "the page" '^</html>' "$PAGE"
	_lacks "an inline handler" '<[^>]* on[a-z]+='
	_lacks "an inline script or style" '<(script|style)>|style='
	_lacks "something from elsewhere" '(src|href)="?(https?:)?//'
	_served '/status.css?1' text/css
	_served /status.js text/javascript
	_lacks "what makes HTML of text" 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\('
	operate /status.txt
	equal "what is no part of it" 404 "$BROWSED"
	browse edge /status.json
	equal "the status without a password" 401 "$BROWSED"
}

# _status EXPRESSION: what Python makes of it; s is the status.
_status() {
	operate /status.json
	equal "/status.json" 200 "$BROWSED"
	on edge python3 -c 'import json, sys; s = json.loads(sys.argv[1]); print(eval(sys.argv[2]))' "$PAGE" "$1"
}

_status_shows() { [ "$(_status "$1")" = "$2" ]; }

# _shows WHAT EXPRESSION EXPECTED: soon.
_shows() { wait_until 10 _status_shows "$2" "$3" || fail "$1: expected $3, found $(_status "$2")"; }

LATEST='s["emergencies"]["list"][0]'
ALARMS='[a["text"] for a in s["alarms"]["list"] if a["level"] == "LEVEL"]'

the_status_has_what_became_of_emergency_calls() {
	uac pbx call number=933
	_shows "the 933" "$LATEST[\"dialled\"], $LATEST[\"test\"], $LATEST[\"outcome\"]" "('933', True, 'answered')"
	_shows "the site's last 933" '[t["answered"] > s["time"] - 20 for t in s["tests"]["list"] if t["site"] == "chicago"]' "[True]"
	_shows "the gateway's last 933" '[g["tested"] > s["time"] - 20 for t in s["trunks"]["list"] if t["trunk"] == "redsky" for g in t["gateways"]["list"]][0]' True
	uac pbx call number=911
	_shows "the 911" "$LATEST[\"dialled\"], $LATEST[\"caller\"], $LATEST[\"outcome\"]" "('911', '+13125550101', 'answered')"
	uac retell refused status=403 number=911 from=+13125550142@sip.retellai.com
	_shows "the agent's 911" "$LATEST[\"trunk\"], $LATEST[\"outcome\"]" "('retell', 'refused')"
	_shows "the alarm" "any('an emergency call of retell to 911 was refused' in a for a in ${ALARMS/LEVEL/warning})" True
}

the_status_has_gateways_that_are_down_and_calls_that_run() {
	local redsky='[t for t in s["trunks"]["list"] if t["trunk"] == "redsky"][0]'
	uac_start pbx call number=911 hold=20000
	wait_until 5 uac_is_up pbx || fail "the 911 is not up"
	_shows "the call" '[(c["trunk"], c["target"], c["state"]) for c in s["calls"]["list"]][0]' "('genesys', 'redsky', 'up')"
	_shows "calls of redsky" "$redsky[\"calls\"] >= 1" True
	peer_stop redsky2
	rpc siptrunk.probe >/dev/null
	_shows "redsky" "$redsky[\"status\"], $redsky[\"gateways\"][\"list\"][1][\"state\"]" "('degraded', 'down')"
	_shows "the alarm" "'Trunk redsky is degraded: some of its gateways are down.' in ${ALARMS/LEVEL/warning}" True
	rpc siptrunk.set_state redsky out_of_service >/dev/null
	at_end rpc siptrunk.set_state redsky in_service
	_shows "the state" "$redsky[\"state\"]" out_of_service
}

# Bytes that are no UTF-8, quotes and tags, where only their sender wants them.
what_a_caller_sends_stays_text() {
	local from
	from=$(printf 'a%%22%%3Cscript%%3E\xff\xfe@example.com')
	LC_ALL=C uac pbx call number=911 from="$from"
	_shows "who called" "'%3Cscript%3E' in $LATEST[\"identity\"]" True
	uac stranger refused status=403 number=+13125550142
	_shows "valid JSON" 's["calls"]["shown"] <= s["calls"]["count"]' True
}

_page_is_served() { _served /status "text/html; charset=utf-8"; }

an_edge_without_the_page_starts_and_says_so() {
	local lines
	lines=$(edge_log_lines)
	edge_with STATUS_DIR="\"$TEST_DIR/nowhere\""
	contains "the log" "ERROR.*the status page lacks status.html: modparam page_dir: cannot read .*nowhere/status.html" \
		"$(edge_log_since "$lines")"
	operate /status
	equal "without its files" 404 "$BROWSED"
	contains "the answer" "STATUS_DIR" "$PAGE"
	_shows "the status" 's["generation"] >= 1' True
	must_fail _page_is_served "404"
}
