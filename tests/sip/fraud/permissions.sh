# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where calls to a carrier may go: its columns countries and premium, and the table of
# premium ranges. Retell calls, by the number that trunk twilio owns.

OWN=+15005550006@sip.retellai.com

_goes() {
	local number
	for number; do
		uas carrier answer "has ^INVITE sip:${number/+/\\+}@"
		uac retell call number="$number" from=$OWN hold=20
		uas_done carrier
	done
}

# _refused COUNTER REASON NUMBER...
_refused() {
	local before number counter=$1 reason=$2
	shift 2
	before=$(counter "$counter")
	for number; do
		uac retell refused status=403 number="$number" from=$OWN \
			"has ^SIP/2.0 403 Destination Not Permitted" "header Reason cause=403;text=\".*$reason"
	done
	counted "$counter" "$before" $#
}

_carrier() { data "UPDATE siptrunk_trunk SET $1 WHERE name = 'twilio'"; }

a_carrier_calls_its_own_country() {
	local lines
	lines=$(edge_log_lines)
	_goes +14155550123
	_refused country_refused "442079460123: country GB is not permitted on trunk twilio" +442079460123
	contains "the log" "call .* to trunk twilio refused: 403 .*country GB" "$(edge_log_since "$lines")"
	_refused country_refused "18762101234: country JM" +18762101234 # +1, too
	_carrier "country = 'GB'"
	_goes +442079460123
	_refused country_refused "country US" +14155550123
	_carrier "country = '', ani = ''"
	_refused country_refused "country US" +14155550123
}

# _rule PATTERN REPLACEMENT: of the carrier's, for what it is sent.
_rule() {
	data "INSERT INTO siptrunk_dial_rule (trunk, direction, position, pattern, replacement)
		VALUES ('twilio', 'to', 1, '$1', '$2')"
}

# Not the one that was dialled, and in the country of who makes it.
the_number_that_is_sent_is_judged() {
	data "UPDATE siptrunk_trunk SET country = 'US' WHERE name = 'retell'"
	_goes 9376312345 # of Ohio; +376 is Andorra
	_rule '^9(\d+)$' '+$1'
	_refused country_refused "376312345: country AD" 9376312345
	_carrier "country = 'GB'"
	_rule '^44(\d+)$' '0$1'
	uas carrier answer "has ^INVITE sip:02079460123@"
	uac retell call number=442079460123 from=$OWN hold=20
	uas_done carrier
}

who_has_no_country_dials_in_the_carriers() {
	_carrier "country = 'US'"
	_goes 4155550123
	_refused country_refused "country GB" 011442079460123
	_carrier "country = ''"
	_refused unreadable_refused "4155550123 is no number of a country" 4155550123
}

listed_countries_may_be_called() {
	_carrier "countries = 'CA, GB'"
	_goes +442079460123
	_refused country_refused "country US" +14155550123
	_carrier "countries = '*'"
	_goes +18762101234 +81312345678
}

what_is_of_no_country_is_refused() {
	_refused unreadable_refused " is no number of a country" +999123456 200112 alice
	_goes 988
	_carrier "countries = '*'"
	_goes 200112
}

premium_numbers_are_refused() {
	_carrier "countries = '*'"
	# premium rate, personal, of a company; satellite, network, premium; no number of it
	_refused premium_refused "premium numbers are not permitted on trunk twilio" \
		+19002345678 +447012345678 +445512345678 +881612345678 +8835100000000 +979123456789 +97912
	_carrier "premium = 'yes'"
	_goes +19002345678 +881612345678
	data "INSERT INTO siptrunk_premium_range (prefix, description, source) VALUES ('+2521', 'reported', 'a carrier')"
	_carrier "premium = 'no'"
	_refused premium_refused "premium numbers" +25212345678
	contains "siptrunk.premium" "prefix: \+2521 description: reported source: a carrier" \
		"$(rpc siptrunk.premium s:+2521234567 | tr -s '[:space:]' ' ')"
	contains "siptrunk.premium" "premium: no" "$(rpc siptrunk.premium s:+14155550123)"
	contains "the fault" "expected an E.164 number" "$(rpc_fault siptrunk.premium 2001)"
}

# The edge's own call to whom an agent transfers: nobody is called. The carrier's rule
# leads to Andorra.
a_transfer_goes_no_further() {
	local before
	before=$(counter country_refused)
	_rule '^\+15005550006$' '+376312345'
	data "UPDATE siptrunk_trunk SET refer = 'carry_out' WHERE name = 'retell';
		INSERT INTO siptrunk_transfer (trunk, numbers) VALUES ('retell', '+15005550006')"
	uas retell refers-in-vain referto="<sip:+15005550006@$EDGE>" "has SIP/2.0 403 "
	uac pbx held number=+13125550142 hold=500
	uas_done retell
	counted country_refused "$before"
}

no_permission_stops_a_911() {
	_carrier "countries = 'JP', country = '', ani = '+15005550006'"
	_refused country_refused "country US" +14155550123
	uas redsky1 refuse status=503
	uas redsky2 refuse status=503
	uas carrier answer "has ^INVITE sip:911@"
	uac pbx call number=911
	uas_done carrier
}
