# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who is let in at the operators' port.

# _is STATUS WHAT
_is() { equal "$2" "$1" "$BROWSED"; }

only_operators_with_the_password_see_the_edge() {
	browse stranger /status -u "$OPERATOR_LOGIN"
	_is 403 "from an address that is not an operator's"
	browse edge /status
	_is 401 "without a password"
	browse edge /status -u operator:wrong
	_is 401 "with a wrong password"
	browse edge /status -u "${OPERATOR_LOGIN/operator/Operator}"
	_is 401 "with another's name"
	browse edge /status -H 'Authorization: Bearer x'
	_is 401 "with another scheme"
	operate /nothing
	_is 404 "what is not there"
	operate /nothing -X POST -d x
	_is 405 "something else than GET"
}

# Kamailio's reader of HTTP chunks trusts their sizes.
a_sip_port_reads_no_http_chunks() {
	local status=0
	on stranger bash -c 'exec 3<>/dev/tcp/$1/5060
		printf "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" >&3
		timeout 5 cat <&3' - "$EDGE" || status=$?
	equal "whether the connection is ended" 0 "$status"
}

# Thirty a minute; this may be two of them.
who_guesses_passwords_fills_no_log() {
	local line lines
	line=$(edge_log_lines)
	browse edge '/status?[1-90]' -u operator:wrong
	_is 401 "with a wrong password"
	lines=$(edge_log_since "$line" | grep -c 'the password is wrong') || true
	((lines > 0 && lines <= 60)) || fail "$lines lines tell of 90 wrong passwords"
}

http_is_not_spoken_at_a_sip_port() {
	OPERATOR+=:5061
	operate /status
	_is 000 "at the SIP port"
}
