# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A bad row refuses the whole load, names itself, and the old rows still serve.

# _refused SQL REGEX...: after SQL the reload's fault holds every REGEX.
_refused() {
	local statement=$1 fault regex before
	shift
	before=$(counter reload_failures)
	keep_data
	sql "$statement"
	fault=$(rpc_fault siptrunk.reload)
	for regex; do
		contains "the fault" "$regex" "$fault"
	done
	counted reload_failures "$before"
	_old_rows_serve
}

_old_rows_serve() {
	uas redsky1 answer "once E911-Organization-ID" "header From <sip:\+13125550101@" \
		"header E911-Organization-ID ^ *$ORGANIZATION\$"
	uac pbx call number=911
	uas_done redsky1
}

host_bits_set() {
	_refused "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '192.0.2.7/24')" \
		siptrunk_address prefix '192\.0\.2\.7/24'
}

a_bad_mask() {
	_refused "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '10.0.0.0/33')" \
		siptrunk_address prefix '10\.0\.0\.0/33'
}

an_address_that_is_none() {
	_refused "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', 'localhost')" \
		siptrunk_address prefix localhost
}

an_unknown_trunk() {
	_refused "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('mars', '10.0.0.0/8')" \
		siptrunk_address trunk mars
}

a_line_break_in_a_header() {
	_refused "UPDATE siptrunk_header SET value = 'x' || char(13, 10) || 'Evil: yes'" \
		siptrunk_header value
}

an_invalid_header_name() {
	_refused "INSERT INTO siptrunk_header (trunk, name, value) VALUES ('redsky', 'X Y', '1')" \
		siptrunk_header name 'X Y'
}

a_header_of_the_stack() {
	_refused "INSERT INTO siptrunk_header (trunk, name, value) VALUES ('redsky', 'Via', '1')" \
		siptrunk_header name Via
}

the_same_header_twice_in_another_case() {
	_refused "INSERT INTO siptrunk_header (trunk, name, value)
		VALUES ('redsky', 'e911-organization-id', '1')" siptrunk_header name e911-organization-id
}

an_emergency_trunk_without_an_ani() {
	_refused "UPDATE siptrunk_trunk SET ani = '' WHERE name = 'redsky'" siptrunk_trunk ani E\.164
}

srtp_to_a_trunk_without_tls() {
	_refused "UPDATE siptrunk_trunk SET media = 'srtp' WHERE name = 'retell'" \
		siptrunk_trunk transport 'tls, because media is srtp'
}

srtp_to_a_gateway_without_tls() {
	_refused "UPDATE dispatcher SET destination = replace(destination, 'tls', 'tcp') WHERE setid = 3" \
		dispatcher destination ';transport=tls, as trunk redsky has it, found tcp'
}

an_unknown_caller_source() {
	_refused "UPDATE siptrunk_trunk SET caller_order = 'moon,site' WHERE name = 'redsky'" \
		siptrunk_trunk caller_order moon
}

an_e_mail_that_is_not_the_last_resort() {
	_refused "UPDATE siptrunk_trunk SET caller_order = 'user_email,site' WHERE name = 'redsky'" \
		siptrunk_trunk caller_order user_email
}

an_extension_that_would_be_an_emergency() {
	_refused "UPDATE siptrunk_caller SET extension = '911' WHERE aor = 'bob@example.com'" \
		siptrunk_caller extension 911
}

two_callers_with_one_extension() {
	_refused "UPDATE siptrunk_caller SET extension = '2001' WHERE aor = 'bob@example.com'" \
		siptrunk_caller extension 2001
}

a_number_plan_without_911() {
	_refused "DELETE FROM siptrunk_number_plan WHERE numbers = '911'" siptrunk_number_plan 911
}

a_classification_called_emergency() {
	_refused "UPDATE siptrunk_number_plan SET classification = 'Emergency' WHERE numbers = '911'" \
		siptrunk_number_plan classification Emergency
}

a_dial_rule_that_cannot_compile() {
	_refused "INSERT INTO siptrunk_dial_rule (trunk, position, pattern) VALUES ('genesys', 1, '^9(\d{7\$')" \
		siptrunk_dial_rule 'column pattern: expected a regular expression' 'missing closing parenthesis at position 8'
}

an_unknown_site() {
	_refused "UPDATE siptrunk_caller SET site = 'atlantis' WHERE aor = 'bob@example.com'" \
		siptrunk_caller site atlantis
}

# _columns TABLE WHERE: of that row, then a line "COLUMN VALUE EXPECTED" for each
# bad value on standard input; every fault names table, column, what was expected
# and what was found.
_columns() {
	local table=$1 where=$2 column value expected good fault
	keep_data
	while read -r column value expected; do
		good=$(sql "SELECT quote($column) FROM $table WHERE $where")
		# as if the database had no constraints
		sql "PRAGMA ignore_check_constraints = 1; UPDATE $table SET $column = '$value' WHERE $where"
		fault=$(rpc_fault siptrunk.reload)
		contains "the fault" "table $table, row [0-9]+, column $column: expected .*$expected.*, found '$value'" "$fault"
		sql "UPDATE $table SET $column = $good WHERE $where"
	done
	rpc siptrunk.reload >/dev/null
	_old_rows_serve
}

every_column_of_an_address_is_checked() {
	_columns siptrunk_address "trunk = 'genesys'" <<-'END'
		state maybe on or off
		direction both inbound, outbound or nothing
		transports udp,sctp udp,tcp,tls
		ports 5061-5060 1 to 65535
		valid_from 21.11.2026 a date
		valid_until 2026-11-31 a date
		dated yesterday 2026-11-21
		host sip.genesys.lab nothing, because the row has a prefix
	END
}

every_column_of_a_trunk_is_checked() {
	_columns siptrunk_trunk "name = 'genesys'" <<-'END'
		proof password certificate,digest,call_id
		certificate pbx_1.genesys.lab host names
		authority AB:CD SHA-256 fingerprints
		realm a:b without quotes, backslashes and colons
		strangers ignore reject or drop
		distribution robin sequential or random
		bad_certificate allow refuse or allow_and_alarm
		psap_callback yes ignored or trusted
		identity anonymous pass or hide
		header_limit some a number
		header_size 1k a number
		dtmf inband rfc4733 or info
		refer follow relay, carry_out or refuse
		transfer_caller both own or transferee
		topology some show or hide
		media zrtp rtp, srtp or srtp_optional
		codecs PCMU,MP3 codecs of PCMU
		srtp_suites NULL_HMAC_SHA1_80 suites of AES_CM_128_HMAC_SHA1_80
		transcode maybe yes or no
		ptime 25 0, 10, 20, 30, 40 or 60
		symmetric maybe yes or no
		nat maybe yes or no
		ice maybe yes or no
		rtcp_mux maybe yes or no
		silence long a number
		silence_action end report or hang_up
		state paused in_service or out_of_service
		transport sctp udp, tcp, tls or nothing
		country us two capital letters
		number_format E164 any or e164
		countries US,USA countries as US,CA
		countries US nothing, because role is not carrier
		premium some yes or no
		premium yes no, because role is not carrier
		unverified_caller hide pass, replace or refuse
		call_limit few a number, 0 or more
		call_limit_in few a number, 0 or more
		call_limit_out few a number, 0 or more
		call_limit_code 480 486 or 503
		calls_per_second few a number, 0 or more
		caller_calls_per_second few a number, 0 or more
		minutes_per_hour few a number, 0 or more
		caller_minutes_per_hour few a number, 0 or more
		destination_alarm few a number, 0 or more
		registrar maybe yes or no
		registration_rate few a number, 0 or more
		use_source_address maybe yes or no
	END
}

every_column_of_a_dial_rule_and_a_termination_is_checked() {
	keep_data
	sql "INSERT INTO siptrunk_dial_rule (trunk, position, pattern) VALUES ('genesys', 1, '^9(\d{7})\$');
		INSERT INTO siptrunk_termination (trunk, kind, identifier, context) VALUES ('genesys', 'tgrp', 'boston', 'edge.lab')"
	_columns siptrunk_dial_rule "id > 0" <<-'END'
		position last a number, 0 or more
		prefix 1-415 up to 16 characters of 0-9
		replacement 933 no emergency number: more .* rows of siptrunk_number_plan
		direction both to or from
	END
	_columns siptrunk_termination "id > 0" <<-'END'
		kind trunk fqdn, tgrp or dnis
		context edge:5060 a trunk-context
	END
}

every_column_of_a_header_policy_is_checked() {
	keep_data
	sql "INSERT INTO siptrunk_header_policy (trunk, field, action, value) VALUES ('twilio', 'from_number', 'replace', '+18881230987')"
	_columns siptrunk_header_policy "trunk = 'twilio'" <<-'END'
		position first a number
		field E911-Organization-ID a header that is not the edge's own
		action set replace, add or remove
		value 8881230987 an E.164 number
		numbers alice numbers, or how they begin
		classification e911 a classification that is no emergency call's
	END
	_refused "INSERT INTO siptrunk_verified_caller (trunk, number) VALUES ('twilio', '911')" \
		siptrunk_verified_caller number 911
}

every_column_of_a_premium_range_is_checked() {
	_columns siptrunk_premium_range "prefix LIKE '%979'" <<-'END'
		prefix 979 and 1 to 15 digits
		dated today 2026-11-21
	END
}

control_the_column_tests_notice_a_good_value() {
	must_fail _a_good_column "expected a fault"
}

_a_good_column() { _columns siptrunk_address "trunk = 'genesys'" <<<"state off on"; }

a_line_break_in_the_source_of_a_row() {
	_refused "UPDATE siptrunk_address SET source = 'a' || char(10) || 'b' WHERE trunk = 'genesys'" \
		siptrunk_address source printable
}

a_period_that_ends_before_it_begins() {
	_refused "UPDATE siptrunk_address SET valid_from = '2026-02-01', valid_until = '2026-01-31'
		WHERE trunk = 'genesys'" siptrunk_address valid_until "after valid_from"
}

# What stands in the place of a HA1 may be a password.
_no_secret_is_told() {
	local lines=$1 secret=$2
	! grep -qF "$secret" <<<"$(rpc_fault siptrunk.reload)" || fail "the fault tells it"
	! edge_log_since "$lines" | grep -qF "$secret" || fail "the log tells it"
}

a_password_in_the_place_of_a_ha1() {
	local lines
	lines=$(edge_log_lines)
	_refused "INSERT INTO siptrunk_credential (trunk, username, ha1)
		VALUES ('genesys', 'alice', 'OpenSesame')" siptrunk_credential ha1 "32 hexadecimal digits" "10 bytes"
	_no_secret_is_told "$lines" OpenSesame
}

control_the_secret_test_notices_one_that_is_told() {
	must_fail _a_user_name_is_told "tells it"
}

_a_user_name_is_told() {
	local lines
	lines=$(edge_log_lines)
	_refused "INSERT INTO siptrunk_credential (trunk, username, ha1)
		VALUES ('genesys', 'Open:Sesame', '0123456789abcdef0123456789abcdef')" siptrunk_credential username
	_no_secret_is_told "$lines" Open:Sesame
}

a_route_for_emergency_calls() {
	_refused "INSERT INTO siptrunk_outbound_route (name, classifications, trunks, state)
		VALUES ('help', 'e911_test,e911', 'twilio', 'off')" siptrunk_outbound_route classifications \
		"always go to the trunks of role emergency.*'e911_test'"
	restore_data
	_refused "INSERT INTO siptrunk_number_plan (numbers, classification) VALUES ('411', 'info');
		INSERT INTO siptrunk_outbound_route (name, classifications, trunks)
		VALUES ('help', 'info', 'twilio,redsky')" siptrunk_outbound_route trunks "no trunk of role emergency.*'redsky'"
}

an_identifier_of_another_role() {
	_refused "INSERT INTO siptrunk_termination (trunk, kind, identifier, behind)
		VALUES ('twilio', 'tgrp', 'twilio', 'genesys')" siptrunk_termination behind "same role.*'genesys'"
}

credentials_of_nobody() {
	_refused "INSERT INTO siptrunk_credential (trunk, username, ha1)
		VALUES ('mars', 'alice', '0123456789abcdef0123456789abcdef')" siptrunk_credential trunk mars
}

a_good_reload_says_what_it_read() {
	local before
	before=$(rpc_field generation siptrunk.reload)
	equal generation $((before + 1)) "$(rpc_field generation siptrunk.reload)"
	equal callers 4 "$(rpc_field callers siptrunk.reload)"
}

control_the_bad_row_tests_notice_a_good_row() {
	must_fail _a_good_row "expected a fault"
}

_a_good_row() {
	_refused "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '10.0.0.0/8')" prefix
}

a_response_code_in_two_rows() {
	_refused "INSERT INTO siptrunk_response (trunk, codes, class, action)
			VALUES ('retell', '500-504', 'technical', 'end'), ('retell', '486,503', 'busy', 'end')" \
		siptrunk_response codes "expected a code in one row of its trunk, found '503' also in row"
}

# What cannot work is refused; credentials may not be needed, and are only missed.
every_column_of_a_registration_is_checked() {
	local lines
	keep_data
	lines=$(edge_log_lines)
	sql "INSERT INTO siptrunk_registration (trunk, username, domain) VALUES ('twilio', 'edge', 'sip.twilio.lab')"
	_columns siptrunk_registration "id > 0" <<-'END'
		trunk mars a name in siptrunk_trunk
		trunk redsky a trunk whose role is not emergency
		username a:b without quotes, backslashes and colons
		username edge@twilio a SIP URI's user
		domain sip.twilio.lab:5060 a host name
		expires 59 60 to 86400 seconds
		expires 86401 60 to 86400 seconds
	END
	contains "the log" "table siptrunk_registration, row 1, column trunk: expected .*outbound credentials" \
		"$(edge_log_since "$lines")"
}
