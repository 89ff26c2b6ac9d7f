# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Trunks of carriers as scripts/siptrunkdb makes them, and termination URIs as people
# copy them (seed 004, "Common Issues").

_carrier() { "$REPO/scripts/siptrunkdb" carrier "$@"; }

# _trunk ARGUMENT...: the edge runs with it, shown in a line.
_trunk() {
	sql "$(_carrier "$@" <<<secret)" || fail "siptrunkdb carrier $*"
	rpc siptrunk.reload >/dev/null
	rpc siptrunk.show "$2" | tr -s '[:space:]' ' '
}

each_carrier_has_a_template() {
	local shown
	keep_data # here: a subshell could not give it back
	shown=$(_trunk twilio twilio-us acme.pstn.ashburn.twilio.com,acme.pstn.umatilla.twilio.com 14 +13125550160 \
		--secure --user edge)
	contains "Twilio's trunk" "transport: tls gateways: 14 media: srtp .* ani: \+13125550160 " "$shown"
	contains "Twilio's credentials" "direction: outbound realm: sip\.twilio\.com username: edge " "$shown"
	contains "Twilio's gateways" "acme\.pstn\.ashburn\.twilio\.com.*acme\.pstn\.umatilla\.twilio\.com" "$shown"
	contains "Twilio's addresses" "prefix: 54\.172\.60\.0/30 .* dated: 2026-11-22 .*54\.252\.254\.64/30" "$shown"
	shown=$(_trunk telnyx telnyx sip.telnyx.com 15 +13125550161)
	contains "Telnyx's trunk" "transport: udp gateways: 15 media: rtp .*192\.76\.120\.10/32" "$shown"
	contains "Telnyx's credentials" "credentials: \{ \}" "$shown"
	shown=$(_trunk vonage vonage acme.sip-us.vonage.com 16 +13125550162 --user edge --realm vonage.com)
	contains "Vonage's trunk" "realm: vonage\.com username: edge .*216\.147\.5\.2/32" "$shown"
	equal "who may send" telnyx "$(rpc_field trunk siptrunk.check 64.16.250.10)"
}

# _refused REGEX ARGUMENT...: without a row, and without the password.
_refused() {
	local regex=$1 told
	shift
	! told=$(_carrier "$@" 2>&1 <<<secret) || fail "siptrunkdb carrier $*: expected a refusal"
	contains "siptrunkdb carrier $*" "$regex" "$told"
	[[ $told != *INSERT* && $told != *secret* ]] || fail "siptrunkdb carrier $*: $told"
}

what_makes_no_trunk_is_refused() {
	_refused "remove the space in 'acme \.pstn" twilio t "acme .pstn.ashburn.twilio.com" 4 +13125550160
	_refused "E\.164 number" twilio t acme.pstn.ashburn.twilio.com 4 3125550160
	_refused "letters, digits" twilio "t'; DROP TABLE version" acme.pstn.ashburn.twilio.com 4 +13125550160
	_refused "user name without quotes" twilio t a.b 4 +13125550160 --user "o'neil"
	_refused "realm of the carrier's challenge" vonage t a.b 4 +13125550160 --user edge
	_refused "twilio, telnyx or vonage" bandwidth t a.b 4 +13125550160
	contains "a host without a region" "localized termination URI .*acme\.pstn\.ashburn" \
		"$(_carrier twilio t acme.pstn.twilio.com 4 +13125550160 2>&1)"
}

a_termination_uri_is_looked_at_when_it_is_loaded() {
	local lines
	lines=$(edge_log_lines)
	data "UPDATE dispatcher SET destination = 'sip:acme.pstn.twilio.com' WHERE setid = 4"
	contains "the log" "localized termination URI that is near the edge, such as NAME\.pstn\.ashburn\.twilio\.com, found 'acme" \
		"$(edge_log_since "$lines")"
	sql "UPDATE dispatcher SET destination = 'sip: acme.pstn.ashburn.twilio.com' WHERE setid = 4"
	contains "the fault" "column destination: .*space in the termination SIP URI, remove it" "$(rpc_fault siptrunk.reload)"
}
