# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls to Retell and from it by number, over each transport that Retell speaks.

. "$REPO/tests/lib/raw.sh"

# Retell's gateways by each transport.
_gateways() {
	gateways "INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description) VALUES
		(21, 'sip:sip.retellai.com:5060;transport=udp', 0, 0, 'name=sip.retellai.com', ''),
		(22, 'sip:sip.retellai.com:5060;transport=tcp', 0, 0, 'name=sip.retellai.com', ''),
		(23, 'sip:sip.retellai.com:5061;transport=tls', 0, 0, 'name=sip.retellai.com', '')"
}

# _reaches_retell TRANSPORT SET [MEDIA PROFILE KEYS]: as its Request-URI says, and
# as it came.
_reaches_retell() {
	data "UPDATE siptrunk_trunk SET transport = '$1', gateways = $2, media = '${3:-rtp}' WHERE name = 'retell'"
	uas retell answer profile="${4:-RTP/AVP}" keys="${5:-}" \
		"has ^INVITE sip:\+13125550142@sip\.retellai\.com;transport=$1 " "has Via: SIP/2\.0/${1^^} $EDGE" \
		"has m=audio [0-9]+ ${4:-RTP/AVP} "
	uac pbx call number=+13125550142
	uas_done retell
}

retell_is_reached_over_udp_tcp_and_tls() {
	_gateways
	_reaches_retell udp 21
	_reaches_retell tcp 22
	_reaches_retell tls 23
	_reaches_retell tls 23 srtp RTP/SAVP "$SDES"
}

# Retell's default, and ours for whoever leaves the column empty.
the_default_of_an_agent_is_tcp() {
	data "UPDATE siptrunk_trunk SET transport = '' WHERE name IN ('retell', 'genesys')"
	equal "transport of an agent" tcp "$(rpc_field transport siptrunk.show retell)"
	equal "transport of a pbx" udp "$(rpc_field transport siptrunk.show genesys)"
}

# With another authority it is refused: see tls/agent.sh.
retell_is_shown_the_edges_certificate() {
	peer_tls retell "s/^(verify|require)_certificate = no/\$1_certificate = yes/;
		s#^private_key#ca_list = $LAB/ca/edge-ca.crt\n\$&#"
	_gateways
	_reaches_retell tls 23
}

retell_comes_in_over_udp_and_tcp() {
	local via
	for via in u1 t1; do
		uas pbx answer "has ^INVITE sip:2001@192\.0\.2\.10"
		uac retell call via=$via number=2001 from=+13125550142@sip.retellai.com
		uas_done pbx
	done
}

# _comes_in_over_tls [CERTIFICATE]
_comes_in_over_tls() {
	uas pbx ring
	tls_open retell 5061 "${1:-}"
	tls_ask INVITE 2001
	contains "what Retell hears" "^SIP/2.0 180 " "$ANSWER"
	tls_send CANCEL 2001
	uas_done pbx
}

retell_comes_in_over_tls() { _comes_in_over_tls; }

retell_comes_in_over_tls_with_its_certificate() {
	data "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = 'sip.retellai.com' WHERE name = 'retell'"
	_comes_in_over_tls client-retell
}

control_the_certificate_of_retell_is_asked_for() {
	must_fail _no_certificate "what Retell hears.*403"
}

_no_certificate() {
	data "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = 'sip.retellai.com' WHERE name = 'retell'"
	_comes_in_over_tls
}
