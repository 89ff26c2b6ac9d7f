# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Numbers as they are dialled in a country, and trunks that take E.164 alone.

# _reads COUNTRY: numbers of the pbx are dialled there, Retell is sent E.164.
_reads() {
	data "UPDATE siptrunk_trunk SET country = '$1' WHERE name = 'genesys';
		UPDATE siptrunk_trunk SET number_format = 'e164', gateways = 4, transport = 'udp'
		WHERE name = 'retell'"
}

# _becomes NUMBER E164
_becomes() {
	uas carrier answer "has ^INVITE sip:$(sed 's/[+*]/\\&/g' <<<"$2")@"
	uac pbx call number="$1"
	uas_done carrier
}

_is_none() {
	uac pbx refused status=484 number="$1" \
		"header Reason SIP;cause=484;text=\"trunk retell takes valid E.164 numbers alone\""
}

a_number_is_read_as_dialled_in_its_country() {
	_reads US
	_becomes 3125550142 +13125550142
	_becomes 011442079460001 +442079460001
	_is_none 2077
	_is_none 02079460001
	_is_none '*3125550142'
	_reads GB
	_becomes 02079460001 +442079460001
	_becomes 00390612345678 +390612345678
	_is_none 3125550142
}

without_a_country_only_a_plus_counts() {
	_reads ''
	_becomes +13125550142 +13125550142
	_is_none 3125550142
	# and without a format nothing does
	data "UPDATE siptrunk_trunk SET number_format = 'any'"
	_becomes 3125550142 3125550142
	_becomes '*67' '*67'
}

# What a rule of the target's makes is dialled there.
a_targets_rule_is_read_in_the_targets_country() {
	_reads US
	data "UPDATE siptrunk_trunk SET country = 'GB' WHERE name = 'retell';
		INSERT INTO siptrunk_dial_rule (trunk, direction, position, pattern, replacement)
		VALUES ('retell', 'to', 1, '^44(\d+)\$', '0\$1')"
	_becomes 442079460001 +442079460001
	_becomes 3125550142 +13125550142
}

control_the_format_test_notices_a_trunk_that_takes_any() {
	must_fail _any_format "received .SIP/2.0 200"
}

_any_format() {
	_reads US
	data "UPDATE siptrunk_trunk SET number_format = 'any'"
	_is_none 2077
}
