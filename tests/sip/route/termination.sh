# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Inbound SIP termination identifiers (seed 003, section 5.1.5): several trunks
# behind the same addresses, told apart by the Request-URI.

NUMBER=+13125550142

# _shared [MORE SQL]: the trunk boston is behind the addresses of genesys. What comes from
# it shows by a rule for headers.
_shared() {
	data "INSERT INTO siptrunk_trunk (name, role, gateways, site) VALUES ('boston', 'pbx', 1, 'chicago');
		INSERT INTO siptrunk_termination (trunk, kind, identifier, context, behind) VALUES
			('boston', 'fqdn', 'boston', 'edge.example.com', 'genesys'),
			('boston', 'tgrp', 'boston', 'edge.example.com', 'genesys'),
			('boston', 'dnis', '+13125550143', '', 'genesys');
		INSERT INTO siptrunk_header_rule (trunk, direction, header, action) VALUES ('boston', 'from', 'X-Sender', 'drop');
		${1:-}"
}

# _comes_from TRUNK [KEY=VALUE]...: the call of a trunk, whose Request-URI that is.
_comes_from() {
	local trunk=$1 check="header X-Sender ^ *me\$"
	shift
	[ "$trunk" != boston ] || check="lacks X-Sender"
	uas retell answer "$check" "lacks tgrp" "lacks trunk-context"
	uac pbx call extra=$'\r\nX-Sender: me' "$@"
	uas_done retell
	equal "the trunk of the call" "$trunk" "$(rpc siptrunk.calls "$UAC_CALL@192.0.2.10" | sed -n 's/^[[:space:]]*trunk: //p')"
}

the_request_uri_chooses_among_trunks_behind_one_address() {
	_shared
	_comes_from genesys number=$NUMBER
	_comes_from boston number=$NUMBER uri="sip:$NUMBER@Boston.edge.example.com"
	_comes_from boston number=$NUMBER uri="sip:$NUMBER;tgrp=boston;trunk-context=edge.example.com@$EDGE"
	_comes_from boston number=+13125550143
	contains "the identifiers" "terminations: { { kind: fqdn identifier: boston context: edge.example.com behind: genesys }" \
		"$(rpc siptrunk.show boston | xargs)"
}

# It is as if there were none.
an_identifier_of_nobody_is_none() {
	_shared
	_comes_from genesys number=$NUMBER uri="sip:$NUMBER@denver.edge.example.com"
}

control_the_identifier_test_notices_another_trunk() {
	must_fail _another_trunk "lacks X-Sender|X-Sender"
}

_another_trunk() {
	_shared
	_comes_from boston number=$NUMBER
}

# Of the trunk that it chose, with all that this one is allowed; the call ends from
# either side.
a_trunk_out_of_service_is_the_one_that_was_named() {
	_shared "UPDATE siptrunk_trunk SET state = 'out_of_service' WHERE name = 'boston'"
	uac pbx refused status=503 number=$NUMBER uri="sip:$NUMBER@boston.edge.example.com"
	_comes_from genesys number=$NUMBER
	data "UPDATE siptrunk_trunk SET state = 'in_service', refer = 'refuse' WHERE name = 'boston'"
	uas retell answer
	uac pbx within number=$NUMBER uri="sip:$NUMBER@boston.edge.example.com" method=REFER status=603 \
		within=$'\r\n'"Refer-To: <sip:2003@$EDGE>" "header Reason .*trunk boston transfers no calls"
	uas_done retell
}

# Nobody becomes another by what he writes: known, and refused with a reason.
an_identifier_of_another_address_is_refused() {
	local before
	_shared
	before=$(counter near_miss_name)
	uac carrier refused status=403 number=$NUMBER uri="sip:$NUMBER@boston.edge.example.com" \
		"header Reason Q\.850;cause=21;text=\"this termination identifier belongs to another trunk\""
	counted near_miss_name "$before"
	contains "the near miss" "kind: right_name_wrong_address trunk: boston source: 192.0.2.50" "$(rpc siptrunk.near_misses | xargs)"
	uac stranger refused status=403 number=$NUMBER uri="sip:$NUMBER@boston.edge.example.com" "lacks Reason"
	# Whoever calls a number says nothing of who he is.
	uas pbx answer
	uac carrier call number=+13125550143
	uas_done pbx
}

# Whatever identifier it has, in whatever state the trunk is that it names.
a_911_asks_no_identifier() {
	_shared "UPDATE siptrunk_trunk SET state = 'out_of_service' WHERE name = 'boston';
		INSERT INTO siptrunk_trunk (name, role, gateways) VALUES ('denver', 'pbx', 1);
		INSERT INTO siptrunk_termination (trunk, kind, identifier) VALUES ('denver', 'fqdn', 'denver.edge.example.com')"
	local host
	for host in boston denver nobody; do
		uas redsky1 answer "header E911-Organization-ID ^ *$ORGANIZATION\$"
		uac pbx call number=911 uri="sip:911;tgrp=boston;trunk-context=edge.example.com@$host.edge.example.com"
		uas_done redsky1
		contains "the record" "call_id: $UAC_CALL@192\.0\.2\.10 .* trunk: genesys " \
			"$(rpc siptrunk.emergencies | tr -s '[:space:]' ' ' | sed 's/ } { /\n/g' | grep -F "$UAC_CALL@")"
	done
}

# What is an emergency number at the named trunk alone is one, too.
a_911_of_the_named_trunk_is_one() {
	_shared "UPDATE siptrunk_trunk SET outside_prefix = '7' WHERE name = 'boston'"
	uas redsky1 answer
	uac pbx call number=7911 uri="sip:7911@boston.edge.example.com"
	uas_done redsky1
	# No gate of ordinary calls comes before.
	uas redsky1 answer "lacks Replaces:"
	uac pbx call number=7911 uri="sip:7911@boston.edge.example.com" \
		extra=$'\r\nReplaces: '"$UAC_CALL@192.0.2.10;to-tag=a;from-tag=b"
	uas_done redsky1
}

# The carrier that a 911 falls back to may be behind another's address: it hangs up.
a_fallback_carrier_behind_another_takes_part_in_the_911() {
	data "INSERT INTO siptrunk_trunk (id, name, role, gateways, ani) VALUES (0, 'backup', 'carrier', 4, '+15005550006');
		INSERT INTO siptrunk_termination (trunk, kind, identifier, behind) VALUES ('backup', 'tgrp', 'backup', 'twilio')"
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier hang-up
	uac pbx hung-up number=911
	uas_done carrier
}
