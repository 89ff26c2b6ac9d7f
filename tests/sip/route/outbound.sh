# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Outbound routes (seed 003, section 5.3): which trunks an ordinary call of a pbx
# goes to, and to which next.

NUMBER=+13125550142

# _routed TRUNKS [MORE SQL]: the route of all sites for NUMBER.
_routed() {
	data "INSERT INTO siptrunk_number_plan (numbers, classification) VALUES ('$NUMBER', 'pstn');
		INSERT INTO siptrunk_outbound_route (name, classifications, trunks) VALUES ('out', 'pstn', '$1');
		${2:-}"
}

# _refuses HOST STATUS [CHECK]...: it is asked for NUMBER and does not take the call.
_refuses() {
	local host=$1 status=$2
	shift 2
	uas "$host" refuse status="$status" "has ^INVITE sip:\\$NUMBER@" "$@"
}

_takes() {
	local host=$1
	shift
	uas "$host" answer "has ^INVITE sip:\\$NUMBER@" "$@"
}

_call() { uac pbx call number=$NUMBER "$@"; }

_refused_with() {
	local status=$1
	shift
	uac pbx refused number=$NUMBER status="$status" "$@"
}

# Each trunk gets its own headers and caller, from the call as it came.
the_next_trunk_takes_what_the_first_does_not() {
	_routed 'twilio, retell, genesys' "
		INSERT INTO siptrunk_header (trunk, name, value) VALUES ('twilio', 'X-Only', 'twilio'), ('retell', 'X-Only', 'retell');
		UPDATE siptrunk_trunk SET caller_order = 'trunk' WHERE name = 'twilio'"
	_takes carrier "once X-Only" "header X-Only ^ *twilio\$" "header From <sip:\+15005550006@"
	_call
	uas_done carrier
	_refuses carrier 503 "header X-Only ^ *twilio\$"
	_takes retell "once X-Only" "header X-Only ^ *retell\$" "header From <sip:alice@example\.com>"
	_call
	uas_done carrier
	uas_done retell
	equal "the trunk of the call" retell "$(rpc siptrunk.calls "$UAC_CALL@192.0.2.10" | sed -n 's/^[[:space:]]*target: //p')"
	# Nobody answers there; then the one after it.
	peer_stop retell
	_refuses carrier 500
	_takes pbx
	_call
	uas_done pbx
}

# Of the last: what those before it said is of no use to anybody.
when_no_trunk_takes_it_the_last_ones_answer_is_told() {
	_routed twilio,retell
	_refuses carrier 503
	_refuses retell 500
	_refused_with 500
	data "UPDATE siptrunk_trunk SET state = 'out_of_service' WHERE name = 'retell'"
	_refuses carrier 503
	_refused_with 503 "has ^SIP/2.0 503 Trunk Out Of Service"
}

what_the_called_one_says_is_the_callers_to_hear() {
	_routed twilio,retell
	_refuses carrier 403 # the trunk rejects it: nobody was called
	_takes retell
	_call
	uas_done carrier
	uas_done retell
	_refuses carrier 486
	uas retell answer
	_refused_with 486
	uas_untouched retell
}

# What OPTIONS tell: no call has to find it out.
a_trunk_that_is_down_comes_last() {
	local lines
	_routed twilio,retell "UPDATE dispatcher SET destination = 'sip:192.0.2.50:9;transport=udp', flags = 8 WHERE setid = 4"
	wait_until 30 _is_down twilio || fail "twilio: $(rpc siptrunk.gateways twilio | xargs)"
	lines=$(edge_log_lines)
	_takes retell
	_call
	uas_done retell
	! edge_log_since "$lines" | grep "does not take it" || fail "the trunk that is down was tried"
}

_is_down() {
	rpc siptrunk.probe >/dev/null
	rpc siptrunk.show "$1" | grep -q 'status: down'
}

control_the_route_test_notices_a_trunk_that_is_not_tried() {
	must_fail _nobody_is_next "uac-call"
}

_nobody_is_next() {
	_routed twilio
	_refuses carrier 503
	_call
}

# A gate at the first (what is wrong with it is known before it is asked), and it
# counts the call no longer.
what_may_not_go_to_one_trunk_goes_to_the_next() {
	_routed twilio,retell "UPDATE siptrunk_trunk SET state = 'out_of_service' WHERE name = 'twilio'"
	_takes retell
	_call
	uas_done retell
	contains "the route" "trunk: twilio role: carrier verdict: passed_over reason: out of service .*trunk: retell role: agent verdict: tried" \
		"$(rpc siptrunk.route "s:$NUMBER" | xargs)"
	data "UPDATE siptrunk_trunk SET state = 'in_service', codecs = 'opus' WHERE name = 'twilio'"
	_takes retell
	_call
	uas_done retell
	data "UPDATE siptrunk_trunk SET codecs = 'opus' WHERE name = 'retell'"
	_refused_with 488 "header Warning 305 siptrunk .*no shared codec"
}

# _counts TRUNK NUMBER: of its calls, as its call_limit sees them.
_counts() { [ "$(on edge kamcmd dlg.profile_get_size trunk "$1")" = "$2" ]; }

a_trunk_at_its_limit_counts_nobody_else() {
	_routed twilio,retell "UPDATE siptrunk_trunk SET call_limit = 1 WHERE name = 'twilio'"
	_takes carrier
	uac_start pbx call number=$NUMBER hold=3000
	wait_until 5 uac_is_up pbx || fail "the first call is not up"
	first_call=$UAC_PID
	_takes retell
	uac_start pbx call number=$NUMBER hold=1000
	wait_until 5 uac_is_up pbx || fail "the second call is not up"
	_counts twilio 1 || fail "twilio counts a call that retell has: $(on edge kamcmd dlg.profile_get_size trunk twilio)"
	uac_done pbx call
	wait "$first_call" || fail "the first call suffered"
	# Given up after it was asked.
	wait_until 5 _counts twilio 0 || fail "twilio counts a call that has ended"
	_refuses carrier 503
	_takes retell
	uac_start pbx call number=$NUMBER hold=1000
	wait_until 5 uac_is_up pbx || fail "the third call is not up"
	_counts twilio 0 || fail "twilio counts a call that it has refused"
	uac_done pbx call
}

# What the sender may not do no other trunk cures.
the_senders_limit_holds_for_all_trunks_of_a_route() {
	_routed twilio,retell "UPDATE siptrunk_trunk SET call_limit_in = 1 WHERE name = 'genesys'"
	_takes carrier
	uac_start pbx call number=$NUMBER hold=1000
	wait_until 5 uac_is_up pbx || fail "the first call is not up"
	first_call=$UAC_PID
	uas retell answer
	_refused_with 503 "has ^SIP/2.0 503 Call Limit Reached"
	uas_untouched retell
	wait "$first_call" || fail "the first call suffered"
}

# By its number in siptrunk_agent, wherever the agent stands in the route; what was
# registered for one trunk is not dialled at the next.
an_agent_of_a_route_gets_a_registered_call() {
	_routed twilio,retell "INSERT INTO siptrunk_agent (trunk, number, agent_id) VALUES ('retell', '$NUMBER', 'agent_sales')"
	api_fresh
	_refuses carrier 503
	uas retell answer "has ^INVITE sip:call_[0-9a-z]+@sip\.retellai\.com"
	_call
	uas_done carrier
	uas_done retell
	equal "registrations" 1 "$(api_asked register)"
	data "UPDATE siptrunk_outbound_route SET trunks = 'retell,twilio'"
	uas retell refuse status=503 "has ^INVITE sip:call_[0-9a-z]+@sip\.retellai\.com"
	_takes carrier
	_call
	uas_done retell
	uas_done carrier
	equal "registrations" 2 "$(api_asked register)"
}

# RTPengine had been asked for the first trunk's ports; each time something else ends the
# call at the second.
a_call_that_ends_at_a_later_trunk_leaves_no_ports() {
	_routed twilio,retell "UPDATE siptrunk_trunk SET state = 'out_of_service' WHERE name = 'retell'"
	_ends_at_the_second refused status=503
	data "UPDATE siptrunk_trunk SET state = 'in_service', codecs = 'opus' WHERE name = 'retell'"
	_ends_at_the_second refused status=488
	data "UPDATE siptrunk_trunk SET codecs = '' WHERE name = 'retell';
		INSERT INTO siptrunk_agent (trunk, number, agent_id, fallback) VALUES ('retell', '$NUMBER', 'agent_sales', '480 No Agent')"
	api_fresh
	api_answers register 422,slow:1500
	_ends_at_the_second refused status=480
	_ends_at_the_second cancel-early
}

# _ends_at_the_second SCENARIO [KEY=VALUE]...
_ends_at_the_second() {
	_refuses carrier 503
	uac pbx "$1" number=$NUMBER "${@:2}"
	uas_done carrier
	wait_until 5 rtpengine_session 9900 "$UAC_CALL@192.0.2.10" y || fail "$*: RTPengine still has the call's ports"
}

# It is at the host that was dialled that the second trunk knows it, not at the first's.
a_name_is_tried_at_the_host_that_was_dialled() {
	local uri
	api_register
	data "INSERT INTO siptrunk_number_plan (match_type, numbers, classification) VALUES ('regex', '.*', 'pstn');
		INSERT INTO siptrunk_outbound_route (name, classifications, trunks) VALUES ('out', 'pstn', 'genesys, retell')"
	for uri in "sip:$API_CALL@$EDGE" "sip:$API_CALL@sip.example.com"; do
		uas pbx refuse status=503 "has ^INVITE sip:$API_CALL@"
		if [[ $uri = *$EDGE ]]; then
			uas retell answer "has ^INVITE sip:$API_CALL@sip\.retellai\.com"
			_call uri="$uri"
			uas_done retell
		else
			_refused_with 404 uri="$uri" "header Reason knows nobody of this name"
		fi
		uas_done pbx
	done
}

who_gives_up_ends_the_search() {
	_routed twilio,retell
	uas carrier ring
	uas retell answer
	uac pbx cancel number=$NUMBER
	uas_done carrier
	uas_untouched retell
	equal "calls that run" "" "$(rpc siptrunk.calls | grep -F "$UAC_CALL" || true)"
}

# _route_of WHO: the name of the route that NUMBER takes.
_route_of() { rpc_field route siptrunk.route "s:$NUMBER" "$@"; }

a_sites_own_route_goes_first() {
	_routed retell "INSERT INTO siptrunk_site (name) VALUES ('boston');
		UPDATE siptrunk_caller SET site = 'boston' WHERE aor = 'bob@example.com';
		INSERT INTO siptrunk_outbound_route (name, site, classifications, trunks) VALUES ('boston_out', 'boston', 'pstn', 'twilio')"
	_takes carrier
	_call from=bob@example.com
	uas_done carrier
	_takes retell
	_call
	uas_done retell
	equal "bob's route" boston_out "$(_route_of bob@example.com)"
	equal "the site's route" boston_out "$(_route_of boston)"
	equal "alice's route" out "$(_route_of 2001)"
	contains "why not boston's" "passed_over: { { route: boston_out reason: of another site" "$(rpc siptrunk.route "s:$NUMBER" | xargs)"
	contains "the routes to twilio" "outbound_routes: { boston_out }" "$(rpc siptrunk.show twilio | xargs)"
	data "UPDATE siptrunk_outbound_route SET state = 'off' WHERE name = 'boston_out'"
	_takes retell
	_call from=bob@example.com
	uas_done retell
	contains "why not boston's" "route: boston_out reason: off" "$(rpc siptrunk.route "s:$NUMBER" bob@example.com | xargs)"
	contains "the fault" "no caller and no site is 'mars'" "$(rpc_fault siptrunk.route "s:$NUMBER" mars)"
	contains "the fault" "'x' holds no number" "$(rpc_fault siptrunk.route x)"
}

_target() { rpc siptrunk.calls "$UAC_CALL@192.0.2.10" | sed -n 's/^[[:space:]]*target: //p'; }

# Twenty calls that all have the same order: once in half a million times.
a_random_route_begins_with_any_trunk() {
	local seen='' i
	_routed twilio,retell "UPDATE siptrunk_outbound_route SET distribution = 'random'"
	for i in {1..20}; do
		_call hold=0
		seen+=" $(_target)"
		[[ $seen != *twilio* || $seen != *retell* ]] || return 0
	done
	fail "of $i calls none began with another trunk:$seen"
}

# Every trunk of a route is out of reach, and a route of a site has a say about
# every class that it can: a 911 asks none of it.
a_911_asks_no_route() {
	_routed twilio,retell,genesys "UPDATE siptrunk_trunk SET state = 'out_of_service' WHERE name <> 'genesys'"
	uas redsky1 answer "header E911-Organization-ID ^ *$ORGANIZATION\$"
	uac pbx call number=911
	uas_done redsky1
	contains "the route of a 911" "route: trunks: { { trunk: redsky role: emergency" "$(rpc siptrunk.route 911 | xargs)"
}
