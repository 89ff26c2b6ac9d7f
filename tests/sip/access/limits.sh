# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Rows of an access list that are limited: to a direction, transports, ports, a
# time; switched off; there for a while only.

# _pbx_has COLUMN VALUE...: of its only row.
_pbx_has() {
	local set=
	while [ $# -gt 0 ]; do
		set+=${set:+, }"$1 = '$2'"
		shift 2
	done
	data "UPDATE siptrunk_address SET $set WHERE trunk = 'genesys'"
}

_options_get() { uac pbx request method=OPTIONS status="$1" via="${2:-u1}"; }

a_row_for_tcp_lets_nobody_in_by_udp() {
	_pbx_has transports tcp,tls
	_options_get 403 u1
	_options_get 200 t1
	equal "udp" unknown "$(rpc_field verdict siptrunk.check 192.0.2.10 udp)"
	equal "tcp" allow "$(rpc_field verdict siptrunk.check 192.0.2.10 tcp)"
	contains "why not by udp" "192.0.2.10/32 of trunk genesys: for another transport" \
		"$(rpc_field reason siptrunk.check 192.0.2.10 udp)"
}

a_row_for_some_ports_lets_nobody_in_from_others() {
	_pbx_has ports 6000-6010
	_options_get 403
	equal "port 6010" allow "$(rpc_field verdict siptrunk.check 192.0.2.10 udp 6010)"
	equal "port 6011" unknown "$(rpc_field verdict siptrunk.check 192.0.2.10 udp 6011)"
	_pbx_has ports 1024-65535
	_options_get 200
}

a_row_for_outbound_lets_nobody_in() {
	_pbx_has direction outbound
	_options_get 403
	_pbx_has direction inbound
	_options_get 200
}

a_row_that_is_off_lets_nobody_in() {
	_pbx_has state off
	_options_get 403
	contains "why" "switched off" "$(rpc_field reason siptrunk.check 192.0.2.10)"
}

# _day OFFSET: as a column has it.
_day() { date -u -d "$1 days" +%F; }

a_row_is_in_force_from_its_first_to_its_last_day() {
	_pbx_has valid_from "$(_day 0)" valid_until "$(_day 0)"
	_options_get 200
	_pbx_has valid_from "$(_day +2)" valid_until ''
	_options_get 403
	contains "why" "not valid yet" "$(rpc_field reason siptrunk.check 192.0.2.10)"
	_pbx_has valid_from '' valid_until "$(_day -1)"
	_options_get 403
	contains "why" "expired" "$(rpc_field reason siptrunk.check 192.0.2.10)"
}

a_row_that_does_not_apply_leaves_the_choice_to_the_next() {
	data "INSERT INTO siptrunk_address (trunk, prefix, action, valid_until) VALUES
		('genesys', '192.0.2.10/32', 'deny', '2020-01-01')"
	_options_get 200
	data "INSERT INTO siptrunk_address (trunk, prefix, action) VALUES
		('twilio', '192.0.2.0/24', 'allow')"
	_pbx_has state off
	equal "the trunk" twilio "$(rpc_field trunk siptrunk.check 192.0.2.10)"
}

control_the_limit_tests_notice_rows_without_limits() {
	must_fail _refused_without_a_limit "received .SIP/2.0 200"
}

_refused_without_a_limit() { _options_get 403; }

retells_newer_ranges_are_there_and_off() {
	local range
	for range in 3.42.144.1 153.57.128.1; do
		equal "verdict of $range" unknown "$(rpc_field verdict siptrunk.check "$range")"
		contains "why" "of trunk retell: switched off" "$(rpc_field reason siptrunk.check "$range")"
	done
	data "UPDATE siptrunk_address SET state = 'on' WHERE trunk = 'retell'"
	for range in 3.42.144.1 153.57.128.1; do
		equal "verdict of $range" allow "$(rpc_field verdict siptrunk.check "$range")"
		contains "its source" "Retell's SIP trunking page" "$(rpc_field source siptrunk.check "$range")"
		contains "its date" "^20[0-9][0-9]" "$(rpc_field dated siptrunk.check "$range")"
	done
}

# _rows_of TRUNK: "PREFIX STATE DATED SOURCE" a line, as siptrunk.show has them.
_rows_of() {
	rpc siptrunk.show "$1" | sed -n '/addresses: {/,$p' | awk '
		$1 == "prefix:" { prefix = $2 }
		$1 == "state:" { state = $2 }
		$1 == "source:" { sub(/^[^:]*: */, ""); source = $0 }
		$1 == "dated:" { print prefix, state, $2, source }'
}

_retells_ranges_are_shown() {
	local rows shared="LiveKit Cloud's ranges, too: shared with its tenants"
	rows=$(_rows_of retell)
	equal "ranges" 5 "$(wc -l <<<"$rows")"
	contains "range 1" "^18\.98\.16\.120/30 on 20[0-9-]+ Retell's SIP trunking page\$" "$rows"
	contains "range 2" "^143\.223\.88\.0/21 on 20[0-9-]+ Retell's .*$shared" "$rows"
	contains "range 3" "^161\.115\.160\.0/19 on 20[0-9-]+ Retell's .*$shared" "$rows"
	contains "range 4" "^3\.42\.144\.0/23 off 20[0-9-]+ Retell's SIP trunking page\$" "$rows"
	contains "range 5" "^153\.57\.128\.0/18 off 20[0-9-]+ Retell's .*$shared" "$rows"
}

retells_five_ranges_are_shown_with_where_they_come_from() { _retells_ranges_are_shown; }

control_the_range_test_notices_a_range_that_is_on() {
	data "UPDATE siptrunk_address SET state = 'on' WHERE prefix = '3.42.144.0/23'"
	must_fail _retells_ranges_are_shown "range 4"
}

every_column_of_a_row_is_shown() {
	local shown
	data "DELETE FROM siptrunk_address WHERE trunk = 'twilio';
		INSERT INTO siptrunk_address (trunk, host, action, state, direction, transports, ports,
			valid_from, valid_until, source, dated)
		VALUES ('twilio', 'sip.carrier.lab', 'deny', 'off', 'inbound', 'tcp,tls', '5060-5070',
			'2026-01-01', '2026-12-31T18:00:00Z', 'their page', '2026-11')"
	shown=$(rpc siptrunk.show twilio | sed -n '/addresses: {/,/}/p' | sed 's/^[[:space:]]*//' | tr '\n' ' ')
	contains "the row" "prefix: host: sip\.carrier\.lab action: deny state: off direction: inbound transports: tcp,tls ports: 5060-5070 valid_from: 2026-01-01T00:00:00Z valid_until: 2026-12-31T18:00:00Z source: their page dated: 2026-11" \
		"$(tr -s ' ' <<<"$shown")"
}

# ---- Where a trunk's traffic may go ------------------------------------------

# _outbound TRUNK PREFIX
_outbound() {
	data "INSERT INTO siptrunk_address (trunk, prefix, direction) VALUES ('$1', '$2', 'outbound')"
}

a_call_goes_only_where_the_trunks_outbound_rows_let_it() {
	local before
	data "UPDATE siptrunk_address SET direction = 'inbound' WHERE trunk = 'retell'"
	_outbound retell 18.98.16.120/30
	uas retell answer
	uac pbx call number=+13125550142
	uas_done retell
	data "UPDATE siptrunk_address SET prefix = '10.9.8.0/24' WHERE direction = 'outbound'"
	before=$(counter outbound_refused)
	uas retell answer
	uac pbx refused status=503 number=+13125550142
	uas_untouched retell
	((before < $(counter outbound_refused))) || fail "what was refused was not counted"
}

an_emergency_call_goes_where_its_rows_do_not_let_it_with_an_alarm() {
	local lines
	data "UPDATE siptrunk_address SET direction = 'inbound' WHERE trunk = 'redsky'"
	_outbound redsky 10.9.8.0/24
	lines=$(edge_log_lines)
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	contains "the log" "emergency call [0-9]+-[0-9]+@192\.0\.2\.10 goes to 198.51.100.11, which is not on the list of trunk redsky" \
		"$(edge_log_since "$lines")"
}

# ---- Temporary entries -------------------------------------------------------

_temporary() {
	keep_data
	rpc siptrunk.address_add "$@" >/dev/null
}

a_temporary_entry_lets_in_across_reload_and_restart() {
	_temporary twilio 203.0.113.66/32 600
	uac stranger request method=OPTIONS status=200
	rpc siptrunk.reload >/dev/null
	uac stranger request method=OPTIONS status=200
	edge_restart
	uac stranger request method=OPTIONS status=200
	equal "origin" temporary "$(rpc_field origin siptrunk.check 203.0.113.66)"
	rpc siptrunk.address_remove twilio 203.0.113.66 >/dev/null
	uac stranger request method=OPTIONS status=403
}

# Expired while the edge was down; the table still has it.
a_temporary_entry_that_has_expired_stays_out_after_a_restart() {
	_temporary twilio 203.0.113.66 600
	_temporary twilio 203.0.113.67 600
	sql "UPDATE siptrunk_learned SET expires = 1700000000 WHERE prefix = '203.0.113.66/32'"
	edge_restart
	uac stranger request method=OPTIONS status=403
	equal "the one that lives" allow "$(rpc_field verdict siptrunk.check 203.0.113.67)"
	rpc siptrunk.address_add twilio 203.0.113.68 600 >/dev/null
	equal "what the table still has" "203.0.113.67/32 203.0.113.68/32" \
		"$(sql "SELECT prefix FROM siptrunk_learned WHERE kind = 'temporary' ORDER BY prefix" | xargs)"
}

a_temporary_entry_of_ipv6_lets_in() {
	_temporary twilio 2001:db8:5::/48 600
	equal "inside" allow "$(rpc_field verdict siptrunk.check 2001:db8:5::1 tcp)"
	equal "outside" unknown "$(rpc_field verdict siptrunk.check 2001:db8:6::1 tcp)"
	rpc siptrunk.address_add twilio 2001:db8:5::66 600 deny >/dev/null
	equal "a denial in it" deny "$(rpc_field verdict siptrunk.check 2001:db8:5::66)"
	rpc siptrunk.address_add twilio ::ffff:203.0.113.66 600 >/dev/null
	uac stranger request method=OPTIONS status=200
	rpc siptrunk.address_remove twilio 2001:db8:5::/48 >/dev/null
	equal "removed" unknown "$(rpc_field verdict siptrunk.check 2001:db8:5::1 tcp)"
}

a_temporary_denial_wins_over_a_range() {
	_temporary retell 18.98.16.121 600 deny
	uac retell request method=OPTIONS status=403
}

_is_unknown() { [ "$(rpc_field verdict siptrunk.check "$1")" = unknown ]; }

a_temporary_entry_ends_by_itself() {
	_temporary twilio 203.0.113.66 2
	uac stranger request method=OPTIONS status=200
	wait_until 5 _is_unknown 203.0.113.66 || fail "it is still there"
	uac stranger request method=OPTIONS status=403
}

control_the_temporary_tests_notice_an_entry_that_is_not_there() {
	must_fail _temporary_of_another_address "received .SIP/2.0 403"
}

_temporary_of_another_address() {
	_temporary twilio 203.0.113.67 600
	uac stranger request method=OPTIONS status=200
}

temporary_entries_are_checked() {
	contains "no trunk" "no trunk is named 'nobody'" "$(rpc_fault siptrunk.address_add nobody 10.0.0.0/8 60)"
	contains "host bits" "no host bits set" "$(rpc_fault siptrunk.address_add twilio 10.0.0.1/8 60)"
	contains "leading zeros" "an IPv4 or IPv6 address" "$(rpc_fault siptrunk.address_add twilio 010.0.0.1 60)"
	contains "lifetime" "no lifetime" "$(rpc_fault siptrunk.address_add twilio 10.0.0.0/8 0)"
	contains "too long a life" "no lifetime" "$(rpc_fault siptrunk.address_add twilio 10.0.0.0/8 s:99999999999)"
	contains "no number" "no lifetime" "$(rpc_fault siptrunk.address_add twilio 10.0.0.0/8 soon)"
	contains "mask" "0 to 128" "$(rpc_fault siptrunk.address_add twilio 2001:db8::/129 60)"
	contains "arguments" "siptrunk\.address_add TRUNK PREFIX LIFETIME_S" "$(rpc_fault siptrunk.address_add twilio)"
	contains "action" "no action" "$(rpc_fault siptrunk.address_add twilio 10.0.0.0/8 60 maybe)"
	contains "not there" "no temporary entry" "$(rpc_fault siptrunk.address_remove twilio 10.0.0.0/8)"
}

a_temporary_entry_that_cannot_be_stored_is_refused() {
	keep_data
	sql "CREATE TRIGGER refuse BEFORE INSERT ON siptrunk_learned BEGIN SELECT RAISE(ABORT, 'no'); END"
	contains "the fault" "cannot write table siptrunk_learned" \
		"$(rpc_fault siptrunk.address_add twilio 203.0.113.66 600)"
	uac stranger request method=OPTIONS status=403
}

# What the table has of an entry is not lost with what could not be written.
a_temporary_entry_that_cannot_be_renewed_is_kept() {
	_temporary twilio 203.0.113.66 600
	sql "CREATE TRIGGER refuse BEFORE INSERT ON siptrunk_learned BEGIN SELECT RAISE(ABORT, 'no'); END;
		CREATE TRIGGER refuse_too BEFORE UPDATE ON siptrunk_learned BEGIN SELECT RAISE(ABORT, 'no'); END"
	contains "the fault" "cannot write table siptrunk_learned" \
		"$(rpc_fault siptrunk.address_add twilio 203.0.113.66 900)"
	edge_restart
	uac stranger request method=OPTIONS status=200
}

# A gateway is called, and calls nobody: that is what an outbound row is for.
a_callee_listed_for_outbound_alone_hangs_up() {
	data "UPDATE siptrunk_address SET direction = 'outbound' WHERE trunk = 'retell'"
	uas retell hang-up
	uac pbx hung-up number=+13125550142
	uas_done retell
}

whatever_became_of_its_row_a_gateway_ends_its_911() {
	data "UPDATE siptrunk_address SET state = 'off' WHERE trunk = 'redsky'"
	uas redsky1 hang-up
	uac pbx hung-up number=911
	uas_done redsky1
}

control_the_outbound_test_notices_a_callee_that_is_on_no_list() {
	must_fail _a_callee_on_no_list_hangs_up "SIP/2.0 403"
}

_a_callee_on_no_list_hangs_up() {
	data "DELETE FROM siptrunk_address WHERE trunk = 'retell'"
	uas retell hang-up
	uac_start pbx hung-up number=+13125550142
	uas_done retell
}

a_broad_prefix_is_not_added() {
	contains "the fault" "too broad" "$(rpc_fault siptrunk.address_add genesys 0.0.0.0/0 60)"
	contains "the fault" "too broad" "$(rpc_fault siptrunk.address_add genesys 2000::/15 60)"
	rpc siptrunk.address_add genesys 0.0.0.0/0 60 deny >/dev/null
	at_end rpc siptrunk.address_remove genesys 0.0.0.0/0
}
